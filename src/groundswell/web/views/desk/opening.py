"""Who sits down at the desk: the reader, the community they may open, and what they may change there."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from groundswell.apps.packages.queries import (
    OBJECT_KINDS,
    ROW_KINDS,
    ChangeFacts,
    KeptObject,
    ObjectKind,
    object_of,
    objects_of,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import (
    Actor,
    NotAllowedError,
    community_for,
    may,
    may_for_any_organization,
    require,
)
from groundswell.core.permissions import Permission
from groundswell.web.presenters.desk.choices import Choices
from groundswell.web.reader import reader_of
from groundswell.web.views.answers import not_found


@dataclass(slots=True)
class Desk:
    """A reader at the desk of one community."""

    request: HttpRequest
    actor: Actor
    community: Community
    _kept: dict[str, tuple[KeptObject, ...]] = field(default_factory=dict)
    _owners: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def community_id(self) -> str:
        """The community's public id."""
        return self.community.public_id

    def objects(self, kind: str) -> tuple[KeptObject, ...]:
        """The objects of a kind that are in use, asked for once."""
        if kind not in self._kept:
            self._kept[kind] = objects_of(self.community, kind)
        return self._kept[kind]

    def choices(self) -> Choices:
        """What forms offer to choose from."""

        def load(kind: str) -> tuple[tuple[str, str], ...]:
            kept = self.objects(kind) if kind in OBJECT_KINDS and self.may(OBJECT_KINDS[kind].reading) else ()
            return tuple((one.id, one.title or one.id) for one in kept)

        return Choices(load)

    def choices_to_make(self, kind: ObjectKind) -> Choices:
        """The same for a new object: who makes only what is their own organization's chooses among their own."""
        found = self.choices()
        if kind.own_permission is not None and kind.own_makes and not self.may(kind.permission):
            held = (one.organization_id for one in self.actor.held_in(self.community))
            own = {one for one in held if may(self.actor, kind.own_permission, self.community, organization_id=one)}
            found.owners = frozenset(own)
        return found

    def may_change(self, kind: ObjectKind, object_id: str = "") -> bool:
        """True where this reader may change this object, or for a blank id make a new one."""
        if may(self.actor, kind.permission, self.community):
            return True
        own = kind.own_permission
        if own is None:
            return False
        if not object_id:
            return kind.own_makes and may_for_any_organization(self.actor, own, self.community)
        return may(self.actor, own, self.community, organization_id=self._owner(kind, object_id))

    def may_retire(self, kind: ObjectKind, object_id: str) -> bool:
        """True where this reader may take this object out of use and into use again."""
        owner = self._owner(kind, object_id) if len(kind.turning) > 1 else ""
        return any(may(self.actor, each, self.community, organization_id=owner) for each in kind.turning)

    def _owner(self, kind: ObjectKind, object_id: str) -> str:
        """The organization whose own an object is, retired or not; blank where there is none."""
        if kind.name not in self._owners:
            self._owners[kind.name] = {one.id: kind.owner_of(one.content) for one in self.objects(kind.name)}
        if object_id not in self._owners[kind.name]:
            kept = object_of(self.community, kind.name, object_id)
            self._owners[kind.name][object_id] = kind.owner_of(kept.content) if kept else ""
        return self._owners[kind.name][object_id]

    def asks(self, kind: ObjectKind, name: str, *, is_new: bool = False) -> bool:
        """True where this reader, who may change or make an object of this kind, may say this field of it."""
        own = kind.is_of_maker(name) if is_new else kind.is_own_field(name)
        return own or may(self.actor, kind.permission, self.community)

    def require_change(self, kind: ObjectKind, object_id: str = "") -> None:
        """Raise NotAllowedError where this reader may not change this object."""
        if not self.may_change(kind, object_id):
            raise NotAllowedError(kind.permission, self.community)

    def may(self, permission: Permission) -> bool:
        """True where this reader may do this here."""
        return may(self.actor, permission, self.community)

    def may_keep_rows(self, kind: str) -> bool:
        """True where this reader may change some rows of this kind."""
        described = ROW_KINDS[kind]
        own = described.own_permission
        return self.may(described.permission) or (
            own is not None and may_for_any_organization(self.actor, own, self.community)
        )

    def may_number(self, indicator: KeptObject) -> bool:
        """True where this reader may change this indicator's numbers: all, or those of the own organization."""
        described, owner = ROW_KINDS["observations"], str(indicator.content.get("owner", ""))
        own = described.own_permission
        if self.may(described.permission):
            return True
        is_in_use = any(one.id == owner for one in self.objects("organizations"))
        return own is not None and is_in_use and may(self.actor, own, self.community, organization_id=owner)

    def opens(self, change: ChangeFacts) -> bool:
        """True where what was changed opens to this reader as something to change."""
        if kind := OBJECT_KINDS.get(change.kind):
            return self.may_change(kind, change.key)
        if change.kind == "observations" and not self.may(ROW_KINDS["observations"].permission):
            return any(self.may_number(one) for one in self.objects("indicators") if one.id == change.key)
        return change.kind in ROW_KINDS and self.may_keep_rows(change.kind)

    def address(self, name: str, *parts: str) -> str:
        """An address of this desk by its name."""
        return reverse(name, args=[self.community_id, *parts])

    def answer(self, template: str, page: object, status: int = 200) -> HttpResponse:
        """Draw a page of the desk; no copy of it is kept anywhere."""
        context = {"page": page, "base": "base.html", "desk": self}
        response = render(self.request, f"pages/desk/{template}", context, status=status)
        response.headers["Cache-Control"] = "private, no-store"
        return response


def opened(request: HttpRequest, community_id: str) -> Desk:
    """The desk, for whoever may open the community and read its history; others meet no page, or are told who may."""
    actor = reader_of(request)
    community = community_for(community_id, reader=actor)
    if community is None:
        raise not_found()
    require(actor, Permission.READ_HISTORY, community)
    request.community = community  # type: ignore[attr-defined]
    return Desk(request, actor, community)


def kind_named(name: str, desk: Desk) -> ObjectKind:
    """A kind of object by its name in addresses, for who may read it at this desk."""
    kind = OBJECT_KINDS.get(name)
    if kind is None:
        raise not_found()
    require(desk.actor, kind.reading, desk.community)
    return kind
