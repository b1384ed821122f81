"""A program's own view: what it could contribute to each indicator that it is linked to, as a funder can read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.apps.contributions.queries import LinkFacts, NoteFacts, links_of, notes_of
from groundswell.apps.people.queries import Actor, may
from groundswell.apps.scorecards.queries.contributions.condition import Condition
from groundswell.apps.scorecards.queries.contributions.inputs import LinkInput, indicator_in, inputs_of
from groundswell.apps.scorecards.queries.contributions.pages import model_of
from groundswell.apps.scorecards.queries.pages import CommunityFacts, IndicatorRow
from groundswell.apps.scorecards.queries.participation.standing import standing_of
from groundswell.apps.scorecards.queries.programs.pages import ProgramFacts, program_facts, seen_program
from groundswell.apps.scorecards.queries.rows import Ground, community_facts
from groundswell.core.contribution.links import Evidence
from groundswell.core.contribution.notes import MAYNE_STEPS, NoteStep
from groundswell.core.contribution.ranges import ProgramPart
from groundswell.core.contribution.wording import decimal_point, statement_words
from groundswell.core.estimates import Estimate
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence

TOO_FEW = sentence("it serves too few people for their number to be told")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a program could contribute to one indicator, in words and numbers, with what people noted about it."""

    indicator: IndicatorRow
    condition: Condition
    facts: LinkFacts
    input: LinkInput
    part: ProgramPart | None
    joint_points: Estimate | None
    programs: int  # links that count beside this one, itself included
    words: tuple[str, ...]
    decimal_point: str
    must_be_true: tuple[NoteFacts, ...]
    would_change: tuple[NoteFacts, ...]
    challenges: tuple[NoteFacts, ...]
    steps: tuple[tuple[NoteStep, tuple[NoteFacts, ...]], ...]  # Mayne's six, in their order
    reason: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A program's statements: one for each indicator that it is linked to."""

    community: CommunityFacts
    program: ProgramFacts
    may_link: bool  # this program, to an indicator
    statements: tuple[Statement, ...]
    data_version: str


def statement_page(community_id: str, program_id: str, *, reader: Actor) -> StatementPage | None:
    """The contribution statements of a program; None where there is none that this reader may see."""
    seen = seen_program(community_id, program_id, reader=reader)
    if seen is None:
        return None
    community = seen.community
    program = program_facts(community, seen.program, seen.funders)
    ground, standing = Ground.of(community), standing_of(community, reader=reader)
    notes = notes_of(community)
    found = []
    for facts in links_of(community, program_id=program_id):
        indicator = indicator_in(community, facts.indicator_id)
        if indicator is None:
            continue
        inputs = inputs_of(community, indicator, reader=reader, ground=ground, standing=standing)
        modelled, _ = model_of(inputs)
        own = next((one for one in inputs.links if one.facts.id == facts.id), None)
        if own is None:
            continue
        parts = modelled.programs if modelled and not own.reached.is_few else ()
        part = next((one for one in parts if one.id == facts.id), None)
        about = [one for one in notes if one.link_id == facts.id]
        found.append(
            Statement(
                indicator=inputs.found.row(),
                condition=inputs.condition,
                facts=facts,
                input=own,
                part=part,
                joint_points=modelled.joint_points if modelled else None,
                programs=len(modelled.programs) if modelled else 0,
                words=_words(program, own, part, inputs.condition, inputs.found.row().name),
                decimal_point=_decimal_point(part, inputs.condition),
                must_be_true=_at(NoteStep.MUST_BE_TRUE, about),
                would_change=_at(NoteStep.WOULD_CHANGE, about),
                challenges=_at(NoteStep.CHALLENGE, about),
                steps=tuple((step, _at(step, about)) for step in MAYNE_STEPS),
                reason=inputs.condition.reason or own.reason or (TOO_FEW if own.reached.is_few else ""),
            )
        )
    may_link = any(
        may(reader, permission, community, organization_id=program.organization_id)
        for permission in (Permission.CHANGE_CONTRIBUTIONS, Permission.CHANGE_OWN_CONTRIBUTIONS)
    )
    return StatementPage(community_facts(community), program, may_link, tuple(found), community.data_version)


def _at(step: NoteStep, about: Sequence[NoteFacts]) -> tuple[NoteFacts, ...]:
    return tuple(one for one in about if one.step == step)


def _words(
    program: ProgramFacts, own: LinkInput, part: ProgramPart | None, condition: Condition, indicator: str
) -> tuple[str, ...]:
    if part is None or condition.population is None or own.link is None:
        return ()
    evidence = own.facts.content.get("evidence", "")
    return statement_words(
        program=program.name,
        organization=program.organization,
        mechanism=own.facts.content.get("mechanism", ""),
        indicator=indicator,
        served=own.link.served,
        reach=part.reach,
        at_risk=condition.population.at_risk,
        people=part.people.value or 0.0,
        points=part.points,
        evidence=Evidence(evidence) if evidence else None,
        share_of_gap=part.share_of_gap,
    )


def _decimal_point(part: ProgramPart | None, condition: Condition) -> str:
    if part is None or condition.population is None or part.reach <= 0:
        return ""
    return decimal_point(part.reach, part.people.value or 0.0, part.points, condition.population.people)
