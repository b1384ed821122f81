"""Three communities that must never meet, and everybody who might knock at their doors.

Everything in a community carries its canary: a word that stands nowhere else, so that a single stray letter of one
community in an answer about another is found by looking for the word. People carry a canary of their own, for fewer
may see them than may read the community.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone
from tests import cast
from tests.builders import MAPPING, indicator, package, series, story

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import (
    AccessToken,
    Appointment,
    Change,
    Community,
    Draft,
    EmergencyAccess,
    Invitation,
    Organization,
    Person,
)
from groundswell.apps.people.queries import PUBLIC, Actor, actor_of
from groundswell.core.permissions import Permission
from groundswell.core.roles import Role
from groundswell.web.drawing_library import edition

OWN, PUBLIC_ONE, PRIVATE_ONE, NO_ONE = "alder", "cedar", "birch", "nowhere"
VISIBILITY = {OWN: "private", PUBLIC_ONE: "public", PRIVATE_ONE: "private"}
RELATIONS = {"own": OWN, "public": PUBLIC_ONE, "private": PRIVATE_ONE, "none": NO_ONE}
DRAFT_CANARY = "Qzdraftqz"


# What stands in addresses of one's own account; of nobody's, since every persona asks for their own.
PARTS_OF_ACCOUNTS = {"key": "no-such-key", "uidb36": "1", "pk": "1", "provider_id": "nobody"}
# One object of each kind, where {0} is the id of the community.
STANDING = {
    "community": "{0}",
    "organizations": "{0}-library",
    "places": "{0}-hill",
    "groups": "{0}-black",
    "results": "{0}-ready",
    "indicators": "{0}-hunger",
    "strategies": "{0}-reading",
    "programs": "{0}-visits",
    "measures": "{0}-visited",
    "grants": "{0}-grant",
    "purposes": "{0}-exchange",
    "networks": "{0}-network",
    "mandates": "{0}-seat",
    "commitments": "{0}-promise",
    "framework": "{0}-element",
    "stories": "{0}-ready",
    "sources": "{0}-schools",
}


def canary(community_id: str) -> str:
    """The word that every object of a community carries."""
    return f"Qz{community_id}qz"


def name_canary(community_id: str) -> str:
    """The word in the name of the community itself, which those who run the installation may read."""
    return f"Qz{community_id}name"


def people_canary(community_id: str) -> str:
    """The word in the name and the address of everybody who takes part."""
    return f"Qz{community_id}people"


def said_canary(community_id: str, side: str) -> str:
    """The word in what one side said of the partnership of the two; the other side has not let anybody read it."""
    return f"Qz{community_id}said{side}qz"


Holds = dict[str, tuple[tuple[Role, str], ...]]


@dataclass(frozen=True)
class Persona:
    """Somebody at the door: how they ask, and what they hold, in words of the test's own.

    `holds` are the roles that count now, each with the organization it is held for, by community. It is written down
    here and not asked of the application, whose answers are what is judged.
    """

    name: str
    client: Client
    actor: Actor
    headers: dict[str, str] = field(default_factory=dict)
    person: Person | None = None
    holds: Holds = field(default_factory=dict)
    is_signed_in: bool = False  # in the browser
    is_administrator: bool = False
    speaks_by_token: bool = False
    may_write: bool = True

    def roles_in(self, community_id: str) -> tuple[tuple[Role, str], ...]:
        """What this persona holds there now."""
        return self.holds.get(community_id, ())


@dataclass
class World:
    """The communities, the personas, and the ids by which addresses name things."""

    communities: dict[str, Community]
    personas: dict[str, Persona]
    ids: dict[str, dict[str, str]]

    def ids_of(self, community_id: str) -> dict[str, str]:
        """What stands in an address for each of its parts; those of no community name what is nowhere."""
        return self.ids.get(community_id) or {
            name: value.replace(OWN, NO_ONE) if OWN in value else value for name, value in self.ids[OWN].items()
        }


def make_world() -> World:
    """Everything, new. Call it inside a transaction that is rolled back."""
    communities = {community_id: _community(community_id) for community_id in VISIBILITY}
    personas = {persona.name: persona for persona in _personas(communities)}
    ids = {community_id: _ids(communities[community_id]) for community_id in communities}
    return World(communities, personas, ids)


def _community(community_id: str) -> Community:
    mark = canary(community_id)
    parts = {name: f"{community_id}-{name}" for name in ("readiness", "hunger", "ready", "library", "clinic", "hill")}
    rows = [
        *series(indicator=parts["readiness"], note=f"note {mark}", quality=mark, source_id=f"{community_id}-schools"),
        *series(indicator=parts["hunger"], note=f"note {mark}"),
    ]
    told = {"definition": f"definition {mark}", "why_it_matters": f"why {mark}", "publisher": f"publisher {mark}"}
    carried = package(
        rows,
        community={
            "id": community_id,
            "name": f"{community_id.title()} {name_canary(community_id)}",
            "purpose": f"purpose {mark}",
            "place_id": f"{community_id}-city",
            "visibility": VISIBILITY[community_id],
        },
        indicators={
            parts["readiness"]: indicator(
                name=f"Readiness {mark}", result_ids=[parts["ready"]], owner=parts["library"], **told
            ),
            parts["hunger"]: indicator(name=f"Hunger {mark}", result_ids=[parts["ready"]], **told),
        },
        tables={
            "places": [
                {"place_id": f"{community_id}-city", "name": f"City {mark}", "kind": "city"},
                {"place_id": parts["hill"], "name": f"Hill {mark}", "kind": "neighborhood"},
            ],
            "groups": [{"group_id": f"{community_id}-black", "dimension": "race", "label": f"Group {mark}"}],
            "results": [
                {"result_id": parts["ready"], "statement": f"Children are ready {mark}", "population": f"All {mark}"}
            ],
            "organizations": [
                {"organization_id": parts["library"], "name": f"Library {mark}", "roles": "provider"},
                {"organization_id": parts["clinic"], "name": f"Clinic {mark}", "roles": "provider; funder"},
            ],
            "targets": [{"subject": "indicator", "subject_id": parts["readiness"], "period": "2025", "value": "70"}],
            "strategies": [
                {"strategy_id": f"{community_id}-reading", "result_ids": parts["ready"], "name": f"Reading {mark}"}
            ],
            "programs": [
                {"program_id": f"{community_id}-visits", "organization_id": parts["library"],
                 "strategy_ids": f"{community_id}-reading", "name": f"Visits {mark}"},
                {"program_id": f"{community_id}-tutoring", "organization_id": parts["library"],
                 "name": f"Tutoring {mark}", "published": "true"},
            ],
            "grants": [
                {"grant_id": f"{community_id}-grant", "funder_id": parts["clinic"], "recipient_id": parts["library"],
                 "program_ids": f"{community_id}-visits"}
            ],
            "measure_adoptions": [
                {"program_id": f"{community_id}-visits", "measure_id": f"{community_id}-visited", "use": "menu"}
            ],
            "purposes": [{"purpose_id": f"{community_id}-exchange", "label": f"Exchange {mark}", "step": "1"}],
            "partnerships": [
                {"partnership_id": f"{community_id}-pair", "organization_id": parts["library"],
                 "partner_id": parts["clinic"], "name": f"Pair {mark}"}
            ],
            "partnership_purposes": [
                {"partnership_id": f"{community_id}-pair", "since": "2024-05-01",
                 "purpose_id": f"{community_id}-exchange"}
            ],
            "partnership_notes": [
                {"partnership_id": f"{community_id}-pair", "date": "2024-05-01", "recorded_by": parts[side],
                 "level": "4", "activity": said_canary(community_id, side),
                 "next_step": said_canary(community_id, side)}
                for side in ("library", "clinic")
            ],
            "partnership_consents": [  # of one of the two, which is not enough
                {"partnership_id": f"{community_id}-pair", "organization_id": parts["library"], "since": "2024-05-01",
                 "readers": "everyone"}
            ],
            "contributions": [
                {"link_id": f"{community_id}-link", "program_id": f"{community_id}-tutoring", "served": "300",
                 "indicator_id": parts["hunger"], "mechanism": f"mechanism {mark}", "effect_kind": "risk_ratio",
                 "effect": "0.75"}
            ],
            "contribution_notes": [
                {"note_id": f"{community_id}-doubt", "link_id": f"{community_id}-link", "version": "1",
                 "date": "2024-05-01", "step": "challenge", "text": f"doubt {mark}"}
            ],
            "scenarios": [
                {"scenario_id": f"{community_id}-plan", "indicator_id": parts["hunger"], "name": f"plan {mark}"}
            ],
            "networks": [
                {"network_id": f"{community_id}-network", "name": f"Network {mark}", "members": parts["library"]}
            ],
            "mandates": [
                {"mandate_id": f"{community_id}-seat", "organization_id": parts["library"], "table": f"Council {mark}",
                 "representative": f"Lee {people_canary(community_id)}", "formal": "true", "can_commit": "resources",
                 "document": f"https://example.org/{people_canary(community_id)}"}
            ],
            "commitments": [
                {"commitment_id": f"{community_id}-promise", "organization_id": parts["library"], "kind": "resources",
                 "statement": f"promise {mark}", "indicator_id": parts["hunger"], "amount": "60", "unit": "people",
                 "program_id": f"{community_id}-visits", "made": "2024-01-10", "due": "2024-06-30",
                 "evidence": f"note {mark} https://example.org/{people_canary(community_id)}"}
            ],
            "network_questions": [{"question_id": f"{community_id}-trust", "wording": f"trust {mark}", "steps": "4"}],
            "framework": [
                {"element_id": f"{community_id}-element", "statement": f"element {mark}", "stance": "as_written"}
            ],
            "systems_scan": [
                {"organization_id": parts["library"], "service": f"Story hour {mark}", "ages": "3-5",
                 "place_id": parts["hill"], "capacity": "24"}
            ],
            "populations": [{"place_id": parts["hill"], "period": "2023", "count": "1000"}],
            "crosswalks": [
                {"from_place_id": parts["hill"], "to_place_id": f"{community_id}-city", "weight": "1",
                 "basis": "population"}
            ],
        },
        measures={
            f"{community_id}-visited": {"name": f"Visited {mark}", "question": "how_many", "unit": "number"}
        },
        sources={f"{community_id}-schools": MAPPING.replace("k-readiness", parts["readiness"]).replace("State", mark)},
        stories=(story(f"What we know {mark}.", id=parts["ready"], subject_id=parts["ready"]),),
    )  # fmt: skip
    loaded = load_package(package=carried, by=cast.COMMAND_LINE)
    assert loaded.is_done, loaded.findings
    return Community.objects.get(public_id=community_id)


def _personas(communities: dict[str, Community]) -> Iterator[Persona]:
    own, theirs, shown = communities[OWN], communities[PRIVATE_ONE], communities[PUBLIC_ONE]
    organizations = {row.public_id: row for row in Organization.objects.all()}
    library, clinic = organizations[f"{OWN}-library"], organizations[f"{OWN}-clinic"]
    yield Persona("public", Client(raise_request_exception=False), PUBLIC)
    yield _signed_in("stranger", cast.stranger())
    yield _signed_in("administrator", cast.administrator(), is_administrator=True)
    yield _signed_in("emergency", cast.emergency_administrator(own), {OWN: ((Role.VIEWER, ""),)}, is_administrator=True)
    yield _signed_in("expired_viewer", cast.expired_viewer(own))
    yield _signed_in("expired_steward", cast.expired_steward(own))
    gone = cast.deactivated_steward(own)
    yield Persona("deactivated", _client_of(gone), PUBLIC)
    for name, role, who in (
        ("steward", Role.STEWARD, cast.steward(own)),
        ("data_manager", Role.DATA_MANAGER, cast.data_manager(own)),
        ("analyst", Role.ANALYST, cast.analyst(own)),
        ("viewer", Role.VIEWER, cast.viewer(own)),
    ):
        yield _signed_in(name, who, {OWN: ((role, ""),)})
    for name, role, organization, who in (
        ("provider", Role.PROVIDER_DATA_MANAGER, library, cast.provider_data_manager(own, library)),
        ("other_provider", Role.PROVIDER_DATA_MANAGER, clinic, cast.other_provider_data_manager(own, clinic)),
        ("funder", Role.FUNDER, clinic, cast.funder(own, clinic)),
        ("partner_member", Role.PARTNER_MEMBER, clinic, cast.partner_member(own, clinic)),
    ):
        yield _signed_in(name, who, {OWN: ((role, organization.public_id),)})
    yield _signed_in("stranger_steward", cast.steward(theirs, "theirs"), {PRIVATE_ONE: ((Role.STEWARD, ""),)})
    spoken_for = cast.appointed(cast.person("Tess"), own, Role.STEWARD)
    yield _by_token("token_reader", spoken_for, {OWN: ((Role.STEWARD, ""),)}, may_write=False)
    yield _by_token("token_writer", spoken_for, {OWN: ((Role.STEWARD, ""),)})
    bound = {OWN: ((Role.STEWARD, ""),)}
    yield _by_token("token_bound_here", spoken_for, bound, community=own)
    yield _by_token("token_bound_elsewhere", spoken_for, {}, community=shown)
    theirs_steward = cast.appointed(cast.person("Tom"), theirs, Role.STEWARD)
    yield _by_token("token_stranger", theirs_steward, {PRIVATE_ONE: ((Role.STEWARD, ""),)})
    viewer = cast.appointed(cast.person("Tia"), own, Role.VIEWER)
    yield _by_token("token_viewer", viewer, {OWN: ((Role.VIEWER, ""),)})
    manager = cast.appointed(cast.person("Tim"), own, Role.DATA_MANAGER)
    yield _by_token("token_data_manager", manager, {OWN: ((Role.DATA_MANAGER, ""),)})
    provider = cast.appointed(cast.person("Tea"), own, Role.PROVIDER_DATA_MANAGER, organization=library)
    yield _by_token("token_provider", provider, {OWN: ((Role.PROVIDER_DATA_MANAGER, library.public_id),)})
    late = cast.appointed(cast.person("Tod"), own, Role.STEWARD, ended=cast.YESTERDAY)
    yield _by_token("token_expired_role", late, {})
    runs = cast.administrator("tokens")
    yield _by_token("token_administrator", runs, {})


def _signed_in(name: str, who: Person, holds: Holds | None = None, *, is_administrator: bool = False) -> Persona:
    return Persona(
        name,
        _client_of(who),
        actor_of(who),
        person=who,
        holds=holds or {},
        is_signed_in=True,
        is_administrator=is_administrator,
    )


def _by_token(
    name: str, who: Person, holds: Holds, *, may_write: bool = True, community: Community | None = None
) -> Persona:
    token, secret = cast.token_of(who, may_write=may_write, community=community)
    headers = {"Authorization": f"Bearer {secret}"}
    actor = actor_of(who, token=token)
    return Persona(
        name,
        Client(raise_request_exception=False),
        actor,
        headers,
        who,
        holds,
        speaks_by_token=True,
        may_write=may_write,
    )


def _client_of(who: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return client


def _ids(community: Community) -> dict[str, str]:
    """Ids of what stands in this community, by the names that addresses give them."""
    name = community.public_id
    sam = cast.steward(community, people_canary(name))
    held = Appointment.objects.get(person=sam)
    asked, secret = cast.invited(community, people_canary(name))
    token, _ = cast.token_of(sam, secret=f"{people_canary(name)}-secret", name=f"program {people_canary(name)}")
    Draft.objects.create(
        person=sam,
        community=community,
        kind="results",
        key=f"{name}-ready",
        content={"result_id": f"{name}-ready", "statement": f"A draft {DRAFT_CANARY} {canary(name)}"},
        saved=timezone.now(),
    )
    change = Change.objects.create(
        community=community,
        kind="results",
        key=f"{name}-ready",
        by=f"person:{sam.pk}",
        verb="changed",
        event=1,
        before={"result_id": f"{name}-ready", "statement": f"Before {canary(name)}"},
        after={"result_id": f"{name}-ready", "statement": f"After {canary(name)}"},
    )
    return {
        "community_id": name,
        "edition": edition(),
        "result_id": f"{name}-ready",
        "indicator_id": f"{name}-readiness",
        "organization_id": f"{name}-library",
        "element_id": f"{name}-element",
        "program_id": f"{name}-visits",
        "measure_id": f"{name}-visited",
        "period": "2025-Q1",
        "number": "1",
        "job_id": "00000000000000000000000000000000",
        "pair_id": "0" * 32,
        "link_id": f"{name}-link",
        "scenario_id": f"{name}-plan",
        "commitment_id": f"{name}-promise",
        "question_id": f"{name}-trust",
        "funder_id": f"{name}-clinic",
        "partnership_id": f"{name}-pair",
        "network_id": f"{name}-network",
        "place_id": f"{name}-hill",
        "group_id": f"{name}-black",
        "source_id": f"{name}-schools",
        "story_id": f"{name}-ready",
        "person_id": str(sam.pk),
        "appointment_id": str(held.pk),
        "invitation_id": str(asked.pk),
        "token_id": str(token.pk),
        "change_id": str(change.pk),
        "secret": secret,
        "access_id": str(access.pk) if (access := EmergencyAccess.objects.first()) else "",
        **{f"id of {kind}": found.format(name) for kind, found in STANDING.items()},
        **PARTS_OF_ACCOUNTS,
    }


__all__ = [
    "RELATIONS",
    "AccessToken",
    "Invitation",
    "Permission",
    "Persona",
    "World",
    "canary",
    "make_world",
    "people_canary",
]
