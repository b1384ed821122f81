"""What people do to one object of a community: make it, change it, retire it, restore it, put it in order.

Who saves says which version they saw. Where another version stands by now nothing is stored, and they are shown what
the others changed and how both go together; so nothing is lost that somebody had not seen. Nothing is deleted: a
retired object keeps its place in what points to it, and can be restored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from groundswell.apps.indicators.models import Indicator, Membership
from groundswell.apps.packages.actions.checking import checked_object
from groundswell.apps.packages.actions.recording import Changed, answered, record_change
from groundswell.apps.packages.actions.refusals import contradicted_numbers, refuse_to_break, refuse_to_retire
from groundswell.apps.packages.actions.storing import store_object
from groundswell.apps.packages.queries.history import sorts_of
from groundswell.apps.packages.queries.kinds import OBJECT_KINDS, ObjectKind
from groundswell.apps.packages.queries.objects import KeptObject, kept_object, object_of, objects_of
from groundswell.apps.packages.queries.references import retired_references
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.models import Change, Community
from groundswell.apps.people.queries import Actor, may, may_for_any_organization, not_retired, require, require_any
from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.merging import Content, Merge, differences, merged, version_of, without_blanks
from groundswell.core.permissions import Permission
from groundswell.exchange.package.cells import ID_LENGTH, id_made_from, problem_with
from groundswell.exchange.package.columns import identifier

POWERS = frozenset({"communication_power", "proxy_power", "data_power"})
_TAKEN_BY_ADDRESSES = frozenset({"new", "propose"})  # /desk/results/new/ leads to a form
_HISTORY_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Saving:
    """What came of saving one object.

    `status` is stored, unchanged, refused (see `findings`) or clash (see `merge`). `object` is the object as it stands
    now; after a clash its version is what to send next time.
    """

    status: str
    findings: list[Finding] = field(default_factory=list)
    object: KeptObject | None = None
    merge: Merge | None = None
    change_id: str = ""

    @property
    def is_done(self) -> bool:
        """True where the object stands as it was sent."""
        return self.status in ("stored", "unchanged")


def _refused(findings: list[Finding]) -> Saving:
    return Saving("refused", findings)


def kind_named(kind: str) -> ObjectKind:
    """The kind of that name; raises RefusalError where there is none."""
    if kind not in OBJECT_KINDS:
        raise RefusalError(error(f"there is no kind {kind!r}", f"the kinds are {', '.join(OBJECT_KINDS)}"))
    return OBJECT_KINDS[kind]


def save_object(
    *,
    community_id: str,
    kind: str,
    object_id: str,
    content: Mapping[str, Any],
    version: str = "",
    base: Mapping[str, Any] | None = None,
    by: Actor,
) -> Saving:
    """Make an object (a blank `version`) or change the version that was seen.

    `content` is the whole object; a field that is absent or blank is cleared. `base` is the content they began from,
    found in the history where it is not given. A new object without an id gets one made from its name. Raises
    NotAllowedError where the actor may not.
    """

    def change() -> Saving:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            described = kind_named(kind)
            if version == "":
                return _make(described, community, object_id, content, by)
            return _change(described, community, object_id, content, version, base, by)

    return answered(change, _refused)


def _make(described: ObjectKind, community: Community, object_id: str, content: Mapping[str, Any], by: Actor) -> Saving:
    _require_to_make(described, community, content, by)
    name = object_id or str(content.get(described.id_field) or "") or new_id(described, community, content)
    if finding := _problem_with_id(described, community, name):
        return _refused([finding])
    whole, findings = checked_object(described, community, name, content)
    if has_errors(findings):
        return Saving("refused", findings)
    findings += retired_references(community, described, whole, None)
    return _store(described, community, name, None, whole, "made", by, findings)


def _require_to_make(described: ObjectKind, community: Community, content: Mapping[str, Any], by: Actor) -> None:
    """Whoever may change the kind; where organizations make their own, whoever answers for the one that is named."""
    if described.own_makes and all(map(described.is_of_maker, without_blanks(content))):
        owner, (wide, own) = described.owner_of(dict(content)), described.turning
        if not owner and not may(by, wide, community) and may_for_any_organization(by, own, community):
            raise RefusalError(error("is blank", "choose your own organization", column=described.owner_field))
        require_any(by, (wide, own), community, owner)
        return
    require(by, described.permission, community)


def _problem_with_id(described: ObjectKind, community: Community, name: str) -> Finding | None:
    column = described.id_field
    if problem := problem_with(identifier(column), name):
        return error(*problem, column=column)
    if name in _TAKEN_BY_ADDRESSES:
        return error("is taken by an address of the desk", "choose another id", column=column)
    if object_of(community, described.name, name) is not None or described.model is None:
        return error(f"{name!r} is taken", "choose another id, or change the one that stands", column=column)
    return None


def new_id(described: ObjectKind, community: Community, content: Mapping[str, Any]) -> str:
    """An id made from what people call the object, with a number behind where it is taken."""
    made = id_made_from(described.title(without_blanks(content))) or described.singular
    name, number = made, 2
    while object_of(community, described.name, name) is not None or name in _TAKEN_BY_ADDRESSES:
        ending = f"-{number}"
        name, number = f"{made[: ID_LENGTH - len(ending)].strip('-')}{ending}", number + 1
    return name


def _change(
    described: ObjectKind,
    community: Community,
    object_id: str,
    content: Mapping[str, Any],
    version: str,
    base: Mapping[str, Any] | None,
    by: Actor,
) -> Saving:
    now = object_of(community, described.name, object_id)
    began = _base_of(described, community, object_id, version, base, now)
    require_to_change(described, community, now, began, content, by)
    if now is None:
        return _refused([error(f"there is no {described.singular} {object_id!r}", "make it new, without a version")])
    findings = list(refuse_to_break(described, now, content))
    if has_errors(findings):
        return Saving("refused", findings, now)
    found, findings = checked_object(described, community, object_id, content)
    if described.model is Indicator and not has_errors(findings):
        findings += contradicted_numbers(community, now, found)
    if version != now.version:
        return Saving("clash", findings, now, _merge_of(began, found, now))
    if has_errors(findings):
        return Saving("refused", findings, now)
    _require_to_publish(described, community, now, found, by)
    findings += retired_references(community, described, found, now.content)
    whole = {**found, "retired": now.retired}
    return store_changed(described, community, now, whole, "changed", by, findings)


def _merge_of(began: Content | None, mine: Content, now: KeptObject) -> Merge:
    merge = merged(began, mine, now.whole())
    content = {name: part for name, part in merge.content.items() if name != "retired"}
    clashes = tuple(clash for clash in merge.clashes if clash.field != "retired")
    return Merge(content, clashes, merge.theirs_changed)


def _base_of(
    described: ObjectKind,
    community: Community,
    object_id: str,
    version: str,
    base: Mapping[str, Any] | None,
    now: KeptObject | None,
) -> Content | None:
    """What somebody began from: what stands where that is the version they saw, else what they say, else history."""
    if now is not None and now.version == version:
        return now.content
    if base is not None:
        return without_blanks(base)
    changes = Change.objects.filter(community=community, kind=described.name, key=object_id)
    for change in changes[:_HISTORY_LOOKED_AT]:
        for whole in (change.after, change.before):
            if whole is not None and version_of(whole) == version:
                return kept_object(described.name, object_id, whole).content
    return None


def require_to_change(
    described: ObjectKind,
    community: Community,
    now: KeptObject | None,
    began: Content | None,
    content: Mapping[str, Any],
    by: Actor,
) -> None:
    """Whoever may change the kind, or this one of it; ratings of an indicator may be given by more people.

    Whose own it is, is what stands `now`. Who changes it as their own changes only what is theirs to say.
    """
    changed: set[str] = set()
    if now is not None and began is not None:
        sent = {described.id_field: now.id, **content}
        changed = {each.field for each in differences(began, sent)}
    if described.own_permission is not None and now is not None:
        owner = described.owner_of(now.content)
        require_any(by, (described.permission, described.own_permission), community, owner)
        if all(map(described.is_own_field, changed)):
            return
    if described.model is Indicator and now is not None and began is not None and changed <= POWERS:
        require_any(by, (described.permission, Permission.RATE_INDICATORS), community, "")
        return
    require(by, described.permission, community)


def require_to_turn(described: ObjectKind, community: Community, now: KeptObject | None, by: Actor) -> None:
    """Whoever may take this one out of use and into use again: those who keep the kind, or whose own it is."""
    wanted = (Permission.PUBLISH_COMMUNITY,) if described.model is None else described.turning
    require_any(by, wanted, community, described.owner_of(now.content) if now else "")


def _require_to_publish(
    described: ObjectKind, community: Community, now: KeptObject, found: Mapping[str, Any], by: Actor
) -> None:
    """Who sees the community is for those to say who may publish it."""
    if described.model is None and now.content.get("visibility", "") != found.get("visibility", ""):
        require(by, Permission.PUBLISH_COMMUNITY, community)


def store_changed(
    described: ObjectKind,
    community: Community,
    before: KeptObject,
    whole: Mapping[str, Any],
    verb: str,
    by: Actor,
    findings: Sequence[Finding] = (),
) -> Saving:
    """Put a checked object away and remember it; what stands already so is left alone."""
    return _store(described, community, before.id, before, whole, verb, by, findings)


def _store(
    described: ObjectKind,
    community: Community,
    object_id: str,
    before: KeptObject | None,
    whole: Mapping[str, Any],
    verb: str,
    by: Actor,
    findings: Sequence[Finding] = (),
) -> Saving:
    if before is not None and version_of(whole) == before.version:
        return Saving("unchanged", list(findings), before)
    store_object(described, community, object_id, without_blanks(whole))
    after = object_of(community, described.name, object_id)
    assert after is not None  # it has just been stored
    if before is not None and after.version == before.version:
        return Saving("unchanged", list(findings), before)
    changed = Changed(described.name, object_id, verb, before.whole() if before else None, after.whole())
    fields = sorted({each.field for each in differences(changed.before, changed.after)}) if before else []
    change_id = record_change(changed, community=community, by=by, **({"fields": fields} if fields else {}))
    return Saving("stored", list(findings), after, change_id=change_id)


def retire_object(*, community_id: str, kind: str, object_id: str, version: str, by: Actor) -> Saving:
    """Take an object out of use from today on. What points to it stays; it can be restored.

    Refused where the community could not be shown without it. A community itself retires by those who may publish it.
    """
    return _turn(community_id, kind, object_id, version, by, timezone.localdate().isoformat(), "retired")


def restore_object(*, community_id: str, kind: str, object_id: str, version: str, by: Actor) -> Saving:
    """Take a retired object into use again."""
    return _turn(community_id, kind, object_id, version, by, "", "restored")


def _turn(community_id: str, kind: str, object_id: str, version: str, by: Actor, retired: str, verb: str) -> Saving:
    def change() -> Saving:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            described = kind_named(kind)
            now = object_of(community, kind, object_id)
            require_to_turn(described, community, now, by)
            if now is None:
                return _refused([error(f"there is no {described.singular} {object_id!r}", "check the id")])
            if now.version != version:
                return Saving("clash", [], now, _merge_of(None, now.content, now))
            if bool(now.retired) == bool(retired):
                return Saving("unchanged", [], now)
            if retired:
                refuse_to_retire(described, community, now)
            return store_changed(described, community, now, {**now.content, "retired": retired}, verb, by)

    return answered(change, _refused)


def reorder_objects(
    *,
    community_id: str,
    kind: str,
    ids: Sequence[str],
    by: Actor,
    result_id: str = "",
    seen: Sequence[str] | None = None,
) -> Saving:
    """Put results, groups, or the indicators of a result, in this order; what is not named comes after, as before.

    `seen` is the order that somebody saw: where another stands by now nothing is stored (status clash).
    """

    def change() -> Saving:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            described = kind_named(kind)
            require(by, described.permission, community)
            return _reorder(described, community, list(ids), by, result_id, seen)

    return answered(change, _refused)


def _reorder(
    described: ObjectKind,
    community: Community,
    ids: list[str],
    by: Actor,
    result_id: str,
    seen: Sequence[str] | None,
) -> Saving:
    if not described.is_ordered:
        return _refused([error(f"{described.name} have no order of their own", "they are sorted by name")])
    standing = order_of(community, described.name, result_id)
    unknown = [each for each in ids if each not in standing]
    if unknown or len(set(ids)) < len(ids):
        what = f"there is no {described.singular} {unknown[0]!r} here" if unknown else "one of them is named twice"
        return _refused([error(what, "name each once", column="ids")])
    if seen is not None and list(seen) != standing:
        theirs = differences({"ids": list(seen)}, {"ids": standing})
        return Saving("clash", merge=Merge({"ids": ids}, (), theirs))
    wanted = ids + [each for each in standing if each not in ids]
    before = sorts_of(community, described.name, wanted)
    after = {each: str(at) for at, each in enumerate(wanted, 1)}
    if before == after:
        return Saving("unchanged")
    store_sorts(described, community, after)
    changed = Changed(
        described.name,
        result_id,
        "reordered",
        {"ids": standing, "sorts": before},
        {"ids": wanted, "sorts": after},
    )
    return Saving("stored", change_id=record_change(changed, community=community, by=by, count=len(wanted)))


def order_of(community: Community, kind: str, result_id: str = "") -> list[str]:
    """The ids of the objects in use, in the order in which they stand; of one result's indicators where it is named."""
    found = [each.id for each in objects_of(community, kind)]
    if kind != "indicators" or not result_id:
        return found
    members = not_retired(Membership.objects.filter(community=community, result__public_id=result_id))
    wanted = set(members.values_list("indicator__public_id", flat=True))
    return [each for each in found if each in wanted]


def store_sorts(described: ObjectKind, community: Community, sorts: Mapping[str, str]) -> None:
    """Say where each object stands in the order."""
    for object_id, sort in sorts.items():
        kept = object_of(community, described.name, object_id)
        if kept is not None and kept.content.get("sort", "") != sort:
            store_object(described, community, object_id, without_blanks({**kept.whole(), "sort": sort}))
