/* What somebody types is kept for them as they go: a pause after the last key, and when the page is left. The form says
   where (data-draft), and what to say when it could not be kept (data-lost, data-unsaved). */

const PAUSE = 2000;

export const keepDrafts = (form) => {
  const state = form.querySelector(".draft-state");
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
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "draft");
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", headers: { Accept: "application/json" }, body, redirect: "manual", signal: own.signal, ...options });
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
      if (typed && !failed && !sending) timer = setTimeout(() => send(), PAUSE);  /* typed meanwhile */
    }
  };

  const later = () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(() => send(), PAUSE);
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

  return { say, later, isKept: () => !typed && !sending };
};
