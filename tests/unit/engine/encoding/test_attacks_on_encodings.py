"""Who knows the format and the people, but not the secret, finds nobody: methods.md C9, at most one in a thousand.

Each attack is also run on plain filters, where it must succeed: else the rule could not fail.
"""

from __future__ import annotations

import numpy as np
import pytest
from tests import attacks

from groundswell.engine.encoding import Secret, encode
from groundswell.engine.encoding.coding import code_fields
from groundswell.engine.encoding.views import VIEWS, starts

pytest.importorskip("names", reason="needs the frequencies of names: pip install names")

COUNT = 10_000
MOST = 0.001  # of 10,000 people; one in ten thousand is chance


class Scene:
    """Ten thousand people, their encodings, and what the attacker has: the same people in another order."""

    def __init__(self) -> None:
        self.records, self.names = attacks.people(COUNT, 3)
        self.known = attacks.shuffled(self.records, self.names, 4)
        ids = [str(number) for number in range(COUNT)]
        self.hard = encode(self.records, ids, Secret(b"the secret of the providers, made by chance"))
        self.own = encode(self.known.records, ids, Secret(b"a key that the attacker has made up herself"))
        self.views = [slice(at, at + view.words) for at, view in zip(starts(), VIEWS, strict=True)]

    def found(self, said: list[str]) -> float:
        """The share of people found."""
        return attacks.share_found(said, self.names)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene()


def test_bits_lined_up_by_frequency_find_nobody(scene: Scene) -> None:
    whole = attacks.bit_frequency_alignment(scene.hard, scene.own, scene.known)
    assert scene.found(whole) <= MOST
    for view in scene.views[:3]:
        said = attacks.bit_frequency_alignment(scene.hard[:, view], scene.own[:, view], scene.known)
        assert scene.found(said) <= MOST


def test_bits_lined_up_by_frequency_find_people_in_plain_filters(scene: Scene) -> None:
    plain = attacks.plain_filters(scene.records, 99), attacks.plain_filters(scene.known.records, 5)
    assert scene.found(attacks.bit_frequency_alignment(*plain, scene.known)) > 1.5 * MOST


@pytest.mark.parametrize("view", [0, 1, 5])
def test_patterns_of_bits_find_nobody(scene: Scene, view: int) -> None:
    said = attacks.pattern_mining(scene.hard[:, scene.views[view]], scene.known, most=60)
    assert scene.found(said) <= MOST


def test_patterns_of_bits_find_most_people_in_plain_filters() -> None:
    records, names = attacks.people(3_000, 8)
    known = attacks.shuffled(records, names, 9)
    said = attacks.pattern_mining(attacks.plain_filters(records, 99), known)
    assert attacks.share_found(said, names) > 0.3


def test_what_repeats_exactly_finds_nobody(scene: Scene) -> None:
    coded = code_fields(scene.known.records)
    for view, at, words in zip(VIEWS, starts(), scene.views, strict=True):
        salts = list(zip(*(coded[part].codes.tolist() for part in view.salt), strict=True))
        assert scene.found(attacks.exact_repeats(scene.hard[:, at].tolist(), salts, scene.known)) <= MOST, view.name
        blocks = [row.tobytes() for row in scene.hard[:, words]]
        assert scene.found(attacks.exact_repeats(blocks, scene.known.names, scene.known)) <= MOST, view.name


def test_what_repeats_exactly_finds_people_in_plain_filters(scene: Scene) -> None:
    plain = [row.tobytes() for row in attacks.plain_filters(scene.records, 99)]
    assert scene.found(attacks.exact_repeats(plain, scene.known.names, scene.known)) > 2 * MOST


def test_how_many_share_each_tag_finds_nobody(scene: Scene) -> None:
    """Harder than C9: in how many encodings each tag stands, over all views at once, beside the same of the people."""
    coded = code_fields(scene.known.records)
    there = np.stack([_crowds(scene.hard[:, at].tolist()) for at in starts()], axis=1)
    here = np.stack(
        [_crowds(list(zip(*(coded[part].codes.tolist() for part in view.salt), strict=True))) for view in VIEWS], axis=1
    )
    said = attacks.exact_repeats(list(map(tuple, there.tolist())), list(map(tuple, here.tolist())), scene.known)
    assert scene.found(said) <= 2 * MOST


def test_the_number_of_bits_says_nothing_of_a_names_length(scene: Scene) -> None:
    bits = np.bitwise_count(scene.hard[:, 1:3]).sum(axis=1).astype(float)
    lengths = np.array([len(name.split(" ")[0]) for name in scene.names], float)
    assert abs(np.corrcoef(bits, lengths)[0, 1]) < 0.05
    assert abs(bits.mean() - 64) < 0.5


def _crowds(values: list[object]) -> np.ndarray:
    _, inverse, counts = np.unique([hash(value) for value in values], return_inverse=True, return_counts=True)
    return counts[inverse]
