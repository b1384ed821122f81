"""What is done to a partnership as such: opened by either side or by who keeps all, named, retired and restored."""

from __future__ import annotations

from typing import NoReturn

from django.utils import timezone

from groundswell.apps.partnerships.models import Partnership
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change, directory_of
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import (
    Actor,
    NotAllowedError,
    may,
    may_for_any_organization,
    not_retired,
    require,
    require_any,
)
from groundswell.core.collaboration.accounts import Pair
from groundswell.core.findings import Finding, error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.exchange.mapping.spellings import id_from, name_key
from groundswell.exchange.package.cells import problem_with_name
from groundswell.exchange.package.ids import free_id

CHANGING = (Permission.CHANGE_PARTNERSHIPS, Permission.CHANGE_OWN_PARTNERSHIPS)
LONGEST_NAME = 200  # characters
ACTION = "partnership"


def open_partnership(
    *, community_id: str, organization_id: str, partner_id: str = "", partner_name: str = "", name: str = "", by: Actor
) -> Saved:
    """Begin a partnership of an organization with another: one that is kept, or a new one by its name alone.

    `name` is for a partnership about one initiative; two organizations may have several, each by its own name. What is
    wrong comes back as findings by field. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require_side(by, community, organization_id)
            own = organization_in(community, organization_id, "organization_id")
            partner, is_new = _partner(community, own, partner_id, partner_name)
            return open_pair(community, own, partner, name, by, is_new=is_new)

    return saved(change)


def open_pair(
    community: Community, own: Organization, partner: Organization, name: str, by: Actor, *, is_new: bool = False
) -> Saved:
    """The work of `open_partnership` and of a worksheet that is loaded, which have asked."""
    name = _name(name)
    if own.pk == partner.pk:
        _refuse_oneself("partner_id")
    _refuse_again(community, own, partner, name)
    made = free_id(directory_of(Partnership, community), own.public_id, partner.public_id)
    Partnership.objects.create(community=community, public_id=made, organization=own, partner=partner, name=name)
    details = {"organization": partner.public_id} if is_new else {}
    record_saving(community, ACTION, by, partnership=made, verb="opened", **details)
    return Saved(made, is_changed=True)


def put_name(community: Community, row: Partnership, name: str, by: Actor) -> Saved:
    """Part of `describe_partnership`, which has asked: give a partnership a name, or take it away."""
    kept = _name(name)
    if row.name == kept:
        return Saved(row.public_id)
    _refuse_again(community, row.organization, row.partner, kept)
    row.name = kept
    row.save(update_fields=["name"])
    record_saving(community, ACTION, by, partnership=row.public_id, verb="renamed")
    return Saved(row.public_id, is_changed=True)


def retire_partnership(*, community_id: str, partnership_id: str, by: Actor) -> Saved:
    """Take a partnership out of use; all that was said is kept. Raises NotAllowedError."""
    return saved(lambda: _moved(community_id, partnership_id, by, is_retired=True))


def restore_partnership(*, community_id: str, partnership_id: str, by: Actor) -> Saved:
    """Bring a partnership back into use, with all that was said. Raises NotAllowedError."""
    return saved(lambda: _moved(community_id, partnership_id, by, is_retired=False))


def _moved(community_id: str, partnership_id: str, by: Actor, *, is_retired: bool) -> Saved:
    with alone_with(community_id):
        community, row = partnership_to_change(community_id, partnership_id, by)
        if (row.retired is not None) == is_retired:
            return Saved(partnership_id)
        if not is_retired:
            _refuse_again(community, row.organization, row.partner, row.name)
        row.retired = timezone.localdate() if is_retired else None
        row.save(update_fields=["retired"])
        record_saving(community, ACTION, by, partnership=partnership_id, verb="retired" if is_retired else "restored")
        return Saved(partnership_id, is_changed=True)


# What other actions of this room begin with


def partnership_to_change(community_id: str, partnership_id: str, by: Actor) -> tuple[Community, Partnership]:
    """The partnership that one of its sides, or who keeps all, is about to change."""
    community, row = partnership_known(community_id, partnership_id, by)
    pair = pair_of(row)
    sides = (pair.organization, pair.partner)
    if not any(may(by, each, community, organization_id=side) for each in CHANGING for side in sides):
        raise NotAllowedError(CHANGING[0], community)
    return community, row


def partnership_known(community_id: str, partnership_id: str, by: Actor) -> tuple[Community, Partnership]:
    """A partnership, for whoever takes part; refused where there is none. Raises NotAllowedError."""
    community = community_to_change(community_id, by)
    require(by, Permission.READ_PARTNERSHIPS, community)
    rows = Partnership.objects.filter(community=community).select_related("organization", "partner")
    row = rows.filter(public_id=partnership_id).first() if "\x00" not in partnership_id else None
    if row is None:
        raise RefusalError(error(sentence("there is no such partnership"), sentence("check the id")))
    return community, row


def require_to_speak(by: Actor, community: Community, organization_id: str) -> None:
    """Raise NotAllowedError unless the actor answers for this organization: nobody else does, not the operator."""
    require(by, Permission.CHANGE_OWN_PARTNERSHIPS, community, organization_id=organization_id)
    if by.is_operator:
        raise NotAllowedError(Permission.CHANGE_OWN_PARTNERSHIPS, community)


def pair_of(row: Partnership) -> Pair:
    """The two, by id."""
    return Pair(row.public_id, row.organization.public_id, row.partner.public_id)


def require_side(actor: Actor, community: Community, organization_id: str) -> None:
    """Raise NotAllowedError for who may not name partners of this organization; of none, where none is named yet."""
    if organization_id or not any(may_for_any_organization(actor, each, community) for each in CHANGING):
        require_any(actor, CHANGING, community, organization_id)


def organization_in(community: Community, organization_id: str, column: str) -> Organization:
    """An organization at work in the community; refused where there is none."""
    rows = not_retired(Organization.objects.filter(community=community))
    found = rows.filter(public_id=organization_id).first() if "\x00" not in organization_id else None
    if found is None:
        said = sentence("there is no such organization")
        raise RefusalError(error(said, sentence("choose one that is kept"), column=column))
    return found


def _partner(community: Community, own: Organization, partner_id: str, partner_name: str) -> tuple[Organization, bool]:
    """The partner, and whether it is new."""
    if partner_id and partner_name.strip():
        said = sentence("a partner is chosen from the list, and another name is typed")
        fix = sentence("choose “not in this list”, or leave the name blank")
        raise RefusalError(error(said, fix, column="partner_name"))
    if not partner_id and name_key(partner_name) == name_key(own.name):
        _refuse_oneself("partner_name")
    if partner_id:
        return organization_in(community, partner_id, "partner_id"), False
    return new_organization(community, partner_name, "partner_name"), True


def _refuse_oneself(column: str) -> NoReturn:
    said = sentence("an organization cannot be its own partner")
    raise RefusalError(error(said, sentence("name the other one"), column=column))


def new_organization(community: Community, name: str, column: str) -> Organization:
    """An organization of which nothing is known but its name; refused where one of that name is kept."""
    name = " ".join(name.split())
    if problem := _problem_with(name, column):
        raise RefusalError(problem)
    if not name:
        fix = sentence("choose a partner from the list, or type the name of a new one")
        raise RefusalError(error(sentence("no partner is named"), fix, column=column))
    known = {name_key(one.name): one for one in Organization.objects.filter(community=community)}
    if (same := known.get(name_key(name))) is not None:
        said = sentence("{name} is kept already", name=same.name)
        raise RefusalError(error(said, sentence("choose it from the list"), column=column))
    made = free_id(directory_of(Organization, community), id_from(name, "organization"))
    return Organization.objects.create(community=community, public_id=made, name=name)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if problem := _problem_with(name, "name"):
        raise RefusalError(problem)
    return name


def _problem_with(name: str, column: str) -> Finding | None:
    if steering := problem_with_name(name):
        return error(*steering, column=column)
    if len(name) > LONGEST_NAME:
        fix = sentence("keep it within {count} characters", count=str(LONGEST_NAME))
        return error(sentence("this name is too long"), fix, column=column)
    return None


def _refuse_again(community: Community, own: Organization, partner: Organization, name: str) -> None:
    sides = [own.pk, partner.pk]
    rows = not_retired(Partnership.objects.filter(community=community))
    for row in rows.filter(organization__in=sides, partner__in=sides):
        if name_key(row.name) == name_key(name):
            both = {"one": own.name or own.public_id, "other": partner.name or partner.public_id}
            said = sentence("{one} and {other} are named as partners already", **both)
            if row.name:
                said = sentence("{one} and {other} have a partnership called “{name}” already", name=row.name, **both)
            fix = sentence("answer for that one, or give this one a name of its own")
            raise RefusalError(error(said, fix, column="name" if name else "partner_id"))
