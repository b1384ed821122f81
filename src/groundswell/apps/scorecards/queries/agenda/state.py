"""What stands in a community, counted for one reader: what they may not know is not counted."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef

from groundswell.apps.contributions.queries import links_of
from groundswell.apps.indicators.models import Baseline, Indicator, Observation, Result, Strategy
from groundswell.apps.partnerships.models import Commitment, Mandate, Network
from groundswell.apps.partnerships.queries import levels_of
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, may, not_retired
from groundswell.apps.programs.models import MeasureAdoption, Program
from groundswell.core.collaboration.words import OPEN_STATUSES
from groundswell.core.permissions import Permission
from groundswell.core.specification.state import CommunityState

BACKBONE = "backbone"


def community_state(community: Community, *, reader: Actor, today: date) -> CommunityState:
    """The counts that implications are drawn from; promises and mandates only for who takes part."""
    return CommunityState(
        **_conditions(community), **_programs(community), **_partners(community, reader=reader, today=today)
    )


def _conditions(community: Community) -> dict[str, int]:
    indicators = not_retired(Indicator.objects.filter(community=community))
    frozen = not_retired(Baseline.objects.filter(indicator=OuterRef("pk")))
    by_group = not_retired(Observation.objects.filter(indicator=OuterRef("pk")).exclude(group__public_id=""))
    organizations = not_retired(Organization.objects.filter(community=community)).values_list("roles", flat=True)
    return {
        "results": not_retired(Result.objects.filter(community=community)).count(),
        "indicators": indicators.count(),
        "indicators_with_baselines": indicators.filter(Exists(frozen)).count(),
        "indicators_by_group": indicators.filter(Exists(by_group)).count(),
        "strategies": not_retired(Strategy.objects.filter(community=community)).count(),
        "backbones": sum(BACKBONE in roles.split("; ") for roles in organizations),
        "networks": not_retired(Network.objects.filter(community=community)).count(),
    }


def _programs(community: Community) -> dict[str, int]:
    adoptions = not_retired(MeasureAdoption.objects.filter(community=community, until=None))
    by_measure = adoptions.values("measure").annotate(programs=Count("program", distinct=True))
    adopted = list(by_measure.values_list("programs", flat=True))
    return {
        "programs": not_retired(Program.objects.filter(community=community)).count(),
        "measures_adopted": len(adopted),
        "measures_shared": sum(programs > 1 for programs in adopted),
        "links": len(links_of(community)),
    }


def _partners(community: Community, *, reader: Actor, today: date) -> dict[str, int]:
    if not may(reader, Permission.READ_PARTNERSHIPS, community):
        return {}
    said = levels_of(community, reader=reader, on=today)
    mandates = [
        one
        for one in not_retired(Mandate.objects.filter(community=community, formal="true"))
        if (one.since is None or one.since <= today) and (one.until is None or today <= one.until)
    ]
    promises = not_retired(Commitment.objects.filter(community=community))
    return {
        "partnerships": len(said),
        "partnerships_answered": sum(bool(one.levels) for one in said),
        "mandates_formal": len(mandates),
        "mandates_that_can_commit": sum(bool(one.can_commit) for one in mandates),
        "commitments": promises.count(),
        "commitments_due": promises.filter(due__lt=today, status__in=OPEN_STATUSES).count(),
    }
