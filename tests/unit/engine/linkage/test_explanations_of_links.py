"""Why two records are one person: every field named, bits that add up; and a model that keeps no name."""

import io
import logging
import tempfile
import zipfile

import numpy as np
import pytest
from tests.unit.engine.linkage.people import records_of, together

from groundswell.engine.invented.network import invented_network
from groundswell.engine.linkage import LinkageModel, PersonRecords, explain, link
from groundswell.engine.linkage.comparing import FIELDS, LEVELS
from groundswell.engine.linkage.more import LinkedState
from groundswell.engine.measures.run import StoppedError

PEOPLE = [
    {"first_name": "Robert", "last_name": "Marlow", "birth_date": "1957-09-30", "sex": "M", "ssn4": "4711"},
    {"first_name": "Bob", "last_name": "Marlow", "birth_date": "1957-09-03", "sex": "M", "phone": "555-010-2000"},
    {"first_name": "Roberta", "last_name": "Marlowe", "birth_date": "1984-01-01", "middle_name": "L", "suffix": "Jr"},
    {},
]


@pytest.fixture(scope="module")
def records() -> PersonRecords:
    """With a telephone that a crowd shares, a street and an address for many, and four that differ in much."""
    net = invented_network(11, 2_000).records
    rng = np.random.default_rng(11)
    texts = dict(net.texts)
    texts["phone"] = np.where(rng.random(2_000) < 0.05, "555-010-2000", net.texts["phone"]).astype(object)
    texts["street"] = np.array([f"{n % 17} Oak Street" if n % 3 else "" for n in range(2_000)], object)
    texts["email"] = np.array([f"{n.lower()}@x.org" if n else "" for n in net.texts["last_name"]], object)
    ids = {"member": net.ids["ssn4"].copy(), **net.ids}
    whole = PersonRecords(texts, net.birth_date, net.source, net.provider, ids)
    return together(whole, records_of(PEOPLE, ids=("ssn4",)))


@pytest.fixture(scope="module")
def linkage(records):
    return link(records)


@pytest.fixture(scope="module")
def asked(linkage, records):
    """Pairs that came near, pairs by chance, and the four."""
    rng = np.random.default_rng(0)
    near = rng.integers(0, len(linkage.pairs), 100)
    pairs = [(int(linkage.pairs.left[n]), int(linkage.pairs.right[n])) for n in near]
    pairs += [(int(i), int(j)) for i, j in rng.integers(0, len(records), (30, 2)) if i != j]
    last = len(records)
    return [*pairs, (last - 4, last - 3), (last - 3, last - 2), (last - 4, last - 2), (last - 1, 0), (last - 1, 5)]


def test_every_field_is_named_and_the_bits_add_up_to_the_weight(linkage, records, asked):
    for left, right in asked:
        found = explain(linkage.model, records, left, right)
        assert tuple(each.field for each in found.fields) == FIELDS
        assert all(each.level in LEVELS[each.field] for each in found.fields)
        assert found.prior_bits + sum(each.bits for each in found.fields) == pytest.approx(found.weight, abs=1e-9)
        assert found.probability == pytest.approx(1 / (1 + 2**-found.weight), abs=1e-9)
        said_nothing = [each for each in found.fields if each.level == "missing"]
        assert all(each.bits == each.against_strangers == 0 for each in said_nothing)


def test_the_explanation_is_of_the_probability_that_linking_came_to(linkage, records):
    known = np.random.default_rng(1).choice(len(linkage.pairs), 150, replace=False)
    for n in known.tolist():
        left, right = int(linkage.pairs.left[n]), int(linkage.pairs.right[n])
        expected = pytest.approx(float(linkage.pairs.probability[n]), abs=1e-4)
        assert explain(linkage.model, records, left, right).probability == expected
        assert explain(linkage.model, records, right, left).probability == expected


def test_a_model_read_back_explains_and_links_the_same(linkage, records, asked):
    model = LinkageModel.from_bytes(linkage.model.to_bytes())
    for left, right in asked:
        one, other = explain(linkage.model, records, left, right), explain(model, records, left, right)
        assert other.weight == pytest.approx(one.weight, abs=1e-9)
        assert [each.bits for each in other.fields] == pytest.approx([each.bits for each in one.fields], abs=1e-9)
    assert link(records, model=model).person.tolist() == linkage.person.tolist()
    assert model.to_bytes() == linkage.model.to_bytes()


def test_a_telephone_of_a_crowd_says_nothing_in_an_explanation(linkage, records):
    shared = np.flatnonzero(records.texts["phone"] == "555-010-2000")[:2]
    phone = explain(linkage.model, records, *shared.tolist()).fields[FIELDS.index("phone")]
    assert (phone.level, phone.bits) == ("missing", 0)


def test_a_rare_surname_says_more_than_a_frequent_one(linkage):
    frequent, rare = (
        records_of([{"first_name": "Anna", "last_name": name, "postal_code": place}] * 2)
        for name, place in (("Johnson", "10001"), ("Featherstonehaugh", "10001"))
    )
    bits = [explain(linkage.model, each, 0, 1).fields[1].against_strangers for each in (frequent, rare)]
    assert bits[1] > bits[0] + 3


def test_a_model_holds_no_name_telephone_or_date(linkage, records):
    written = linkage.model.to_bytes().lower()
    for word in ("marlow", "robert", "johnson", "555-010-2000", "5550102000", "1957-09-30", "19570930", "4711", "oak"):
        assert word.encode() not in written
    assert np.array([19570930], np.int32).tobytes() not in written
    with np.load(io.BytesIO(linkage.model.to_bytes())) as arrays:
        texts = {name: arrays[name].tolist() for name in arrays if arrays[name].dtype.kind not in "biuf"}
    assert texts == {"id_names": ["member", "ssn4"]}  # the names of columns


def damaged(content: bytes):
    yield b""
    yield b"PK"
    yield b"not a model"
    yield content[: len(content) // 2]
    yield content[:-1]
    rng = np.random.default_rng(0)
    for at in rng.integers(0, len(content), 60).tolist():
        yield content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
    array = io.BytesIO()
    np.save(array, np.arange(3))
    yield array.getvalue()
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    yield empty.getvalue()


def test_damaged_bytes_are_no_model(linkage):
    refused = 0
    for content in damaged(linkage.model.to_bytes()):
        try:
            LinkageModel.from_bytes(content)
        except ValueError:
            refused += 1
    assert refused >= 40  # a zip has places where a byte says nothing


@pytest.mark.parametrize("name", ["same", "totals", "numbers", "first_digests", "id_names"])
@pytest.mark.parametrize("change", [lambda array: array[:-1], lambda array: array[:0]])
def test_a_model_with_too_little_in_it_is_refused(linkage, name, change):
    with np.load(io.BytesIO(linkage.model.to_bytes())) as arrays:
        every = dict(arrays)
    every[name] = change(every[name])
    written = io.BytesIO()
    np.savez(written, **every)
    with pytest.raises(ValueError, match="no model"):
        LinkageModel.from_bytes(written.getvalue())


def test_linking_prints_and_logs_nothing_and_leaves_no_file(records, capfd, caplog, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with caplog.at_level(logging.DEBUG):
        state = LinkedState.of(records.chosen(np.arange(1_000)))
        state = state.adding(records.chosen(np.arange(1_000, 2_004)))
        explain(state.linkage.model, records, 0, 1)
        people = LinkageModel.from_bytes(state.linkage.model.to_bytes()).records
    assert people == 1_000
    assert capfd.readouterr() == ("", "")
    assert not [each for each in caplog.records if each.name.startswith("groundswell")]
    assert not [each for each in caplog.records if "marlow" in each.getMessage().lower()]
    assert list(tmp_path.iterdir()) == []


def test_no_name_stands_in_what_is_printed_of_a_linkage_or_in_its_errors(linkage, records):
    shown = repr(linkage.model) + repr(linkage.count) + repr(linkage.pairs) + str(linkage.seconds)
    short = PersonRecords(records.texts, records.birth_date[:5], records.source[:5], records.provider[:5])
    with pytest.raises(ValueError) as failure:  # of columns of different lengths
        link(short)
    for canary in ("marlow", "4711", "johnson"):
        assert canary not in (shown + str(failure.value)).lower()


def test_steps_are_told_and_work_stops_when_somebody_says_so(records):
    heard: list[tuple[str, float]] = []
    link(records.chosen(np.arange(200)), progress=lambda step, done: heard.append((step, done)))
    assert [done for _, done in heard] == sorted(done for _, done in heard)
    assert heard[-1] == ("done", 1.0)
    for at in range(len(heard)):
        asked = iter(range(len(heard)))
        with pytest.raises(StoppedError):
            link(records.chosen(np.arange(200)), cancelled=lambda asked=asked, at=at: next(asked) >= at)
