"""How many people there are, by hand; and that no records, however odd, stop the count."""

import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.engine.linkage.people import records_of, together

from groundswell.engine.invented.network import invented_network
from groundswell.engine.linkage import LinkageModel, PersonRecords, link, people_count
from groundswell.engine.linkage.counting import Doubts, unseen_links
from groundswell.engine.linkage.more import LinkedState
from groundswell.engine.linkage.records import TEXT_FIELDS

NONE = np.zeros(0, np.int32)


def doubts(joined=(), near=(), missed=0.0):
    """Doubts of links and of near pairs, each (record, record, probability)."""

    def columns(pairs):
        codes = [np.array([pair[n] for pair in pairs], np.int32) for n in range(2)]
        return *codes, np.array([pair[2] for pair in pairs], float)

    at, to, chance = columns(joined)
    return Doubts(at, to, chance, *columns(near), missed)


def in_order(count):
    return count.low <= count.people <= count.high <= count.records


def test_sure_groups_are_so_many_people_and_no_other_number():
    count = people_count(np.array([0, 0, 1, 2]), doubts([(0, 1, 1.0)]))
    assert (count.records, count.groups, count.people, count.low, count.high) == (4, 3, 3, 3, 3)


def test_a_link_counts_for_what_its_probability_leaves_open():
    group = np.repeat(np.arange(10), 2)
    links = [(2 * n, 2 * n + 1, 0.9) for n in range(10)]
    count = people_count(group, doubts(links))  # ten groups, and each link wrong in one of ten cases
    assert (count.groups, count.people) == (10, 11)
    assert count.low < 11 < count.high


def test_a_pair_that_was_not_linked_counts_with_its_probability():
    near = [(2 * n, 2 * n + 1, 0.3) for n in range(10)]
    count = people_count(np.arange(20), doubts(near=near))  # twenty groups, three of which are likely people again
    assert (count.groups, count.people) == (20, 17)
    assert count.low < 17 < count.high


def test_links_never_seen_are_reckoned_from_those_that_were():
    assert unseen_links(np.array([2] * 90), 0.1) == pytest.approx(10)  # of a hundred pairs a tenth was not compared
    assert unseen_links(np.array([1, 1, 1]), 0.1) == 0
    assert unseen_links(np.array([5]), 0.1) < unseen_links(np.array([3]), 0.1) < 0.3
    group = np.concatenate([np.repeat(np.arange(90), 2), np.arange(90, 110)])
    assert people_count(group, doubts(missed=0.1)).people == 100


def test_of_some_records_only_doubts_among_them_count():
    group = np.repeat(np.arange(100), 2)
    links = [(2 * n, 2 * n + 1, 0.6) for n in range(100)]
    near = [(2 * n, (2 * n + 2) % 200, 0.4) for n in range(100)]
    first = np.arange(200) % 2 == 0
    assert people_count(group, doubts(links), first).people == 100
    lonely = np.arange(200) % 4 == 0
    count = people_count(group, doubts(links, near), lonely)
    assert (count.records, count.people, count.low, count.high) == (50, 50, 50, 50)
    assert people_count(group, doubts(links, near), first).people == 60


def test_counts_of_parts_are_in_order_and_grow_with_the_records():
    net = invented_network(2, 3_000)
    linkage = link(net.records)
    order = np.random.default_rng(1).permutation(3_000)
    before = 0
    for size in (0, 1, 10, 100, 1_000, 2_000, 3_000):
        among = np.zeros(3_000, bool)
        among[order[:size]] = True
        count = people_count(linkage.person, linkage.doubts, among)
        assert in_order(count)
        assert count.people >= before
        before = count.people
    assert people_count(linkage.person, linkage.doubts) == linkage.count
    assert linkage.count.low <= len(np.unique(net.person)) <= linkage.count.high


def blank(count: int, fields=TEXT_FIELDS, ids=()) -> PersonRecords:
    return records_of([{}] * count, fields=fields, ids=ids)


@pytest.mark.parametrize("count", [0, 1, 2, 30])
@pytest.mark.parametrize("fields", [(), ("first_name",), TEXT_FIELDS])
def test_records_that_say_nothing_are_as_many_people(count, fields):
    linkage = link(blank(count, fields, ("ssn4",)))
    assert (linkage.count.records, linkage.count.people) == (count, count)
    assert linkage.person.tolist() == list(range(count))
    assert link(blank(count, fields), model=linkage.model).person.tolist() == list(range(count))
    assert LinkageModel.from_bytes(linkage.model.to_bytes()).records == count


@pytest.mark.parametrize("field", [*TEXT_FIELDS, "birth_date", "ssn4"])
def test_one_field_alone_is_enough_for_an_answer(field):
    net = invented_network(2, 300).records
    said = {
        **net.texts, **net.ids, "street": net.texts["last_name"], "city": net.texts["last_name"],
        "email": np.array([f"{name}@x.org" for name in net.texts["last_name"]], object),
    }  # fmt: skip
    texts = {field: said[field]} if field in TEXT_FIELDS else {}
    born = net.birth_date if field == "birth_date" else np.full(300, "NaT", "datetime64[D]")
    ids = {field: said[field]} if field == "ssn4" else {}
    assert in_order(link(PersonRecords(texts, born, net.source, net.provider, ids)).count)


def test_the_same_record_over_and_over_is_one_person():
    one = {
        "first_name": "Beatrix", "last_name": "Marlow", "birth_date": "1984-03-12", "sex": "F", "postal_code": "10001",
        "phone": "1555123456",
    }  # fmt: skip
    net = invented_network(2, 1_000)
    person = link(together(net.records, records_of([one] * 60))).person[1_000:]
    assert len(set(person.tolist())) == 1
    assert in_order(link(records_of([one] * 200)).count)


def test_days_that_stand_in_blank_cells_are_not_known():
    days = ["0001-01-01", "1600-02-03", "1753-01-01", "1900-01-01", "9999-12-31"]
    net = invented_network(2, 500)
    odd = records_of([{"first_name": "Ann", "last_name": "Ash", "birth_date": day} for day in days * 3])
    linkage = link(together(net.records, odd))
    assert in_order(linkage.count)


TEXT = st.one_of(
    st.text(max_size=30),
    st.text("ABCab -'.é", max_size=8),
    st.sampled_from(["", "Jr", "José", "٣٤٥٦٧٨٩", "\x00", "²³", "ß"]),
)


@st.composite
def any_records(draw):
    count = draw(st.integers(0, 12))
    fields = draw(st.sets(st.sampled_from(TEXT_FIELDS)))
    day = st.one_of(st.none(), st.dates())

    def column():
        found = np.empty(count, object)
        found[:] = draw(st.lists(TEXT, min_size=count, max_size=count))
        return found

    born = np.array(draw(st.lists(day, min_size=count, max_size=count)), "datetime64[D]")
    provider = np.array(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)), np.int32)
    ids = {name: column() for name in draw(st.sets(st.sampled_from(["a", "b"])))}
    return PersonRecords({name: column() for name in sorted(fields)}, born, provider, provider, ids)


@given(any_records(), any_records())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_records_stop_linking(records, more):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        linkage = link(records)
        assert in_order(linkage.count)
        assert len(linkage.person) == len(linkage.person_at_provider) == len(records)
        more = PersonRecords(
            more.texts, more.birth_date, more.source, more.provider,
            {name: more.ids.get(name, np.full(len(more), "", object)) for name in records.ids},
        )  # fmt: skip
        assert len(LinkedState.of(records, model=linkage.model).adding(more).linkage.person) == len(records) + len(more)


def test_records_that_say_too_little_to_be_compared_may_be_anybody():
    clear = invented_network(5, 2_000).records
    blank = np.full(100, "", object)
    texts = {name: np.concatenate([column, blank]) for name, column in clear.texts.items()}
    texts["first_name"][2_000:] = "Maria"
    ids = {name: np.concatenate([column, blank]) for name, column in clear.ids.items()}
    born = np.concatenate([clear.birth_date, np.full(100, np.datetime64("NaT", "D"))])
    zeros = np.zeros(100, np.int32)
    records = PersonRecords(texts, born, np.append(clear.source, zeros), np.append(clear.provider, zeros), ids)
    alone, count = link(clear).count, link(records).count
    assert count.people - count.low >= 100
    assert count.low <= alone.people
