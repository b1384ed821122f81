"""Every action of the program, done as somebody: what is called, and who may.

An action is a public function of a room's `actions` that says in whose name it acts by a keyword `by`. Each stands here
or in `INSIDE`, where the reason is given; a new one fails the tests until somebody has thought about it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.authorization.deeds_of_contributions import deeds_of_contributions
from tests.authorization.deeds_of_networks import deeds_of_networks
from tests.authorization.deeds_of_partnerships import deeds_of_partnerships
from tests.authorization.deeds_of_programs import deeds_of_programs
from tests.authorization.judge import Access, Door, Only, Verdict, needs
from tests.authorization.world import NO_ONE, OWN, STANDING, Persona, World
from tests.builders import package, reading, series

import groundswell.apps
from groundswell.apps.indicators.actions import cast_ballot, freeze_baselines
from groundswell.apps.packages import actions as packages
from groundswell.apps.packages.queries import OBJECT_KINDS, object_of, rows_of
from groundswell.apps.packages.queries.kinds import ROW_KINDS
from groundswell.apps.partnerships import actions as partnerships
from groundswell.apps.people import actions as people
from groundswell.apps.people.actions import accounts, invitations
from groundswell.apps.people.actions.forgetting import forget_what_is_over
from groundswell.apps.people.models import Appointment, Change, Community, EmergencyAccess
from groundswell.apps.people.queries import Actor, NotAllowedError
from groundswell.core.permissions import Permission
from groundswell.core.roles import Role

Act = Callable[[World, str, Actor], Any]


@dataclass(frozen=True)
class Deed:
    """One action with its arguments, by name, and who may do it."""

    name: str
    act: Act
    access: Access


INSIDE = {
    "record_event": "writes what an action has done; it is no action",
    "record_change": "the same, with the history",
    "record_overwritten": "the same, for what a load has written over",
    "record_read": "keeps that somebody read; the page has asked before",
    "record_security_event": "keeps that somebody signed in or could not",
    "record_emergency_read": "keeps what is read under emergency access",
    "community_to_change": "the beginning of an action",
    "require_to_keep": "the check of an action",
    "change_rows": "the work of save_rows and undo_change, which checks by itself",
    "appoint": "the work of give_role, of invitations and of the first steward",
    "require_to_change": "the check of an action",
    "require_to_turn": "the check of an action",
    "object_as": "the work of undo_change, restore_version and undo_vote, which checks by itself",
    "put_back": "the work of undo_change and of taking a vote's closing back, which checks by itself",
    "settle_round": "the work of close_vote and close_measure_vote, which have checked",
    "reopen_round": "the work of undo_vote and undo_measure_vote, which have checked; it checks whose closing it was",
    "store_changed": "the work of actions that have checked",
    "start_run": "the work of store_reading",
    "in_person": "the beginning of an action",
    "program_to_change": "the beginning of an action on a program",
    "require_one": "the check of an action on a program",
    "require_to_compute": "the check of computing, for one program or for all",
    "compute_participation": "the work of compute_measures and link_people, which have checked",
    "roll_up_soon": "asks by ask_for_roll_ups, which checks, and begins what waits",
    "need_roll_ups": "notes within an allowed change that figures wait to be computed; computing asks by itself",
    "compute_what_changed": "the same, and begins it where its author may send records",
    "begin_jobs": "begins what waits; each job asks who it is",
    "link_soon": "asks by ask_for_linking, which checks, and begins what waits",
    "may_do": "asks whether waiting work is anything for this actor; the work asks again",
    "link_to_change": "the beginning of an action on a contribution link",
    "record_saving": "writes what an action has done on what people say",
    "open_pair": "the work of open_partnership and load_worksheet, which have checked",
    "partnership_known": "the beginning of an action on a partnership",
    "partnership_to_change": "the beginning of an action on a partnership as such",
    "planned": "what loading a worksheet would do, done and taken back; reads as who would load it",
    "put_account": "the work of give_account and load_worksheet; it checks who records",
    "put_name": "the work of describe_partnership, which has checked",
    "put_purpose": "the work of set_purpose, describe_partnership and load_worksheet, which have checked",
    "require_to_record": "the check of an action on an account",
    "require_to_speak": "the check of an action for one organization",
    "record_run": "keeps what was computed; it is no action",
}

MAPPING_OF_HUNGER = "indicator_id: {0}-hunger\nfile: a.csv\nperiod: {{column: Y}}\nvalue: {{column: V}}\n"
SAMPLES: dict[str, dict[str, Any]] = {
    "organizations": {"name": "New", "roles": ["provider"]},
    "places": {"name": "New"},
    "groups": {"label": "New", "dimension": "race"},
    "results": {"statement": "New"},
    "indicators": {"name": "New", "unit": "percent", "polarity": "higher"},
    "stories": {"text": "New", "subject": "community", "question": "story"},
    "strategies": {"name": "New"},
    "programs": {"name": "New"},
    "measures": {"name": "New", "question": "how_many", "unit": "number"},
    "grants": {"currency": "USD"},
    "purposes": {"label": "New"},
    "networks": {"name": "New"},
    "mandates": {"organization_id": "{0}-library", "table": "New"},
    "commitments": {"organization_id": "{0}-library", "statement": "New"},
    "framework": {"statement": "New", "stance": "as_written"},
    "sources": {"source_id": "new-one", "mapping": MAPPING_OF_HUNGER},
}  # fmt: skip
TITLES = {
    **{"community": "purpose", "groups": "label", "results": "statement"},
    **{"stories": "text", "sources": "mapping", "grants": "currency", "purposes": "label"},
    **{"mandates": "table", "commitments": "statement", "framework": "statement"},
}


def deeds() -> list[Deed]:
    """All of them."""
    of_programs = [Deed(*each) for each in deeds_of_programs()]
    of_programs += [Deed(*each) for each in deeds_of_contributions()]
    of_programs += [Deed(*each) for each in deeds_of_partnerships()]
    of_programs += [Deed(*each) for each in deeds_of_networks()]
    others = [*_history(), *_votes(), *_specification(), *_whole_communities(), *_people(), *_installation()]
    return [*_objects(), *_rows(), *of_programs, *others]


def every_action() -> set[str]:
    """The names of all functions that act in somebody's name."""
    found = set()
    for module in pkgutil.walk_packages(groundswell.apps.__path__, "groundswell.apps."):
        if ".actions" in module.name:
            loaded = importlib.import_module(module.name)
            for name, each in vars(loaded).items():
                if inspect.isfunction(each) and each.__module__ == module.name and not name.startswith("_"):
                    found |= {name} if "by" in inspect.signature(each).parameters else set()
    return found


def _changing(kind: str) -> Access:
    own = [OF_ONES_OWN[kind]] if kind in OF_ONES_OWN else []
    assert OBJECT_KINDS[kind].own_permission == OF_ONES_OWN.get(kind)
    return needs(PERMISSIONS[kind], *own, owner="library" if own else "")


# Said again here, so that a kind that asks for another permission is noticed.
PERMISSIONS = {
    "community": Permission.CHANGE_COMMUNITY,
    "organizations": Permission.CHANGE_ORGANIZATIONS,
    "places": Permission.CHANGE_PLACES,
    "groups": Permission.CHANGE_GROUPS,
    "results": Permission.CHANGE_RESULTS,
    "indicators": Permission.CHANGE_INDICATORS,
    "sources": Permission.CHANGE_SOURCES,
    "stories": Permission.CHANGE_STORIES,
    "targets": Permission.CHANGE_TARGETS,
    "populations": Permission.CHANGE_PLACES,
    "crosswalks": Permission.CHANGE_PLACES,
    "strategies": Permission.CHANGE_STRATEGIES,
    "programs": Permission.CHANGE_PROGRAMS,
    "measures": Permission.CHANGE_MEASURES,
    "grants": Permission.CHANGE_GRANTS,
    "purposes": Permission.CHANGE_PARTNERSHIPS,
    "measure_adoptions": Permission.CHANGE_MEASURES,
    "networks": Permission.CHANGE_NETWORKS,
    "mandates": Permission.CHANGE_MANDATES,
    "commitments": Permission.CHANGE_COMMITMENTS,
    "framework": Permission.CHANGE_SPECIFICATION,
    "systems_scan": Permission.CHANGE_SCAN,
}

OF_ONES_OWN = {
    "organizations": Permission.CHANGE_OWN_ORGANIZATION,
    "programs": Permission.CHANGE_OWN_PROGRAMS,
    "mandates": Permission.CHANGE_OWN_MANDATES,
    "commitments": Permission.CHANGE_OWN_COMMITMENTS,
}
MADE_BY_THEIR_OWN = {"mandates", "commitments"}


def _objects() -> Iterator[Deed]:
    for kind in OBJECT_KINDS:
        if kind != "community":
            making = _changing(kind) if kind in MADE_BY_THEIR_OWN else needs(PERMISSIONS[kind])
            yield Deed(f"save_object:make {kind}", _making(kind), making)
        yield Deed(f"save_object:change {kind}", _changed(kind), _changing(kind))
        retiring = needs(Permission.PUBLISH_COMMUNITY if kind == "community" else PERMISSIONS[kind])
        if kind in MADE_BY_THEIR_OWN:
            retiring = _changing(kind)
        yield Deed(f"retire_object:{kind}", _turned(kind, packages.retire_object), retiring)
        yield Deed(f"restore_object:{kind}", _turned(kind, packages.restore_object), retiring)
        drafting = _changing(kind)
        if kind == "indicators":
            drafting = needs(PERMISSIONS[kind], Permission.RATE_INDICATORS)
        if kind in OF_ONES_OWN:
            drafting = needs(PERMISSIONS[kind], OF_ONES_OWN[kind], any_organization=True)
        yield Deed(f"save_draft:{kind}", _drafted(kind), drafting)
    for field, given in (("published", "true"), ("strategy_ids", ""), ("organization_id", "{0}-clinic")):
        wide = needs(Permission.CHANGE_PROGRAMS)  # also of one's own program
        yield Deed(f"save_object:the {field} of a program", _program_with(field, given), wide)
    for field, given in (("organization_id", "{0}-clinic"), ("network_id", "{0}-network")):
        wide = needs(Permission.CHANGE_MANDATES)  # also of one's own mandate
        yield Deed(f"save_object:the {field} of a mandate", _with("mandates", field, given), wide)
        wide = needs(Permission.CHANGE_COMMITMENTS)  # also of what one's own organization promised
        yield Deed(f"save_object:the {field} of a commitment", _with("commitments", field, given), wide)
    yield Deed("remind_of_commitments", _reminded, needs(Permission.CHANGE_COMMITMENTS))
    yield Deed("save_object:rate an indicator", _rated, needs(Permission.CHANGE_INDICATORS, Permission.RATE_INDICATORS))
    yield Deed("save_object:publish", _published, needs(Permission.PUBLISH_COMMUNITY))
    for kind in ("results", "groups", "indicators"):
        yield Deed(f"reorder_objects:{kind}", _reordered(kind), needs(PERMISSIONS[kind]))
    yield Deed(
        "discard_draft", _discarded, Only("whoever has signed in and may open it", _reads_in_person, in_community=True)
    )


def _reads_in_person(persona: Persona, community_id: str) -> bool:
    from tests.authorization.judge import opens

    return persona.actor.person is not None and opens(persona, community_id)


def _making(kind: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        content = {
            name: value.format(community_id) if isinstance(value, str) else value
            for name, value in SAMPLES[kind].items()
        }
        return packages.save_object(community_id=community_id, kind=kind, object_id="", content=content, by=by)

    return act


def _now(kind: str, community_id: str) -> tuple[str, dict[str, Any], str]:
    object_id = STANDING[kind].format(community_id)
    community = Community.objects.filter(public_id=community_id).first()
    found = object_of(community, kind, object_id) if community else None
    return object_id, dict(found.content) if found else {}, found.version if found else "0" * 16


def _save(kind: str, community_id: str, by: Actor, **fields: Any) -> Any:
    object_id, content, version = _now(kind, community_id)
    return packages.save_object(
        community_id=community_id, kind=kind, object_id=object_id, content={**content, **fields}, version=version, by=by
    )


def _changed(kind: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        field = TITLES.get(kind, "name")
        text = SAMPLES["sources"]["mapping"].format(community_id) if kind == "sources" else "Another"
        return _save(kind, community_id, by, **{field: text})

    return act


def _program_with(field: str, given: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return _save("programs", community_id, by, **{field: given.format(community_id)})

    return act


def _with(kind: str, field: str, given: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return _save(kind, community_id, by, **{field: given.format(community_id)})

    return act


def _reminded(world: World, community_id: str, by: Actor) -> Any:
    return partnerships.remind_of_commitments(community_id=community_id, by=by)


def _rated(world: World, community_id: str, by: Actor) -> Any:
    return _save("indicators", community_id, by, proxy_power="high")


def _published(world: World, community_id: str, by: Actor) -> Any:
    return _save("community", community_id, by, visibility="unlisted")


def _turned(kind: str, action: Callable[..., Any]) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        object_id, _, version = _now(kind, community_id)
        return action(community_id=community_id, kind=kind, object_id=object_id, version=version, by=by)

    return act


def _drafted(kind: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        object_id, content, _ = _now(kind, community_id)
        return packages.save_draft(
            community_id=community_id, kind=kind, key=object_id, base=content, content={"name": "mine"}, by=by
        )

    return act


def _discarded(world: World, community_id: str, by: Actor) -> Any:
    return packages.discard_draft(community_id=community_id, kind="results", key=f"{community_id}-ready", by=by)


def _reordered(kind: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        result_id = f"{community_id}-ready" if kind == "indicators" else ""
        return packages.reorder_objects(community_id=community_id, kind=kind, ids=[], result_id=result_id, by=by)

    return act


def _rows() -> Iterator[Deed]:
    own = needs(Permission.CHANGE_OBSERVATIONS, Permission.CHANGE_OWN_OBSERVATIONS, owner="library")
    yield Deed("save_rows:observations of the library", _edited("observations", "readiness"), own)
    nobodys = needs(Permission.CHANGE_OBSERVATIONS)
    yield Deed("save_rows:observations of nobody's own", _edited("observations", "hunger"), nobodys)
    for kind in ("targets", "populations", "crosswalks", "measure_adoptions", "systems_scan"):
        yield Deed(f"save_rows:{kind}", _edited(kind, "readiness"), needs(PERMISSIONS[kind]))
    kinds = {"observations", "targets", "populations", "crosswalks", "measure_adoptions", "systems_scan"}
    assert kinds == set(ROW_KINDS)


def _edited(kind: str, indicator: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        indicator_id = f"{community_id}-{indicator}" if ROW_KINDS[kind].is_of_indicator else ""
        community = Community.objects.filter(public_id=community_id).first()
        standing = rows_of(community, kind, indicator_id)[:1] if community else ()
        edits = [packages.RowEdit(row.key, None, row.content) for row in standing]
        return packages.save_rows(community_id=community_id, kind=kind, edits=edits, indicator_id=indicator_id, by=by)

    return act


def _history() -> Iterator[Deed]:
    undoing = Only(
        "who may undo and change",
        lambda who, where: _may_all(who, where, Permission.UNDO_CHANGES, Permission.CHANGE_RESULTS),
        True,
    )
    yield Deed("undo_change:of somebody else", _undone, undoing)
    yield Deed("restore_version", _restored, needs(Permission.CHANGE_RESULTS))


def _may_all(persona: Persona, community_id: str, *permissions: Permission) -> bool:
    from tests.authorization.judge import verdict

    return all(verdict(persona, needs(each), community_id) is Verdict.DONE for each in permissions)


def _undone(world: World, community_id: str, by: Actor) -> Any:
    change_id = world.ids_of(community_id)["change_id"]
    _, content, _ = _now("results", community_id)
    Change.objects.filter(pk=change_id).update(after=content)  # as it stands, so that nothing but the right is wanting
    return packages.undo_change(community_id=community_id, change_id=change_id, by=by)


def _restored(world: World, community_id: str, by: Actor) -> Any:
    change_id = world.ids_of(community_id)["change_id"]
    return packages.restore_version(community_id=community_id, change_id=change_id, side="before", by=by)


def _votes() -> Iterator[Deed]:
    voting = Only("who may vote, in person or by a token", _votes_as_somebody, in_community=True)
    yield Deed("cast_ballot", _cast, voting)
    yield Deed("close_vote", _closed_vote, needs(Permission.CLOSE_VOTES))
    yield Deed("undo_vote", _vote_undone, needs(Permission.CLOSE_VOTES))


def _votes_as_somebody(persona: Persona, community_id: str) -> bool:
    return persona.actor.person is not None and _may_all(persona, community_id, Permission.VOTE_ON_INDICATORS)


def _cast(world: World, community_id: str, by: Actor) -> Any:
    return cast_ballot(
        community_id=community_id, result_id=f"{community_id}-ready", choices=[f"{community_id}-hunger"], by=by
    )


def _closed_vote(world: World, community_id: str, by: Actor) -> Any:
    return packages.close_vote(community_id=community_id, result_id=f"{community_id}-ready", headline=3, by=by)


def _vote_undone(world: World, community_id: str, by: Actor) -> Any:
    return packages.undo_vote(community_id=community_id, result_id=f"{community_id}-ready", by=by)


def _specification() -> Iterator[Deed]:
    yield Deed("take_up_elements", _taken_up, needs(Permission.CHANGE_SPECIFICATION))
    yield Deed("decide_about_element", _decided, needs(Permission.CHANGE_SPECIFICATION))


def _taken_up(world: World, community_id: str, by: Actor) -> Any:
    return packages.take_up_elements(community_id=community_id, bundle="five-conditions", by=by)


def _decided(world: World, community_id: str, by: Actor) -> Any:
    object_id, content, version = _now("framework", community_id)
    said = {**content, "stance": "waived", "reason": "We are few"}
    return packages.decide_about_element(
        community_id=community_id, element_id=object_id, content=said, version=version, by=by
    )


def _whole_communities() -> Iterator[Deed]:
    yield Deed("load_package", _loaded, Only("who keeps it, or makes it", _loads))
    yield Deed("load_package:new", _loaded_new, Only("who runs the installation", lambda who, _: who.is_administrator))
    yield Deed("store_reading", _read, needs(Permission.IMPORT_SOURCES))
    yield Deed("freeze_baselines", _frozen, needs(Permission.CHANGE_INDICATORS))


def _loads(persona: Persona, community_id: str) -> bool:
    if community_id == NO_ONE:
        return persona.is_administrator
    return _may_all(persona, community_id, Permission.LOAD_PACKAGE)


def _loaded(world: World, community_id: str, by: Actor) -> Any:
    return packages.load_package(package=package(community={"id": community_id}), by=by)


def _loaded_new(world: World, community_id: str, by: Actor) -> Any:
    return packages.load_package(package=package(community={"id": "brand-new"}), by=by)


def _read(world: World, community_id: str, by: Actor) -> Any:
    seen = reading(series(("50", "51"), indicator=f"{community_id}-hunger"), source=f"{community_id}-schools")
    mapping = SAMPLES["sources"]["mapping"].format(community_id)
    return packages.store_reading(reading=seen, community=community_id, by=by, mapping=mapping)


def _frozen(world: World, community_id: str, by: Actor) -> Any:
    community = Community.objects.filter(public_id=community_id).first()
    if community is None:
        raise NotAllowedError(Permission.CHANGE_INDICATORS)
    return freeze_baselines(community=community, by=by)


def _people() -> Iterator[Deed]:
    giving = needs(Permission.GIVE_ROLES)
    yield Deed("give_role", _gave, giving)
    yield Deed("end_role", _ended, giving)
    yield Deed(
        "invite_person:own",
        _invited("library"),
        needs(Permission.INVITE_PEOPLE, Permission.INVITE_OWN_PEOPLE, owner="library"),
    )
    yield Deed("invite_person:of nobody", _invited(""), needs(Permission.INVITE_PEOPLE))
    yield Deed("withdraw_invitation", _withdrew, needs(Permission.INVITE_PEOPLE))
    yield Deed("open_emergency_access", _opened, Door.ADMINISTRATOR)
    closing = Only("who runs the installation, and stewards in person", _closes_emergency)
    yield Deed("end_emergency_access", _closed, closing)


def _gave(world: World, community_id: str, by: Actor) -> Any:
    person_id = world.ids_of(community_id)["person_id"]
    return people.give_role(community_id=community_id, person_id=person_id, role=str(Role.VIEWER), by=by)


def _ended(world: World, community_id: str, by: Actor) -> Any:
    appointment_id = world.ids_of(community_id)["appointment_id"]
    return people.end_role(community_id=community_id, appointment_id=appointment_id, by=by)


def _invited(organization: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return invitations.invite_person(
            community_id=community_id,
            email="new@example.org",
            role=Role.PARTNER_MEMBER if organization else Role.VIEWER,
            organization_id=f"{community_id}-{organization}" if organization else "",
            by=by,
        )

    return act


def _withdrew(world: World, community_id: str, by: Actor) -> Any:
    invitation_id = world.ids_of(community_id)["invitation_id"]
    return invitations.withdraw_invitation(community_id=community_id, invitation_id=invitation_id, by=by)


def _opened(world: World, community_id: str, by: Actor) -> Any:
    EmergencyAccess.objects.all().delete()
    return people.open_emergency_access(
        community_id=community_id, reason="Nobody can sign in and the report is due.", hours=1, by=by
    )


def _closed(world: World, community_id: str, by: Actor) -> Any:
    opened = EmergencyAccess.objects.get(community__public_id=OWN)
    return people.end_emergency_access(access_id=opened.pk, by=by)


def _closes_emergency(persona: Persona, community_id: str) -> bool:
    held = [role for role, _ in persona.roles_in(OWN)]
    return persona.is_administrator or (Role.STEWARD in held and not persona.speaks_by_token)


def _installation() -> Iterator[Deed]:
    yield Deed("add_administrator", _administers, Door.OPERATOR)
    yield Deed("end_administrator", _administers_no_more, Door.OPERATOR)
    yield Deed("forget_what_is_over", lambda world, _, by: forget_what_is_over(by=by), Door.OPERATOR)
    yield Deed("make_community", _made, Door.ADMINISTRATOR)
    taking = Only("who runs the installation, and stewards", _takes_away)
    yield Deed("retire_community", _whole("retire_community"), taking)
    yield Deed("restore_community", _whole("restore_community"), Door.ADMINISTRATOR)
    yield Deed("appoint_first_steward", _first_steward, Door.ADMINISTRATOR)
    yield Deed("deactivate_person", _person_action("deactivate_person"), Door.ADMINISTRATOR)
    yield Deed("reactivate_person", _person_action("reactivate_person"), Door.ADMINISTRATOR)
    yield Deed("make_token", _token, Door.SIGNED_IN)
    yield Deed("revoke_token:of somebody else", _revoked, Door.OPERATOR)
    yield Deed(
        "change_own_reminders", lambda world, _, by: accounts.change_own_reminders(wanted=False, by=by), Door.SIGNED_IN
    )
    yield Deed("change_own_name", lambda world, _, by: accounts.change_own_name(name="New", by=by), Door.SIGNED_IN)
    yield Deed("end_own_sessions", lambda world, _, by: accounts.end_own_sessions(keep="", by=by), Door.SIGNED_IN)
    accepting = Only("whoever holds the secret", lambda who, where: True)
    yield Deed("accept_invitation:of nobody", _accepted, accepting)


def _administers(world: World, community_id: str, by: Actor) -> Any:
    return accounts.add_administrator(email="new@example.org", name="New", password="a long enough secret", by=by)


def _administers_no_more(world: World, community_id: str, by: Actor) -> Any:
    person = world.personas["administrator"].person
    assert person is not None
    return accounts.end_administrator(email=person.email, by=by)


def _made(world: World, community_id: str, by: Actor) -> Any:
    return packages.make_community(community_id="brand-new", name="New", by=by)


def _whole(name: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return getattr(people, name)(community_id=community_id, by=by)

    return act


def _takes_away(persona: Persona, community_id: str) -> bool:
    return persona.is_administrator or _may_all(persona, community_id, Permission.PUBLISH_COMMUNITY)


def _first_steward(world: World, community_id: str, by: Actor) -> Any:
    Appointment.objects.filter(community__public_id=OWN).delete()
    person = world.personas["stranger"].person
    assert person is not None
    return people.appoint_first_steward(community_id=OWN, email=person.email, by=by)


def _person_action(name: str) -> Act:
    def act(world: World, community_id: str, by: Actor) -> Any:
        return getattr(accounts, name)(person_id=world.ids_of(community_id)["person_id"], by=by)

    return act


def _token(world: World, community_id: str, by: Actor) -> Any:
    return people.make_token(name="new", by=by)


def _revoked(world: World, community_id: str, by: Actor) -> Any:
    return people.revoke_token(token_id=world.ids_of(community_id)["token_id"], by=by)


def _accepted(world: World, community_id: str, by: Actor) -> Any:
    return invitations.accept_invitation(secret="no such secret", by=by)


NO_COMMUNITY = ("there is no community", "there is no such community")
NOT_IN_PERSON = ("only a person", "only those who run", "administrators are named", "there is no such token", "a token")


def outcome(act: Act, world: World, community_id: str, by: Actor) -> Verdict:
    """Does it, and says which of the three came of it; whatever else stands in the way counts as done."""
    try:
        done = act(world, community_id, by)
    except NotAllowedError:
        return Verdict.REFUSED
    except people.RefusalError as refusal:
        findings = refusal.findings
    else:
        findings = list(getattr(done, "findings", []) or [])
    said = [str(getattr(each, "message", each)) for each in findings]
    if any(each.startswith(NO_COMMUNITY) for each in said):
        return Verdict.HIDDEN
    if any(each.startswith(NOT_IN_PERSON) for each in said):
        return Verdict.REFUSED
    return Verdict.DONE
