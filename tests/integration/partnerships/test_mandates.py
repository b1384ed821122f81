"""Who represents whom: what each reader learns of it, on the page, in JSON and in CSV; and networks of providers."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.builders import indicator, package, series

from groundswell.apps.packages.actions import load_package
from groundswell.apps.partnerships.models import Network
from groundswell.apps.people.models import Community, Organization, Person
from groundswell.apps.people.queries import PUBLIC, actor_of
from groundswell.apps.programs.models import Program
from groundswell.apps.scorecards.queries.partnerships.mandates import FORMAL, MandatesPage, mandates_page
from groundswell.apps.scorecards.queries.partnerships.networks import NetworkPage, network_page
from groundswell.apps.scorecards.queries.partnerships.partners_document import partners_document
from groundswell.apps.submissions.models import ParticipationTable
from groundswell.core.collaboration.words import CommitmentKind

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
PAGE, NETWORKS = "/elmwood/partners/mandates/", "/elmwood/partners/networks/"
TWIN = "/api/v1/elmwood/partners/mandates"
OWNERS = {"tutoring": "library", "visits": "school", "talks": "clinic", "choir": "church"}
NAMES = ("Okafor", "Lindqvist", "Haddad", "Moreau", "Ferreira")
SECRETS = (*NAMES, "example.org/resolution", "Resolution 12", "council", "Cabinet")
MANDATES = [
    {"mandate_id": "m1", "organization_id": "library", "table": "Children's Cabinet", "representative": "Lee Okafor",
     "formal": "true", "can_commit": "resources; practices", "document": "https://example.org/resolution",
     "since": "2025-01-01", "until": "2026-04-30"},
    {"mandate_id": "m2", "organization_id": "school", "table": "children's  cabinet", "representative": "Ida Lindqvist",
     "formal": "false", "can_commit": "resources", "document": "Resolution 12"},
    {"mandate_id": "m3", "network_id": "first", "table": "Health council", "representative": "Rana Haddad",
     "formal": "true"},
    {"mandate_id": "m4", "organization_id": "church", "table": "Health council", "representative": "Paul Moreau",
     "formal": "true", "can_commit": "priorities", "until": "2025-12-31"},
    {"mandate_id": "m5", "organization_id": "church", "table": "Health council", "representative": "Ana Ferreira",
     "formal": "true", "document": "javascript:alert(1)", "since": "2026-06-01"},
]  # fmt: skip
SHARED = {"name": "Went on", "question": "what_difference", "unit": "percent"}


def values(**counts: tuple[str, str]) -> list[dict[str, str]]:
    return [{"program_id": one, "measure_id": "went-on", "period": "2024", "numerator": top, "denominator": bottom,
             "value": str(100 * int(top) / int(bottom)), "state": "accepted"}
            for one, (top, bottom) in counts.items()]  # fmt: skip


def town(
    mandates: list[dict[str, str]] | None = None,
    counts: dict[str, tuple[str, str]] | None = None,
    published: str = "true",
    **tables: Any,
) -> Community:
    """Four providers with a program each; the clinic and the library are a network."""
    rows = [{**row, "numerator": "", "denominator": "4000"} for row in series()]
    outcome = load_package(
        package=package(
            rows,
            indicators={"k-readiness": indicator()},
            measures={"went-on": SHARED},
            tables={
                "organizations": [{"organization_id": one, "name": f"The {one}", "roles": "provider"}
                                  for one in OWNERS.values()]
                + [{"organization_id": "giver", "name": "The giver", "roles": "funder"}],
                "programs": [{"program_id": one, "organization_id": owner, "name": f"P {one}", "published": published}
                             for one, owner in OWNERS.items()],
                "purposes": [{"purpose_id": "one-system", "label": "One system", "step": "7"}],
                "networks": [{"network_id": "first", "name": "Family First", "members": "clinic; library",
                              "purpose_id": "one-system", "since": "2024-01-01", "common_entry": "One intake",
                              "measure_ids": "went-on"}],
                "measure_adoptions": [{"program_id": one, "measure_id": "went-on", "use": "menu"}
                                      for one in ("tutoring", "talks", "visits")],
                "measure_values": values(**(counts or {"tutoring": ("40", "80"), "talks": ("60", "120"),
                                                       "visits": ("30", "90")})),
                "mandates": MANDATES if mandates is None else mandates,
                **tables,
            },
        ),
        by=cast.COMMAND_LINE,
    )  # fmt: skip
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id="elmwood")


def linked(community: Community, cells: dict[str, int], *, is_linked: bool = True) -> None:
    """People in exactly these programs, all of which may be shown."""
    found = {tuple(programs.split("; ")): number for programs, number in cells.items()}
    ParticipationTable.objects.create(
        community=community, kind="combinations", period="2024", data_version="v", computed_at=timezone.now(),
        as_of=date(2024, 12, 31), is_linked=is_linked, smallest_shown=11,
        rows=[["", "", list(each), number] for each, number in found.items()],
        shown={"combinations": [list(each) for each in found], "is_whole": True},
    )  # fmt: skip


def page_of(reader: Any = cast.DATA_LEAD, on: date = DAY) -> MandatesPage:
    found = mandates_page("elmwood", reader=reader, on=on)
    assert found is not None
    return found


def network_of(reader: Any = cast.DATA_LEAD) -> NetworkPage:
    found = network_page("elmwood", "first", reader=reader, on=DAY)
    assert found is not None
    return found


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def counts_of(page: MandatesPage) -> dict[str, int | None]:
    return {f"{one.name} {one.kind or 'any'}": one.providers for one in page.rungs}


def test_presence_right_and_power_are_counted_of_all_providers() -> None:
    town()
    assert counts_of(page_of()) == {
        "at_a_table any": 3,  # library, school, and the clinic by its network; the church's has ended
        "formally_represented any": 2,
        "can_commit any": 1,
        "can_commit priorities": 0,
        "can_commit resources": 1,
        "can_commit practices": 1,
    }
    assert page_of().absent == (("church", "The church"),)


def test_a_mandate_ends_with_the_organization_or_the_network_that_it_speaks_for() -> None:
    community = town()
    Organization.objects.filter(community=community, public_id="library").update(retired=date(2026, 2, 1))
    Network.objects.filter(community=community, public_id="first").update(retired=date(2026, 2, 1))
    assert counts_of(page_of())["formally_represented any"] == 0
    assert {seat.mandate_id for table in page_of().tables for seat in table.seats} == {"m2"}
    earlier = [seat for table in page_of(on=date(2026, 1, 31)).tables for seat in table.seats]
    assert {seat.mandate_id for seat in earlier} == {"m1", "m2", "m3"}
    assert "The library" in {seat.speaks_for for seat in earlier}  # by its name, not by its id


@pytest.mark.parametrize(
    ("gone", "represented", "spoken_for"),
    [
        (Network, {"school": 1}, "The school"),
        (Organization, {"clinic": 1, "library": 1}, "Family First"),
    ],
)
def test_a_mandate_of_an_organization_and_a_network_stays_for_the_one_that_is_in_use(
    gone: Any, represented: dict[str, int], spoken_for: str
) -> None:
    both = {"mandate_id": "both", "organization_id": "school", "network_id": "first", "table": "Cabinet",
            "representative": "Lee Okafor", "formal": "true"}  # fmt: skip
    community = town([both])
    assert counts_of(page_of())["formally_represented any"] == 3
    gone.objects.filter(community=community, public_id__in=["first", "school"]).update(retired=date(2026, 2, 1))
    assert counts_of(page_of())["formally_represented any"] == sum(represented.values())
    seats = [seat for table in page_of().tables for seat in table.seats]
    assert [(seat.speaks_for, seat.until) for seat in seats] == [(spoken_for, None)]
    earlier = [seat for table in page_of(on=date(2026, 1, 31)).tables for seat in table.seats]
    assert [seat.speaks_for for seat in earlier] == ["The school · Family First"]


def test_members_of_a_network_that_has_retired_are_not_spoken_for_though_an_organization_has_its_name() -> None:
    community = town([{"mandate_id": "both", "organization_id": "school", "network_id": "first", "formal": "true"}])
    Organization.objects.filter(community=community, public_id="school").update(name="Family First")
    Network.objects.filter(community=community, public_id="first").update(retired=date(2026, 2, 1))
    later, earlier = ([seat for table in page.tables for seat in table.seats]
                      for page in (page_of(), page_of(on=date(2026, 1, 31))))  # fmt: skip
    assert [(seat.speaks_for, seat.members) for seat in later] == [("Family First", ())]
    assert all(seat.members for seat in earlier)


def test_a_network_that_has_retired_is_called_by_its_name_and_leads_to_no_page_that_is_gone(client: Client) -> None:
    community = town()
    Network.objects.filter(community=community, public_id="first").update(retired=date(2026, 2, 1))
    client.force_login(cast.steward(community))
    earlier = client.get(f"{PAGE}?on=2026-01-31").content.decode()
    assert "Family First" in earlier
    assert f"{NETWORKS}first/" not in earlier


def test_a_mandate_of_an_organization_and_a_network_ends_with_the_last_of_them() -> None:
    community = town([{"mandate_id": "both", "organization_id": "school", "network_id": "first", "formal": "true"}])
    Network.objects.filter(community=community, public_id="first").update(retired=date(2026, 2, 1))
    Organization.objects.filter(community=community, public_id="school").update(retired=date(2026, 2, 10))
    assert page_of().tables == ()
    assert [seat.until for seat in page_of(on=date(2026, 2, 9)).tables[0].seats] == [date(2026, 2, 9)]


def test_a_mandate_of_an_organization_that_retired_on_the_first_day_that_can_be_written_never_counted() -> None:
    community = town()
    Organization.objects.filter(community=community, public_id="library").update(retired=date.min)
    assert "The library" not in {seat.speaks_for for table in page_of().tables for seat in table.seats}


def test_the_command_counts_the_providers_that_the_page_counts() -> None:
    community = town(MANDATES)
    Organization.objects.filter(community=community, public_id="church").update(roles="")  # it runs the choir
    told = partners_document(community, reader=cast.COMMAND_LINE, on=DAY, today=DAY)["mandates"][0]
    page = mandates_page("elmwood", reader=cast.COMMAND_LINE, on=DAY)
    assert page is not None
    assert told["providers"] == page.providers == 4
    assert told["represented_share"] == next(one.share for one in page.rungs if one.name == FORMAL)


def test_a_mandate_counts_on_its_days() -> None:
    town()
    assert counts_of(page_of(on=date(2025, 6, 1)))["can_commit priorities"] == 1
    assert counts_of(page_of(on=date(2026, 5, 1)))["can_commit any"] == 0
    assert [one.mandate_id for one in page_of().ending] == ["m1"]
    assert [one.mandate_id for one in page_of().coming] == ["m5"]


def test_a_table_is_one_however_it_is_written() -> None:
    town()
    assert [(one.name, len(one.seats)) for one in page_of().tables] == [
        ("Children's Cabinet", 2),
        ("Health council", 1),
    ]


def test_people_served_are_counted_once_where_records_are_linked() -> None:
    community = town()
    linked(community, {"tutoring": 100, "visits": 200, "tutoring; visits": 100, "talks": 100})
    shares = {f"{one.name} {one.kind or 'any'}": one.people for one in page_of().rungs}
    present, power = shares["at_a_table any"], shares["can_commit any"]
    assert present and power and present.share == 1.0
    assert (power.share, power.is_once) == (pytest.approx(200 / 500), True)  # tutoring, of the library


def test_people_served_are_sums_with_a_range_where_nobody_is_linked() -> None:
    community = town()
    linked(community, {"tutoring": 100, "visits": 300}, is_linked=False)
    power = next(one.people for one in page_of().rungs if (one.name, one.kind) == ("can_commit", None))
    assert power and not power.is_once
    assert (power.share, power.low, power.high) == (0.25, 0.25, pytest.approx(1 / 3))


def test_a_program_with_few_people_is_no_part_of_any_share() -> None:
    community = town()
    linked(community, {"tutoring": 7, "visits": 300, "talks": 100})
    page = page_of()
    power = next(one.people for one in page.rungs if (one.name, one.kind) == ("can_commit", None))
    assert power and power.share == 0.0
    assert page.programs_withheld == 1


def test_a_program_that_a_reader_does_not_see_moves_no_share_of_theirs() -> None:
    community = town(published="")
    library = Organization.objects.get(community=community, public_id="library")
    mo = cast.partner_member(community, library)
    Program.objects.filter(public_id__in=["visits", "talks"]).update(published="true")
    before = []
    for hidden in (50, 5000):
        ParticipationTable.objects.all().delete()
        linked(community, {"tutoring": 100, "visits": 200, "talks": 100, "choir": hidden})
        before.append([(one.name, one.people) for one in page_of(actor_of(mo)).rungs])
    assert before[0] == before[1]


def test_the_gap_that_nobody_has_taken_on_says_who_could() -> None:
    link = {"indicator_id": "k-readiness", "served": "300", "served_before": "100", "completion": "0.8",
            "baseline_risk": "0.45", "effect_kind": "risk_ratio", "effect": "0.9", "mechanism": "how"}  # fmt: skip
    town(
        contributions=[{**link, "program_id": "tutoring"}, {**link, "program_id": "visits"}],
        targets=[{"subject": "indicator", "subject_id": "k-readiness", "period": "2026", "value": "90"}],
    )
    (gap,) = page_of().gaps
    assert gap.indicator_id == "k-readiness" and gap.unowned_people > 1
    assert (gap.providers, gap.formal, gap.with_power) == (2, 1, 1)
    assert gap.can_commit[CommitmentKind.RESOURCES] == 1


@pytest.mark.parametrize("who", ["public", "viewer"])
def test_who_does_not_take_part_reads_shares_of_providers_and_nothing_of_whom(who: str) -> None:
    community = town()
    linked(community, {"tutoring": 100, "visits": 200, "talks": 100})
    client = Client() if who == "public" else client_of(cast.viewer(community))
    page = client.get(PAGE).content.decode()
    assert "4 providers" in page or "of 4" in page
    twin = "/api/v1/elmwood/partners/networks/first"
    for address in (PAGE, f"{TWIN}.json", f"{TWIN}.csv", NETWORKS, f"{NETWORKS}first/", f"{twin}.json", f"{twin}.csv"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert not [secret for secret in SECRETS if secret.lower() in text.lower()], address
    said = json.loads(client.get(f"{TWIN}.json").content)
    assert (said["is_told"], said["tables"], said["absent"], said["gaps"]) == (False, [], [], [])
    assert all(one["people"] is None for one in said["rungs"])
    assert {one["name"]: one["providers"] for one in said["rungs"] if one["kind"] is None}["at_a_table"] is not None


def test_with_few_providers_a_share_would_say_whom() -> None:
    outcome = load_package(
        package=package(tables={"organizations": [
            {"organization_id": one, "name": one.title(), "roles": "provider"} for one in ("library", "clinic")],
            "mandates": [{"mandate_id": "m", "organization_id": "library", "table": "Board", "formal": "true"}]}),
        by=cast.COMMAND_LINE,
    )  # fmt: skip
    assert outcome.is_done
    assert page_of(PUBLIC).rungs == () and "fewer than 3" in page_of(PUBLIC).reason
    assert counts_of(page_of())["formally_represented any"] == 1


def test_who_takes_part_reads_seats_and_only_addresses_of_the_web_lead_anywhere() -> None:
    community = town()
    library = Organization.objects.get(community=community, public_id="library")
    client = client_of(cast.partner_member(community, library))
    page = client.get(f"{PAGE}?on=2026-07-01").content.decode()
    assert "Ferreira" in page and 'href="javascript' not in page
    page = client.get(f"{PAGE}?on=2026-03-01").content.decode()
    assert (
        "3 of 4 providers have somebody at a table; 2 are formally represented; 1 by somebody who can commit." in page
    )
    assert 'href="https://example.org/resolution"' in page and "Resolution 12" in page
    assert "without a mandate it binds nobody" in page
    assert 'href="/elmwood/desk/mandates/m1/"' in page and "/desk/mandates/m2/" not in page  # only the own ones
    rows = list(csv.DictReader(io.StringIO(client.get(f"{TWIN}.csv?on=2026-03-01").content.decode("utf-8-sig"))))
    assert {row["representative"] for row in rows if row["row"] == "seat"} == {
        "Lee Okafor",
        "Ida Lindqvist",
        "Rana Haddad",
    }
    assert {row["row"] for row in rows} >= {"at_a_table", "can_commit", "absent", "coming"}


def test_a_day_that_nobody_can_read_is_told_and_kept() -> None:
    client = client_of(cast.steward(town()))
    page = client.get(f"{PAGE}?on=yesterday")
    assert page.status_code == 200
    assert 'value="yesterday"' in page.content.decode() and "This is no day" in page.content.decode()
    assert client.get(f"{TWIN}.json?on=yesterday").status_code == 422


def test_who_takes_no_part_reads_shares_of_today_alone() -> None:
    town()  # two days beside each other would tell whose mandate ended between them
    today = Client().get(f"{TWIN}.json").json()
    assert today["is_told"] is False and today["on"] == timezone.localdate().isoformat()
    assert Client().get(f"{TWIN}.json?on=2024-01-01").json() == today
    assert "On the day" not in Client().get(PAGE).content.decode()


def test_a_community_without_mandates_learns_what_belongs_there() -> None:
    community = town(mandates=[])
    page = client_of(cast.steward(community)).get(PAGE).content.decode()
    assert "None of the 4 providers has anybody at a table." in page
    assert "few of them can commit the system that they come from" in page


def test_a_network_says_what_it_still_lacks_and_adds_up_what_its_programs_share() -> None:
    community = town()
    linked(community, {"tutoring": 100, "talks": 200, "talks; tutoring": 100})
    page = network_of()
    assert page.facts.missing == ("joint_planning",)
    (measure,) = page.measures
    assert {row.program_id for row in measure.rows} == {"tutoring", "talks"}
    assert measure.joint and (measure.joint.numerator, measure.joint.denominator) == (100, 200)
    assert page.reach and page.reach.people == 400  # each counted once
    assert [one.mandate_id for one in page.seats] == ["m3"]
    text = re.sub(r"\s+", " ", client_of(cast.steward(community)).get(f"{NETWORKS}first/").content.decode())
    assert "still missing: joint planning" in text and "Step 7 of the stairsteps" in text
    assert "Step 7 of the stairsteps" in client_of(cast.steward(community, "too")).get(NETWORKS).content.decode()


def test_a_joint_share_is_not_shown_where_one_of_its_parts_is_withheld() -> None:
    community = town(counts={"tutoring": ("3", "80"), "talks": ("60", "120"), "visits": ("30", "90")})
    library = Organization.objects.get(community=community, public_id="school")
    (measure,) = network_of(actor_of(cast.partner_member(community, library))).measures
    assert measure.joint is None and measure.reason
    said = Client().get("/api/v1/elmwood/partners/networks/first.json").json()
    assert said["measures"][0]["joint"] is None


def test_without_linked_records_the_reach_of_a_network_is_a_range() -> None:
    community = town()
    linked(community, {"tutoring": 100, "talks": 200}, is_linked=False)
    page = network_of()
    assert page.reach and (page.reach.people, page.reach.fewest, page.reach.most) == (None, 200, 300)


def test_a_network_of_nobody_here_is_not_found() -> None:
    town()
    assert Client().get(f"{NETWORKS}nobody/").status_code == 404
    assert Client().get("/api/v1/elmwood/partners/networks/nobody.json").status_code == 404


def test_members_of_a_network_lead_to_their_worksheets_for_who_takes_part() -> None:
    community = town()
    member = re.compile(r'<li><a href="(/elmwood/partners/organizations/[^"]+)">')
    assert not member.findall(Client().get(f"{NETWORKS}first/").content.decode())
    insider = client_of(cast.partner_member(community, Organization.objects.get(public_id="library")))
    led_to = member.findall(insider.get(f"{NETWORKS}first/").content.decode())
    assert led_to
    assert {insider.get(address).status_code for address in led_to} == {200}
