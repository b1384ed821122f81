"""What a desk shows of the whole community: how much of each kind is kept, who touched each object last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from groundswell.apps.agenda.models import ScannedService
from groundswell.apps.indicators.models import Indicator, Observation, Result, Strategy, Target
from groundswell.apps.partnerships.models import Commitment, Mandate, Network, Purpose
from groundswell.apps.people.models import Change, Community, CommunityRow, Organization
from groundswell.apps.people.queries import names_of, not_retired
from groundswell.apps.places.models import Crosswalk, Group, Place, Population
from groundswell.apps.programs.models import Grant, Measure, MeasureAdoption, Program
from groundswell.apps.scorecards.models import Story
from groundswell.apps.sources.models import Source

_COUNTED: dict[str, type[CommunityRow]] = {
    "organizations": Organization,
    "results": Result,
    "indicators": Indicator,
    "strategies": Strategy,
    "programs": Program,
    "measures": Measure,
    "grants": Grant,
    "networks": Network,
    "mandates": Mandate,
    "commitments": Commitment,
    "purposes": Purpose,
    "sources": Source,
    "stories": Story,
    "targets": Target,
    "populations": Population,
    "crosswalks": Crosswalk,
    "measure_adoptions": MeasureAdoption,
    "systems_scan": ScannedService,
}
# These have a row that stands for blank: the own place, everyone.
_NAMED: dict[str, type[Place] | type[Group]] = {"places": Place, "groups": Group}


@dataclass(frozen=True, slots=True)
class LastTouch:
    """When an object was changed last, and by whom; blank for who gave no name."""

    at: datetime
    by_name: str


def counts_of(community: Community) -> dict[str, int]:
    """How many objects and rows of each kind are in use. One query a kind."""
    found: dict[str, int] = {}
    for kind, model in _COUNTED.items():
        rows = not_retired(model._default_manager.filter(community=community))
        found[kind] = rows.count()
    for kind, named in _NAMED.items():
        found[kind] = not_retired(named._default_manager.filter(community=community).exclude(public_id="")).count()
    observed = Observation.objects.filter(indicator__community=community, indicator__retired=None)
    found["observations"] = not_retired(observed).count()
    return found


def observation_counts(community: Community) -> dict[str, int]:
    """How many observations each indicator has, by the indicator's id. One query."""
    from django.db.models import Count

    rows = not_retired(Observation.objects.filter(indicator__community=community)).order_by()
    return dict(rows.values_list("indicator__public_id").annotate(Count("id")))


def unmatched_ids(community: Community, kind: str) -> frozenset[str]:
    """Places or groups that came with a file and that nobody has decided on yet."""
    if kind not in _NAMED:
        return frozenset()
    rows = _NAMED[kind]._default_manager.filter(community=community, is_matched=False)
    return frozenset(not_retired(rows).values_list("public_id", flat=True))


def last_touches(community: Community, kind: str) -> dict[str, LastTouch]:
    """The last change of every object of a kind, by its id. Two queries or three."""
    changes = Change.objects.filter(community=community, kind=kind)
    latest = changes.order_by().values("key").annotate(last=Max("at")).values_list("key", "last")
    at = dict(latest)
    by = {key: actor for key, when, actor in changes.order_by("at").values_list("key", "at", "by") if at[key] == when}
    names = names_of(by.values())
    return {key: LastTouch(at[key], names.get(actor, actor)) for key, actor in by.items()}
