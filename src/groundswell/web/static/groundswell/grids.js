/* A grid that is quick under the hand: arrows and Enter move, a paste spreads, unsaved cells are marked, nothing is lost
   by leaving. Without this file the same form works with its buttons. */
import { keepDrafts } from "./drafts.js";

const CELLS = "tbody :is(input:not([type]), select, textarea)";

const begin = (form) => {
  const table = form.querySelector("table.grid");
  const words = form.querySelector("[data-unsaved-words]");
  const drafts = keepDrafts(form);
  let isSent = false;

  const cellsOf = (row) => [...row.children].map((box) => box.querySelector("input:not([type]), select, textarea"));
  const rows = () => [...table.tBodies[0].rows];
  const placeOf = (cell) => {
    const row = cell.closest("tr");
    return [rows().indexOf(row), cellsOf(row).indexOf(cell)];
  };

  /* Marks and the count of what is not saved yet. */
  const isUnsaved = (cell) => cell.value.trim() !== (cell.dataset.was ?? "");
  const count = () => {
    const unsaved = [...table.querySelectorAll(CELLS)].filter((cell) => {
      const is = isUnsaved(cell);
      cell.classList.toggle("is-unsaved", is);
      return is;
    }).length + table.querySelectorAll(".retire input:checked").length;
    words.hidden = unsaved === 0;
    words.textContent = unsaved ? `${form.dataset.warning} (${unsaved})` : "";
    return unsaved;
  };

  /* New rows are copies of the last one that is empty. */
  const grow = () => {
    const lines = form.elements.namedItem("lines");
    const last = rows().findLast((row) => row.classList.contains("new"));
    if (!lines || !last) return null;
    const number = Number(lines.value);
    const copy = last.cloneNode(true);
    copy.id = `line-${number}`;
    copy.querySelectorAll(".cell-note, .problem").forEach((note) => note.remove());
    copy.querySelectorAll("[name]").forEach((cell) => {
      cell.name = cell.name.replace(/^r\d+-/, `r${number}-`);
      cell.id = cell.name;
      cell.value = "";
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
      cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, String(number + 1)));
    });
    last.after(copy);
    lines.value = String(number + 1);
    return copy;
  };

  const reach = (row, column) => {
    const all = rows();
    const found = all[row] ?? (row === all.length ? grow() : null);
    return found ? cellsOf(found)[column] : null;
  };

  const move = (cell, down, across) => {
    let [row, column] = placeOf(cell);
    do {
      row += down;
      column += across;
    } while (rows()[row] && column >= 0 && column < rows()[row].children.length && !cellsOf(rows()[row])[column]);
    const next = rows()[row] && cellsOf(rows()[row])[column];
    if (next) {
      next.focus();
      next.select?.();
    }
    return Boolean(next);
  };

  const atEdge = (cell, key) => {
    if (!("selectionStart" in cell) || cell.selectionStart === null) return true;
    const isAll = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    if (isAll) return true;
    return key === "ArrowLeft" ? cell.selectionEnd === 0 : cell.selectionStart === cell.value.length;
  };

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest(CELLS);
    if (!cell || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const isChoice = cell.tagName === "SELECT";
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
    if (event.key === "Enter" && !(cell.tagName === "TEXTAREA" && event.shiftKey)) {
      event.preventDefault();
      move(cell, event.shiftKey ? -1 : 1, 0);
    } else if (steps[event.key] && !event.shiftKey) {
      const isAcross = steps[event.key][1] !== 0;
      if (isChoice && !isAcross) return;
      if (cell.hasAttribute("list") && !isAcross) return;
      if (isAcross && !isChoice && !atEdge(cell, event.key)) return;
      if (move(cell, ...steps[event.key])) event.preventDefault();
    } else if (event.key === "Escape" && isUnsaved(cell) && !cell.hasAttribute("list")) {
      cell.value = cell.dataset.was ?? "";
      count();
      drafts.later();
    }
  });

  /* What was copied from a spreadsheet spreads over the cells below and to the right. */
  table.addEventListener("paste", (event) => {
    const cell = event.target.closest(CELLS);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    const [row, column] = placeOf(cell);
    const block = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    const hasHeadings = block.length > 1 && !/\d/.test(block[0].join(""));
    const found = block.map((line, down) => line.map((_words, across) => reach(row + down, column + across)));
    if (hasHeadings || block.some((line, down) => line.some((words, across) => words.trim() && !found[down][across]))) {
      openPaste(text); // nothing is cut off in silence: all of it is looked at in the box below
      return;
    }
    block.forEach((line, down) => line.forEach((words, across) => found[down][across] && put(found[down][across], words.trim())));
    count();
    drafts.later();
  });

  const put = (cell, text) => {
    if (cell.tagName === "SELECT" && ![...cell.options].some((option) => option.value === text)) {
      cell.add(new Option(text, text)); // kept as it came: the check says what is wrong with it
    }
    cell.value = text;
  };

  const openPaste = (text) => {
    const box = form.querySelector("#text");
    box.closest("details").open = true;
    box.value = text;
    box.focus();
  };

  form.addEventListener("input", count);
  form.addEventListener("change", count);
  form.addEventListener("submit", () => { isSent = true; });
  window.addEventListener("pageshow", () => { isSent = false; count(); });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && !drafts.isKept() && count()) event.preventDefault();
  });
  document.querySelectorAll("[data-asks-first]").forEach((chooser) => {
    chooser.addEventListener("change", (event) => {
      if (event.target.tagName === "SELECT" && !count()) chooser.requestSubmit();
    });
  });
  count();
};

document.querySelectorAll("form[data-grid]").forEach(begin);
document.querySelector("[data-first-focus]")?.focus();
