"""The table of programs on a contribution page: reach, difference, people, points, shares, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage, ProgramLine
from groundswell.core.contribution.links import Declared, EffectKind, Link
from groundswell.core.periods import Period
from groundswell.web.presenters.contributions.amounts import (
    Points,
    Ranged,
    few_or,
    gap_words,
    in_a_row,
    ranged_people,
    ranged_points,
    reach_words,
    share_words,
)
from groundswell.web.presenters.contributions.words import evidence_words
from groundswell.web.presenters.language import stopped
from groundswell.web.presenters.writing import grouped, period_text


@dataclass(frozen=True, slots=True)
class ContributingLine:
    """One link, written. `reason` says why its numbers are not there."""

    name: str
    address: str
    program_address: str
    organization: str
    mechanism: str
    evidence: str
    reach: str
    reach_notes: tuple[str, ...]
    difference: str
    difference_note: str
    people: Ranged
    points: Ranged
    of_gap: str
    share: str
    share_error: str
    slots: str
    slots_note: str
    reason: str


def contributing_lines(page: ContributionPage, pen: Points) -> tuple[ContributingLine, ...]:
    """The links that this reader sees, the largest first."""
    return tuple(_line(line, page, pen) for line in page.lines)


def _line(line: ProgramLine, page: ContributionPage, pen: Points) -> ContributingLine:
    content, part, link = line.input.facts.content, line.part, line.input.link
    community = page.community.id
    has_gap = page.condition.gap is not None and page.condition.gap.people > 0
    return ContributingLine(
        name=line.name,
        address=f"{reverse('contributions', args=[community])}links/{line.link_id}/",
        program_address=reverse("program", args=[community, line.program_id]),
        organization=line.input.organization,
        mechanism=content.get("mechanism", ""),
        evidence=in_a_row((evidence_words(content.get("evidence", ""))[0], content.get("evidence_source", ""))),
        reach=reach_words(part.reach) if part else "–",
        reach_notes=tuple(_reach_notes(line)),
        difference=_difference(line),
        difference_note=_effect(link) if link else "",
        people=ranged_people(part.people) if part else Ranged("–"),
        points=ranged_points(part.points, pen) if part else Ranged("–"),
        of_gap=gap_words(part.share_of_gap) if part and has_gap else "",
        share=pen.bare(part.modelled_share) if part else "–",
        share_error=f"± {pen.bare(part.share_error)}" if part and part.share_error else "",
        slots=_slots(line, has_gap),
        slots_note=_slots_note(line, page),
        reason=stopped(line.reason),
    )


def _reach_notes(line: ProgramLine) -> list[str]:
    """Served now and before, and where that is known from."""
    reached = line.input.reached
    if reached.served is None:
        return []
    if reached.is_few:
        return [gettext("so few served that nobody is counted"), _known_from(reached.of, reached.period)]
    said = {"now": grouped(reached.served), "before": grouped(reached.served_before or 0.0)}
    notes = [
        gettext("%(now)s served, %(before)s before") % said
        if reached.served_before
        else gettext("%(now)s served, all new") % said
    ]
    link = line.input.link
    counting = link.in_population.value * link.completion.value if link else 1.0
    if counting < 0.995:
        notes.append(gettext("%(share)s of them count and complete") % {"share": share_words(counting)})
    notes.append(_known_from(reached.of, reached.period))
    return [note for note in notes if note]


def _known_from(of: str, period: str) -> str:
    when = _period(period)
    words = {
        "records": gettext("from records, %(period)s"),
        "measure": gettext("from a measure, %(period)s"),
        "entered": gettext("as declared for %(period)s") if when else gettext("as declared"),
    }.get(of, "")
    return words % {"period": when} if "%(" in words else words


def _period(text: str) -> str:
    try:
        return period_text(Period.parse(text))
    except ValueError:
        return text


def _difference(line: ProgramLine) -> str:
    """How many of a hundred who are reached could be better off."""
    part = line.part
    if part is None or not part.reach:
        return "–"
    of_hundred = 100 * (part.people.value or 0.0) / part.reach
    return gettext("%(n)s of 100") % {"n": number_format(f"{of_hundred:.1f}", decimal_pos=1)}


def _effect(link: Link) -> str:
    names = {
        EffectKind.RISK_RATIO: gettext("risk ratio %(effect)s"),
        EffectKind.RISK_DIFFERENCE: gettext("risk difference %(effect)s"),
        EffectKind.COHENS_D: gettext("Cohen’s d %(effect)s"),
    }
    said = names[link.effect_kind] % {"effect": _declared(link.effect)}
    if link.effect_kind is EffectKind.RISK_DIFFERENCE:
        return said
    risk = number_format(f"{100 * link.baseline_risk.value:.0f}", decimal_pos=0)
    return gettext("%(effect)s, at a risk of %(risk)s of 100") % {"effect": said, "risk": risk}


def _declared(effect: Declared) -> str:
    if not effect.is_ranged or effect.low is None or effect.high is None:
        return _plain(effect.value)
    ends = {"low": _plain(effect.low), "high": _plain(effect.high)}
    return gettext("%(value)s (%(range)s)") % {
        "value": _plain(effect.value),
        "range": gettext("%(low)s to %(high)s") % ends,
    }


def _plain(value: float) -> str:
    return number_format(f"{value:.2f}", decimal_pos=2)


def _slots(line: ProgramLine, has_gap: bool) -> str:
    if line.part is None or not has_gap:
        return ""
    slots = line.part.slots_for_the_gap
    return gettext("not possible") if slots is None else few_or(slots)


def _slots_note(line: ProgramLine, page: ContributionPage) -> str:
    population = page.condition.population
    slots = line.part.slots_for_the_gap if line.part else None
    if slots is None or population is None or slots <= population.people:
        return ""
    return gettext("more than there are people")
