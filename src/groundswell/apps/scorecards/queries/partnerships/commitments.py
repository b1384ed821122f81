"""What was promised, by whom, toward what, and how it stands on a day: the page of commitments, and that of promises.

A program that a reader may not see is not named. What is needed is what the contribution pages show the same reader.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from groundswell.apps.partnerships.models import Commitment
from groundswell.apps.partnerships.queries.commitments import commitments_in_use, pledge_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, may, may_for_any_organization, require
from groundswell.apps.programs.queries import programs_seen
from groundswell.apps.scorecards.queries.pages import CommunityFacts
from groundswell.apps.scorecards.queries.partnerships.needs import Aim, aims_of
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.collaboration.commitments import PEOPLE, Amounts, Due, Pledge, amounts_of, due_on
from groundswell.core.collaboration.words import CommitmentStatus
from groundswell.core.permissions import Permission

CHANGING = (Permission.CHANGE_COMMITMENTS, Permission.CHANGE_OWN_COMMITMENTS)


@dataclass(frozen=True, slots=True)
class Named:
    """An id and what people call it; both blank where there is nothing, or nothing that this reader may know of."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One commitment as a reader may read it. Amounts are exact text, as they were entered."""

    pledge: Pledge
    due: Due
    statement: str
    amount: str
    unit: str
    kept_amount: str
    evidence: str
    organization: Named
    network: Named
    strategy: Named
    indicator: Named
    program: Named
    may_change: bool = False

    @property
    def id(self) -> str:
        """The commitment's id."""
        return self.pledge.id


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page is narrowed to; blank: everything."""

    organization: str = ""
    kind: str = ""
    status: str = ""  # of a commitment, or `overdue`
    strategy: str = ""
    indicator: str = ""

    @property
    def is_any(self) -> bool:
        """True where something is chosen."""
        return self != Chosen()


@dataclass(frozen=True, slots=True)
class CommitmentsPage:
    """The page of commitments; `lines` are those chosen, what is overdue first. `aims` set them against what is needed.

    `every` are all commitments in use, by which one can choose. `is_public`: everybody may read the page of promises.
    """

    community: CommunityFacts
    day: date
    chosen: Chosen
    lines: tuple[CommitmentLine, ...]
    every: tuple[CommitmentLine, ...]
    aims: tuple[Aim, ...]
    toward_nothing: int  # of those chosen: nobody said which strategy, indicator or program they are for
    may_make: bool
    may_remind: bool
    is_public: bool
    data_version: str


@dataclass(frozen=True, slots=True)
class PromisesPage:
    """The page of promises; `is_preview`: only who takes part reads it, since the community does not publish it."""

    community: CommunityFacts
    day: date
    lines: tuple[CommitmentLine, ...]
    is_preview: bool
    may_read_all: bool
    data_version: str


def commitments_page(
    community_id: str, *, reader: Actor, day: date, chosen: Chosen | None = None
) -> CommitmentsPage | None:
    """Every commitment in use for who takes part; None where the community may not be opened.

    Raises NotAllowedError for who may open it and takes no part.
    """
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    require(reader, Permission.READ_PARTNERSHIPS, community)
    asked = chosen or Chosen()
    every = _lines(community, reader, day)
    lines = tuple(line for line in every if _is_chosen(line, asked))
    return CommitmentsPage(
        community=community_facts(community),
        day=day,
        chosen=asked,
        lines=lines,
        every=every,
        aims=aims_of(community, [line.pledge for line in lines], reader=reader),
        toward_nothing=sum(line.pledge.is_toward_nothing for line in lines),
        may_make=any(may_for_any_organization(reader, each, community) for each in CHANGING),
        may_remind=may(reader, Permission.CHANGE_COMMITMENTS, community),
        is_public=publishes_promises(community),
        data_version=community.data_version,
    )


def promises_page(community_id: str, *, reader: Actor, day: date) -> PromisesPage | None:
    """What was promised, for everybody; None where there is no such page for this reader."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    takes_part, is_public = may(reader, Permission.READ_PARTNERSHIPS, community), publishes_promises(community)
    if not (takes_part or is_public):
        return None
    lines = tuple(replace(line, may_change=False) for line in _lines(community, reader, day))
    return PromisesPage(community_facts(community), day, lines, not is_public, takes_part, community.data_version)


def publishes_promises(community: Community) -> bool:
    """True where the community lets everybody read what was promised."""
    return str(community.document.get("public_promises", "")) == "true"


@dataclass(frozen=True, slots=True)
class PromisedPeople:
    """What was promised toward an indicator: how many commitments, and those people whom they speak of.

    `is_for_all`: the reader reads them all, with who promised; else those on the page of promises.
    """

    commitments: int
    people: Amounts
    is_for_all: bool


def promised_toward(community: Community, indicator_id: str, *, reader: Actor) -> PromisedPeople | None:
    """What was promised toward an indicator, for a reader of its contribution; None where they may not know, or where
    nothing was. One query."""
    takes_part = may(reader, Permission.READ_PARTNERSHIPS, community)
    if not (takes_part or publishes_promises(community)):
        return None
    rows = commitments_in_use(community).filter(indicator__public_id=indicator_id)
    pledges = [pledge for row in rows if (pledge := pledge_of(row)).status is not CommitmentStatus.RELEASED]
    if not pledges:
        return None
    people = {one.unit: one for one in amounts_of(pledges)}.get(PEOPLE, Amounts(PEOPLE))
    return PromisedPeople(len(pledges), people, takes_part)


def _lines(community: Community, reader: Actor, day: date) -> tuple[CommitmentLine, ...]:
    rows = list(commitments_in_use(community))
    programs = programs_seen(community, reader=reader) if any(row.program_id for row in rows) else []
    seen = {program.public_id for program, _ in programs}
    found = [_line(row, seen, day, may_change=_may_change(reader, community, row)) for row in rows]
    return tuple(sorted(found, key=_by_urgency))


def _may_change(reader: Actor, community: Community, row: Commitment) -> bool:
    owner = row.organization.public_id if row.organization else ""
    return any(may(reader, each, community, organization_id=owner) for each in CHANGING)


def _line(row: Commitment, seen: Collection[str], day: date, *, may_change: bool) -> CommitmentLine:
    pledge = pledge_of(row)
    is_seen = row.program is not None and row.program.public_id in seen
    return CommitmentLine(
        pledge=pledge,
        due=due_on(pledge, day),
        statement=row.statement,
        amount=row.amount,
        unit=row.unit,
        kept_amount=row.kept_amount,
        evidence=row.evidence,
        organization=_named(row.organization),
        network=_named(row.network),
        strategy=_named(row.strategy),
        indicator=_named(row.indicator),
        program=_named(row.program) if is_seen else Named(),
        may_change=may_change,
    )


def _named(row: object) -> Named:
    if row is None:
        return Named()
    public_id = str(getattr(row, "public_id", ""))
    return Named(public_id, str(getattr(row, "name", "")) or public_id)


def _by_urgency(line: CommitmentLine) -> tuple[int, date, str]:
    return list(Due).index(line.due), line.pledge.due or date.max, line.id


def _is_chosen(line: CommitmentLine, chosen: Chosen) -> bool:
    kind = str(line.pledge.kind or "none")
    is_status = chosen.status in ("", str(line.pledge.status)) or (chosen.status == "overdue" == line.due)
    return (
        is_status
        and chosen.organization in ("", line.organization.id, line.network.id)
        and chosen.kind in ("", kind)
        and chosen.strategy in ("", line.strategy.id)
        and chosen.indicator in ("", line.indicator.id)
    )


def known_by(lines: Sequence[CommitmentLine], pick: Callable[[CommitmentLine], Named]) -> tuple[Named, ...]:
    """Everything that some commitment names, by its name: what one can choose by."""
    found = {pick(line).id: pick(line) for line in lines if pick(line).id}
    return tuple(sorted(found.values(), key=lambda one: one.name.casefold()))
