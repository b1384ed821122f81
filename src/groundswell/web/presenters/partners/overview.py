"""All partnerships of a community: what waits for an answer, the worksheets, and where to begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage, has_purposes, purposes_of
from groundswell.core.collaboration.purposes import PROPOSED_STEPS
from groundswell.web.presenters.communities import Surroundings
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.partners.around import Way, around_partners, ways_on
from groundswell.web.presenters.partners.words import LevelWords, levels, retired_words
from groundswell.web.presenters.partners.worksheet import SheetRow, example_row


@dataclass(frozen=True, slots=True)
class Waiting:
    """A partnership that waits for an answer of the reader's own."""

    title: str
    partner_has: str
    address: str


@dataclass(frozen=True, slots=True)
class ListedPartnership:
    """One partnership in the list: the two, its name and purpose, and who has answered."""

    title: str
    name: str
    purpose: str
    answered: str
    address: str


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """One organization's worksheet, and how many partnerships stand on it."""

    name: str
    count: str
    address: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the stairsteps."""

    label: str
    description: str
    from_source: str


@dataclass(frozen=True, slots=True)
class PartnersSheet:
    """The page."""

    around: Surroundings
    title: str
    sentence: str
    waiting: tuple[Waiting, ...]
    own: tuple[ListedSheet, ...]
    sheets: tuple[ListedSheet, ...]
    partnerships: tuple[ListedPartnership, ...]
    retired: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...]
    takes_part: bool
    may_open: bool
    new_address: str
    import_address: str
    steps: tuple[StepLine, ...]
    is_proposed: bool
    take_up_address: str
    desk_address: str
    levels: tuple[LevelWords, ...]
    example: SheetRow


def partners_sheet(page: PartnersPage, path: str) -> PartnersSheet:
    """Written out for the template."""
    community = page.community.public_id
    kept = purposes_of(page.community)
    is_proposed = page.may_keep and not has_purposes(page.community)
    steps = tuple(StepLine(one.label, one.description, one.from_source) for one in kept)
    if is_proposed:
        steps = tuple(StepLine(*map(spoken, (one.label, one.description, one.from_source))) for one in PROPOSED_STEPS)
    own, paper = page.viewer.organizations, levels(outer=False)
    counts = Counter(side for one in page.partnerships for side in set(one.sides))
    return PartnersSheet(
        around=around_partners(page.community, path),
        title=gettext("Partners"),
        sentence=_sentence(len(page.partnerships)),
        waiting=tuple(_waiting(one, side, community) for one, side in page.waiting),
        own=tuple(_sheet(page, each, counts[each]) for each in sorted(own) if each in page.names),
        sheets=tuple(_sheet(page, each, counts[each]) for each in _by_name(page, counts) if each not in own),
        partnerships=tuple(_listed(one, community) for one in page.partnerships),
        retired=tuple((title, reverse("change-partnership", args=[community, one])) for one, title in page.retired),
        ways=ways_on(page.community, takes_part=page.viewer.takes_part),
        takes_part=page.viewer.takes_part,
        may_open=page.may_open,
        new_address=reverse("new-partnership", args=[community]),
        import_address=reverse("import-worksheet", args=[community]),
        steps=steps,
        is_proposed=is_proposed,
        take_up_address=reverse("take-up-purposes", args=[community]),
        desk_address=reverse("desk-list", args=[community, "purposes"]) if page.may_keep and kept else "",
        levels=paper,
        example=example_row(paper),
    )


def _sentence(count: int) -> str:
    if not count:
        return gettext("Nobody has named a partner here yet.")
    return ngettext("%(n)s partnership is named here.", "%(n)s partnerships are named here.", count) % {"n": count}


def _waiting(facts: PartnershipFacts, side: str, community: str) -> Waiting:
    other = facts.said.pair.other(side)
    words = (
        gettext("%(name)s has answered.") if other in facts.said.answered else gettext("%(name)s has not answered yet.")
    )
    return Waiting(
        facts.title_from(side),
        words % {"name": facts.name_of(other)},
        reverse("answer-partnership", args=[community, facts.id]),
    )


def _by_name(page: PartnersPage, sides: Iterable[str]) -> list[str]:
    return sorted(sides, key=lambda side: page.names.get(side, side).casefold())


def _sheet(page: PartnersPage, organization: str, count: int) -> ListedSheet:
    words = ngettext("%(n)s partnership", "%(n)s partnerships", count) % {"n": count}
    address = reverse("worksheet", args=[page.community.public_id, organization])
    return ListedSheet(page.names[organization], words, address)


def _listed(facts: PartnershipFacts, community: str) -> ListedPartnership:
    first, second = (facts.name_of(side) for side in facts.sides)
    return ListedPartnership(
        gettext("%(first)s and %(second)s") % {"first": first, "second": second},
        facts.said.name,
        facts.purpose,
        " · ".join(words for words in (answered_words(facts), retired_words(facts).rstrip(".")) if words),
        reverse("partnership", args=[community, facts.id]),
    )


def answered_words(facts: PartnershipFacts) -> str:
    """Who has answered, in a few words."""
    told = [facts.name_of(side) for side in facts.sides if side in facts.said.answered]
    if len(told) == 2:
        return gettext("both have answered")
    return gettext("%(name)s has answered") % {"name": told[0]} if told else gettext("nobody has answered yet")
