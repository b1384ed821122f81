"""The forms that name a partner, and that change a partnership as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage, purposes_of
from groundswell.core.findings import Finding
from groundswell.exchange.mapping.spellings import name_key
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.partners.form import Option
from groundswell.web.presenters.partners.words import finding_words


@dataclass(frozen=True, slots=True)
class NewSheet:
    """The form of a new partnership."""

    around: Surroundings
    address: str
    partners_address: str
    organizations: tuple[Option, ...]  # one where nothing is to be chosen
    partners: tuple[Option, ...]
    typed: Mapping[str, str]
    problems: Mapping[str, tuple[str, ...]]
    summary: tuple[str, ...]
    standing: str  # what these two are called where they are partners already
    standing_address: str


def new_sheet(page: PartnersPage, path: str, typed: Mapping[str, str], findings: Sequence[Finding] = ()) -> NewSheet:
    """Written out for the template: who keeps all chooses both, a side only its partner."""
    own = sorted(page.viewer.organizations & set(page.names))
    first = sorted(page.names, key=lambda key: page.names[key].casefold()) if page.may_keep else own
    chosen = typed["organization"] or (first[0] if len(first) == 1 else own[0] if own else "")
    standing = _standing(page, typed) if findings else None
    others = sorted((key for key in page.names if [key] != first), key=lambda key: page.names[key].casefold())
    return NewSheet(
        around=bare_surroundings(page.community),
        address=path,
        partners_address=reverse("partners", args=[page.community.public_id]),
        organizations=tuple(Option(key, page.names[key], is_chosen=key == chosen) for key in first),
        partners=tuple(Option(key, page.names[key], is_chosen=key == typed["partner"]) for key in others),
        typed=typed,
        problems={
            name: tuple(finding_words(each) for each in findings if each.column == name)
            for name in ("organization_id", "partner_id", "partner_name", "name")
        },
        summary=tuple(map(finding_words, findings)),
        standing=standing.title_from(typed["organization"]) if standing else "",
        standing_address=reverse("partnership", args=[page.community.public_id, standing.id]) if standing else "",
    )


def _standing(page: PartnersPage, typed: Mapping[str, str]) -> PartnershipFacts | None:
    """The partnership that these two have already by this name."""
    return next(
        (one for one in page.of(typed["organization"])
         if one.said.pair.other(typed["organization"]) == typed["partner"]
         and name_key(one.said.name) == name_key(typed["name"])),
        None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeSheet:
    """The form of a partnership that stands, or that is out of use."""

    around: Surroundings
    address: str
    title: str
    partnership_address: str
    partners_address: str
    name: str
    purposes: tuple[Option, ...]
    is_retired: bool
    may_change: bool
    organizations: tuple[tuple[str, str], ...]  # the two, where each is taken out of use, for who keeps organizations
    summary: tuple[str, ...]


def change_sheet(
    page: PartnersPage, partnership_id: str, path: str, typed: Mapping[str, str] | None = None,
    findings: Sequence[Finding] = (), *, keeps_organizations: bool,
) -> ChangeSheet | None:  # fmt: skip
    """Written out for the template; None where the reader may not know of such a partnership."""
    facts = next((one for one in page.partnerships if one.id == partnership_id), None)
    retired = dict(page.retired).get(partnership_id)
    if facts is None and retired is None:
        return None
    community = page.community.public_id
    said = typed or {
        "name": facts.said.name if facts else "",
        "purpose": facts.purposes[0].id if facts and len(facts.purposes) == 1 else "",
    }
    return ChangeSheet(
        around=bare_surroundings(page.community),
        address=path,
        title=(" – ".join(facts.name_of(side) for side in facts.sides) if facts else retired) or "",
        partnership_address=reverse("partnership", args=[community, partnership_id]) if facts else "",
        partners_address=reverse("partners", args=[community]),
        name=said["name"],
        purposes=tuple(
            Option(one.id, one.label, one.description, one.id == said["purpose"]) for one in purposes_of(page.community)
        ),
        is_retired=facts is None,
        may_change=facts.may_answer if facts else True,
        organizations=tuple(
            (facts.name_of(side), reverse("desk-retire", args=[community, "organizations", side]))
            for side in facts.sides
        )
        if facts and keeps_organizations
        else (),
        summary=tuple(map(finding_words, findings)),
    )
