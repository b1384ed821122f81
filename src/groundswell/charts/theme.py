"""What all charts have in common: size, type and quiet axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from groundswell.charts.palette import LIGHT
from groundswell.charts.scales import Scale, middle, period_words, text_width
from groundswell.core.periods import Period

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


@dataclass(frozen=True, slots=True)
class Room:
    """What is kept free beside the plot for the words of its axes, in CSS pixels."""

    left: float
    right: float
    top: float = 10
    bottom: float = 26


def room_beside(
    scale: Scale,
    domain: tuple[float, float],
    labelled: Sequence[Period],
    bounds: tuple[float, float],
    size: Size,
    *others: tuple[str, float, int],
    top: float = 10,
) -> Room:
    """Room for the words of a value axis at the left, and at the right for what stands out beyond the plot: the last
    of the periods, and other texts that are centred somewhere, each with its place and the size of its letters.

    `domain` is that of the values, `bounds` that of the periods, in decimal years.
    """
    left = scale.label_width(domain) + LABEL_PADDING + 4
    pixels = (size.width - left - 8) / (bounds[1] - bounds[0])
    texts = [*((period_words(period), middle(period), 12) for period in labelled[-1:]), *others]
    beyond = (text_width(text, letters) / 2 - (bounds[1] - at) * pixels for text, at, letters in texts)
    return Room(left, max([8.0, *beyond]) + 2, top)


WIDE = Size(width=640, height=320, labels=8)
NARROW = Size(width=300, height=260, labels=4)


def chart(layers: list[Spec], *, size: Size, height: int | None = None, room: Room | None = None) -> Spec:
    """A layered chart in the house's dress; `height` where the number of rows decides it.

    Where its `room` is known beforehand the chart is laid out once. Otherwise it is drawn, measured, and drawn again to
    fit, which takes half as long again.
    """
    across, up = size.width, height or size.height
    config = _CONFIG
    frame: Spec = {"width": across, "height": up, "autosize": {"type": "fit", "contains": "padding"}, "padding": 4}
    if room:
        config = {**_CONFIG, "axis": {**_AXIS, **_AS_CHOSEN}}
        frame = {
            "width": across - room.left - room.right,
            "height": up - room.top - room.bottom,
            "autosize": "none",
            "padding": {"left": room.left, "right": room.right, "top": room.top, "bottom": room.bottom},
        }
    return {
        "$schema": SCHEMA,
        **frame,
        "background": "transparent",
        "layer": layers,
        "config": config,
    }


LABEL_PADDING = 8  # between the words of an axis and the plot
_AXIS = {
    "domain": False,
    "ticks": False,
    "title": None,
    "labelColor": LIGHT["soft"],
    "labelFontSize": 12,
    "labelPadding": LABEL_PADDING,
    "gridColor": LIGHT["line"],
}
# Where a chart has chosen which of its ticks have words, and has made room for them: to look again is slow.
_AS_CHOSEN = {"labelOverlap": False, "labelFlush": False, "labelBound": False}
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
