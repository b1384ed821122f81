"""What stands around the pages of partnerships, and where one can go from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.people.models import Community
from groundswell.apps.scorecards.queries.partnerships.commitments import publishes_promises
from groundswell.web.presenters.communities import Surroundings, bare_surroundings


def around_partners(
    community: Community, path: str, *, on: date | None = None, with_workbook: bool = False
) -> Surroundings:
    """The community's places, and the twins of this page at the same path."""
    twin, query = f"/api/v1{path.rstrip('/')}", f"?on={on.isoformat()}" if on else ""
    around = bare_surroundings(community)
    xlsx = f"{twin}.xlsx{query}" if with_workbook else ""
    return replace(around, json=f"{twin}.json{query}", csv=f"{twin}.csv{query}", xlsx=xlsx)


@dataclass(frozen=True, slots=True)
class Way:
    """Where one can go, and what is there."""

    name: str
    words: str
    address: str


def ways_on(community: Community, *, takes_part: bool) -> tuple[Way, ...]:
    """The pages beside the worksheets that open to this reader."""
    seats = gettext("Who sits at which table for whom, and what they can commit.")
    shares = gettext("What share of providers is represented, and by somebody who can commit.")
    told = (
        ("partner-network", gettext("The network"), gettext("Who works with whom, as a picture and in figures.")),
        ("mandates", gettext("Mandates"), seats if takes_part else shares),
        ("commitments", gettext("Commitments"), gettext("What was pledged, and what became of it.")),
        ("provider-networks", gettext("Networks of providers"), gettext("Several providers that act as one system.")),
        ("promises", gettext("Promises"), gettext("What partners promised in public.")),
        ("systems-scan", gettext("Systems scan"), gettext("Who serves whom where, and where nobody does.")),
    )
    shut = set() if takes_part else {"commitments"}
    if not (takes_part or publishes_promises(community)):
        shut.add("promises")
    return tuple(
        Way(title, words, reverse(name, args=[community.public_id])) for name, title, words in told if name not in shut
    )
