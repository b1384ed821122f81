"""A linking is kept whole beside the parts, read back as it was, and cut down where records go."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from groundswell.engine.links.kept import (
    KeptLinks,
    links_folder,
    purge_links,
    read_links,
    read_people,
    sweep_links,
    write_links,
)
from groundswell.engine.store import StoreError

KEY = b"k" * 32


def kept(count: int = 6) -> KeptLinks:
    """Pairs (0, 1), (1, 2), (3, 5); the last and the first are doubtful."""
    return KeptLinks(
        program_id=np.array(["books", "books", "teeth", "teeth", "teeth", "eyes"][:count], object),
        participant_id=np.array([f"p{at}" for at in range(count)], object),
        person=np.array([0, 0, 0, 1, 2, 1][:count]),
        at_provider=np.array([0, 0, 1, 2, 3, 2][:count]),
        told=np.array(["0" * 16] * count, object),
        left=np.array([0, 1, 3]),
        right=np.array([1, 2, 5]),
        probability=np.array([0.99, 0.6, 0.4]),
        doubtful=np.array([2, 1]),
        model=b"\x00learned\xff",
    )


def test_a_linking_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    one = kept()
    digest = one.digest(KEY)
    write_links(tmp_path, one, digest)
    again = read_links(tmp_path, digest)
    assert again.digest(KEY) == digest
    assert again.model == one.model
    assert again.doubtful.tolist() == [2, 1]
    people = read_people(tmp_path, digest, at_provider=True)
    assert dict(zip(people.participant_id, people.person.tolist(), strict=True)) == dict(
        zip(one.participant_id, one.at_provider.tolist(), strict=True)
    )


def test_the_digest_changes_with_the_key_and_with_what_is_kept() -> None:
    one = kept()
    assert one.digest(KEY) == kept().digest(KEY)
    assert len({one.digest(KEY), one.digest(b"x" * 32), one.without(np.arange(6) == 4).digest(KEY)}) == 3


def test_whoever_goes_takes_along_the_pairs_that_she_was_in() -> None:
    fewer = kept().without(np.arange(6) == 1)
    assert fewer.participant_id.tolist() == ["p0", "p2", "p3", "p4", "p5"]
    assert fewer.person.tolist() == [0, 0, 1, 2, 1]
    assert list(zip(fewer.left.tolist(), fewer.right.tolist(), strict=True)) == [(2, 4)]
    assert fewer.doubtful.tolist() == [0]


def test_a_linking_that_nobody_names_is_swept_and_one_that_is_purged_is_gone(tmp_path: Path) -> None:
    one, other = kept(), kept().without(np.arange(6) == 0)
    for each in (one, other):
        write_links(tmp_path, each, each.digest(KEY))
    assert sweep_links(tmp_path, {one.digest(KEY)}).parts == ()  # it may be named in a moment
    assert purge_links(tmp_path, other.digest(KEY))
    assert not links_folder(tmp_path, other.digest(KEY)).exists()
    with pytest.raises(StoreError):
        read_links(tmp_path, other.digest(KEY))


def test_nobody_at_all_can_be_kept(tmp_path: Path) -> None:
    nobody = kept().without(np.ones(6, bool))
    write_links(tmp_path, nobody, nobody.digest(KEY))
    assert len(read_links(tmp_path, nobody.digest(KEY))) == 0
