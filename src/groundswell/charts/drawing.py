"""From a Vega-Lite specification to inline SVG that any page can carry.

vl-convert draws; what comes out is then made fit for the page: its light colours become custom properties, what is
withheld is hatched, the roles of single marks give way to one label for the whole, and nothing is left that a strict
Content-Security-Policy would refuse. A drawing is kept under the fingerprint of its specification, in memory and,
where a folder is given, on disk: a chart is drawn once.
"""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from sys import getsizeof
from xml.etree import ElementTree

from groundswell.charts.drawers import Drawers
from groundswell.charts.palette import LIGHT, as_custom_property
from groundswell.charts.theme import TYPEFACE, Spec
from groundswell.core.shelves import Shelf

_NAMESPACE = "http://www.w3.org/2000/svg"
_EDITION = "5"  # raise it when the finish of a drawing changes, so that kept ones are drawn again
_COLOURED = ("fill", "stroke")
_PLAIN = "sans-serif"
_DROPPED = re.compile(r"aria-|role$|class$|style$|pointer-events$|cursor$")


MOST_BYTES = 8_000_000  # of drawings in memory: some two hundred of them, for the rest lies in the folder
_drawings: Shelf[str] = Shelf(MOST_BYTES)
_elsewhere: Drawers | None = None  # processes that draw, where a server has them


def draw(spec: Spec, *, label: str, folder: Path | None = None) -> str:
    """Inline SVG for a specification; `label` says in words what it shows."""
    return begin(spec, label=label, folder=folder)()


def begin(spec: Spec, *, label: str, folder: Path | None = None) -> Callable[[], str]:
    """Like `draw`, and the drawing may still be under way: whoever calls what comes back waits for it."""
    written = json.dumps(_still(spec), sort_keys=True, ensure_ascii=False)
    fingerprint = hashlib.sha256(f"{_EDITION}\n{label}\n{written}".encode()).hexdigest()[:32]
    kept = _drawings.of(fingerprint, "") or _on_disk(fingerprint, folder)
    if kept:
        return lambda: kept
    coming = _elsewhere.begin(written) if _elsewhere else None

    def drawn() -> str:
        svg = _finished(coming.result() if coming else _rendered(written), label, fingerprint)
        _drawings.keep(fingerprint, "", svg, getsizeof(svg))
        if folder is not None:
            _keep(svg, folder / f"{fingerprint}.svg")
        return svg

    return drawn


def _still(spec: Spec) -> Spec:
    """The specification without what shows only under a pointer or to a reader of single marks: two thirds of the time.

    Where the room for words is known beforehand they are measured with the machine's plain letters, which is quicker;
    `_dress` puts the typeface back.
    """
    layers = [
        {**layer, "encoding": {name: channel for name, channel in layer["encoding"].items() if name != "tooltip"}}
        for layer in spec.get("layer", ())
    ]
    plain = {"font": _PLAIN} if spec.get("autosize") == "none" else {}
    config = {**spec.get("config", {}), "aria": False, **plain}
    return {**spec, **({"layer": layers} if layers else {}), "config": config}


def draw_elsewhere(drawers: Drawers | None) -> None:
    """From here on these processes draw, so that no thread of this one is held up; None draws here again."""
    global _elsewhere
    _elsewhere = drawers


def _on_disk(fingerprint: str, folder: Path | None) -> str:
    if folder is None:
        return ""
    try:
        svg = (folder / f"{fingerprint}.svg").read_text(encoding="utf-8")
    except OSError:
        return ""
    _drawings.keep(fingerprint, "", svg, getsizeof(svg))
    return svg


def _rendered(written: str) -> str:
    import vl_convert  # a second to load: only where something is really drawn

    svg: str = vl_convert.vegalite_to_svg(written, allowed_base_urls=[])
    return svg


def _keep(svg: str, kept: Path) -> None:
    """Write beside and rename, so that nobody reads half a drawing; a full disk costs only the keeping."""
    draft = kept.with_suffix(f".{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(svg, encoding="utf-8")
        draft.replace(kept)


def _finished(svg: str, label: str, fingerprint: str) -> str:
    ElementTree.register_namespace("", _NAMESPACE)
    root = ElementTree.fromstring(svg)  # noqa: S314  our own drawing, not somebody's upload
    _prune(root)
    hatch = f"hatch-{fingerprint[:12]}"
    for element in root.iter():
        _dress(element, hatch)
    root.attrib.pop("version", None)
    root.attrib.update({"role": "img", "aria-label": label, "class": "drawing"})
    if f"url(#{hatch})" in {element.get("fill") for element in root.iter()}:
        root.insert(0, _hatching(hatch))
    return ElementTree.tostring(root, encoding="unicode")


def _prune(element: ElementTree.Element) -> None:
    """Drop frames that draw nothing."""
    for child in list(element):
        is_frame = child.get("class") in ("background", "foreground")
        is_paper = child.get("fill") == "transparent"
        if is_paper or (is_frame and (not child.get("stroke") or child.get("display") == "none")):
            element.remove(child)
        else:
            _prune(child)


def _dress(element: ElementTree.Element, hatch: str) -> None:
    for name in [name for name in element.attrib if _DROPPED.match(name)]:
        del element.attrib[name]
    for name in _COLOURED:
        colour = element.get(name, "").lower()
        if colour == LIGHT["withheld"] and name == "fill":
            element.set(name, f"url(#{hatch})")
        elif ours := as_custom_property(colour):
            element.set(name, ours)
    if element.get("font-family") == _PLAIN:
        element.set("font-family", TYPEFACE)


def _hatching(hatch: str) -> ElementTree.Element:
    definitions = ElementTree.Element(f"{{{_NAMESPACE}}}defs")
    pattern = ElementTree.SubElement(
        definitions,
        f"{{{_NAMESPACE}}}pattern",
        {"id": hatch, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"},
    )
    ElementTree.SubElement(
        pattern,
        f"{{{_NAMESPACE}}}line",
        {
            "x1": "0",
            "y1": "0",
            "x2": "0",
            "y2": "6",
            "stroke": as_custom_property(LIGHT["withheld"]) or "",
            "stroke-width": "2",
        },
    )
    return definitions
