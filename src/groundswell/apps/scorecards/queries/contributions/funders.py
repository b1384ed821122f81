"""What the programs that a funder's grants reach could add up to, beside what others fund, indicator by indicator.

A program that several funders support counts whole for each of them: what it does is done once, and nobody can say
which dollar did it. So the numbers of two funders are never added.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from groundswell.apps.contributions.queries import links_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.programs.models import Grant
from groundswell.apps.programs.queries import programs_seen
from groundswell.apps.scorecards.queries.contributions.condition import Condition
from groundswell.apps.scorecards.queries.contributions.inputs import Inputs, LinkInput, indicator_in, inputs_of
from groundswell.apps.scorecards.queries.contributions.pages import model_of
from groundswell.apps.scorecards.queries.pages import CommunityFacts, IndicatorRow
from groundswell.apps.scorecards.queries.participation.standing import standing_of
from groundswell.apps.scorecards.queries.rows import Ground, community_facts
from groundswell.core.contribution.ranges import Modelled, ProgramPart
from groundswell.exchange.package.cells import list_of


@dataclass(frozen=True, slots=True)
class FundedLink:
    """A link of a program that the funder supports, with its part, and who else supports the program."""

    input: LinkInput
    part: ProgramPart | None
    also_funded_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FundedIndicator:
    """One indicator: what the funded programs could add up to by themselves, and what all linked programs could."""

    indicator: IndicatorRow
    condition: Condition
    links: tuple[FundedLink, ...]
    funded: Modelled | None
    whole: Modelled | None
    others: int  # links of programs that the funder does not support
    reason: str

    @property
    def modelled_share(self) -> float | None:
        """The modelled share of the funded programs in the joint of all, in points."""
        if self.whole is None or not any(one.part for one in self.links):
            return None
        return sum(one.part.modelled_share for one in self.links if one.part)

    @property
    def share_of_others(self) -> float | None:
        """What is left of the joint of all when the modelled share of the funded programs is taken off, in points."""
        own = self.modelled_share
        joint = self.whole.joint_points.value if self.whole else None
        return None if own is None or joint is None else joint - own


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant as people know it, with those of its programs by name that the reader sees.

    `recipient`, `amount` and `currency` are blank where the reader does not see all of them.
    """

    id: str
    recipient: str
    programs: tuple[str, ...]
    amount: str
    currency: str
    starts: str
    ends: str


@dataclass(frozen=True, slots=True)
class FunderPage:
    """A funder's view. `unlinked` are programs of its grants that this reader sees and that lead to no indicator."""

    community: CommunityFacts
    id: str
    name: str
    grants: tuple[GrantLine, ...]
    indicators: tuple[FundedIndicator, ...]
    unlinked: tuple[str, ...]
    data_version: str


@dataclass(frozen=True, slots=True)
class FunderList:
    """The funders of a community whose grants reach a program that this reader sees, by name."""

    community: CommunityFacts
    funders: tuple[FunderLine, ...]
    data_version: str


@dataclass(frozen=True, slots=True)
class FunderLine:
    """One funder: how many grants and programs of its are seen, and how many of these are linked to an indicator."""

    id: str
    name: str
    grants: int
    programs: int
    linked: int


class _Grants:
    """The grants of a community as a reader may see them: for programs that they see, and no others."""

    def __init__(self, community: Community, seen: Collection[str]) -> None:
        rows = not_retired(Grant.objects.filter(community=community)).exclude(funder=None)
        self.seen = frozenset(seen)
        self.rows = [row for row in rows.select_related("funder", "recipient") if self.programs_of(row)]

    def programs_of(self, row: Grant) -> tuple[str, ...]:
        """The programs of a grant that the reader sees."""
        return tuple(one for one in list_of(row.programs) if one in self.seen)

    def by_funder(self) -> dict[str, list[Grant]]:
        """Grants by the funder's id."""
        found: dict[str, list[Grant]] = {}
        for row in self.rows:
            if row.funder is not None:
                found.setdefault(row.funder.public_id, []).append(row)
        return found

    def funders_of(self) -> dict[str, set[str]]:
        """Names of funders by program."""
        found: dict[str, set[str]] = {}
        for row in self.rows:
            for program in self.programs_of(row):
                found.setdefault(program, set()).add(_name_of(row))
        return found


def _name_of(row: Grant) -> str:
    return (row.funder.name or row.funder.public_id) if row.funder else ""


def funders_in(community_id: str, *, reader: Actor) -> FunderList | None:
    """The funders of a community; None where it may not be opened."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    grants = _Grants(community, {row.public_id for row, _ in programs_seen(community, reader=reader)})
    linked = {one.program_id for one in links_of(community)}
    found = []
    for funder_id, rows in grants.by_funder().items():
        programs = {program for row in rows for program in grants.programs_of(row)}
        found.append(FunderLine(funder_id, _name_of(rows[0]), len(rows), len(programs), len(programs & linked)))
    found.sort(key=lambda one: one.name.casefold())
    return FunderList(community_facts(community), tuple(found), community.data_version)


def funder_page(community_id: str, funder_id: str, *, reader: Actor) -> FunderPage | None:
    """What a funder's grants could add up to; None where there is no such funder for this reader."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return None
    standing = standing_of(community, reader=reader)
    grants = _Grants(community, standing.seen)
    own = grants.by_funder().get(funder_id)
    if not own:
        return None
    funded = {program for row in own for program in grants.programs_of(row)}
    links = [one for one in links_of(community) if one.program_id in funded]
    ground, others, found = Ground.of(community), grants.funders_of(), []
    for indicator_id in sorted({one.indicator_id for one in links}):
        indicator = indicator_in(community, indicator_id)
        if indicator is not None:
            inputs = inputs_of(community, indicator, reader=reader, ground=ground, standing=standing)
            found.append(_funded(inputs, funded, others, _name_of(own[0])))
    linked = {one.program_id for one in links}
    unlinked = [row.name or row.public_id for row in standing.seen.values() if row.public_id in funded - linked]
    names = {row.public_id: row.name or row.public_id for row in standing.seen.values()}
    return FunderPage(
        community_facts(community), funder_id, _name_of(own[0]), _lines(own, grants, names),
        tuple(one for one in found if one.links), tuple(sorted(unlinked)), community.data_version,
    )  # fmt: skip


def _funded(inputs: Inputs, funded: set[str], by_program: dict[str, set[str]], funder: str) -> FundedIndicator:
    whole, _ = model_of(inputs)
    parts = {part.id: part for part in whole.programs} if whole else {}
    own = [one for one in inputs.links if one.facts.program_id in funded and one.is_seen]
    alone, _ = model_of(replace(inputs, links=tuple(own))) if own else (None, ())
    lines = [
        FundedLink(
            one,
            parts.get(one.facts.id),
            tuple(sorted(by_program.get(one.facts.program_id, set()) - {funder})),
        )
        for one in own
    ]
    return FundedIndicator(
        inputs.found.row(), inputs.condition, tuple(lines), alone, _told(whole, inputs),
        len(inputs.links) - len(own), inputs.condition.reason,
    )  # fmt: skip


def _told(whole: Modelled | None, inputs: Inputs) -> Modelled | None:
    """Without the parts of programs that this reader may not see one by one."""
    if whole is None:
        return None
    seen = {one.facts.id for one in inputs.links if one.is_seen}
    return replace(whole, programs=tuple(part for part in whole.programs if part.id in seen))


def _lines(rows: Sequence[Grant], grants: _Grants, names: Mapping[str, str]) -> tuple[GrantLine, ...]:
    ordered = sorted(rows, key=lambda one: (one.starts is None, one.starts, one.public_id))
    return tuple(_line(row, grants.programs_of(row), names) for row in ordered)


def _line(row: Grant, programs: Sequence[str], names: Mapping[str, str]) -> GrantLine:
    """Who receives it, and how much, is told where all of its programs are seen: else it is of another as well."""
    is_told = set(list_of(row.programs)) == set(programs)
    recipient = (row.recipient.name or row.recipient.public_id) if row.recipient else ""
    return GrantLine(
        row.public_id,
        recipient if is_told else "",
        tuple(names.get(one, one) for one in programs),
        row.amount if is_told else "",
        row.currency if is_told else "",
        row.starts.isoformat() if row.starts else "",
        row.ends.isoformat() if row.ends else "",
    )


__all__ = [
    "FundedIndicator", "FundedLink", "FunderLine", "FunderList", "FunderPage", "GrantLine", "funder_page", "funders_in",
]  # fmt: skip
