"""The lighter way through the door opens what the slow one opens, whatever was said and let, and reads no word."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.partners import network_package, organization, partnership

from groundswell.apps.packages.actions import load_package
from groundswell.apps.partnerships.models import Partnership, PartnershipConsent, PartnershipNote
from groundswell.apps.partnerships.queries import levels_of, said_of
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import PUBLIC, Actor, actor_of
from groundswell.core.collaboration.accounts import BACKBONE, LevelSaid
from groundswell.core.collaboration.words import READERS_FROM_NARROW, Readers
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 1)
NAMES = ("clinic", "library", "school", "union", "united-way")
TIMES = 6  # partnerships of the same two


def at_random(seed: int) -> Community:
    """Sixty partnerships of five organizations, about which anybody said, wrote down and let anything or nothing."""
    pairs = [partnership(*pair) | {"partnership_id": f"{'-'.join(pair)}-{time}"}
             for pair in combinations(NAMES, 2) for time in range(TIMES)]  # fmt: skip
    loaded = load_package(
        package=network_package([organization(name) for name in NAMES], pairs, [], []), by=cast.COMMAND_LINE
    )
    assert loaded.is_done, loaded.findings
    community, random = Community.objects.get(public_id="elmwood"), Random(seed)
    organizations = list(Organization.objects.filter(community=community))
    for one in Partnership.objects.filter(community=community).select_related("organization", "partner"):
        count = random.choice((0, 1, 2, 4, 9))
        PartnershipNote.objects.bulk_create([a_row(random, one, organizations) for _ in range(count)])
        PartnershipConsent.objects.bulk_create([
            PartnershipConsent(
                community=community, partnership=one, organization=side, since=TODAY - timedelta(days=back),
                readers=random.choice([*READERS_FROM_NARROW, *3 * [Readers.EVERYONE]]),
            )
            for side in (one.organization, one.partner)
            for back in random.sample((-1, 0, 30, 400), random.choice((0, 1, 1, 2)))
        ])  # fmt: skip
    Partnership.objects.filter(community=community, public_id__endswith="0").update(retired=TODAY - timedelta(days=9))
    return community


def a_row(random: Random, one: Partnership, organizations: list[Organization]) -> PartnershipNote:
    sides = (one.organization, one.partner)
    side = random.choice(sides)
    written = (side.public_id, side.public_id, f"{side.public_id} for both", BACKBONE, "", "clinic")
    return PartnershipNote(
        community=one.community, partnership=one, date=TODAY - timedelta(days=random.choice((0, 0, 100, 200, 400))),
        recorded_by=random.choice(written), on_behalf_of=random.choice((None, None, side, side, *organizations)),
        actor=random.choice((None, *sides)), level=random.choice(("", *"1234567")),
        activity=random.choice(("", "", "A plan")), evidence=random.choice(("", "", "Minutes")),
        wanted_level=random.choice(("", "6")), next_step=random.choice(("", "Meet")),
        retired=TODAY if random.random() < 0.1 else None,
    )  # fmt: skip


def readers(community: Community) -> dict[str, Actor]:
    clinic, library = (Organization.objects.get(community=community, public_id=name) for name in NAMES[:2])
    return {
        "anybody": PUBLIC,
        "the command line": cast.COMMAND_LINE,
        "the steward": actor_of(cast.steward(community)),
        "the clinic": actor_of(cast.partner_member(community, clinic, "clinic")),
        "a funder": actor_of(cast.appointed(cast.person("F"), community, Role.FUNDER, organization=library)),
    }


@pytest.mark.parametrize("seed", range(4))
def test_levels_alone_are_those_of_the_accounts_that_open(seed: int) -> None:
    community = at_random(seed)
    opened = {}
    for name, reader in readers(community).items():
        slow = said_of(community, reader=reader, on=TODAY)
        quick = {one.pair: one.levels for one in levels_of(community, reader=reader, on=TODAY)}
        assert quick == {
            one.pair: tuple(LevelSaid(each.day, each.side, each.recorded_by, each.level) for each in one.accounts)
            for one in slow
        }, name
        assert [(each.is_for_both, each.is_an_own_answer) for one in slow for each in one.accounts] == [
            (each.is_for_both, each.is_an_own_answer) for levels in quick.values() for each in levels
        ]
        opened[name] = sum(map(len, quick.values()))
    assert 0 < opened["anybody"] < opened["the steward"], "were all or nothing open, nothing would be proven"
    assert opened["anybody"] < opened["the clinic"]


def test_no_word_is_read_where_levels_are_all_that_is_asked_for() -> None:
    community = at_random(0)
    with CaptureQueriesContext(connection) as asked:
        levels_of(community, reader=PUBLIC, on=TODAY)
    (of_notes,) = [one["sql"] for one in asked if "partnershipnote" in one["sql"]]
    columns, _, _ = of_notes.partition(" FROM ")
    returned, _, _ = columns.partition("CASE")
    assert "CASE" in columns and not any(word in returned for word in ("activity", "evidence", "next_step"))
