"""Riverbend's setting speaks of the programs, places and measures that the demo package holds."""

import csv
from pathlib import Path

import numpy as np
import pytest
import yaml

from groundswell.engine.invented import RIVERBEND_PEOPLE, InventedCommunity, riverbend

PACKAGE = Path(__file__).resolve().parents[4] / "examples" / "riverbend"


def rows(name: str) -> list[dict[str, str]]:
    with (PACKAGE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def community() -> InventedCommunity:
    return InventedCommunity(239, RIVERBEND_PEOPLE)


def test_programs_places_and_groups_are_those_of_the_package() -> None:
    setting = riverbend()
    known = {row["program_id"]: row for row in rows("programs")}
    assert {program.program_id for program in setting.programs} == set(known)
    for program in setting.programs:
        row = known[program.program_id]
        assert (program.organization_id, program.name) == (row["organization_id"], row["name"])
        assert program.started == row["started"]
        if row.get("sites"):
            assert {site.name for site in program.sites} == set(row["sites"].split("; "))
    places = {row["place_id"] for row in rows("places")}
    assert {place.place_id for place in setting.places} <= places
    groups = {row["group_id"] for row in rows("groups")}
    assert {race for race, _ in setting.race_shares} | {"lower-income", "higher-income"} <= groups


def test_measures_ask_for_services_and_outcomes_that_the_records_have(community: InventedCommunity) -> None:
    adopted: dict[str, set[str]] = {}
    for row in rows("measure_adoptions"):
        adopted.setdefault(row["measure_id"], set()).add(row["program_id"])
    given = {program.program_id: program for program in community.programs}
    for path in sorted((PACKAGE / "measures").glob("*.yaml")):
        rule = yaml.safe_load(path.read_text(encoding="utf-8")).get("rule")
        asked = (rule or {}).get("where", {})
        for program_id in adopted.get(path.stem, set()) if rule else ():
            program = given[program_id]
            if "services" in asked and "service" in asked["services"]:
                services = asked["services"]["service"]
                wanted = {services} if isinstance(services, str) else set(services)
                assert wanted & {service.service for service in program.services}, (path.stem, program_id)
            if "outcomes" in asked:
                assert program.effect_on(asked["outcomes"]["outcome"]), (path.stem, program_id)


def test_there_are_about_ten_services_for_each_of_forty_thousand_people(community: InventedCommunity) -> None:
    services = sum(community.services(program.program_id) for program in community.programs)
    assert len(community.people) == 40_000
    assert 370_000 < services < 470_000


def test_some_children_go_on_from_home_visits_to_a_full_day_room(community: InventedCommunity) -> None:
    numbers = {program.program_id: number for number, program in enumerate(community.programs)}
    was = community.memberships()
    assert (was[:, numbers["first-steps"]] & was[:, numbers["full-day-rooms"]]).sum() > 200


def test_visits_were_few_in_the_year_in_which_visitors_left(community: InventedCommunity) -> None:
    tables = community.records("first-steps")
    month = tables["services"]["date"].astype("datetime64[M]")
    visits = {year: int((month == np.datetime64(f"{year}-09", "M")).sum()) for year in (2022, 2023)}
    assert visits[2022] < 0.65 * visits[2023]
