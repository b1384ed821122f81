"""Which assumption to look at first, where a curve did not move as was modelled.

Reach comes first: it was assumed, it is known by now, and no judgement is needed to see that it fell short. Then come
the declared ranges that, at one of their ends, would explain most of the miss: those with weak evidence before those
with strong evidence. At last the forecast itself, which is an assumption too. A suspect is where to look, no finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from groundswell.core.contribution.kept import Inside, KeptModel, KeptProgram
from groundswell.core.contribution.links import Evidence
from groundswell.core.contribution.sensitivity import Swing
from groundswell.core.sentences import Numeral, Sentence, sentence
from groundswell.core.vocabulary import Unit
from groundswell.core.wording import amount_in_words

MOST_RANGES = 3  # more would be a list of everything
FEWEST_POINTS = 0.05  # what is worth less explains nothing that anybody could see
SHORT_BY = 0.05  # of the reach assumed: less than this is as good as reached
WEAK = (None, Evidence.EXPERT, Evidence.PRE_POST)


class Assumption(StrEnum):
    """What kind of assumption it is."""

    REACH = "reach"
    EFFECT = "effect"
    BASELINE_RISK = "baseline_risk"
    IN_POPULATION = "in_population"
    COMPLETION = "completion"
    WHOLE = "whole"  # the program as a whole: its single ranges were not kept
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Suspect:
    """An assumption to look at, with the points that it could explain at most, and why, in a sentence."""

    program_id: str  # empty for the forecast
    assumption: Assumption
    points: float | None
    words: Sentence


def suspects(
    kept: KeptModel,
    verdict: Inside,
    *,
    reach_now: Mapping[str, float],
    names: Mapping[str, str] | None = None,
) -> tuple[Suspect, ...]:
    """What to look at first, the first first; empty where the curve moved inside the range.

    What is worth less than `FEWEST_POINTS` is left out, unless there is nothing else; the forecast never is.

    `reach_now` is the reach that came about, by program, in the same units as the reach assumed; a program that is not
    in it is not judged. Where it cannot be told how the curve moved, only reach that fell short is named: that is known
    without the curve.
    """
    if verdict is Inside.INSIDE:
        return ()
    called = {program.id: (names or {}).get(program.id, program.id) for program in kept.programs}
    sign = 1.0 if verdict is Inside.ABOVE else -1.0
    reach = _sorted(_off_in_reach(kept, reach_now, called, sign))
    if verdict is Inside.CANNOT_BE_TOLD:
        return _worth_a_look(reach)
    return (*_worth_a_look((*reach, *_ranges(kept, called, sign)[:MOST_RANGES])), _FORECAST)


_FORECAST = Suspect(
    "",
    Assumption.FORECAST,
    None,
    sentence(
        "The forecast is an assumption too: other things that changed since it was drawn are part of the movement"
    ),
)


def _worth_a_look(found: tuple[Suspect, ...]) -> tuple[Suspect, ...]:
    """Those that are worth enough; where none is, the first alone."""
    return tuple(one for one in found if (one.points or 0.0) >= FEWEST_POINTS) or found[:1]


def _sorted(found: Iterator[Suspect]) -> tuple[Suspect, ...]:
    return tuple(sorted(found, key=lambda suspect: (-(suspect.points or 0.0), suspect.program_id)))


def _off_in_reach(
    kept: KeptModel, reach_now: Mapping[str, float], called: Mapping[str, str], sign: float
) -> Iterator[Suspect]:
    """Programs whose reach differs from what was assumed, to the side of the miss."""
    for program in kept.programs:
        now = reach_now.get(program.id)
        if now is None or program.reach <= 0 or program.points.value is None:
            continue
        off = sign * (now / program.reach - 1)
        if off > SHORT_BY:
            points = off * program.points.value
            yield Suspect(program.id, Assumption.REACH, points, _reach_words(program, now, points, called, sign))


def _reach_words(program: KeptProgram, now: float, points: float, called: Mapping[str, str], sign: float) -> Sentence:
    share = Numeral.of(100 * max(0.0, now) / program.reach, 0)
    if sign > 0:
        return sentence(
            "{program} reached {share} % of the people assumed for it; at the assumed effect, that is {points} more",
            program=called[program.id],
            share=share,
            points=amount_in_words(points / 100, Unit.PERCENT),
        )
    return sentence(
        "{program} reached {share} % of the people assumed for it; at the assumed effect, that is {points} less",
        program=called[program.id],
        share=share,
        points=amount_in_words(points / 100, Unit.PERCENT),
    )


def _ranges(kept: KeptModel, called: Mapping[str, str], sign: float) -> list[Suspect]:
    """Declared ranges by how weak their evidence is, then by how far they could move the joint towards the miss."""
    found = []
    for program in kept.programs:
        is_weak = program.evidence in WEAK
        for swing in program.swings or _of_the_whole(program):
            points = swing.best if sign > 0 else -swing.worst
            if points > 0:
                assumption = Assumption(swing.field)
                words = _range_words(assumption, called[program.id], points, program.evidence)
                found.append((not is_weak, -points, Suspect(program.id, assumption, points, words)))
    return [suspect for *_, suspect in sorted(found, key=lambda each: (*each[:2], each[2].program_id))]


def _of_the_whole(program: KeptProgram) -> tuple[Swing, ...]:
    """The range of the program's own points, where the ranges of its numbers were not kept."""
    value, low, high = program.points.value, program.points.low, program.points.high
    if value is None or low is None or high is None:
        return ()
    return (Swing(program.id, Assumption.WHOLE, low - value, high - value),)


def _range_words(assumption: Assumption, program: str, points: float, evidence: Evidence | None) -> Sentence:
    """Evidence is of the effect: of another number only what its range is worth is said."""
    if assumption not in (Assumption.EFFECT, Assumption.WHOLE):
        return sentence(
            "{assumption}: its range alone is worth {points}",
            assumption=_named(assumption, program),
            points=amount_in_words(points / 100, Unit.PERCENT),
        )
    return sentence(
        "{assumption}: {evidence}, and its range alone is worth {points}",
        assumption=_named(assumption, program),
        evidence=_EVIDENCE[evidence],
        points=amount_in_words(points / 100, Unit.PERCENT),
    )


def _named(assumption: Assumption, program: str) -> Sentence:
    if assumption is Assumption.EFFECT:
        return sentence("The effect assumed for {program}", program=program)
    if assumption is Assumption.BASELINE_RISK:
        return sentence("The baseline risk assumed for those whom {program} serves", program=program)
    if assumption is Assumption.IN_POPULATION:
        return sentence("The share of those whom {program} serves who are in the population", program=program)
    if assumption is Assumption.COMPLETION:
        return sentence("The share of those whom {program} serves who complete", program=program)
    return sentence("What was assumed for {program}", program=program)


_EVIDENCE = {
    None: sentence("nobody said what it rests on"),
    Evidence.EXPERT: sentence("it rests on judgement"),
    Evidence.PRE_POST: sentence("it rests on a change from before to after, without a comparison"),
    Evidence.QUASI_EXPERIMENTAL: sentence("it rests on a comparison that was not randomized"),
    Evidence.RANDOMIZED: sentence("it rests on a randomized comparison"),
}
