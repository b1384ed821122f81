"""What all charts have in common: size, type and quiet axes."""

from dataclasses import dataclass
from typing import Any

from groundswell.charts.palette import LIGHT

Spec = dict[str, Any]  # a Vega-Lite specification, as it is written in JSON

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
TYPEFACE = "Noto Sans, system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a drawing in CSS pixels, and how many periods can be labelled without crowding."""

    width: int
    height: int
    labels: int

    @property
    def is_narrow(self) -> bool:
        """True on a phone."""
        return self.width < 480


WIDE = Size(width=640, height=320, labels=8)
NARROW = Size(width=300, height=260, labels=4)


def chart(layers: list[Spec], *, size: Size, height: int | None = None) -> Spec:
    """A layered chart in the house's dress; `height` where the number of rows decides it."""
    return {
        "$schema": SCHEMA,
        "width": size.width,
        "height": height or size.height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
        "background": "transparent",
        "layer": layers,
        "config": _CONFIG,
    }


_AXIS = {
    "domain": False,
    "ticks": False,
    "title": None,
    "labelColor": LIGHT["soft"],
    "labelFontSize": 12,
    "labelPadding": 8,
    "gridColor": LIGHT["line"],
}
_CONFIG: Spec = {
    "font": TYPEFACE,
    "view": {"stroke": None},
    "axis": _AXIS,
    "text": {"color": LIGHT["soft"], "fontSize": 12},
    "legend": {"disable": True},
}


def haloed(layer: Spec) -> list[Spec]:
    """Words above a rim in the colour of the card, so that lines which cross them do not strike them out."""
    rim = {"stroke": LIGHT["card"], "strokeWidth": 4, "strokeJoin": "round", "strokeOpacity": 0.9}
    encoding = {name: channel for name, channel in layer["encoding"].items() if name != "color"}
    return [layer | {"mark": layer["mark"] | rim | {"color": LIGHT["card"]}, "encoding": encoding}, layer]


def values(rows: list[dict[str, Any]]) -> Spec:
    """Inline data: charts never fetch."""
    return {"values": rows}


def ink(name: str) -> Spec:
    """A constant colour in an encoding."""
    return {"value": LIGHT[name]}
