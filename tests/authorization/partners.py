"""A community in which every word that a partner said of another carries a canary, and who may read which.

Each pair of organizations stands for one way in which two sides can have answered and consented. Who reads what is
written down here as a table, and not asked of the application.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from django.test import Client
from tests import cast
from tests.builders import indicator, package

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community, Organization, Person
from groundswell.apps.people.queries import PUBLIC, Actor, actor_of
from groundswell.core.roles import Role

TOWN, THIRD = "elmwood", "third"
OWN, PARTNERS, EVERYBODY_HERE, EVERYBODY = "own", "partners", "community", "everyone"
CONSENTS = (OWN, PARTNERS, EVERYBODY_HERE, EVERYBODY)
DAY, LATER, LONG_BEFORE = "2026-05-01", "2026-06-01", "2025-01-15"
LOW, HIGH = "2", "6"  # a level that is no tie, and one that is
PARTS = ("activity", "evidence", "step", "value")

# How a pair has answered: by which sides, and who wrote it down. `stale`: the far side answered too long ago.
BOTH, ONE, STALE, FOR_BOTH, BY_BACKBONE = "both", "one", "stale", "for-both", "by-backbone"


@dataclass(frozen=True)
class Said:
    """An account: of which pair, whose (blank: for both), who wrote it down, on which day, and whether it is shut
    until the other side answers."""

    pair: Pairing
    side: str  # near, far or blank
    recorded_by: str  # an organization's id, or backbone
    day: str
    is_answered: bool

    @property
    def mark(self) -> str:
        """The word that stands in everything this account says, and nowhere else."""
        return f"Qz{self.pair.id.replace('-', '')}{self.side or 'all'}qz"

    def by_itself(self) -> Said:
        """The same, as if both sides had written down their own: so answers to questions are given."""
        answered = self.is_answered or self.pair.how == BY_BACKBONE
        return replace(self, recorded_by=self.pair.organization(self.side), is_answered=answered)

    def word(self, part: str) -> str:
        """The word of one part of what it says."""
        return f"{self.mark}{part}"


@dataclass(frozen=True)
class Pairing:
    """Two organizations, whom each lets read, and how they have answered."""

    number: int
    near_lets: str
    far_lets: str
    how: str

    @property
    def id(self) -> str:
        """The partnership's."""
        return f"pair-{self.number:02}"

    @property
    def near(self) -> str:
        """The organization whose partnership it is."""
        return f"near-{self.number:02}"

    @property
    def far(self) -> str:
        """Its partner."""
        return f"far-{self.number:02}"

    def organization(self, side: str) -> str:
        """The id of a side."""
        return self.near if side == "near" else self.far

    def accounts(self) -> tuple[Said, ...]:
        """Everything that was said."""
        near = Said(self, "near", self.near, DAY, self.how == BOTH)
        match self.how:
            case "both":
                return (near, Said(self, "far", self.far, LATER, True))
            case "one":
                return (near,)
            case "stale":  # the far side's answer is from long before; for it the near side's is a later one
                return (near, Said(self, "far", self.far, LONG_BEFORE, True))
            case "for-both":
                return (Said(self, "", "backbone", DAY, True),)
            case _:  # what was written down for the near side is no answer of its own, and opens nothing
                return (Said(self, "near", "backbone", DAY, True), Said(self, "far", self.far, LATER, False))


def pairings(sample: int | None = None, seed: int = 7) -> tuple[Pairing, ...]:
    """Every combination of two consents, answered by both or by one; and the three other ways to have answered, with
    every consent. A sample has at least one of each way and of each narrower consent."""
    wholes = [(near, far, how) for near, far, how in product(CONSENTS, CONSENTS, (BOTH, ONE))]
    wholes += [(lets, lets, how) for lets, how in product(CONSENTS, (STALE, FOR_BOTH, BY_BACKBONE))]
    if sample is not None:
        chance = random.Random(seed)
        always = [(lets, lets, how) for lets, how in product(CONSENTS, (BOTH,))]
        always += [(EVERYBODY, EVERYBODY, how) for how in (ONE, STALE)]
        always += [(chance.choice(CONSENTS), "", how) for how in (FOR_BOTH, BY_BACKBONE)]
        always = [(near, far or near, how) for near, far, how in always]
        rest = [one for one in wholes if one not in always]
        wholes = [*always, *chance.sample(rest, max(0, sample - len(always)))]
    return tuple(Pairing(number, *whole) for number, whole in enumerate(wholes))


@dataclass(frozen=True)
class Reader:
    """Somebody who asks: for which side of every pair they speak, and what else they are to the community."""

    name: str
    client: Client
    actor: Actor
    speaks_for: str = ""  # near, far, third or nobody
    takes_part: bool = False
    writes_for_the_backbone: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def may_read(self, said: Said) -> bool:
        """The table of who reads an account, in words of the test's own."""
        is_side = self.speaks_for in {"near", "far"}
        if is_side and self.speaks_for == said.side and said.recorded_by != "backbone":
            return True  # what they said themselves
        if is_side and said.side in {"", self.speaks_for}:
            return True  # what was recorded for them, or for both
        if self.writes_for_the_backbone and said.recorded_by == "backbone":
            return True
        if not said.is_answered:
            return False
        narrower = min((said.pair.near_lets, said.pair.far_lets), key=CONSENTS.index)
        return {
            OWN: False,
            PARTNERS: is_side,
            EVERYBODY_HERE: is_side or self.takes_part,
            EVERYBODY: True,
        }[narrower]


@dataclass
class Town:
    """The community, its pairs, everything said, and everybody who may ask."""

    community: Community
    pairs: tuple[Pairing, ...]
    readers: dict[str, Reader]

    def said(self) -> Iterator[Said]:
        """Every account."""
        for pair in self.pairs:
            yield from pair.accounts()

    def shut_to(self, reader: Reader) -> list[Said]:
        """What a reader may not read."""
        return [one for one in self.said() if not reader.may_read(one)]


def rows_of(said: Said, *, level: str = HIGH, turned: bool = False) -> list[dict[str, str]]:
    """One account as a package holds it; `turned`, it says something else, at another level, in more cells."""
    side = said.pair.organization(said.side) if said.side else ""
    key = {"partnership_id": said.pair.id, "date": said.day, "recorded_by": said.recorded_by}
    if said.recorded_by == "backbone":
        key["on_behalf_of"] = side
    more = " and much else" if turned else ""
    cell = {"level": level, "activity": f"We meet {said.word('activity')}{more}",
            "evidence": f"Minutes {said.word('evidence')}{more}",
            "since": "2024-01-01" if turned else "2023-01-01"}  # fmt: skip
    step = {"wanted_level": "3" if turned else "7", "next_step": f"We ask {said.word('step')}{more}"}
    cells = [{**key, **cell}, {**key, **step}]
    return [*cells, {**key, "level": "1", "activity": f"Old {said.word('activity')}"}] if turned else cells


def answers_of(said: Said, *, turned: bool = False) -> list[dict[str, str]]:
    """What a side answered about the other: trust as a number, value in words of its own."""
    if not said.side:
        return []
    mine, theirs = said.pair.organization(said.side), said.pair.organization("far" if said.side == "near" else "near")
    key = {"date": said.day, "from_organization_id": mine, "to_organization_id": theirs}
    return [
        {**key, "question": "trust", "answer": "1" if turned else "4"},
        {**key, "question": "value", "answer": f"worth {said.word('value')}{' and more' if turned else ''}"},
    ]


def make_town(pairs: tuple[Pairing, ...]) -> Town:
    """Everything, new. Call it inside a transaction that is rolled back."""
    names = [name for pair in pairs for name in (pair.near, pair.far)]
    said = [one for pair in pairs for one in pair.accounts()]
    outcome = load_package(by=cast.COMMAND_LINE, package=package(
        community={"id": TOWN, "visibility": "public", "public_promises": "true"},
        indicators={"k-readiness": indicator(owner=names[0])},
        tables={
            "organizations": [{"organization_id": name, "name": f"House {name}", "roles": "provider",
                               "sector": "health" if name.startswith("near") else "education"}
                              for name in [*names, THIRD]]
            + [{"organization_id": "hub", "name": "Hub", "roles": "backbone"}],
            "strategies": [{"strategy_id": "reading", "result_ids": "ready", "name": "Reading"}],
            "programs": [{"program_id": "visits", "organization_id": names[0], "name": "Visits", "published": "true"}],
            "grants": [{"grant_id": "grant", "funder_id": names[1], "recipient_id": names[0], "program_ids": "visits"}],
            "measure_adoptions": [{"program_id": "visits", "measure_id": "visited", "use": "menu"}],
            "contributions": [{"link_id": "link", "program_id": "visits", "indicator_id": "k-readiness",
                               "mechanism": "By reading", "served": "300"}],
            "scenarios": [{"scenario_id": "plan", "indicator_id": "k-readiness", "name": "A plan"}],
            "purposes": [{"purpose_id": "sharing", "label": "Sharing", "step": "1"}],
            "partnerships": [{"partnership_id": pair.id, "organization_id": pair.near, "partner_id": pair.far}
                             for pair in pairs],
            "partnership_consents": [
                {"partnership_id": pair.id, "organization_id": pair.organization(side), "since": LONG_BEFORE,
                 "readers": lets} for pair in pairs for side, lets in (("near", pair.near_lets), ("far", pair.far_lets))
            ],
            "partnership_purposes": [{"partnership_id": pairs[0].id, "since": DAY, "purpose_id": "sharing"}],
            "partnership_notes": [row for one in said for row in rows_of(one)],
            "network_questions": [{"question_id": name, "wording": f"How about {name}?", "steps": "5"}
                                  for name in ("trust", "value")],
            "network_answers": [row for one in said for row in answers_of(one)]
            + [{"date": DAY, "from_organization_id": names[0], "to_organization_id": names[0], "question": "roster",
                "answer": "complete"}],
            "networks": [{"network_id": "net", "name": "The net", "members": f"{names[0]}; {names[1]}"}],
            "mandates": [{"mandate_id": "mandate", "organization_id": names[0], "representative": "Ana Invented",
                          "formal": "true", "document": "Letter", "can_commit": "resources", "since": DAY}],
            "commitments": [{"commitment_id": "commitment", "organization_id": names[0], "kind": "resources",
                             "statement": "Ten places", "indicator_id": "k-readiness", "amount": "10",
                             "unit": "people", "made": DAY, "status": "pledged"}],
            "framework": [{"element_id": "common-agenda", "stance": "adapted", "reason": "Ours", "owner": names[0]}],
            "systems_scan": [{"organization_id": names[0], "service": "Beds", "ages": "16-24", "capacity": "4"}],
        },
        measures={"visited": {"name": "Visited", "question": "how_many", "unit": "number"}},
    ))  # fmt: skip
    assert outcome.is_done, outcome.findings
    community = Community.objects.get(public_id=TOWN)
    return Town(community, pairs, {reader.name: reader for reader in _readers(community, pairs)})


def _readers(here: Community, pairs: tuple[Pairing, ...]) -> Iterator[Reader]:
    organizations = {row.public_id: row for row in Organization.objects.filter(community=here)}
    yield Reader("public", Client(raise_request_exception=False), PUBLIC)
    yield _person("stranger", cast.stranger())
    yield _person("administrator", cast.administrator())
    yield _person("emergency", cast.emergency_administrator(here))
    yield _person("viewer", cast.viewer(here))
    yield _person("analyst", cast.analyst(here), takes_part=True)
    yield _person("expired steward", cast.expired_steward(here))
    yield _person("steward", steward := cast.steward(here), takes_part=True, writes_for_the_backbone=True)
    yield _person("data manager", cast.data_manager(here), takes_part=True, writes_for_the_backbone=True)
    roles = (Role.PARTNER_MEMBER, Role.FUNDER, Role.PROVIDER_DATA_MANAGER)
    for side in ("near", "far", "third"):
        owners = (
            [organizations[THIRD]] if side == "third" else [organizations[pair.organization(side)] for pair in pairs]
        )
        for role in roles:
            who = cast.person(f"{side} {role}")
            for owner in owners:
                cast.appointed(who, here, role, organization=owner)
            yield _person(f"{side} {role}", who, takes_part=True, speaks_for=side)
    member = cast.appointed(cast.person("Tea"), here, Role.PARTNER_MEMBER, organization=organizations[pairs[0].near])
    for pair in pairs[1:]:
        cast.appointed(member, here, Role.PARTNER_MEMBER, organization=organizations[pair.near])
    for name, who, may_write, facts in (
        ("token of a steward, reading", steward, False, {}),
        ("token of a steward, writing", steward, True, {"writes_for_the_backbone": True}),
        ("token of the near side", member, True, {"speaks_for": "near"}),
    ):
        token, secret = cast.token_of(who, may_write=may_write)
        headers = {"Authorization": f"Bearer {secret}"}
        client = Client(raise_request_exception=False)
        yield Reader(name, client, actor_of(who, token=token), takes_part=True, headers=headers, **facts)


def _person(name: str, who: Person, *, speaks_for: str = "", **facts: bool) -> Reader:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return Reader(name, client, actor_of(who), speaks_for, **facts)
