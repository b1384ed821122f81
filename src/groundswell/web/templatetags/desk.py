"""The small links from what everybody reads to where it is kept, for those who may change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from groundswell.apps.packages.queries import OBJECT_KINDS, ObjectKind, object_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, may, may_for_any_organization
from groundswell.core.permissions import Permission
from groundswell.web.middles import cut
from groundswell.web.presenters.grids.choice import may_take_part
from groundswell.web.presenters.grids.measure_choice import may_choose_measures

register = template.Library()


@dataclass(frozen=True, slots=True)
class EditLink:
    """A verb and where it leads."""

    words: str
    address: str


@register.inclusion_tag("pages/desk/edit_links.html", takes_context=True)
def edit_links(context: dict[str, Any], kind: str = "", name: str = "") -> dict[str, Any]:
    """Where this page's object is changed; `name` is the part of the address that holds its id.

    The public's pages ask nothing of the database for it.
    """
    if "cut" in context:  # a page that is kept for everybody (`web.middles`)
        return {"links": [], "place": cut(kind, name)}
    masthead, request = context.get("masthead"), context.get("request")
    if not masthead or not masthead.is_signed_in or masthead.community is None or request is None:
        return {"links": []}
    return {"links": list(_links(masthead.actor, masthead.community, kind, _id(request, name)))}


def _id(request: HttpRequest, name: str) -> str:
    match = request.resolver_match
    return str(match.kwargs.get(name, "")) if match else ""


def _links(actor: Actor, community: Community, kind: str, object_id: str) -> Iterator[EditLink]:
    desk = reverse("desk", args=[community.public_id])
    described = OBJECT_KINDS.get(kind)
    if described and object_id and _may_edit(actor, community, described, object_id):
        yield EditLink(gettext("Edit"), f"{desk}{kind}/{object_id}/")
    if kind == "indicators" and _may_enter_numbers(actor, community, object_id):
        yield EditLink(gettext("Change its numbers"), f"{desk}observations/{object_id}/")
    if kind == "results" and object_id and may_take_part(actor, community):
        yield EditLink(gettext("Choose its indicators"), f"{desk}results/{object_id}/choice/")
    if kind == "programs" and object_id and may_choose_measures(actor, community):
        yield EditLink(gettext("Choose its headline measures"), f"{desk}programs/{object_id}/choice/")
    if kind and described and object_id and may(actor, Permission.CHANGE_STORIES, community):
        about = f"subject={described.singular}&subject_id={object_id}"
        yield EditLink(gettext("Write a story"), f"{desk}stories/new/?{about}")
    if not object_id and may(actor, Permission.READ_HISTORY, community):
        yield EditLink(gettext("Open the desk"), f"{desk}{kind}/" if kind else desk)


def _may_edit(actor: Actor, community: Community, described: ObjectKind, object_id: str) -> bool:
    if may(actor, described.permission, community):
        return True
    own = described.own_permission
    if own is None or not may_for_any_organization(actor, own, community):
        return False
    kept = object_of(community, described.name, object_id)
    owner = described.owner_of(kept.content) if kept else ""
    return may(actor, own, community, organization_id=owner)


def _may_enter_numbers(actor: Actor, community: Community, object_id: str) -> bool:
    if may(actor, Permission.CHANGE_OBSERVATIONS, community):
        return True
    if not any(holding.organization_id for holding in actor.held_in(community)):
        return False
    kept = object_of(community, "indicators", object_id)
    owner = str(kept.content.get("owner", "")) if kept else ""
    return bool(owner) and may(actor, Permission.CHANGE_OWN_OBSERVATIONS, community, organization_id=owner)
