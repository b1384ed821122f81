"""Partnerships in a package: every problem of who works with whom, with its row, its column and how to mend it."""

from __future__ import annotations

import pytest

from groundswell.core.findings import Finding

FOLDER = {
    "organizations.csv": "organization_id,name\nhouse,The House\nlibrary,The Library\nclinic,The Clinic\n",
    "partnerships.csv": "partnership_id,organization_id,partner_id,name\nhouse-library,house,library,\n",
    "purposes.csv": "purpose_id,label\nsharing,Sharing what we know\nserving,One service\n",
}
NOTES = "partnership_id,date,recorded_by,on_behalf_of,actor,level,activity,evidence,since,wanted_level,next_step\n"


def places(findings: list[Finding]) -> list[tuple[str, int | None, str | None]]:
    return [(str(one.severity), one.row, one.column) for one in findings]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("a,house,clinic,\n", []),
        ("a,house,house,\n", [("error", 3, "partner_id")]),
        ("a,house,none,\n", [("error", 3, "partner_id")]),
        ("a,library,house,\n", [("warning", 3, "partner_id")]),  # the other way round is the same pair
        ("a,house,library,Homeless youth\n", []),
        ("a,house,library,Homeless youth\nb,library,house,homeless youth \n", [("warning", 4, "partner_id")]),
    ],
)
def test_a_partnership_is_of_two_and_one_pair_under_one_name_is_one(told, rows: str, found: list[object]) -> None:
    assert places(told({**FOLDER, "partnerships.csv": FOLDER["partnerships.csv"] + rows})) == found


def test_a_pair_that_retired_may_begin_anew(told) -> None:
    text = "partnership_id,organization_id,partner_id,retired\na,house,library,2024-01-01\nb,library,house,\n"
    assert told({**FOLDER, "partnerships.csv": text}) == []


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (",2026-05-01,house,,house,4,Training,,2025-01-01,,", []),
        (",2026-05-01,backbone,library,library,4,Training,,,,", []),
        (",2026-05-01,clinic,,,4,Training,,,,", [("error", 2, "recorded_by")]),  # a third organization, for both
        (",2026-05-01,clinic,library,,4,Training,,,,", []),  # a third organization wrote it down for one of the two
        (",2026-05-01,house for both,,,4,Training,,,,", []),  # a side recorded it for both and said so
        (",2026-05-01,clinic for both,,,4,Training,,,,", [("error", 2, "recorded_by")]),  # neither of the two
        (",2026-05-01,Pia Person for both,,,4,Training,,,,", [("error", 2, "recorded_by")]),
        (",2026-05-01,house,clinic,,4,Training,,,,", [("error", 2, "on_behalf_of")]),
        (",2026-05-01,house,,clinic,4,Training,,,,", [("error", 2, "actor")]),
        (",2026-05-01,Pia Person,,,4,Training,,,,", [("error", 2, "recorded_by")]),
        (",2026-05-01,house,,,8,Training,,,,", [("error", 2, "level")]),
        (",2026-05-01,house,,,4,Training,,2026-06-01,,", [("error", 2, "since")]),
        (",2026-05-01,house,,,,,,,6,Meet in June", []),
        (",2026-05-01,house,,,,Training,,,6,", [("error", 2, "activity")]),
        (",2026-05-01,house,,,,,,,,", [("error", 2, "level")]),
        (",2026-05-01,house,,,3,,,,,", [("warning", 2, "level")]),
        (",2026-05-01,house,,,2,,,,,", []),  # to co-exist, nothing needs to be done
        (",2026-05-01,house,,,1,,,,,", []),
    ],
)
def test_a_row_of_an_account_says_what_it_may(told, row: str, found: list[object]) -> None:
    assert places(told({**FOLDER, "partnership_notes.csv": f"{NOTES}house-library{row}\n"})) == found


def test_who_recorded_an_account_is_not_quoted_where_it_is_a_person(told) -> None:
    row = "house-library,2026-05-01,Pia Person,,,4,Training,,,,\n"
    [finding] = told({**FOLDER, "partnership_notes.csv": NOTES + row})
    assert "Pia" not in str(finding)
    assert finding.fix == "write the id of one of the two, or backbone; never a person's name"


def test_a_level_with_nothing_to_show_says_that_it_counts_for_nothing(told) -> None:
    [finding] = told({**FOLDER, "partnership_notes.csv": f"{NOTES}house-library,2026-05-01,house,,,5,,,,,\n"})
    assert "counts for nothing" in finding.message


@pytest.mark.parametrize(("side", "found"), [("house", []), ("clinic", [("error", 2, "organization_id")])])
def test_a_consent_is_given_by_one_of_the_two(told, side: str, found: list[object]) -> None:
    text = f"partnership_id,organization_id,since,readers\nhouse-library,{side},2026-01-01,community\n"
    assert places(told({**FOLDER, "partnership_consents.csv": text})) == found


def test_whoever_may_read_is_one_of_four(told) -> None:
    text = "partnership_id,organization_id,since,readers\nhouse-library,house,2026-01-01,nobody\n"
    assert places(told({**FOLDER, "partnership_consents.csv": text})) == [("error", 2, "readers")]


def test_a_partnership_is_for_one_thing_at_a_time(told) -> None:
    text = (
        "partnership_id,since,purpose_id\n"
        "house-library,2024-01-01,sharing\nhouse-library,2025-01-01,serving\nhouse-library,2025-01-01,sharing\n"
    )
    assert places(told({**FOLDER, "partnership_purposes.csv": text})) == [("warning", 4, "purpose_id")]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("house,library,trust,4", []),
        ("house,house,roster,complete", []),
        ("house,house,trust,4", [("error", 2, "to_organization_id")]),
        ("house,library,roster,complete", [("error", 2, "to_organization_id")]),
        ("house,none,trust,4", [("error", 2, "to_organization_id")]),
    ],
)
def test_nobody_answers_about_itself_but_whether_it_named_all(told, row: str, found: list[object]) -> None:
    text = f"date,from_organization_id,to_organization_id,question,answer\n2026-05-01,{row}\n"
    assert places(told({**FOLDER, "network_answers.csv": text})) == found


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ("house; library", []),
        ("house", [("warning", 2, "members")]),
        ("", [("warning", 2, "members")]),
        ("house; none", [("error", 2, "members")]),
    ],
)
def test_one_member_is_no_network(told, members: str, found: list[object]) -> None:
    text = f"network_id,name,members\nnight,Night,{members}\n"
    assert places(told({**FOLDER, "networks.csv": text})) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("house,,true,Letter of 2024,", []),
        ("house,,,,", []),
        ("house,,false,,", []),
        (",,false,,", [("error", 2, "organization_id")]),
        ("house,,true,,", [("warning", 2, "document")]),
        ("house,,,,luck", [("error", 2, "can_commit")]),
    ],
)
def test_a_mandate_comes_from_somebody_and_a_formal_one_has_a_document(told, row: str, found: list[object]) -> None:
    text = f"mandate_id,organization_id,network_id,formal,document,can_commit\nm,{row}\n"
    assert places(told({**FOLDER, "mandates.csv": text})) == found


def test_a_service_spelled_in_two_ways_is_told(told) -> None:
    text = "organization_id,service,ages\nhouse,Beds at night,16-24\nclinic,beds at  night,16 - 24\n"
    assert places(told({**FOLDER, "systems_scan.csv": text})) == [("warning", 3, "service"), ("warning", 3, "ages")]
