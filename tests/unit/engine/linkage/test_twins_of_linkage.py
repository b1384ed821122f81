"""The compiled loops of linkage beside their slow and obvious twins."""

import random

import numpy as np
import pytest
from tests.reference import plain_linkage as plain
from tests.unit.engine.linkage.people import records_of

from groundswell.engine.invented.network import invented_network
from groundswell.engine.linkage import Decisions, link
from groundswell.engine.linkage.blocking import candidates, candidates_in, keys_of, planned
from groundswell.engine.linkage.clustering import grouped, holding, joined
from groundswell.engine.linkage.coded import Listed, coded, crowded, without
from groundswell.engine.linkage.comparing import FIELDS, LEVELS, levels_of, pattern_of
from groundswell.engine.linkage.frequencies import Frequencies
from groundswell.engine.linkage.names import standard
from groundswell.engine.linkage.scoring import scale_of, weight_of, weights_of
from groundswell.engine.linkage.similarity import jaro_winkler, one_digit, one_slip

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def rows(words):
    listed = Listed()
    for word in words:
        listed.codes.setdefault(word, len(listed.codes))
    return listed.spelled(), listed.codes


def typed(word: str, rng: random.Random) -> str:
    """A word with one or two slips, or another."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        at, letter = rng.randrange(len(word)), rng.choice(ALPHABET)
        word = rng.choice((
            word[:at] + letter + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + word[at + 1 :] or letter,
            word[: at - 1] + word[at : at + 1] + word[at - 1 : at] + word[at + 1 :] if at else word, word,
        ))  # fmt: skip
    return word


@pytest.fixture(scope="module")
def names():
    rng = random.Random(4)
    net = invented_network(1, 300)
    words = sorted(
        {standard(name) for field in ("first_name", "last_name") for name in net.records.texts[field]} - {""}
    )
    words += ["A", "B", "AB", "BA", "ABCDEFGHIJKLMNOPQRSTUVWX", "AAAAAAAAAA", "ABABABABAB"]
    return sorted({*words[:250], *(typed(word, rng) for word in words[:250])})


@pytest.fixture(scope="module")
def network():
    """Records with every field, those that a network has not asked for too."""
    net = invented_network(7, 260)
    records, rng = net.records, np.random.default_rng(7)
    count = len(records)
    streets = np.array(["12 Oak Street", "12 Oak St.", "14 Oak St", "9 Elm Ave", "7 Main Road", "", ""], object)
    texts = dict(records.texts)
    texts["street"] = streets[rng.integers(0, len(streets), count)]
    texts["email"] = np.array([f"p{n // 2 % 60}@x.org" if n % 5 else "" for n in net.person], object)
    texts["city"] = np.array(["Springfield", "Shelbyville", ""], object)[rng.integers(0, 3, count)]
    texts["phone"] = np.where(rng.random(count) < 0.12, "(555) 010-2000", texts["phone"]).astype(object)
    texts["phone"][::40] = "(555) 010-3456"
    texts["phone"][20::40] = "(555) 010-3465"
    texts["suffix"] = np.array(["", "", "", "Jr.", "SR", "III"], object)[rng.integers(0, 6, count)]
    texts["middle_name"] = np.array(["", "M", "Maria", "L"], object)[rng.integers(0, 4, count)]
    texts["last_name"] = np.where(rng.random(count) < 0.02, "Unknown", texts["last_name"]).astype(object)
    member = np.array([f"M-{n + 10000}" if n % 4 else "" for n in net.person], object)
    ids = {**records.ids, "member": member}
    return type(records)(texts, records.birth_date, records.source, records.provider, ids)


@pytest.fixture(scope="module")
def read(network):
    return plain.read(network)


@pytest.fixture(scope="module")
def numbers(network):
    found, lists = coded(network)
    return without(found, crowded(found)), lists


@pytest.fixture(scope="module")
def linkage(network):
    return link(network)


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [("MARTHA", "MARHTA", 0.9611), ("DWAYNE", "DUANE", 0.84), ("DIXON", "DICKSONX", 0.8133), ("ABC", "XYZ", 0.0)],
)
def test_published_examples_of_jaro_and_winkler_hold_for_both(one, other, like):
    letters, codes = rows([one, other])
    assert jaro_winkler(letters, codes[one], codes[other]) == pytest.approx(like, abs=5e-5)
    assert plain.jaro_winkler(one, other) == pytest.approx(like, abs=5e-5)


def test_likeness_of_words_is_that_of_the_definition(names):
    letters, codes = rows(names)
    rng = random.Random(5)
    pairs = [(a, typed(a, rng)) for a in names] + [(rng.choice(names), rng.choice(names)) for _ in range(3_000)]
    pairs = [(a, b) for a, b in pairs if b in codes]
    assert len(pairs) > 2_000
    for one, other in pairs:
        compiled = jaro_winkler(letters, codes[one], codes[other])
        assert compiled == pytest.approx(plain.jaro_winkler(one, other), abs=1e-12), (one, other)


def test_one_slip_is_what_trying_every_slip_finds(names):
    rng = random.Random(6)
    pairs = [(name, typed(name, rng)[:24]) for name in names for _ in range(6)]
    letters, codes = rows([word for pair in pairs for word in pair])
    found = [bool(one_slip(letters, codes[a], codes[b])) for a, b in pairs]
    assert found == [plain.one_slip(a, b) for a, b in pairs]
    assert 100 < sum(found) < len(found) - 100


def test_one_digit_is_a_slip_in_a_date_written_as_digits():
    rng = random.Random(7)
    days = [rng.randrange(19_000_000, 20_269_999) for _ in range(400)]
    pairs = [(day, int(plain_digits(day, rng))) for day in days for _ in range(10)]
    pairs = [(a, b) for a, b in pairs if len(str(b)) == 8]
    assert [bool(one_digit(int(str(a), 16), int(str(b), 16))) for a, b in pairs] == [
        plain.one_slip(str(a), str(b)) for a, b in pairs
    ]


def plain_digits(number: int, rng: random.Random) -> str:
    digits = list(str(number))
    at = rng.randrange(len(digits) - 1)
    if rng.random() < 0.5:
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
    for _ in range(rng.randrange(3)):
        digits[rng.randrange(len(digits))] = rng.choice("0123456789")
    return "".join(digits)


def test_levels_of_every_field_are_those_of_words_and_dates(numbers, read):
    records, _ = numbers
    seen: set[tuple[str, str]] = set()
    count = len(read)
    pairs = [(i, j) for i in range(0, count, 2) for j in range(i + 1, count)]
    levels = levels_of(np.array([pattern_of(i, j, records) for i, j in pairs]))
    for (i, j), found in zip(pairs, levels.T.tolist(), strict=True):
        by_name = {name: LEVELS[name][level] for name, level in zip(FIELDS, found, strict=True)}
        assert by_name == plain.levels(read[i], read[j]), (read[i], read[j])
        seen |= set(by_name.items())
    missing = {(name, level) for name, levels in LEVELS.items() for level in levels} - seen
    assert not missing


NAMED = [
    ("first_name", "Bob", "Robert", "other_form"), ("first_name", "R", "Robert", "other_form"),
    ("first_name", "Jose Luis", "José", "other_form"), ("first_name", "Lupe", "Guadalupe", "other_form"),
    ("first_name", "Katherine", "Kathrine", "close"), ("first_name", "Mary", "Xochitl", "different"),
    ("last_name", "Lopez Garcia", "Garcia", "other_form"), ("last_name", "Lopez-Garcia", "lopez garcia", "same"),
    ("last_name", "O'Neil", "ONeil", "same"), ("last_name", "de la Cruz", "Delacruz", "same"),
    ("last_name", "Smith Jr", "Smith", "same"), ("last_name", "Smith", "Smithson", "similar"),
    ("birth_date", "1984-03-12", "1984-12-03", "slip"), ("birth_date", "1984-03-12", "1984-03-21", "slip"),
    ("birth_date", "1984-03-12", "1948-03-12", "slip"), ("birth_date", "1984-03-12", "1984-01-01", "year_only"),
    ("birth_date", "1984-03-12", "1984-04-05", "days_apart"), ("birth_date", "1984-03-12", "1987-04-15", "near"),
    ("birth_date", "1984-03-12", "1959-08-30", "different"), ("birth_date", "1989-12-31", "1990-12-31", "years_apart"),
    ("sex", "female", "F", "same"), ("sex", "M", "F", "different"), ("sex", "X", "F", "missing"),
    ("place", "10001", "10001", "same"), ("place", "10001", "10002", "different"),
    ("street", "12 Oak Street", "12 OAK ST.", "same"), ("street", "12 Oak St", "21 Oak St", "close"),
    ("phone", "(555) 123-4567", "1-555-123-4567", "same"), ("phone", "5551234567", "5551234576", "slip"),
    ("phone", "0000000000", "0000000000", "missing"), ("email", "a@x.org", "A@x.org ", "same"),
    ("email", "nobody", "nobody", "missing"), ("agreed_id", "A-1234", "a1234", "same"),
    ("agreed_id", "A1234", "A1243", "slip"), ("middle_name", "L", "Louise", "initial"),
    ("middle_name", "L", "M", "different"), ("suffix", "Jr.", "II", "same"), ("suffix", "Jr", "Sr", "different"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "one", "other", "level"), NAMED)
def test_a_field_of_two_records_agrees_at_the_level_that_a_person_would_say(field, one, other, level):
    column = {"place": "postal_code", "agreed_id": "member"}.get(field, field)
    records = records_of([{column: one}, {column: other}], ids=("member",))
    found, _ = coded(records)
    for i, j in ((0, 1), (1, 0)):
        named = LEVELS[field][int(levels_of(np.array([pattern_of(i, j, found)]))[FIELDS.index(field), 0])]
        assert named == level
    assert plain.levels(*plain.read(records))[field] == level


def test_a_telephone_of_a_crowd_is_known_of_nobody(network, numbers, read):
    shared = {plain.phone_of(said) for said in network.texts["phone"]} - {each.phone for each in read}
    assert shared == {"5550102000"}
    said = [each.phone != "" for each in read]
    assert ((numbers[0].facts[:, 7] >= 0) == np.array(said)).all()


@pytest.mark.parametrize("narrowed", [False, True])
def test_pairs_that_agree_in_a_key_are_those_that_looking_at_every_pair_finds(numbers, read, narrowed):
    records, lists = numbers
    met = Frequencies.of(records, lists).by(lists)
    plan, keys, lines = planned(records, met)
    found = candidates_in(records, keys, lines)
    if narrowed:
        plan = type(plan)(plan.wide_ids, tuple(place % 2 == 0 for place in range(len(plan.narrow))))
        found = candidates(records, keys_of(records, plan, met))
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    assert set(pairs) == plain.pairs_of(plain.keys(read, plan.narrow))


def test_weights_are_plain_sums_of_what_the_model_says(network, numbers, read, linkage):
    records, lists = numbers
    scale = scale_of(records, linkage.model, linkage.model.frequencies.by(lists))
    weigher = plain.Weigher(linkage.model, read)
    rng = np.random.default_rng(3)
    left = np.concatenate([linkage.pairs.left, rng.integers(0, 100, 500)]).astype(np.int32)
    right = np.concatenate([linkage.pairs.right, rng.integers(100, 200, 500)]).astype(np.int32)
    pattern = np.array([pattern_of(i, j, records) for i, j in zip(left, right, strict=True)], np.int32)
    found = weights_of(left, pattern, records, scale)
    expected = [weigher.weight(i, j) for i, j in zip(left.tolist(), right.tolist(), strict=True)]
    assert found == pytest.approx(expected, abs=1e-3, rel=1e-4)


def test_what_pairs_tie_together_is_what_passing_on_labels_finds():
    rng = np.random.default_rng(2)
    for _ in range(50):
        count = int(rng.integers(2, 60))
        pairs = rng.integers(0, count, (int(rng.integers(0, 60)), 2)).astype(np.int32)
        left, right = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
        expected = plain.union(count, pairs.tolist())
        assert joined(count, left, right).tolist() == expected
        held = holding(count, left, right)
        assert plain.union(count, pairs[held].tolist()) == expected
        assert held.sum() == count - len(set(expected))


@pytest.mark.parametrize("seed", range(8))
def test_groups_are_those_of_putting_lists_together(numbers, linkage, seed):
    """Some pairs are raised by chance, so that groups meet that disagree on the whole; and some were decided."""
    records, lists = numbers
    scale = scale_of(records, linkage.model, linkage.model.frequencies.by(lists))
    rng = np.random.default_rng(seed)
    left, right = linkage.pairs.left, linkage.pairs.right
    pattern = np.array([pattern_of(i, j, records) for i, j in zip(left, right, strict=True)], np.int32)
    weight = weights_of(left, pattern, records, scale) + rng.normal(0, 8, len(left)).astype(np.float32)
    same, apart = (rng.integers(0, len(records.facts), (12, 2)).astype(np.int32).T.copy() for _ in range(2))
    apart[0, :3], apart[1, :3] = same[0, :3], same[1, :3]
    found = grouped(
        left, right, weight, records, scale, threshold=0.0, same=(same[0], same[1]), apart=(apart[0], apart[1])
    )
    said = {(i, j): w for i, j, w in zip(left.tolist(), right.tolist(), weight.tolist(), strict=True) if w >= 0}

    def asked(i, j):
        return weight_of(i, pattern_of(i, j, records), records, scale)

    expected = plain.agglomerated(len(records.facts), plain.in_turn(said), asked, same.T.tolist(), apart.T.tolist())
    assert found.tolist() == expected
    assert len(set(expected)) < len(expected)


def test_linking_is_what_its_twins_come_to_together(network, read, linkage):
    weigher = plain.Weigher(linkage.model, read)
    pairs = plain.pairs_of(plain.keys(read, linkage.model.plan.narrow))
    weighed = {pair: weigher.weight(*pair) for pair in pairs}
    kept = {pair for pair, weight in weighed.items() if weight > -6.9}
    near = set(zip(linkage.pairs.left.tolist(), linkage.pairs.right.tolist(), strict=True))
    assert kept ^ near <= {pair for pair, weight in weighed.items() if abs(weight + 6.9) < 0.1}
    sure = {pair: np.float32(weight) for pair, weight in weighed.items() if weight >= 0}
    groups = plain.agglomerated(len(read), plain.in_turn(sure), weigher.weight)
    numbered = {first: number for number, first in enumerate(sorted(set(groups)))}
    assert linkage.person.tolist() == [numbered[first] for first in groups]
    assert linkage.candidate_pairs == len(pairs)
    assert link(network, model=linkage.model, decisions=Decisions.none()).person.tolist() == linkage.person.tolist()
