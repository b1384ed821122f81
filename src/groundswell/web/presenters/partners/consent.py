"""Who may read what both answered: asked of one side, with what comes of each choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage
from groundswell.core.findings import Finding
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.partners.words import ReadersChoice, finding_words, readers_choices, readers_words


@dataclass(frozen=True, slots=True)
class ConsentSheet:
    """The page."""

    around: Surroundings
    title: str
    side: str
    name: str
    now: str
    readers: tuple[ReadersChoice, ...]
    problems: tuple[str, ...]
    address: str
    partnership_address: str


def consent_sheet(
    page: PartnersPage, facts: PartnershipFacts, side: str, path: str, findings: Sequence[Finding] = ()
) -> ConsentSheet:
    """Written out for the template; what stands is chosen, and nothing where nothing was ever said."""
    lets = facts.lets(side)
    choices = readers_choices(facts, side, str(lets) if lets else "")
    return ConsentSheet(
        around=bare_surroundings(page.community),
        title=facts.title_from(side),
        side=side,
        name=facts.name_of(side),
        now=readers_words(facts, side),
        readers=choices,
        problems=tuple(_unchosen(choices) if each.column == "readers" else finding_words(each) for each in findings),
        address=path,
        partnership_address=reverse("partnership", args=[page.community.public_id, facts.id]),
    )


def _unchosen(choices: Sequence[ReadersChoice]) -> str:
    """That nothing was chosen, in the words of the choices."""
    options = "; ".join(f"“{one.words}”" for one in choices)
    return gettext("You have not said who may read it: choose one of %(options)s.") % {"options": options}
