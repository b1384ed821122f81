"""What the programs that a funder's grants reach could add up to, beside what others fund, indicator by indicator.

A program that several funders support counts whole for each of them: what it does is done once, and nobody can say
which dollar did it. So the numbers of two funders are never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundswell.apps.contributions.queries import links_of
from groundswell.apps.people.queries import Actor, community_for, not_retired
from groundswell.apps.programs.models import Grant
from groundswell.apps.scorecards.queries.contributions.condition import Condition
from groundswell.apps.scorecards.queries.contributions.inputs import Inputs, LinkInput, indicator_in, inputs_of
from groundswell.apps.scorecards.queries.contributions.pages import LEVEL, model_of
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
        if self.whole is None:
            return None
        own = {one.input.facts.id for one in self.links}
        return sum(part.modelled_share for part in self.whole.programs if part.id in own)


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant as people know it."""

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


def funders_in(community_id: str, *, reader: Actor) -> list[tuple[str, str]]:
    """Id and name of the organizations that give grants, by name."""
    community = community_for(community_id, reader=reader)
    if community is None:
        return []
    rows = not_retired(Grant.objects.filter(community=community)).exclude(funder=None).select_related("funder")
    named = {row.funder.public_id: row.funder.name or row.funder.public_id for row in rows if row.funder}
    return sorted(named.items(), key=lambda one: one[1].casefold())


def funder_page(community_id: str, funder_id: str, *, reader: Actor) -> FunderPage | None:
    """What a funder's grants could add up to; None where there is no such funder for this reader."""
    community = community_for(community_id, reader=reader)
    rows = list(
        not_retired(Grant.objects.filter(community=community)).select_related("funder", "recipient")
    ) if community else []  # fmt: skip
    own = [row for row in rows if row.funder and row.funder.public_id == funder_id]
    if community is None or not own:
        return None
    by_program: dict[str, set[str]] = {}
    for row in rows:
        for program in list_of(row.programs):
            by_program.setdefault(program, set()).add(row.funder.name or row.funder.public_id if row.funder else "")
    name = own[0].funder.name or funder_id if own[0].funder else funder_id
    funded = {program for row in own for program in list_of(row.programs)}
    ground, standing = Ground.of(community), standing_of(community, reader=reader)
    links = links_of(community)
    found = []
    for indicator_id in sorted({one.indicator_id for one in links if one.program_id in funded}):
        indicator = indicator_in(community, indicator_id)
        if indicator is not None:
            inputs = inputs_of(community, indicator, reader=reader, ground=ground, standing=standing)
            found.append(_funded(inputs, funded, by_program, name))
    found = [one for one in found if one.links]
    linked = {one.program_id for one in links}
    unlinked = [row.name or row.public_id for row in standing.seen.values() if row.public_id in funded - linked]
    return FunderPage(
        community_facts(community), funder_id, name, _grants(own), tuple(found), tuple(sorted(unlinked)),
        community.data_version,
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
            tuple(sorted(by_program.get(one.facts.program_id, set()) - {funder, ""})),
        )
        for one in own
    ]
    return FundedIndicator(
        inputs.found.row(), inputs.condition, tuple(lines), alone, whole,
        len(inputs.links) - len(own), inputs.condition.reason,
    )  # fmt: skip


def _grants(rows: Sequence[Grant]) -> tuple[GrantLine, ...]:
    return tuple(
        GrantLine(
            row.public_id,
            (row.recipient.name or row.recipient.public_id) if row.recipient else "",
            tuple(list_of(row.programs)),
            row.amount,
            row.currency,
            row.starts.isoformat() if row.starts else "",
            row.ends.isoformat() if row.ends else "",
        )
        for row in sorted(rows, key=lambda one: (one.starts is None, one.starts, one.public_id))
    )


__all__ = ["LEVEL", "FundedIndicator", "FundedLink", "FunderPage", "GrantLine", "funder_page", "funders_in"]
