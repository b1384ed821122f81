"""Words that must fit: long names cut into lines, the last one cut short where even that does not do, and words at the
foot of a rule set so that they stay within the drawing."""

from typing import Literal

from groundswell.charts.scales import text_width

Side = Literal["left", "right", "center"]

MORE = "…"


def lines_of(text: str, room: float, *, size: float, most: int = 2) -> list[str]:
    """The text in at most so many lines, none wider than `room` CSS pixels; what does not fit ends on an ellipsis.

    Lines are about as long as each other, so that no word is left alone below the others.
    """
    lines = _filled(text, room, size, most)
    for part in range(95, 50, -5):
        closer = _filled(text, room * part / 100, size, most)
        if len(closer) != len(lines) or any(line.endswith(MORE) for line in closer):
            break
        lines = closer
    return lines


def _filled(text: str, room: float, size: float, most: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = longer
            break
    return [_cut(line, room, size) for line in lines]


def side_at(words: str, place: float, *, room: tuple[float, float], size: float = 12) -> Side:
    """How words are set at a place so that they stay within `room`, all in CSS pixels."""
    half = text_width(words, size) * 0.55
    if place + half > room[1]:
        return "right"
    return "left" if place - half < room[0] else "center"


def _cut(line: str, room: float, size: float) -> str:
    if text_width(line, size) <= room:
        return line
    kept = line
    while kept and text_width(kept + MORE, size) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;:(–-") + MORE
