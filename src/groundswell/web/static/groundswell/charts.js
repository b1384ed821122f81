/* Charts that answer the pointer. The page is complete without this: the drawings are already there. On a wide screen
   the same specification is drawn again by Vega, in the colours of the paper it lies on, with the tips in words. */

const loaded = (address) => import(address).then(() => window.vegaEmbed);
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const lively = new Map();

const inked = (text, inks) => {
  const style = getComputedStyle(document.documentElement);
  return Object.entries(inks).reduce((said, [name, light]) => {
    const colour = style.getPropertyValue(`--ink-${name}`).trim();
    return colour ? said.replaceAll(light, colour) : said;
  }, text);
};

const hatch = (holder, colour) => {
  const svg = holder.querySelector("svg");
  const marks = svg ? [...svg.querySelectorAll("[fill]")].filter((mark) => mark.getAttribute("fill") === colour) : [];
  if (!marks.length) return;
  const id = `hatch-${Math.random().toString(36).slice(2)}`;
  const make = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };
  const size = { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  const pattern = make("pattern", size);
  pattern.append(make("line", { x1: 0, y1: 0, x2: 0, y2: 6, stroke: colour, "stroke-width": 2 }));
  svg.prepend(pattern);
  marks.forEach((mark) => mark.setAttribute("fill", `url(#${id})`));
};

const enliven = async (figure) => {
  const still = figure.querySelector(".drawing-wide");
  const source = figure.querySelector("script[type='application/json']");
  if (!still || !source || !still.getClientRects().length) return;
  const { spec, label, inks } = JSON.parse(source.textContent);
  const drawn = JSON.parse(inked(JSON.stringify(spec), inks));
  drawn.config.aria = false;
  const vegaEmbed = await loaded(figure.dataset.vega);
  const holder = figure.querySelector(".drawing-live") ?? document.createElement("div");
  holder.className = "drawing-live";
  holder.setAttribute("role", "img");
  holder.setAttribute("aria-label", label);
  still.after(holder);
  /* ast: expressions are interpreted, never compiled, so the page's policy needs no eval. */
  const options = { ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: { disableDefaultStyle: true } };
  const result = await vegaEmbed(holder, drawn, { mode: "vega-lite", ...options });
  const svg = holder.querySelector("svg");
  svg.setAttribute("aria-hidden", "true");
  hatch(holder, getComputedStyle(document.documentElement).getPropertyValue("--ink-withheld").trim());
  figure.classList.add("is-live");
  lively.get(figure)?.finalize();
  lively.set(figure, result);
};

const quietly = (figure) => enliven(figure).catch((problem) => console.info("The chart stays as it was drawn.", problem));

const watcher = new IntersectionObserver((entries) => {
  entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
    watcher.unobserve(entry.target);
    quietly(entry.target);
  });
}, { rootMargin: "200px" });

const begin = (within) => within.querySelectorAll("figure[data-vega]").forEach((figure) => watcher.observe(figure));

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
dark.addEventListener("change", () => [...lively.keys()].filter((figure) => figure.isConnected).forEach(quietly));

/* A tip belongs to the mark under the pointer; when the page changes below it, it goes with the chart it spoke of. */
document.addEventListener("htmx:beforeSwap", () => {
  document.querySelector("#vg-tooltip-element")?.classList.remove("visible");
});
