"""Before a community is shown to everybody: what is ready, what is missing, and what each choice means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.people.models import Community
from groundswell.core.merging import Content


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at before publishing."""

    words: str
    is_fine: bool
    address: str


@dataclass(frozen=True, slots=True)
class Way:
    """One of the three ways in which a community can be seen."""

    word: str
    name: str
    means: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PublishingPage:
    """The checklist and the choice."""

    community: str
    address: str
    checks: tuple[Check, ...]
    ways: tuple[Way, ...]
    is_saved: bool
    page_address: str


def publishing_page(
    community: Community,
    counts: Mapping[str, int],
    indicators: Sequence[Content],
    unmatched: int,
    *,
    is_saved: bool,
) -> PublishingPage:
    """Everything on the page."""
    name = community.public_id
    return PublishingPage(
        community=community.name,
        address=reverse("desk-publishing", args=[name]),
        checks=_checks(name, counts, indicators, unmatched),
        ways=_ways(community.visibility or "unlisted"),
        is_saved=is_saved,
        page_address=reverse("community", args=[name]),
    )


def _checks(name: str, counts: Mapping[str, int], indicators: Sequence[Content], unmatched: int) -> tuple[Check, ...]:
    def kind(which: str) -> str:
        return reverse("desk-list", args=[name, which])

    headline = [one for one in indicators if one.get("standing") == "headline" and one.get("result_ids")]
    undefined = [one for one in headline if not one.get("definition") or not one.get("polarity")]
    undecided = ngettext(
        "%(n)s place or group came with a file and nobody has decided what it is",
        "%(n)s places or groups came with a file and nobody has decided what they are",
        unmatched,
    ) % {"n": unmatched}
    return (
        Check(gettext("There is a result"), counts["results"] > 0, kind("results")),
        Check(gettext("A headline indicator stands for it"), bool(headline), kind("indicators")),
        Check(
            gettext("Every headline indicator has a definition and says which way is good"),
            bool(headline) and not undefined,
            kind("indicators"),
        ),
        Check(gettext("There are numbers"), counts["observations"] > 0, kind("indicators")),
        Check(gettext("Every place and group is known") if not unmatched else undecided, not unmatched, kind("places")),
    )


def _ways(chosen: str) -> tuple[Way, ...]:
    ways = (
        (
            "public",
            gettext("Public"),
            gettext(
                "Everybody can read it and take its numbers; it stands on the front page. Drafts, people and the "
                "record of changes are never shown."
            ),
        ),
        (
            "unlisted",
            gettext("Unlisted"),
            gettext("Whoever has the address can read it, without signing in. The front page does not name it."),
        ),
        (
            "private",
            gettext("Private"),
            gettext("Only people who hold a role in it can open it. To all others it is not there."),
        ),
    )
    return tuple(Way(word, name, means, word == chosen) for word, name, means in ways)
