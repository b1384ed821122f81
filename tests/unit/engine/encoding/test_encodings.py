"""Encodings: the same as a slow and obvious twin makes, the same for one person, and for others nothing alike."""

from __future__ import annotations

import hmac
import stat
from pathlib import Path

import numpy as np
import pytest

from groundswell.core.encodings import BODY_BYTES
from groundswell.engine.encoding import (
    Secret,
    SecretError,
    as_texts,
    decode_column,
    encode,
    link_encoded,
    new_secret,
    read_secret,
)
from groundswell.engine.encoding.coding import code_fields
from groundswell.engine.encoding.comparing import candidate_pairs
from groundswell.engine.encoding.keyed import hmac_states, hmac_words, siphash
from groundswell.engine.encoding.views import FIELDS, VIEWS, WORDS, field_starts, starts
from groundswell.engine.invented import InventedCommunity
from groundswell.engine.linkage.records import TEXT_FIELDS, PersonRecords

SECRET = Secret(b"a secret for tests, as long as it must be")
OTHER = Secret(b"another secret for tests, and just as long")
FULL = (1 << 64) - 1


def people(*rows: dict[str, str]) -> PersonRecords:
    """Records of people, from what is known of each."""

    def column(name: str) -> np.ndarray:
        found = np.empty(len(rows), object)
        found[:] = [row.get(name, "") for row in rows]
        return found

    births = np.array([row.get("birth_date", "NaT") for row in rows], "datetime64[D]")
    source = np.arange(len(rows), dtype=np.int32)
    ids = {name: column(name) for name in ("id.ssn", "id.student")}
    return PersonRecords({name: column(name) for name in TEXT_FIELDS}, births, source, source, ids)


def invented(seed: int, count: int) -> tuple[PersonRecords, list[str], np.ndarray]:
    """Records of an invented community, their ids, and who each is."""
    community = InventedCommunity(seed, count)
    tables = [community.records(program.program_id)["participants"] for program in community.programs]
    truth = np.concatenate([community.truth(program.program_id)["person"] for program in community.programs])
    columns = {
        name: np.array([each or "" for table in tables for each in table[name]], object)
        for name in (*TEXT_FIELDS, "participant_id")
    }
    births = np.concatenate([table["birth_date"] for table in tables]).astype("datetime64[D]")
    source = np.repeat(np.arange(len(tables)), [len(table["participant_id"]) for table in tables]).astype(np.int32)
    ids = [str(each) for each in columns.pop("participant_id")]
    return PersonRecords(columns, births, source, source), ids, truth.astype(np.int64)


ADA = {"first_name": "Ada", "last_name": "Lovelace", "birth_date": "1985-12-10", "postal_code": "06511",
       "phone": "(155) 555-0101", "street": "12 Elm Street"}  # fmt: skip


def plain_siphash(k0: int, k1: int, message: int) -> int:
    """SipHash-2-4 as its paper writes it."""
    v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573]

    def left(word: int, by: int) -> int:
        return ((word << by) | (word >> (64 - by))) & FULL

    def mixed(rounds: int) -> None:
        for _ in range(rounds):
            v[0] = (v[0] + v[1]) & FULL
            v[1] = left(v[1], 13) ^ v[0]
            v[0] = left(v[0], 32)
            v[2] = (v[2] + v[3]) & FULL
            v[3] = left(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & FULL
            v[3] = left(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & FULL
            v[1] = left(v[1], 17) ^ v[2]
            v[2] = left(v[2], 32)

    for word in (message, 8 << 56):
        v[3] ^= word
        mixed(2)
        v[0] ^= word
    v[2] ^= 0xFF
    mixed(4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def plain_encoding(records: PersonRecords, row: int, participant_id: str, secret: Secret) -> list[int]:
    """One encoding, word by word and bit by bit, with the HMAC of Python itself."""
    fields = code_fields(records)

    def keyed(*message: int) -> list[int]:
        text = b"".join(word.to_bytes(8, "big") for word in (*message, 0, 0, 0)[:4])
        made = hmac.digest(secret.hashing_key, text, "sha256")
        return [int.from_bytes(made[at : at + 8], "big") for at in range(0, 32, 8)]

    from groundswell.engine.encoding.coding import digest

    mixed = 0
    for each in fields.values():
        mixed = ((mixed ^ (mixed >> 29)) * 0x9E3779B97F4A7C15 + int(each.salt()[row])) & FULL
    r0, r1 = keyed(255, digest(participant_id), mixed)[:2]
    out = [0] * WORDS
    for number, view in enumerate(VIEWS):
        parts = [int(fields[part].salt()[row]) for part in view.salt]
        k0, k1, tag, _ = keyed(number, *parts)
        out[starts()[number]] = tag if all(parts) else plain_siphash(r0, r1, (1 << 60) | starts()[number])
        for name, at in field_starts(number).items():
            field = FIELDS[name]
            sources = [fields[each] for each in (("first", "last") if name == "names" else (name,))]
            if not all(parts) or any(each.codes[row] < 0 for each in sources):
                for word in range(at, at + field.words):
                    out[word] = plain_siphash(r0, r1, (1 << 60) | word)
                continue
            bits = set()
            for each in sources:
                code = each.codes[row]
                for place in range(each.offsets[code], each.offsets[code + 1]):
                    drawn = plain_siphash(k0, k1, int(each.tokens[place]) | (field.number << 56))
                    bits |= {(drawn >> (7 * turn)) % (64 * field.words) for turn in range(each.bits[place])}
            for word in range(field.words):
                made = sum(1 << (bit % 64) for bit in bits if bit // 64 == word)
                made ^= plain_siphash(k0, k1, (3 << 60) | (field.number << 8) | word)
                out[at + word] = made ^ (1 << (plain_siphash(r0, r1, (2 << 60) | (at + word)) % 64))
    return out


def test_siphash_is_that_of_its_authors() -> None:
    """Their vector for the key 00 01 .. 0f and the eight bytes 00 .. 07."""
    key = int.from_bytes(bytes(range(8)), "little"), int.from_bytes(bytes(range(8, 16)), "little")
    message = int.from_bytes(bytes(range(8)), "little")
    assert plain_siphash(*key, message) == 0x93F5F5799A932462
    assert int(siphash(*map(np.uint64, (*key, message)))) == 0x93F5F5799A932462


def test_the_compiled_hmac_is_that_of_python() -> None:
    message = np.random.default_rng(1).integers(0, 2**63, (50, 4)).astype(np.uint64)
    made = np.empty_like(message)
    hmac_words(*hmac_states(SECRET.hashing_key), message, np.ones(50, bool), made)
    for row, found in zip(message, made, strict=True):
        expected = hmac.digest(SECRET.hashing_key, row.astype(">u8").tobytes(), "sha256")
        assert found.astype(">u8").tobytes() == expected


def test_compiled_encodings_are_those_of_the_slow_twin() -> None:
    records, ids, _ = invented(11, 60)
    fast = encode(records, ids, SECRET)
    for row in range(0, len(ids), 3):
        assert fast[row].tolist() == plain_encoding(records, row, ids[row], SECRET)


def test_the_same_records_give_the_same_encodings_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    records, ids, _ = invented(12, 200)
    whole = encode(records, ids, SECRET)
    monkeypatch.setattr("groundswell.engine.encoding.encoding.BLOCK", 37)
    assert np.array_equal(encode(records, ids, SECRET), whole)


def test_another_secret_leaves_nothing_to_compare() -> None:
    records, ids, _ = invented(13, 300)
    words = np.concatenate([encode(records, ids, SECRET), encode(records, ids, OTHER)])
    left, right, _ = candidate_pairs(words, np.repeat(np.array([0, 1], np.int32), len(ids)), True)
    assert len(left) == len(right) == 0
    differing = np.bitwise_count(words[: len(ids)] ^ words[len(ids) :]).mean() / 64
    assert 0.49 < differing < 0.51


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"birth_date": "1985-12-11"},
        {"birth_date": "1958-12-10"},
        {"birth_date": "NaT"},
        {"first_name": "ADA "},
        {"first_name": "Adda"},
        {"last_name": "Lovelase"},
        {"first_name": "Lovelace", "last_name": "Ada"},
        {"last_name": "King"},
        {"postal_code": "06510", "street": "7 Oak Avenue"},
        {"phone": ""},
    ],
    ids=str,
)
def test_one_person_is_found_in_spite_of_a_slip(change: dict[str, str]) -> None:
    crowd, ids, _ = invented(14, 400)
    both = people(ADA, {**ADA, **change})
    together = PersonRecords(
        {name: np.concatenate([both.texts[name], crowd.texts[name]]) for name in TEXT_FIELDS},
        np.concatenate([both.birth_date, crowd.birth_date]), np.concatenate([both.source, crowd.source]),
        np.concatenate([both.provider, crowd.provider]),
    )  # fmt: skip
    person = link_encoded(encode(together, ["a-1", "b-1", *ids], SECRET), together.source).person
    assert person[0] == person[1]
    assert (person == person[0]).sum() == 2


def test_twins_and_a_son_named_after_his_father_stay_apart() -> None:
    crowd, ids, _ = invented(15, 2_000)
    three = people(ADA, {**ADA, "first_name": "Byron"}, {**ADA, "birth_date": "1955-03-01"})
    together = PersonRecords(
        {name: np.concatenate([three.texts[name], crowd.texts[name]]) for name in TEXT_FIELDS},
        np.concatenate([three.birth_date, crowd.birth_date]), np.concatenate([three.source, crowd.source]),
        np.concatenate([three.provider, crowd.provider]),
    )  # fmt: skip
    person = link_encoded(encode(together, ["a-1", "b-1", "c-1", *ids], SECRET), together.source).person
    assert len(set(person[:3].tolist())) == 3


def test_two_without_anything_but_a_name_are_not_linked() -> None:
    alike = people({"first_name": "John", "last_name": "Smith"}, {"first_name": "John", "last_name": "Smith"})
    assert link_encoded(encode(alike, ["1", "2"], SECRET), alike.source).people == 2


def test_linking_encodings_finds_most_people_and_few_wrong_pairs() -> None:
    records, ids, truth = invented(16, 6_000)
    linkage = link_encoded(encode(records, ids, SECRET), records.source)
    assert abs(linkage.people - len(np.unique(truth))) < 0.02 * len(np.unique(truth))
    chosen = linkage.probability >= 0.7
    right = truth[linkage.left[chosen]] == truth[linkage.right[chosen]]
    together = np.bincount(truth)
    f1 = 2 * right.sum() / (chosen.sum() + (together * (together - 1) // 2).sum())
    assert f1 > 0.93


def test_links_at_one_provider_are_not_changed_by_records_of_another() -> None:
    records, ids, _ = invented(17, 1_500)
    words = encode(records, ids, SECRET)
    linkage = link_encoded(words, records.source)
    for person in range(linkage.person_at_provider.max() + 1):
        assert len(set(records.provider[linkage.person_at_provider == person].tolist())) <= 1


def test_lists_without_repeats_link_across_only() -> None:
    alike = people(ADA, ADA)
    one_list = np.zeros(2, np.int32)
    assert link_encoded(encode(alike, ["1", "2"], SECRET), one_list, across_only=True).candidate_pairs == 0


def test_no_record_at_all_is_nobody() -> None:
    nobody = link_encoded(np.empty((0, WORDS), np.uint64), np.empty(0, np.int32))
    assert nobody.people == 0


def test_a_column_comes_back_as_it_was_made() -> None:
    records, ids, _ = invented(18, 30)
    words = encode(records, ids, SECRET)
    found = decode_column(as_texts(words, SECRET))
    assert np.array_equal(found.words, words)
    assert found.known.all()
    assert (found.findings, found.check) == ([], SECRET.check)


def test_what_cannot_be_linked_is_told_and_never_quoted() -> None:
    records, ids, _ = invented(19, 30)
    ours, theirs = as_texts(encode(records, ids, SECRET), SECRET), as_texts(encode(records, ids, OTHER), OTHER)
    texts = [*ours, theirs[0], "Lovelace", ours[0].replace("gs1-", "gs9-"), ours[0][:-5], ""]
    found = decode_column(texts, file="b.csv")
    assert found.known.tolist() == [True] * len(ours) + [False] * 5
    said = "\n".join(map(str, found.findings))
    assert "2 encodings are damaged" in said
    assert "1 encodings are of another version" in said
    assert "1 encodings were made with another secret" in said
    assert "Lovelace" not in said
    assert ours[0][-20:] not in said
    assert not decode_column(ours, check=OTHER.check).known.any()


def test_a_secret_shows_itself_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    secret = new_secret(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_secret(path) == secret
    assert secret.key.decode() not in f"{secret!r} {secret}"
    assert secret.check != SECRET.check
    assert len(secret.check) == 8
    with pytest.raises(FileExistsError):
        new_secret(path)


@pytest.mark.parametrize(("text", "said"), [(b"short", "32 or more"), (b"a" * 40, "guessed"), (b"", "0 bytes")])
def test_a_secret_that_could_be_guessed_is_refused(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "secret.txt"
    path.write_bytes(text)
    with pytest.raises(SecretError, match=said):
        read_secret(path)


def test_line_ends_and_marks_around_a_secret_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SECRET.key + b"\r\n")
    assert read_secret(path) == SECRET


def test_a_pseudonym_needs_the_secret() -> None:
    assert SECRET.pseudonym("17") != OTHER.pseudonym("17")
    assert SECRET.pseudonym("17") != SECRET.pseudonym("18")


def test_the_format_and_the_views_agree_on_their_width() -> None:
    assert sum(view.words for view in VIEWS) == WORDS == BODY_BYTES / 8
