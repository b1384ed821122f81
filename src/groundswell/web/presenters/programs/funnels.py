"""The funnel of a measure that programs share, with its words and key."""

from __future__ import annotations

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.programs import SharedMeasurePage
from groundswell.charts.funnel import FunnelPoint, funnel_chart
from groundswell.core.funnel import Beyond
from groundswell.web.presenters.figures import Figure, KeyEntry, drawn_figure
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.writing import Pen


def funnel_figure(page: SharedMeasurePage, pen: Pen) -> Figure | None:
    """The funnel plot; None where there are too few programs to say what is common to them."""
    if page.funnel is None:
        return None
    points = [
        FunnelPoint(
            row.name, row.observation.estimate.value, row.observation.estimate.denominator, row.beyond,
            pen.line(row.observation.estimate),
        )
        for row in page.rows
        if row.beyond and row.observation and row.observation.estimate.value is not None
        and row.observation.estimate.denominator
    ]  # fmt: skip
    share = page.funnel.share
    is_beyond = any(point.beyond is not Beyond.WITHIN for point in points)
    entries = [
        (True, "limits", gettext("where chance puts 95 in 100 programs; dashed, 998 in 1,000")),
        (is_beyond, "signal-even", gettext("further from the common share than chance usually takes it")),
    ]
    key = tuple(KeyEntry(glyph, words) for is_drawn, glyph, words in entries if is_drawn)
    label = gettext("Shares of programs against the number of people: %(share)s together") % {"share": pen.value(share)}
    label += "; " + "; ".join(f"{point.label} {point.words}, {spoken(point.beyond.words)}" for point in points)
    title = gettext("Do the programs differ?")
    return drawn_figure(
        "funnel", title, label, lambda size: funnel_chart(points, share, scale=pen.scale, size=size), key
    )
