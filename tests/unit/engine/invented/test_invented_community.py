"""Invented communities: the same from the same seed, in the shape of records, true to their own truth."""

import time
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest

from groundswell.core.records import RECORD_TABLES, RecordKind
from groundswell.engine.invented import InventedCommunity, Invention, network_of, riverbend
from groundswell.engine.invented.people import DAYS_OF_A_YEAR, JUNIOR, MALE, NEVER, SENIOR

PEOPLE = 6_000
NUMPY_KINDS = {RecordKind.DATE: "M", RecordKind.NUMBER: "f"}


@pytest.fixture(scope="module")
def community() -> InventedCommunity:
    return InventedCommunity(7, PEOPLE)


def same(one, other) -> bool:
    return all(
        np.array_equal(column.astype(str), other[table][name].astype(str))
        for table, columns in one.items()
        for name, column in columns.items()
    )


@pytest.mark.parametrize("format", ["parquet", "csv", "xlsx"])
def test_the_same_seed_writes_the_same_bytes(tmp_path: Path, format: str) -> None:
    written = []
    for turn in ("first", "second"):
        paths = InventedCommunity(3, 500).write(tmp_path / turn, "first-steps", format)
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]
    assert all(written[0])


def test_another_seed_gives_other_people() -> None:
    one, other = (InventedCommunity(seed, 300).records("attendance-texts")["participants"] for seed in (1, 2))
    assert list(one["last_name"][:20]) != list(other["last_name"][:20])


def test_records_do_not_depend_on_which_program_is_asked_first() -> None:
    forwards, backwards = InventedCommunity(4, 1_000), InventedCommunity(4, 1_000)
    first = {program.program_id: forwards.records(program.program_id) for program in forwards.programs}
    for program in reversed(backwards.programs):
        assert same(first[program.program_id], backwards.records(program.program_id)), program.program_id


def test_every_table_has_the_promised_columns_and_kinds(community: InventedCommunity) -> None:
    for name, columns in community.records("first-steps").items():
        table = RECORD_TABLES[name]
        assert {column.name for column in table.columns} <= set(columns)
        for column, values in columns.items():
            known = table.column(column)
            assert known is not None, column
            assert values.dtype.kind == NUMPY_KINDS.get(known.kind, "O"), column
            if known.required:
                assert all(value is not None and value == value for value in values.tolist()), column


def test_rows_are_ordered_by_participant_and_ids_stand_once(community: InventedCommunity) -> None:
    for program in community.programs:
        tables = community.records(program.program_id)
        for columns in tables.values():
            ids = columns["participant_id"].tolist()
            assert ids == sorted(ids)
        participants = tables["participants"]["participant_id"].tolist()
        enrolled = tables["enrollments"]["participant_id"].tolist()
        assert len(set(participants)) == len(participants)
        assert set(participants) == set(enrolled)
        assert len(set(tables["enrollments"]["enrollment_id"].tolist())) == len(enrolled)
        for table in ("services", "outcomes"):
            assert set(tables[table]["participant_id"].tolist()) <= set(participants)


def test_services_lie_within_an_enrollment_and_dates_within_the_years(community: InventedCommunity) -> None:
    low, high = (np.datetime64(day) for day in (community.invention.first_day, community.invention.last_day))
    for program in community.programs:
        tables = community.records(program.program_id)
        stays: dict[str, list[tuple[np.datetime64, np.datetime64]]] = {}
        enrollments = tables["enrollments"]
        ended = np.where(np.isnat(enrollments["ended"]), high, enrollments["ended"])
        assert (enrollments["started"] >= low).all()
        assert (ended >= enrollments["started"]).all()
        assert (ended <= high).all()
        for who, start, end in zip(enrollments["participant_id"], enrollments["started"], ended, strict=True):
            stays.setdefault(who, []).append((start, end))
        services = zip(tables["services"]["participant_id"], tables["services"]["date"], strict=True)
        assert all(any(start <= day <= end for start, end in stays[who]) for who, day in services)
        assert (tables["outcomes"]["date"] <= high).all()


def test_truth_says_who_is_who_and_who_was_where(community: InventedCommunity) -> None:
    memberships = community.memberships()
    assert memberships.any(axis=1).all()  # everybody was somewhere
    for number, program in enumerate(community.programs):
        truth = community.truth(program.program_id)
        participants = community.records(program.program_id)["participants"]["participant_id"]
        assert truth["participant_id"].tolist() == participants.tolist()
        assert set(truth["person"].tolist()) == set(np.flatnonzero(memberships[:, number]).tolist())
        assert np.array_equal(truth["household"], community.people.household[truth["person"]])


def test_some_people_have_two_ids_in_one_program_and_many_are_in_several_programs() -> None:
    community = InventedCommunity(5, 20_000)
    records = people = 0
    for program in community.programs:
        who = community.truth(program.program_id)["person"]
        records, people = records + len(who), people + len(np.unique(who))
    share = (records - people) / people
    # Only those whose first enrollment ended in time can come back.
    assert 0.2 * community.invention.split < share <= 1.3 * community.invention.split
    several = (community.memberships().sum(axis=1) > 1).mean()
    assert 0.15 < several < 0.40


def test_twins_share_a_birthday_and_a_home_and_juniors_their_fathers_name() -> None:
    people = InventedCommunity(6, 40_000).people
    twins = np.flatnonzero(people.is_twin)
    leads = np.searchsorted(people.household, people.household[twins])
    assert len(twins) > 100
    assert (people.born[twins] == people.born[leads]).all()
    seniors = np.flatnonzero(people.suffix == SENIOR)
    sons = np.searchsorted(people.household, people.household[seniors])
    assert len(seniors) > 3
    assert (people.suffix[sons] == JUNIOR).all()
    assert (people.first[seniors] == people.first[sons]).all()
    assert (people.last[seniors] == people.last[sons]).all()
    assert (people.sex[seniors] == MALE).all()
    assert ((people.born[sons] - people.born[seniors]) > 18 * DAYS_OF_A_YEAR).all()


def test_people_are_of_the_age_that_a_program_takes(community: InventedCommunity) -> None:
    enrollments, people = community.enrollments, community.people
    for number, program in enumerate(community.programs):
        rows = (enrollments.program == number) & ~enrollments.again & ~people.is_parent[enrollments.person]
        age = (enrollments.started[rows] - people.born[enrollments.person[rows]]) / DAYS_OF_A_YEAR
        slack = 1.0 if program.months else 0.3
        assert (age > program.ages[0] - slack).all()
        assert (age < program.ages[1] + 1 + slack).all()


def test_moves_and_new_surnames_happen_to_about_as_many_as_stated() -> None:
    community = InventedCommunity(8, 40_000)
    people, invention = community.people, community.invention
    moved = people.moved[np.unique(people.household, return_index=True)[1]] != NEVER
    assert abs(moved.mean() - invention.moves) < 0.02
    assert 0 < (people.renamed != NEVER).mean() < 0.1


def test_parquet_holds_typed_columns_in_order_of_participant(tmp_path: Path) -> None:
    community = InventedCommunity(9, 1_500)
    community.write(tmp_path, "full-day-rooms")
    with duckdb.connect() as connection:
        kinds = {}
        for name in RECORD_TABLES:
            described = connection.execute(f"DESCRIBE SELECT * FROM '{tmp_path / name}.parquet'").fetchall()
            kinds |= {(name, row[0]): row[1] for row in described}
        outcomes = connection.execute(f"SELECT * FROM '{tmp_path / 'outcomes'}.parquet'").fetchall()
        unordered = connection.execute(
            "SELECT count(*) FROM (SELECT participant_id < lag(participant_id) OVER () AS back "
            f"FROM '{tmp_path / 'services'}.parquet') WHERE back"
        ).fetchone()
    assert kinds[("participants", "birth_date")] == kinds[("enrollments", "ended")] == "DATE"
    assert kinds[("services", "quantity")] == kinds[("outcomes", "score")] == "DOUBLE"
    assert kinds[("outcomes", "achieved")] == "BOOLEAN"
    assert kinds[("participants", "group.family_income")] == kinds[("participants", "suffix")] == "VARCHAR"
    assert unordered == (0,)
    expected = community.records("full-day-rooms")["outcomes"]
    assert [row[3] for row in outcomes] == expected["achieved"].tolist()
    assert [row[1] for row in outcomes] == expected["date"].tolist()


def test_services_can_be_scaled_and_programs_multiplied() -> None:
    setting = riverbend()
    many = replace(setting, programs=network_of(setting.programs, 20), services_each=3.0)
    community = InventedCommunity(10, 8_000, many)
    services = sum(community.services(program.program_id) for program in community.programs)
    assert len({program.program_id for program in community.programs}) == 20
    assert 2.6 < services / 8_000 < 3.2


def test_an_unknown_program_format_or_an_empty_community_is_refused(
    community: InventedCommunity, tmp_path: Path
) -> None:
    with pytest.raises(KeyError, match="no invented program"):
        community.records("nowhere")
    with pytest.raises(ValueError, match="not a format"):
        community.write(tmp_path, "first-steps", "pdf")
    with pytest.raises(ValueError, match="at least one person"):
        InventedCommunity(1, 0)


def test_four_times_the_people_take_about_four_times_as_long() -> None:
    def seconds(people: int) -> float:
        before = time.process_time()
        community = InventedCommunity(11, people)
        for program in community.programs:
            community.records(program.program_id)
        return time.process_time() - before

    seconds(2_000)  # what happens only once
    small = min(seconds(15_000) for _ in range(2))
    assert seconds(60_000) < 4 * 2 * small


def test_the_setting_is_whole_without_being_told_more() -> None:
    assert isinstance(riverbend(), Invention)
    assert InventedCommunity(12, 50).invention == riverbend()
