/* Courtesies of the desk: drafts save as they go, errors take the focus, a story shows itself while it is written. */

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

const form = document.querySelector("form[data-draft]");
if (form) {
  const state = form.querySelector(".draft-state");
  const pause = 2000;
  let timer = 0;
  let typed = false;
  let sending = null;

  const say = (words) => { if (state.textContent !== words) state.textContent = words; };

  const send = async (options = {}) => {
    clearTimeout(timer);
    if (!typed || sending) return;
    typed = false;
    const own = new AbortController();
    sending = own;
    let failed = true;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", signal: own.signal, ...options });
      if (answer.ok) {
        failed = false;
        say((await answer.json()).said);
      } else if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) say(form.dataset.lost);
      else say(form.dataset.unsaved);
      if (failed) typed = true;
    } catch (problem) {
      if (problem.name === "AbortError") return;
      typed = true;
      say(form.dataset.unsaved);
    } finally {
      if (sending === own) sending = null;
      if (typed && !failed && !sending) timer = setTimeout(() => send(), pause);  /* typed meanwhile */
    }
  };

  const later = () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(() => send(), pause);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    typed = false;
    if (sending) sending.abort();  /* what is saved needs no draft */
  });
  window.addEventListener("pagehide", () => {
    if (!typed) return;
    if (sending) sending.abort();
    sending = null;
    send({ keepalive: true });
  });

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
