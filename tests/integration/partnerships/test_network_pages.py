"""The network as each reader may see it: nobody's figures change by an answer that they may not read."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.partners import consents, many_partners, network_package, note, organization, partnership

from groundswell.apps.packages.actions import load_package
from groundswell.apps.packages.actions.recording import Changed, record_change
from groundswell.apps.partnerships.models import NetworkAnswer, PartnershipConsent, PartnershipNote
from groundswell.apps.partnerships.queries.network import ground_of, network_page
from groundswell.apps.partnerships.queries.network_documents import network_document
from groundswell.apps.people.actions import renew_data_version
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import PUBLIC, Actor, NotAllowedError, actor_of
from groundswell.apps.scorecards.queries.partnerships.partners_document import partners_document
from groundswell.core.collaboration.ratings import Standing
from groundswell.core.roles import Role
from groundswell.web.views import partner_network

pytestmark = pytest.mark.django_db
NETWORK = "/elmwood/partners/network/"
CLINIC, LIBRARY, SCHOOL, UNITED = "clinic", "library", "school", "united-way"
OPEN, OURS = partnership(CLINIC, LIBRARY), partnership(CLINIC, SCHOOL)
SHUT, PUBLIC_PAIR = partnership(LIBRARY, SCHOOL), partnership(LIBRARY, UNITED)


@pytest.fixture
def elmwood() -> Community:
    """Four organizations: a partnership open to all who take part, one to the two, one to nobody, one to everybody."""
    rows = [
        organization(CLINIC, sector="health"), organization(LIBRARY, sector="education"),
        organization(SCHOOL, sector="education"), organization(UNITED, sector="philanthropy", roles="backbone"),
    ]  # fmt: skip
    notes = [
        note(OPEN, CLINIC, 5), note(OPEN, LIBRARY, 4), note(OURS, CLINIC, 6), note(OURS, SCHOOL, 3),
        note(SHUT, LIBRARY, 7), note(SHUT, SCHOOL, 7), note(PUBLIC_PAIR, LIBRARY, 4), note(PUBLIC_PAIR, UNITED, 4),
        note(PUBLIC_PAIR, LIBRARY, 6, on="2025-07-01"),
    ]  # fmt: skip
    let = [*consents(OPEN), *consents(OURS, "partners", "community"), *consents(SHUT, "everyone", "own"),
           *consents(PUBLIC_PAIR, "everyone")]  # fmt: skip
    questions = [{"question_id": "trust", "wording": "Do they keep their word?", "high_label": "always"}]
    loaded = load_package(
        package=network_package(rows, [OPEN, OURS, SHUT, PUBLIC_PAIR], notes, let, network_questions=questions),
        by=cast.COMMAND_LINE,
    )
    assert loaded.is_done, loaded.findings
    return Community.objects.get(public_id="elmwood")


def member(community: Community, name: str) -> Actor:
    row = Organization.objects.get(community=community, public_id=name)
    return actor_of(cast.appointed(cast.person(f"member of {name}"), community, Role.PARTNER_MEMBER, organization=row))


def document(community: Community, reader: Actor, **asked: str) -> dict[str, Any]:
    community.refresh_from_db()
    return network_document(network_page(community, reader=reader, **asked))


def told(found: dict[str, Any]) -> set[tuple[str, str, int | None, int | None]]:
    return {(tie["one_id"], tie["other_id"], tie["level_one"], tie["level_other"]) for tie in found["ties"]}


ALL_MAY = (LIBRARY, UNITED, 6, 4)


def test_each_reads_the_network_from_the_answers_that_both_sides_let_them_read(elmwood: Community) -> None:
    open_tie, ours = (CLINIC, LIBRARY, 5, 4), (CLINIC, SCHOOL, 6, 3)
    assert told(document(elmwood, PUBLIC)) == {ALL_MAY}
    assert told(document(elmwood, member(elmwood, UNITED))) == {ALL_MAY, open_tie}
    assert told(document(elmwood, member(elmwood, CLINIC))) == {ALL_MAY, open_tie, ours}
    assert told(document(elmwood, member(elmwood, LIBRARY))) == {ALL_MAY, open_tie, (LIBRARY, SCHOOL, 7, None)}
    assert told(document(elmwood, actor_of(cast.steward(elmwood)))) == {ALL_MAY, open_tie}


def test_an_organization_is_in_the_network_until_the_day_on_which_it_retires(elmwood: Community) -> None:
    rows = [organization(UNITED, retired="2025-08-01"), organization(LIBRARY)]
    assert load_package(package=network_package(rows, [], [], []), by=cast.COMMAND_LINE).is_done
    today, before = (document(elmwood, PUBLIC, on=on) for on in ("", "2025-07-31"))
    assert UNITED not in {one["organization_id"] for one in today["organizations"]}
    assert told(today) == set()
    assert told(before) == {ALL_MAY}


@pytest.mark.parametrize("first", ["?on=2025-07-01", "?play=1"])
def test_a_day_that_is_played_and_the_same_day_looked_at_each_have_their_own_organizations(
    elmwood: Community, first: str
) -> None:
    """What is played is today's organizations on earlier days; what is looked at, those of that day."""
    rows = [organization(UNITED, retired="2025-08-01"), organization(LIBRARY)]
    assert load_package(package=network_package(rows, [], [], []), by=cast.COMMAND_LINE).is_done
    page = Client()
    assert page.get(NETWORK + first).status_code == 200
    played, looked = (page.get(NETWORK + asked) for asked in ("?play=1", "?on=2025-07-01"))
    assert (played.status_code, looked.status_code) == (200, 200)
    assert "1 organization and its ties" in played.content.decode()
    assert "2 organizations and their ties" in looked.content.decode()


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_machine_that_asks_for_no_day_is_told_so_and_not_given_today(elmwood: Community, kind: str) -> None:
    asked = f"/api/v1/elmwood/partners/network.{kind}?on="
    assert Client().get(asked).status_code == 200
    refused = Client().get(f"{asked}2026-02-30")
    assert refused.status_code == 422
    assert json.loads(refused.content)["errors"][0]["pointer"] == "?on"


def test_every_page_of_partners_stands_within_partners(elmwood: Community) -> None:
    sam = Client()
    sam.force_login(cast.steward(elmwood))
    places = ("", "network/", "network/questions/", "mandates/", "commitments/", "networks/", "organizations/clinic/")
    for place in places:
        masthead = sam.get(f"/elmwood/partners/{place}").content.decode().split("</nav>")[0]
        current = "true" if place else "page"
        assert masthead.count("aria-current") == 1, place
        assert f'href="/elmwood/partners/" aria-current="{current}"' in masthead, place


def test_no_figure_picture_or_table_changes_by_an_answer_that_its_reader_may_not_read(elmwood: Community) -> None:
    readers = [PUBLIC, actor_of(cast.steward(elmwood)), member(elmwood, UNITED), member(elmwood, CLINIC)]
    before = [document(elmwood, reader) for reader in readers]
    pages = [_page(reader) for reader in readers]
    for level in ("1", "4"):
        PartnershipNote.objects.filter(partnership__public_id=SHUT["partnership_id"]).update(level=level)
        renew_data_version(elmwood)
        assert [document(elmwood, reader) for reader in readers] == before
        assert [_page(reader) for reader in readers] == pages
    PartnershipNote.objects.filter(partnership__public_id=SHUT["partnership_id"]).delete()
    renew_data_version(elmwood)
    assert [document(elmwood, reader) for reader in readers] == before


def _page(reader: Actor) -> str:
    client = Client()
    if reader.person is not None:
        client.force_login(reader.person)
    answer = client.get(NETWORK)
    assert answer.status_code == 200
    text = answer.content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    return main[: main.index('class="twins"')]  # the version of the data does change


def test_what_one_reader_may_read_is_never_handed_to_another(elmwood: Community) -> None:
    clinic, united = member(elmwood, CLINIC), member(elmwood, UNITED)
    for reader, others in ((clinic, united), (united, clinic)):
        document(elmwood, others)
        assert (told(document(elmwood, reader)) >= {(CLINIC, SCHOOL, 6, 3)}) is (reader is clinic)


def test_a_consent_that_is_taken_back_shuts_at_once_what_was_kept(elmwood: Community) -> None:
    assert told(document(elmwood, PUBLIC)) == {ALL_MAY}
    shut = consents(PUBLIC_PAIR, "everyone", "own", since=timezone.localdate().isoformat())
    rows = [organization(name) for name in (LIBRARY, UNITED)]
    assert load_package(package=network_package(rows, [PUBLIC_PAIR], [], shut), by=cast.COMMAND_LINE).is_done
    assert told(document(elmwood, PUBLIC)) == set()


def test_what_the_public_reads_is_kept_until_a_consent_is_taken_back(
    elmwood: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    anybody = Client()
    first = anybody.get(NETWORK).content
    with monkeypatch.context() as patch:
        patch.setattr(partner_network, "network_sheet", None)  # nothing is drawn anew
        assert anybody.get(NETWORK).content == first
    PartnershipConsent.objects.filter(partnership__public_id=PUBLIC_PAIR["partnership_id"]).update(readers="own")
    renew_data_version(elmwood, is_ground_moved=False)
    assert anybody.get(NETWORK).content != first


def test_who_takes_no_part_gets_no_document_of_all_about_partners(elmwood: Community) -> None:
    with pytest.raises(NotAllowedError):
        partners_document(elmwood, reader=PUBLIC, on=timezone.localdate(), today=timezone.localdate())


@pytest.mark.parametrize(
    ("kind", "is_read_anew"),
    [("observations", False), ("stories", False), ("organizations", True), ("partnerships", True), ("purposes", True)],
)
def test_only_what_may_move_the_network_has_it_read_anew(elmwood: Community, kind: str, is_read_anew: bool) -> None:
    kept, shown = ground_of(elmwood, reader=PUBLIC), elmwood.data_version
    record_change(Changed(kind, "any", "changed", None, None), community=elmwood, by=cast.COMMAND_LINE)
    changed = Community.objects.get(pk=elmwood.pk)
    assert changed.data_version != shown
    assert (ground_of(changed, reader=PUBLIC) is not kept) == is_read_anew


def test_any_day_can_be_looked_at_and_what_cannot_be_read_is_today(elmwood: Community) -> None:
    early = document(elmwood, PUBLIC, on="2025-04-01")
    assert told(early) == {(LIBRARY, UNITED, 4, 4)} and early["days"] == ["2025-03-01", "2025-07-01"]
    assert told(document(elmwood, PUBLIC, on="2024-01-01")) == set()
    for nonsense in ("tomorrow", "2999-01-01", "2025-02-30"):
        assert told(document(elmwood, PUBLIC, on=nonsense)) == {ALL_MAY}


def test_the_page_says_that_what_was_asked_for_is_no_day(elmwood: Community) -> None:
    client = Client()
    page = client.get(f"{NETWORK}?on=2025-02-30%3Cb%3E").content.decode()
    assert "“2025-02-30&lt;b&gt;” is no day; this is today." in page
    assert all(
        "is no day" not in client.get(f"{NETWORK}{on}").content.decode() for on in ("", "?on=", "?on=2025-04-01")
    )


def test_filters_leave_what_was_asked_for(elmwood: Community) -> None:
    clinic = member(elmwood, CLINIC)
    assert [one["organization_id"] for one in document(elmwood, clinic, sector="education")["organizations"]] == [
        LIBRARY, SCHOOL,
    ]  # fmt: skip
    found = document(elmwood, clinic, level="5")
    assert found["lowest_tie"] == 5 and {tie["standing"] for tie in found["ties"]} == {"unconfirmed"}
    everything = document(elmwood, clinic)
    for asked in ({"sector": "no such"}, {"purpose": "no such"}, {"level": "2"}, {"level": "x"}):
        assert document(elmwood, clinic, **asked) == everything


def test_only_who_takes_part_is_told_who_named_all_its_partners(elmwood: Community) -> None:
    rows = {one.public_id: one for one in Organization.objects.filter(community=elmwood)}
    NetworkAnswer.objects.create(
        community=elmwood, date="2025-03-01", from_organization=rows[UNITED], to_organization=rows[UNITED],
        question="roster", answer="complete",
    )  # fmt: skip
    renew_data_version(elmwood)
    assert told(document(elmwood, PUBLIC)) == {ALL_MAY}
    assert (CLINIC, UNITED, None, 2) in told(document(elmwood, member(elmwood, SCHOOL)))


def test_twins_say_what_the_page_says(elmwood: Community) -> None:
    page = Client().get(NETWORK).content.decode()
    assert "2 organizations hang together, by 1 tie that both sides confirm." in page
    said = json.loads(Client().get("/api/v1/elmwood/partners/network.json").content)
    assert said["figures"]["confirmed"] == 1 and said["figures"]["density"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert said["figures"]["without_backbone"]["cut_off"] == []
    rows = list(
        csv.DictReader(StringIO(Client().get("/api/v1/elmwood/partners/network/.csv").content.decode("utf-8-sig")))
    )
    assert [row["kind"] for row in rows] == ["organization", "organization", "tie"]
    assert (rows[2]["level_one"], rows[2]["level"], rows[2]["is_disputed"]) == ("6", "4", "true")


def test_an_empty_community_is_told_what_belongs_here(elmwood: Community) -> None:
    PartnershipNote.objects.all().delete()
    renew_data_version(elmwood)
    assert "Nothing to draw yet" in Client().get(NETWORK).content.decode()


def test_days_are_played_where_there_are_several(elmwood: Community) -> None:
    still, played = (Client().get(NETWORK + asked).content.decode() for asked in ("", "?play=1"))
    assert "net-frame" not in still and "?play=1#picture" in still
    assert played.count("net-of-2") == 2 and played.count("net-frame-1") == 2 and "Pause" in played


def test_hundreds_of_organizations_fit_on_a_page_and_the_rest_of_the_ties_in_the_file() -> None:
    assert load_package(package=many_partners(80, 400, 2), by=cast.COMMAND_LINE).is_done
    community = Community.objects.get(public_id="elmwood")
    page = network_page(community, reader=PUBLIC)
    ties = [tie for tie in page.network.ties if tie.standing() is not Standing.NO_TIE]
    text = Client().get(NETWORK).content.decode()
    assert f"{len(ties) - 150} more stand in the CSV file." in text and len(ties) > 200
    assert text.count("<h2") == text.count("</h2>") and "style=" not in text[text.index("<main") :]
