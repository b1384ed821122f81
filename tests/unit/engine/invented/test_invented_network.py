"""A network of any size whose truth is known: its sizes, its slips, and the people whom linkage finds hard."""

import numpy as np
import pytest

from groundswell.engine.invented import InventedNetwork, NameList, Slip, invented_network
from groundswell.engine.invented.network import NetworkSlips
from groundswell.engine.invented.network_people import NOBODY, postal_codes_for

RECORDS = 20_000
AS_STATED = ("first_typo", "first_missing", "first_initial", "last_typo", "birth_digit", "january_first",
             "birth_missing", "sex_wrong", "sex_missing", "postal_missing", "phone_missing", "other_phone",
             "middle_missing", "suffix_missing", "moved")  # fmt: skip


@pytest.fixture(scope="module")
def network() -> InventedNetwork:
    return invented_network(5, RECORDS)


def test_everybody_is_written_down_about_twice_and_nobody_never(network: InventedNetwork) -> None:
    assert len(network.records) == len(network.person) == len(network.slips) == RECORDS
    assert np.array_equal(np.unique(network.person), np.arange(len(network.people)))
    assert 1.85 < RECORDS / len(network.people) < 2.0
    assert len(np.unique(network.records.provider)) == 40
    columns = [*network.records.texts.values(), *network.records.ids.values()]
    assert all(len(column) == RECORDS and all(type(cell) is str for cell in column) for column in columns)


@pytest.mark.parametrize("name", AS_STATED)
def test_each_slip_happens_as_often_as_stated(network: InventedNetwork, name: str) -> None:
    rate = getattr(NetworkSlips(), name)
    share = ((network.slips & np.uint32(Slip[name.upper()])) > 0).mean()
    assert abs(share - rate) < 4.5 * (rate * (1 - rate) / RECORDS) ** 0.5


def test_twins_are_born_on_one_day_into_one_family_under_two_names(network: InventedNetwork) -> None:
    people = network.people
    later = np.flatnonzero(people.twin_of != NOBODY)
    first = people.twin_of[later]
    assert len(later) > 50 and network.is_twin.sum() > 2 * len(later)
    assert np.array_equal(people.born[later], people.born[first])
    for shared in ("last", "postal", "phone", "household"):
        assert np.array_equal(getattr(people, shared)[later], getattr(people, shared)[first])
    assert (people.first[later] != people.first[first]).all()


def test_a_son_of_his_fathers_name_is_a_generation_younger(network: InventedNetwork) -> None:
    people = network.people
    son = np.flatnonzero(people.father != NOBODY)
    father = people.father[son]
    assert len(son) > 30 and network.is_father_or_son.any()
    for shared in ("first", "last", "is_woman", "household"):
        assert np.array_equal(getattr(people, shared)[son], getattr(people, shared)[father])
    years = (people.born[son] - people.born[father]) / 365.25
    assert years.min() > 19 and years.max() < 36
    suffixes = network.records.texts["suffix"]
    only_sons = np.isin(network.person, np.setdiff1d(son, people.father))
    assert set(suffixes[only_sons]) == {"Jr", ""}
    assert set(suffixes[~network.is_father_or_son]) == {""}


def test_some_people_stand_under_two_surnames(network: InventedNetwork) -> None:
    both = network.goes_by_two_surnames
    assert 0.05 < both.mean() < 0.2
    someone = network.person[(network.slips & np.uint32(Slip.RENAMED)) > 0]
    last = network.records.texts["last_name"]
    clean = (network.slips & np.uint32(Slip.LAST_TYPO | Slip.NAMES_SWAPPED)) == 0
    names = [{name.title() for name in last[(network.person == each) & clean]} for each in someone[:200]]
    assert sum(len(each) > 1 for each in names) > 60


def test_the_same_seed_gives_the_same_network_and_another_seed_another() -> None:
    one, same, other = (invented_network(seed, 500) for seed in (1, 1, 2))
    for name, column in one.records.texts.items():
        assert np.array_equal(column, same.records.texts[name])
    assert np.array_equal(one.person, same.person) and not np.array_equal(one.person, other.person)


def test_a_larger_network_is_more_places_not_larger_ones() -> None:
    assert (postal_codes_for(50_000), postal_codes_for(1_000_000), postal_codes_for(2_000_000)) == (120, 250, 500)


def test_what_cannot_be_invented_is_said() -> None:
    with pytest.raises(ValueError, match="at least one record"):
        invented_network(1, 0)
    with pytest.raises(ValueError, match="a share for each"):
        NameList(["Mia"], np.array([0.5, 0.5]))
