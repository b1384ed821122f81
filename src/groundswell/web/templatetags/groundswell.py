"""What templates need and Django does not bring."""

from collections.abc import Iterable
from sys import getsizeof

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from groundswell.core.shelves import Shelf
from groundswell.web.drawing_library import edition
from groundswell.web.presenters.rows import ScorecardRow
from groundswell.web.presenters.verdicts import Chip

register = template.Library()


@register.filter
def verdicts_of_places(rows: Iterable[ScorecardRow]) -> list[Chip]:
    """The verdicts whose shapes stand in the Places column, each once, for the words beneath the table."""
    seen = {tally.chip.kind: tally.chip for row in rows for tally in row.places}
    return list(seen.values())


_lines: Shelf[SafeString] = Shelf(12_000_000)  # bytes


@register.simple_tag
def scorecard_line(row: ScorecardRow) -> SafeString:
    """One line of a scorecard, written once for each version of what it says."""
    kept = _lines.of((row.address, *row.version[1:]), row.version) if row.version else None
    if kept is None:
        kept = render_to_string("components/scorecard_line.html", {"row": row})
        if row.version:
            _lines.keep((row.address, *row.version[1:]), row.version, kept, getsizeof(kept))
    return kept


@register.simple_tag
def vega_address() -> str:
    """Where the browser finds the library that makes charts interactive."""
    return reverse("vega", args=[edition()])
