"""The page of commitments: one sentence, what is overdue, what was promised of each kind, and how far that goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.partnerships.queries.reminders import Unfinished
from groundswell.apps.scorecards.queries.partnerships.commitments import (
    Chosen,
    CommitmentLine,
    CommitmentsPage,
    Named,
    known_by,
)
from groundswell.core.collaboration.commitments import Due, tallied
from groundswell.core.collaboration.words import CommitmentKind, CommitmentStatus
from groundswell.core.findings import Finding
from groundswell.core.sentences import listed
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.contributions.words import said_of
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.partners.commitment_bars import AimPart, aim_parts
from groundswell.web.presenters.partners.commitment_words import (
    Part,
    chip_of,
    due_words,
    evidence_parts,
    kind_words,
    line_amount,
    line_kept,
    status_chip,
    status_words,
)
from groundswell.web.presenters.verdicts import Chip
from groundswell.web.presenters.writing import grouped

_OFFERED = (
    CommitmentStatus.UNDER_WAY,
    CommitmentStatus.KEPT,
    CommitmentStatus.BROKEN,
    CommitmentStatus.RELEASED,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a choice."""

    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the choices above the list."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class TypedStatus:
    """How somebody said that a commitment stands, as it came; `problems` say what to mend."""

    id: str
    evidence: str
    kept_amount: str
    problems: tuple[str, ...]

    @classmethod
    def refused(cls, commitment_id: str, evidence: str, kept_amount: str, findings: Sequence[Finding]) -> TypedStatus:
        """What was typed, with what is wrong with it."""
        return cls(commitment_id, evidence, kept_amount, tuple(said_of(one) for one in findings if one.is_error))


@dataclass(frozen=True, slots=True)
class StatusForm:
    """How a commitment can be said to stand: one press of one of `buttons`, with the words above them."""

    address: str
    version: str
    evidence: str
    kept_amount: str
    asks_how_much: bool
    buttons: tuple[tuple[str, str], ...]  # what is sent, what is read
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One commitment on the page."""

    id: str
    statement: str
    by: str
    toward: tuple[Part, ...]
    amount: str
    kept: str
    due: str
    chip: Chip
    status: str  # where what is overdue stands besides
    evidence: tuple[Part, ...]
    change_address: str
    history_address: str
    form: StatusForm | None


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
    choices: tuple[Choice, ...]
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
        choices=tuple(_choices(page)),
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


def counted(number: int) -> str:
    """`12 commitments`."""
    return ngettext("%(n)s commitment", "%(n)s commitments", number) % {"n": grouped(number)}


def by_status(lines: Sequence[CommitmentLine]) -> str:
    """`3 kept, 6 under way and 1 broken`, in the order in which a commitment goes."""
    found: dict[CommitmentStatus, int] = {}
    for (_, status), number in tallied(line.pledge for line in lines).items():
        found[status] = found.get(status, 0) + number
    words = [
        gettext("%(n)s %(status)s") % {"n": grouped(found[status]), "status": _small(status_words(status))}
        for status in (CommitmentStatus.KEPT, CommitmentStatus.UNDER_WAY, CommitmentStatus.PLEDGED,
                       CommitmentStatus.BROKEN, CommitmentStatus.RELEASED)
        if status in found
    ]  # fmt: skip
    return spoken(listed(words))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


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
        rows = tuple(_row(line, page, versions, typed) for line in page.lines if line.pledge.kind is kind)
        if rows or (kind is not None and not page.chosen.is_any):
            tally = tuple(
                (chip_of(status), tallies[kind, status]) for status in CommitmentStatus if tallies[kind, status]
            )
            yield KindPart(str(kind or "other"), *kind_words(kind), tally=tally, rows=rows)


def _row(
    line: CommitmentLine, page: CommitmentsPage, versions: Mapping[str, str], typed: TypedStatus | None
) -> CommitmentRow:
    community = page.community
    at = [community.id, "commitments", line.id]
    return CommitmentRow(
        id=line.id,
        statement=line.statement or line.id,
        by=pledged_by(line),
        toward=tuple(toward(line, community.id)),
        amount=line_amount(line, community.currency),
        kept=line_kept(line, community.currency),
        due=due_words(line),
        chip=status_chip(line),
        status=status_words(line.pledge.status) if line.due is Due.OVERDUE else "",
        evidence=evidence_parts(line.evidence),
        change_address=reverse("desk-object", args=at) if line.may_change else "",
        history_address=reverse("desk-history", args=at),
        form=_form(line, community.id, versions.get(line.id, ""), typed) if line.may_change else None,
    )


def _form(line: CommitmentLine, community_id: str, version: str, typed: TypedStatus | None) -> StatusForm:
    mine = typed if typed is not None and typed.id == line.id else None
    now = line.pledge.status
    buttons = [(str(one), status_words(one)) for one in _OFFERED if one is not now]
    return StatusForm(
        address=reverse("commitment-status", args=[community_id, line.id]),
        version=version,
        evidence=mine.evidence if mine else line.evidence,
        kept_amount=mine.kept_amount if mine else line.kept_amount,
        asks_how_much=line.pledge.amount is not None,
        buttons=((str(now), gettext("Still: %(status)s") % {"status": _small(status_words(now))}), *buttons),
        problems=mine.problems if mine else (),
    )


def pledged_by(line: CommitmentLine) -> str:
    """`Valley Family Center, for the Early Years Network`."""
    if line.organization.id and line.network.id:
        names = {"organization": line.organization.name, "network": line.network.name}
        return gettext("%(organization)s, for %(network)s") % names
    return line.organization.name or line.network.name


def toward(line: CommitmentLine, community_id: str) -> Iterator[Part]:
    """What it is for: the indicator, the strategy, the program, as far as the reader may know of them."""
    if line.indicator.id:
        yield Part(line.indicator.name, reverse("contribution", args=[community_id, line.indicator.id]))
    if line.strategy.id:
        yield Part(line.strategy.name)
    if line.program.id:
        yield Part(line.program.name, reverse("program", args=[community_id, line.program.id]))


def _choices(page: CommitmentsPage) -> Iterator[Choice]:
    """By what the list can be narrowed: only by what some commitment says."""
    chosen, every = page.chosen, page.every
    people = {one.id: one for one in (*known_by(every, lambda line: line.organization),
                                      *known_by(every, lambda line: line.network))}  # fmt: skip
    kinds = [Named(str(kind), kind_words(kind)[0]) for kind in CommitmentKind]
    statuses = [Named("overdue", gettext("Overdue")), *(Named(str(one), status_words(one)) for one in CommitmentStatus)]
    offered: tuple[tuple[str, str, Sequence[Named]], ...] = (
        ("organization", gettext("Promised by"), list(people.values())),
        ("kind", gettext("What will shift"), kinds),
        ("status", gettext("How it stands"), statuses),
        ("strategy", gettext("Toward the strategy"), known_by(every, lambda line: line.strategy)),
        ("indicator", gettext("Toward the indicator"), known_by(every, lambda line: line.indicator)),
    )
    for name, label, found in offered:
        if found:
            asked = getattr(chosen, name)
            options = (Option(one.id, one.name, one.id == asked) for one in found)
            yield Choice(name, label, (Option("", gettext("Any"), not asked), *options))


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
