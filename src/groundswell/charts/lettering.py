"""Names that are longer than their room: cut into lines, and the last line cut short where even that does not do."""

from groundswell.charts.scales import text_width

MORE = "…"


def lines_of(text: str, room: float, *, size: float, most: int = 2) -> list[str]:
    """The text in at most so many lines, none wider than `room` CSS pixels; what does not fit ends on an ellipsis."""
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


def _cut(line: str, room: float, size: float) -> str:
    if text_width(line, size) <= room:
        return line
    kept = line
    while kept and text_width(kept + MORE, size) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;:(–-") + MORE
