"""Splink as the second engine: as good as it is known to be, the same on Spark, bound by decisions, and silent."""

from __future__ import annotations

import logging
import sys

import numpy as np
import pytest
from tests.linkage import pair_scores

from groundswell.engine.invented import InventedNetwork, invented_network
from groundswell.engine.linkage import Decisions, Linkage, LinkageError, LinkageSettings, PersonRecords, link
from groundswell.engine.linkage.splink_engine import splink_is_missing
from groundswell.engine.spark import spark_is_missing

SETTINGS = LinkageSettings(linked=0.9)


def needs_splink() -> None:
    if splink_is_missing():
        pytest.skip(f"splink: {splink_is_missing()}")


@pytest.fixture(scope="module")
def network() -> InventedNetwork:
    return invented_network(7, 3_000)


@pytest.fixture(scope="module")
def linkage(network: InventedNetwork) -> Linkage:
    needs_splink()
    return link(network.records, engine="splink", settings=SETTINGS)


def test_splink_finds_nearly_everybody_and_says_how_many_there_are(network: InventedNetwork, linkage: Linkage) -> None:
    assert linkage.engine == "splink"
    assert pair_scores(linkage.person, network.person).f1 > 0.93
    count = linkage.count
    assert count.records == 3_000 and count.low <= count.people <= count.high
    assert abs(count.people / len(network.people) - 1) < 0.05
    pairs = linkage.pairs
    assert (pairs.left < pairs.right).all() and linkage.candidate_pairs >= len(pairs)
    assert pairs.probability.min() > 0 and pairs.probability.max() <= 1
    firsts = np.unique(linkage.person, return_index=True)[1]
    assert (np.diff(firsts) > 0).all()  # numbered in the order of their first records


def test_links_within_one_provider_do_not_look_at_others(network: InventedNetwork, linkage: Linkage) -> None:
    assert len(np.unique(linkage.person_at_provider)) > len(np.unique(linkage.person))
    both = np.unique(np.stack([linkage.person_at_provider, network.records.provider], axis=1), axis=0)
    assert len(both) == len(np.unique(linkage.person_at_provider))
    inside = np.unique(np.stack([linkage.person_at_provider, linkage.person], axis=1), axis=0)
    assert len(inside) == len(both)  # who is one person at a provider is one person on the whole


def test_what_people_decided_stands_above_what_splink_finds(network: InventedNetwork, linkage: Linkage) -> None:
    sure = np.flatnonzero(linkage.pairs.probability > 0.99)[0]
    one, other = int(linkage.pairs.left[sure]), int(linkage.pairs.right[sure])
    stranger = int(np.flatnonzero(linkage.person != linkage.person[one])[-1])
    said = Decisions(np.array([one, one]), np.array([other, stranger]), np.array([False, True]))
    again = link(network.records, engine="splink", settings=SETTINGS, decisions=said).person
    assert again[one] != again[other] and again[one] == again[stranger]


def test_nothing_is_said_and_no_name_stands_in_the_log(
    network: InventedNetwork, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    needs_splink()
    with caplog.at_level(logging.DEBUG):
        link(network.records.chosen(np.arange(600)), engine="splink")
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""
    names = {name.lower() for name in network.records.texts["last_name"][:600] if len(name) > 5}
    assert not [name for name in names if name in caplog.text.lower()]


def test_a_single_record_is_one_person_and_none_is_nobody(network: InventedNetwork) -> None:
    needs_splink()
    for size in (0, 1):
        assert link(network.records.chosen(np.arange(size)), engine="splink").count.people == size


def test_records_that_say_nothing_alike_are_refused_in_words() -> None:
    needs_splink()
    texts = {"first_name": np.array(["Ann", "Bob", "Cy"], object)}
    never = np.full(3, np.datetime64("NaT", "D"))
    records = PersonRecords(texts, never, np.zeros(3, np.int32), np.zeros(3, np.int32))
    with pytest.raises(LinkageError, match="too little that is alike"):
        link(records, engine="splink")


def test_without_the_extra_it_says_what_to_install(network: InventedNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(LinkageError, match=r"pip install groundswell\[link\]"):
        link(network.records, engine="splink")


@pytest.mark.slow
def test_on_spark_splink_links_as_it_does_on_duckdb(network: InventedNetwork, linkage: Linkage) -> None:
    if spark_is_missing():
        pytest.skip(f"spark: {spark_is_missing()}")
    there = link(network.records, engine="splink", settings=SETTINGS, spark_master="local-cluster[2,1,1024]")
    here, far = (pair_scores(each.person, network.person).f1 for each in (linkage, there))
    assert abs(here - far) <= 0.002
    assert there.candidate_pairs == linkage.candidate_pairs
