/* Courtesies of the desk: drafts save as they go, errors take the focus, a story shows itself while it is written. */
import { keepDrafts } from "./drafts.js";

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

const form = document.querySelector("form[data-draft]");
if (form) {
  const { say } = keepDrafts(form);

  /* The preview comes beside the text, without leaving the page; without JavaScript its button sends the form. */
  const button = form.querySelector("button[data-preview]");
  const shown = document.getElementById("live-preview");
  if (button && shown) {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const answer = await fetch(button.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) { say(form.dataset.lost); return; }
      shown.innerHTML = await answer.text();  // sanitized by the server, as every story is
      shown.hidden = false;
    });
  }
}
