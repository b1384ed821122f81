"""The words of a verdict, translated, with the shape that stands beside them: never a colour alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from groundswell.core.vocabulary import Verdict
from groundswell.web.presenters.language import spoken

# The ink of a sparkline's last dot.
INK_OF = {
    Verdict.TURNED: "better",
    Verdict.POSSIBLY_TURNING: "better",
    Verdict.AS_EXPECTED: "even",
    Verdict.POSSIBLY_WORSENING: "worse",
    Verdict.WORSENED: "worse",
    Verdict.TOO_EARLY: "target",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A verdict as a page shows it: `kind` chooses shape and colour, `words` are what a resident reads."""

    kind: str
    words: str
    ink: str


def chip(verdict: Verdict | None) -> Chip:
    """The chip of a verdict; None is "Not judged", which is no seventh verdict but the absence of one."""
    if verdict is None:
        return Chip("none", gettext("Not judged"), "even")
    return Chip(verdict.value, spoken(verdict.words), INK_OF[verdict])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many curves share a verdict."""

    chip: Chip
    count: int


def tallies(verdicts: Iterable[tuple[Verdict, int]]) -> tuple[Tally, ...]:
    """The verdicts that occur, in the order given."""
    return tuple(Tally(chip(verdict), count) for verdict, count in verdicts if count)


def tally_words(counted: Iterable[tuple[Verdict, int]], *, of_places: bool) -> str:
    """The same in words: "12 places: 3 Turning the curve, 9 On its baseline"."""
    shown = tallies(counted)
    total = sum(tally.count for tally in shown)
    if not total:
        return ""
    head = (
        ngettext("%(n)s place", "%(n)s places", total) if of_places else ngettext("%(n)s group", "%(n)s groups", total)
    )
    listed = ", ".join(f"{tally.count} {tally.chip.words}" for tally in shown)
    return f"{head % {'n': total}}: {listed}"
