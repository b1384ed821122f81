"""What was modelled for a period and kept, and what happened when it came: did the curve move inside the range?

A kept model stands as it was on its day. It is shown where the reader sees all of its programs, or at least three
organizations run those unseen, as on the page; what it suggests to look at names only programs that the reader sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from groundswell.apps.contributions.models import ContributionLink
from groundswell.apps.contributions.queries import KeptModelFacts, kept_models_of
from groundswell.apps.people.queries import Actor
from groundswell.apps.scorecards.queries.contributions.inputs import FEWEST_OWNERS, Inputs, asked_about, inputs_of
from groundswell.core.contribution.calibration import Calibration, judged
from groundswell.core.contribution.effects import reach_of
from groundswell.core.contribution.kept import KeptModel, KeptProgram, kept_programs
from groundswell.core.contribution.links import Evidence, JointModel
from groundswell.core.contribution.ranges import Modelled
from groundswell.core.contribution.sensitivity import Swing, tornado
from groundswell.core.contribution.suspects import Assumption
from groundswell.core.estimates import Estimate
from groundswell.core.intervals import share
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity

LEVEL_OF_COUNTS = 0.90


@dataclass(frozen=True, slots=True)
class KeptYear:
    """A kept model, and what became of it; `calibration` None: the period has no value yet."""

    facts: KeptModelFacts
    period: Period
    points: Estimate
    calibration: Calibration | None


def kept_years(inputs: Inputs) -> tuple[KeptYear, ...]:
    """The kept models of an indicator that this reader may see, the latest first."""
    return tuple(_years(inputs))


def _years(inputs: Inputs) -> Iterator[KeptYear]:
    seen = {one.facts.id: one.program_name for one in inputs.links if one.is_seen}
    kept = [
        one
        for one in kept_models_of(inputs.community, indicator_id=inputs.condition.key.indicator_id)
        if not one.place_id
    ]
    programs = _programs_of(inputs, {key.partition("@")[0] for one in kept for key in one.links})
    for facts in kept:
        if _tells_of_nobody([programs.get(name) for name in _adding(facts)]):
            yield _year(facts, inputs, dict(_reached(inputs, facts.period)), seen)


def _adding(facts: KeptModelFacts) -> list[str]:
    """The links that a kept model is made of, without those that are known to add nothing: they hide no other."""
    nothing = {part.id for part in _programs(facts.parts) if part.points.value == 0}
    return [name for name in (key.partition("@")[0] for key in facts.links) if name not in nothing]


def _programs_of(inputs: Inputs, links: set[str]) -> dict[str, tuple[bool, str]]:
    """Of each link, withdrawn or not, whether the reader sees its program, and who runs that. One query, or none."""
    if not links:
        return {}
    rows = ContributionLink.objects.filter(community=inputs.community, public_id__in=links)
    found = rows.values_list("public_id", "program__public_id", "program__organization__public_id").distinct()
    return {name: (program in inputs.standing.seen, owner or program) for name, program, owner in found}


def _tells_of_nobody(programs: Sequence[tuple[bool, str] | None]) -> bool:
    """True where every program is seen, or enough organizations run those that are not."""
    hidden = [one for one in programs if one is None or not one[0]]
    return not hidden or (None not in hidden and len({one[1] for one in hidden if one}) >= FEWEST_OWNERS)


def _reached(inputs: Inputs, period: str) -> Iterator[tuple[str, float]]:
    """What came about of reach in a period, by link, where records or a measure tell and the reader may see it."""
    for one in inputs.links:
        served = one.reached.by_period.get(period)
        if one.is_seen and one.link is not None and served is not None:
            yield one.facts.id, reach_of(replace(one.link, served=served))


def _year(facts: KeptModelFacts, inputs: Inputs, reach: Mapping[str, float], seen: Mapping[str, str]) -> KeptYear:
    period, points = Period.parse(facts.period), _points(facts)
    observed = next(
        (one.estimate for one in inputs.found.observations(inputs.condition.key) if one.period == period), None
    )
    if observed is None or not facts.forecast:
        return KeptYear(facts, period, points, None)
    higher = inputs.condition.polarity is Polarity.HIGHER
    kept = KeptModel(points, float(facts.forecast), higher, tuple(_programs(facts.parts)))
    found = judged(kept, _as_share(observed, inputs.condition.scale), reach_now=reach, names=seen)
    told = tuple(one for one in found.suspects if not one.program_id or one.program_id in seen)
    return KeptYear(facts, period, points, replace(found, suspects=told))


def _points(facts: KeptModelFacts) -> Estimate:
    texts = (facts.joint_points, facts.low, facts.high, facts.level)
    value, low, high, level = (float(text) if text else None for text in texts)
    return Estimate(value, low, high, level)


def _as_share(observed: Estimate, scale: float) -> Estimate:
    """A value of the indicator as a proportion; where it was counted and has no margin, with that of the counts."""
    if observed.margin is None and scale == 1.0 and observed.numerator is not None and observed.denominator:
        return share(observed.numerator, observed.denominator, LEVEL_OF_COUNTS)
    value, low, high = (None if one is None else one / scale for one in (observed.value, observed.low, observed.high))
    return replace(observed, value=value, low=low, high=high)


def _programs(content: Any) -> Iterator[KeptProgram]:
    """The programs' parts as `what_to_keep` wrote them; what somebody else wrote is left aside."""
    parts = content.get("programs") if isinstance(content, dict) else None
    for one in parts if isinstance(parts, list) else []:
        try:
            yield _program(one)
        except (AttributeError, KeyError, TypeError, ValueError):  # a package may hold any document there
            continue


def _program(one: Mapping[str, Any]) -> KeptProgram:
    grade = one.get("evidence") or None
    value, low, high = (None if one.get(name) is None else float(one[name]) for name in ("points", "low", "high"))
    swings = tuple(
        Swing(one["link_id"], str(Assumption(field)), float(low), float(high))
        for field, low, high in one.get("swings") or ()
    )
    evidence = Evidence(grade) if grade in set(Evidence) else None
    reach, points = float(one.get("reach") or 0.0), Estimate(value, low, high)
    return KeptProgram(str(one["link_id"]), reach, points, evidence, swings)


def what_to_keep(
    community_id: str, indicator_id: str, *, reader: Actor, period: str = "", model: str = ""
) -> dict[str, Any] | None:
    """What `keep_model` takes for an indicator as it is modelled now; None where there is nothing to keep."""
    from groundswell.apps.scorecards.queries.contributions.pages import model_of

    about = asked_about(community_id, indicator_id, reader=reader)
    if about is None:
        return None
    community, indicator = about
    inputs = inputs_of(community, indicator, reader=reader, period=period)
    chosen = JointModel.named(model)
    found, _ = model_of(inputs, chosen)
    return None if found is None else _facts(inputs, found, chosen)


def _facts(inputs: Inputs, found: Modelled, model: JointModel) -> dict[str, Any]:
    condition, population = inputs.condition, inputs.condition.population
    assert population is not None  # without one nothing is modelled
    heading = condition.heading.value if condition.heading else None
    swings = tornado(inputs.counted, population, overlap=inputs.overlap, model=model)
    return {
        "period": str(condition.period),
        "joint_points": found.joint_points.value or 0.0,
        "low": found.joint_points.low,
        "high": found.joint_points.high,
        "level": found.level,
        "forecast": None if heading is None else heading / condition.scale,
        "population": population.people,
        "model": str(model),
        "seed": found.seed,
        "draws": found.draws,
        "links": [one.facts.key for one in inputs.links if one.link is not None],
        "content": {"programs": [_part(one) for one in kept_programs(found, inputs.counted, swings)]},
    }


def _part(one: KeptProgram) -> dict[str, Any]:
    return {
        "link_id": one.id,
        "reach": one.reach,
        "points": one.points.value,
        "low": one.points.low,
        "high": one.points.high,
        "evidence": str(one.evidence) if one.evidence else "",
        "swings": [[swing.field, swing.low_points, swing.high_points] for swing in one.swings],
    }
