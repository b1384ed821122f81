"""The three powers of a result's indicators, which are rated before they are chosen among."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groundswell.apps.indicators.queries import IndicatorCandidate
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, VoteFacts, may
from groundswell.core.permissions import Permission
from groundswell.web.presenters.grids.choice_words import STANDINGS

TAKING_PART = (Permission.VOTE_ON_INDICATORS, Permission.RATE_INDICATORS, Permission.CLOSE_VOTES)
POWERS: dict[str, tuple[str | Promise, str | Promise]] = {
    "communication_power": (_("Communication"), _("Does it speak to everybody in the community, without explanation?")),
    "proxy_power": (_("Proxy"), _("Does it say something central about the result, so that others move with it?")),
    "data_power": (_("Data"), _("Is there good data for it, year after year?")),
}
LEVELS: tuple[tuple[str, str | Promise], ...] = (
    ("", "–"),
    ("high", _("High")),
    ("medium", _("Medium")),
    ("low", _("Low")),
)


def may_take_part(actor: Actor, community: Community) -> bool:
    """True where this reader rates a result's indicators, votes on them or closes the vote."""
    return any(may(actor, permission, community) for permission in TAKING_PART)


@dataclass(frozen=True, slots=True)
class Power:
    """One power of one indicator, to be rated."""

    name: str
    label: str
    level: str


@dataclass(frozen=True, slots=True)
class Rated:
    """One indicator in the table of ratings."""

    id: str
    name: str
    powers: tuple[Power, ...]
    suggestion: str | Promise
    standing: str | Promise
    data: str


def ratings_of(vote: VoteFacts[IndicatorCandidate], typed: Mapping[str, str]) -> list[Rated]:
    """Each candidate with its three powers and what the rule of thumb makes of them; `typed` are unsaved choices."""
    return [_rated(one, typed) for one in vote.candidates]


def _rated(one: IndicatorCandidate, typed: Mapping[str, str]) -> Rated:
    powers = []
    for power, (label, _question) in POWERS.items():
        name = f"{one.id}.{power}"
        powers.append(Power(name, f"{label}: {one.name}", typed.get(name, one.powers.get(power, ""))))
    suggestion: str | Promise = STANDINGS[str(one.suggested)] if one.suggested else gettext("rate all three first")
    data = gettext("has numbers") if one.has_observations else gettext("no number yet")
    return Rated(one.id, one.name, tuple(powers), suggestion, STANDINGS.get(one.standing, one.standing), data)
