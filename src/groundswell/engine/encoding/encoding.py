"""Records to encodings: block by block, so that memory stays small and progress can be told.

The same records with the same secret give the same encodings, byte by byte, so that a submission sent twice is seen to
be the same. Nothing of a name is kept: what comes out is words of bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from groundswell.core.encodings import encoding_text
from groundswell.engine.encoding.coding import Coded, code_fields, digest
from groundswell.engine.encoding.filling import fill_field, fill_tags
from groundswell.engine.encoding.keyed import Word32s, Words, hmac_states, hmac_words
from groundswell.engine.encoding.secret import Secret
from groundswell.engine.encoding.views import FIELDS, VIEWS, WORDS, field_starts, starts
from groundswell.engine.linkage.records import PersonRecords

BLOCK = 50_000  # records at a time
OF_THE_RECORD = 255  # the place of a view, in the hash that gives a record its own chance
_MIX = np.uint64(0x9E3779B97F4A7C15)

Progress = Callable[[int, int], None]


def encode(
    records: PersonRecords, participant_ids: Sequence[str], secret: Secret, progress: Progress | None = None
) -> Words:
    """The encodings of n records: words of 64 bits, (n, 66). `participant_ids` tell alike records apart."""
    size = len(records)
    out = np.zeros((size, WORDS), np.uint64)
    states = hmac_states(secret.hashing_key)
    for start in range(0, size, BLOCK):
        these = slice(start, min(start + BLOCK, size))
        _encode_block(out[these], records.chosen(np.arange(these.start, these.stop)), participant_ids[these], states)
        if progress is not None:
            progress(these.stop, size)
    return out


def as_texts(encodings: Words, secret: Secret) -> list[str]:
    """Each encoding as the text that goes into a column `encoding`."""
    check = secret.check
    return [encoding_text(check, row.tobytes()) for row in encodings.astype("<u8", copy=False)]


def _encode_block(
    out: Words, records: PersonRecords, participant_ids: Sequence[str], states: tuple[Word32s, Word32s]
) -> None:
    fields = code_fields(records)
    everybody = np.ones(len(out), bool)
    chance = _digests(_record_message(fields, participant_ids), everybody, states)[:, :2].copy()
    for number, (view, at) in enumerate(zip(VIEWS, starts(), strict=True)):
        message = np.zeros((len(out), 4), np.uint64)
        message[:, 0] = number
        for place, part in enumerate(view.salt):
            message[:, 1 + place] = fields[part].salt()
        salted: NDArray[np.bool_] = (message[:, 1 : 1 + len(view.salt)] != 0).all(axis=1)
        made = _digests(message, salted, states)
        keys = made[:, :2].copy()
        fill_tags(out, at, salted, made[:, 2].copy(), chance)
        for name, word in field_starts(number).items():
            field = FIELDS[name]
            one, other = ("first", "last") if name == "names" else (name, name)
            _fill(out, word, field.words, field.number, salted, keys, chance, fields[one], fields[other])


def _fill(
    out: Words, at: int, words: int, number: int, salted: NDArray[np.bool_], keys: Words, chance: Words,
    one: Coded, other: Coded,
) -> None:  # fmt: skip
    """One field of a view; both names are one field, so that their tokens stand in one list."""
    if one is other:
        fill_field(
            out, at, words, number, salted, keys, chance, one.codes, one.codes, one.offsets, one.tokens, one.bits
        )
        return
    shifted = np.where(other.codes < 0, -1, other.codes + len(one.offsets) - 1).astype(np.int32)
    offsets = np.concatenate([one.offsets, other.offsets[1:] + one.offsets[-1]])
    tokens, bits = np.concatenate([one.tokens, other.tokens]), np.concatenate([one.bits, other.bits])
    fill_field(out, at, words, number, salted, keys, chance, one.codes, shifted, offsets, tokens, bits)


def _record_message(fields: dict[str, Coded], participant_ids: Sequence[str]) -> Words:
    """What the chance of a record hangs on: its id, and all that it says."""
    mixed = np.zeros(len(participant_ids), np.uint64)
    for each in fields.values():
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX + each.salt()
    message = np.zeros((len(mixed), 4), np.uint64)
    message[:, 0] = OF_THE_RECORD
    message[:, 1] = [digest(each) for each in participant_ids]
    message[:, 2] = mixed
    return message


def _digests(message: Words, wanted: NDArray[np.bool_], states: tuple[Word32s, Word32s]) -> Words:
    made = np.zeros_like(message)
    hmac_words(*states, message, wanted, made)
    return made
