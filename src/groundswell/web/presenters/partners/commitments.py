"""The page of commitments: one sentence, what is overdue, what was promised of each kind, and how far that goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.partnerships.queries.reminders import Unfinished
from groundswell.apps.scorecards.queries.partnerships.commitments import Chosen, CommitmentLine, CommitmentsPage
from groundswell.core.collaboration.commitments import Due, tallied
from groundswell.core.collaboration.words import CommitmentKind, CommitmentStatus
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.partners.commitment_bars import AimPart, aim_parts
from groundswell.web.presenters.partners.commitment_choices import commitment_choices
from groundswell.web.presenters.partners.commitment_rows import CommitmentRow, TypedStatus, commitment_row
from groundswell.web.presenters.partners.commitment_words import by_status, chip_of, counted, kind_words
from groundswell.web.presenters.selectors import Selector
from groundswell.web.presenters.verdicts import Chip
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class KindPart:
    """The commitments of one kind; `tally` counts them by status."""

    id: str
    name: str
    meaning: str
    tally: tuple[tuple[Chip, int], ...]
    rows: tuple[CommitmentRow, ...]


@dataclass(frozen=True, slots=True)
class Reminding:
    """The button by which letters go out: how many would, and of which nobody knows whether they went."""

    address: str
    words: str
    letters: int
    unsure: str


@dataclass(frozen=True, slots=True)
class CommitmentsSheet:
    """The page."""

    around: Surroundings
    address: str
    sentence: str
    overdue: str
    kinds: tuple[KindPart, ...]
    aims: tuple[AimPart, ...]
    toward_nothing: str
    choices: tuple[Selector, ...]
    is_narrowed: bool
    is_empty: bool
    new_address: str
    promises_address: str
    is_public: bool
    reminding: Reminding | None
    typed: TypedStatus | None = field(default=None)


def commitments_sheet(
    page: CommitmentsPage,
    versions: Mapping[str, str],
    *,
    letters: int = 0,
    unsure: Unfinished | None = None,
    typed: TypedStatus | None = None,
) -> CommitmentsSheet:
    """Everything on the page; `versions` are those of the commitments as they are kept, for what is sent from here.

    `letters` is how many reminders would go out, `unsure` which were begun and not said to have gone; `typed` what
    somebody sent that could not be stored.
    """
    asked = {name: getattr(page.chosen, name) for name in Chosen.__slots__ if getattr(page.chosen, name)}
    home = reverse("commitments", args=[page.community.id])
    return CommitmentsSheet(
        around=surroundings(page.community, home, f"?{urlencode(asked)}" if asked else ""),
        address=home,
        sentence=_opening(page.lines, is_narrowed=page.chosen.is_any),
        overdue=_overdue(page.lines),
        kinds=tuple(_kinds(page, versions, typed)),
        aims=aim_parts(page.aims, page.community),
        toward_nothing=_toward_nothing(page.toward_nothing),
        choices=tuple(commitment_choices(page)),
        is_narrowed=page.chosen.is_any,
        is_empty=not page.every,
        new_address=reverse("desk-new", args=[page.community.id, "commitments"]) if page.may_make else "",
        promises_address=reverse("promises", args=[page.community.id]),
        is_public=page.is_public,
        reminding=_reminding(page, letters, unsure),
        typed=typed,
    )


def _opening(lines: Sequence[CommitmentLine], *, is_narrowed: bool) -> str:
    """`12 commitments: 3 kept, 6 under way, 2 pledged and 1 broken.`"""
    if not lines:
        return gettext("Nothing that fits was promised.") if is_narrowed else gettext("Nothing was promised yet.")
    return f"{counted(len(lines))}: {by_status(lines)}."


def _overdue(lines: Sequence[CommitmentLine]) -> str:
    late = sum(line.due is Due.OVERDUE for line in lines)
    if not late:
        return ""
    return ngettext("%(n)s is overdue.", "%(n)s are overdue.", late) % {"n": grouped(late)}


def _toward_nothing(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(n)s commitment names no strategy, indicator or program: nobody can say what it adds to.",
        "%(n)s commitments name no strategy, indicator or program: nobody can say what they add to.",
        number,
    ) % {"n": grouped(number)}


def _kinds(page: CommitmentsPage, versions: Mapping[str, str], typed: TypedStatus | None) -> Iterator[KindPart]:
    tallies = tallied(line.pledge for line in page.lines)
    for kind in (*CommitmentKind, None):
        rows = tuple(
            commitment_row(line, page, versions.get(line.id, ""), typed)
            for line in page.lines
            if line.pledge.kind is kind
        )
        if rows or (kind is not None and not page.chosen.is_any):
            tally = tuple(
                (chip_of(status), tallies[kind, status]) for status in CommitmentStatus if tallies[kind, status]
            )
            yield KindPart(str(kind or "other"), *kind_words(kind), tally=tally, rows=rows)


def _reminding(page: CommitmentsPage, letters: int, unsure: Unfinished | None) -> Reminding | None:
    if not page.may_remind:
        return None
    words = (
        ngettext(
            "%(n)s letter would go out today, to somebody whose organization promised what is due soon or overdue.",
            "%(n)s letters would go out today, to people whose organizations promised what is due soon or overdue.",
            letters,
        )
        % {"n": grouped(letters)}
        if letters
        else gettext("Nobody is to be reminded today.")
    )
    return Reminding(reverse("remind-commitments", args=[page.community.id]), words, letters, _unsure(unsure))


def _unsure(unsure: Unfinished | None) -> str:
    if unsure is None or not unsure.letters:
        return ""
    return ngettext(
        "%(n)s letter was begun, and nothing says whether it went (about %(commitments)s). It is not sent again, so "
        "that nobody gets it twice.",
        "%(n)s letters were begun, and nothing says whether they went (about %(commitments)s). They are not sent "
        "again, so that nobody gets one twice.",
        unsure.letters,
    ) % {"n": grouped(unsure.letters), "commitments": "; ".join(unsure.commitments)}
