"""What templates need and Django does not bring."""

from collections.abc import Iterable

from django import template
from django.urls import reverse

from groundswell.web.drawing_library import edition
from groundswell.web.presenters.rows import ScorecardRow
from groundswell.web.presenters.verdicts import Chip

register = template.Library()


@register.filter
def verdicts_of_places(rows: Iterable[ScorecardRow]) -> list[Chip]:
    """The verdicts whose shapes stand in the Places column, each once, for the words beneath the table."""
    seen = {tally.chip.kind: tally.chip for row in rows for tally in row.places}
    return list(seen.values())


@register.simple_tag
def vega_address() -> str:
    """Where the browser finds the library that makes charts interactive."""
    return reverse("vega", args=[edition()])
