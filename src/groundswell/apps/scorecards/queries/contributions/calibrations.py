"""Looking back: every model that was kept for an indicator, beside what happened in its year."""

from __future__ import annotations

from dataclasses import dataclass

from groundswell.apps.people.queries import Actor, may
from groundswell.apps.scorecards.queries.contributions.condition import Condition
from groundswell.apps.scorecards.queries.contributions.inputs import asked_about, inputs_of
from groundswell.apps.scorecards.queries.contributions.keeping import KeptYear, kept_years
from groundswell.apps.scorecards.queries.pages import CommunityFacts, IndicatorRow
from groundswell.apps.scorecards.queries.rows import community_facts
from groundswell.core.contribution.kept import Inside
from groundswell.core.permissions import Permission
from groundswell.exchange.documents import Document, number


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    """The kept models of an indicator that this reader may see, the latest first."""

    community: CommunityFacts
    indicator: IndicatorRow
    condition: Condition
    years: tuple[KeptYear, ...]
    may_keep: bool
    can_be_modelled: bool
    data_version: str

    @property
    def told(self) -> tuple[KeptYear, ...]:
        """Those whose year has come, and of which something can be told."""
        return tuple(
            one for one in self.years if one.calibration and one.calibration.verdict is not Inside.CANNOT_BE_TOLD
        )


def calibration_page(community_id: str, indicator_id: str, *, reader: Actor) -> CalibrationPage | None:
    """What was modelled and what happened, for a reader; None where there is no such indicator."""
    about = asked_about(community_id, indicator_id, reader=reader)
    if about is None:
        return None
    community, indicator = about
    inputs = inputs_of(community, indicator, reader=reader)
    return CalibrationPage(
        community=community_facts(community),
        indicator=inputs.found.row(),
        condition=inputs.condition,
        years=kept_years(inputs),
        may_keep=may(reader, Permission.CHANGE_CONTRIBUTIONS, community),
        can_be_modelled=inputs.condition.population is not None and bool(inputs.counted),
        data_version=community.data_version,
    )


def calibration_document(page: CalibrationPage) -> Document:
    """What was modelled and what happened, as JSON: points of a hundred people, positive in the good direction."""
    return {"indicator_id": page.indicator.id, "years": [_year(one) for one in page.years]}


def _year(one: KeptYear) -> Document:
    found = one.calibration
    moved = found.moved_points if found else None
    return {
        "modelled_id": one.facts.id,
        "period": str(one.period),
        "kept_on": one.facts.kept_on.isoformat(),
        "points": number(one.points.value),
        "low": number(one.points.low),
        "high": number(one.points.high),
        "level": number(one.points.level),
        "forecast": number(float(one.facts.forecast)) if one.facts.forecast else None,
        "moved_points": number(moved.value) if moved else None,
        "moved_low": number(moved.low) if moved else None,
        "moved_high": number(moved.high) if moved else None,
        "moved_level": number(moved.level) if moved else None,
        "verdict": str(found.verdict) if found else None,
        "words": str(found.words) if found else "",
        "suspects": [
            {
                "link_id": suspect.program_id,
                "assumption": str(suspect.assumption),
                "points": number(suspect.points),
                "words": str(suspect.words),
            }
            for suspect in (found.suspects if found else ())
        ],
        "note": one.facts.note,
    }
