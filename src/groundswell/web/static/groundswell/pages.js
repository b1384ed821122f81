/* Small courtesies; every page works without them. */

/* A selector sends its form as soon as something is chosen; without JavaScript there is a button. */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-sends-itself]");
  if (form) form.requestSubmit();
});
document.documentElement.classList.add("has-scripts");

/* Signing in in another tab makes a new secret for forms. What is sent again fetches it first, so that one press is
   enough; without JavaScript the answer is the same page once more, with the new secret in it. */
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-sends-again]");
  if (!form) return;
  event.preventDefault();
  try {
    const answer = await fetch("/", { cache: "no-store", credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("input[name=csrfmiddlewaretoken]");
    if (fresh) form.querySelector("input[name=csrfmiddlewaretoken]").value = fresh.value;
  } finally {
    HTMLFormElement.prototype.submit.call(form); // a field of the form may be called submit
  }
});

/* Charts load their code only where there is one, also after htmx has changed the page. */
const chart = () => {
  const figure = document.querySelector("figure[data-vega]");
  if (figure && !window.groundswellCharts) {
    window.groundswellCharts = true;
    import(figure.dataset.charts);
  }
};
chart();
document.addEventListener("htmx:load", chart);

/* On a phone the sections behind the answer begin folded; a link into one opens it. */
const fold = () => {
  if (!window.matchMedia("(max-width: 40rem)").matches) return;
  document.querySelectorAll(":is(.fold, figure + .tabled):not([data-folded])").forEach((details) => {
    details.dataset.folded = "once";
    details.open = details.querySelector(":target") !== null;
  });
};
fold();
document.addEventListener("htmx:load", fold);
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && document.getElementById(link.hash.slice(1));
  const details = target && target.closest("details.fold");
  if (details) details.open = true;
});

/* Details open on paper, so that the print is the whole report. */
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open])").forEach((details) => {
    details.open = true;
    details.dataset.closeAfterPrint = "yes";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-close-after-print]").forEach((details) => {
    details.open = false;
    delete details.dataset.closeAfterPrint;
  });
});

/* A button that prints the page, for those who do not know that their browser can. */
const printing = () => document.querySelectorAll("button[data-prints]").forEach((button) => { button.hidden = false; });
printing();
document.addEventListener("htmx:load", printing);
document.addEventListener("click", (event) => {
  if (event.target.closest("button[data-prints]")) window.print();
});
