"""Who works with whom on a day, as one document: levels and gaps, the network's figures, mandates, commitments.

It is what the command `partners` says, for a reader like any other: an answer that they may not read counts as missing,
in the list of partnerships and in the figures alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from groundswell.apps.partnerships.models import Network
from groundswell.apps.partnerships.queries.accounts import PartnershipSaid, said_of
from groundswell.apps.partnerships.queries.commitments import commitments_in_use, pledge_of
from groundswell.apps.partnerships.queries.mandates import mandates_of
from groundswell.apps.partnerships.queries.network import network_page
from groundswell.apps.partnerships.queries.purposes import purposes_by_partnership
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, not_retired, require
from groundswell.apps.scorecards.queries.partnerships.providers import providers_of
from groundswell.core.collaboration.accounts import perception_gap, standing
from groundswell.core.collaboration.commitments import Due, Pledge, amounts_of, due_on
from groundswell.core.collaboration.mandates import Coverage, Mandate, coverage_of
from groundswell.core.collaboration.network import NetworkFigures
from groundswell.core.collaboration.response import Bounded
from groundswell.core.collaboration.words import CommitmentKind, CommitmentStatus
from groundswell.core.permissions import Permission
from groundswell.exchange.package.cells import list_of

JSON = dict[str, Any]


def partners_document(community: Community, *, reader: Actor, on: date, today: date) -> JSON:
    """Everything about partners that a reader may read, as it stood on a day; consents are those of today.

    Commitments are those made by that day, or on a day that nobody wrote down, with the status that they have today.
    Levels are 1 to 7, shares and the network's figures proportions; what nobody can tell is None.
    Raises NotAllowedError for who takes no part.
    """
    require(reader, Permission.READ_PARTNERSHIPS, community)
    figures = network_page(community, reader=reader, on=on.isoformat()).network.figures
    purposes = {name: found[-1].id for name, found in purposes_by_partnership(community, on=on).items()}
    said = said_of(community, reader=reader, on=today)
    made = [one for one in map(pledge_of, commitments_in_use(community)) if one.made is None or one.made <= on]
    return {
        "date": on,
        "partnerships": [_partnership(one, purposes.get(one.pair.id), on) for one in said],
        "network": _network(figures),
        "mandates": _mandates(community, reader, on),
        "commitments": _commitments(made, on),
    }


def _partnership(said: PartnershipSaid, purpose: str | None, on: date) -> JSON:
    """A side that said nothing, or nothing that may be read, has no level: no row is no answer."""
    pair = said.pair
    sides = (pair.organization, pair.partner)
    told = {side: standing(said.accounts, side, on) for side in sides}
    levels = {side: account.level for side, account in told.items() if account and account.level is not None}
    days = [account.day for account in told.values() if account is not None]
    return {
        "partnership_id": pair.id,
        "organization_id": pair.organization,
        "partner_id": pair.partner,
        "name": said.name,
        "purpose": purpose,
        "date": max(days, default=None),
        "levels": levels,
        "gap": perception_gap(told[pair.organization], told[pair.partner]),
        "is_for_both": any(account is not None and account.is_for_both for account in told.values()),
        "answered": sorted(said.answered),
        "shut": said.shut,
    }


def _network(figures: NetworkFigures) -> JSON:
    without = figures.without_backbone
    return {
        "organizations": figures.organizations,
        "density": figures.density.value,
        "density_low": figures.density.low,
        "density_high": figures.density.high,
        "density_without_backbone": without.density.value if without else None,
        **_bounds("reciprocity", figures.reciprocity),
        "centralization": figures.centralization,
        "cut_points": list(figures.cut_points),
        "parts": figures.parts.value,
        "isolates": figures.isolates.value,
        "confirmed_ties": figures.confirmed,
        "cross_sector": figures.cross_sector.value,
        "response_rate": figures.response.rate,
    }


def _bounds(name: str, figure: Bounded) -> JSON:
    return {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}


def _mandates(community: Community, reader: Actor, on: date) -> list[JSON]:
    """Coverage of all providers (network_id None), then of the members of each network of providers."""
    held = [facts.mandate for facts in mandates_of(community, reader=reader)]
    providers = set(providers_of(community, on))
    networks = not_retired(Network.objects.filter(community=community)).order_by("public_id")
    members = [(row.public_id, set(list_of(row.members))) for row in networks]
    return [_coverage(name, some, held, on) for name, some in [(None, providers), *members]]


def _coverage(name: str | None, providers: set[str], held: Iterable[Mandate], on: date) -> JSON:
    found = coverage_of(providers, held, on)
    return {
        "network_id": name,
        "providers": len(found.providers),
        "present_share": _share(found, found.present),
        "represented_share": _share(found, found.formal),
        "can_commit": {str(kind): _share(found, found.can_commit[kind]) for kind in CommitmentKind},
        "can_commit_any": _share(found, found.with_power),
    }


def _share(found: Coverage, some: frozenset[str]) -> float | None:
    return len(some) / len(found.providers) if found.providers else None


def _commitments(pledges: list[Pledge], on: date) -> JSON:
    by_kind: dict[str, Counter[str]] = {}
    for one in pledges:
        by_kind.setdefault(str(one.kind or ""), Counter())[str(one.status)] += 1
    statuses = Counter(str(one.status) for one in pledges)
    return {
        "total": len(pledges),
        "by_status": {str(status): statuses[str(status)] for status in CommitmentStatus},
        "by_kind": {kind: dict(counted) for kind, counted in sorted(by_kind.items())},
        "overdue": sum(due_on(one, on) is Due.OVERDUE for one in pledges),
        "amounts": [
            {"unit": one.unit, "pledged": float(one.pledged), "kept": float(one.kept), "standing": float(one.standing)}
            for one in amounts_of(pledges)
        ],
    }
