"""A published file is read again next year: the same stays, what changed keeps its history, what is new is added."""

from pathlib import Path

import pytest
from tests import cast
from tests.builders import MAPPING, TURNING, package, reading, series
from tests.cast import COMMAND_LINE, DATA_LEAD

from groundswell.apps.indicators.models import Baseline, Indicator, Observation, Revision, Target
from groundswell.apps.packages.actions import load_package, store_reading
from groundswell.apps.packages.queries import package_of
from groundswell.apps.people.models import AuditEvent, Community
from groundswell.apps.people.queries import actor_of
from groundswell.apps.places.models import Group, Place
from groundswell.apps.places.queries import known_of
from groundswell.apps.sources.models import ImportRun, Source
from groundswell.core.findings import error
from groundswell.core.vocabulary import Polarity, Unit
from groundswell.exchange.mapping.reading import GroupSeen, IndicatorSeen, KnownPlace, PlaceSeen, TargetSeen
from groundswell.exchange.package import check_package, write_package

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elmwood() -> None:
    """Elmwood without observations yet."""
    assert load_package(package=package([]), by=DATA_LEAD).is_done


def test_the_same_value_again_is_left_as_it_is() -> None:
    store_reading(reading=reading(series()), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    outcome = store_reading(reading=reading(series()), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert outcome.counts["unchanged"] == len(TURNING)
    assert Revision.objects.count() == 0


def test_a_break_and_a_note_that_people_wrote_outlive_the_next_reading() -> None:
    store_reading(reading=reading(series()), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    load_package(package=package([{**series()[9], "break": "true", "note": "new test"}]), by=DATA_LEAD)
    again = [*TURNING[:9], "57.0", *TURNING[10:]]
    store_reading(reading=reading(series(again)), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    kept = Observation.objects.get(period="2021")
    assert (kept.value, kept.is_break, kept.note) == ("57.0", True, "new test")


def test_next_year_a_changed_value_is_a_revision_and_a_new_year_is_added() -> None:
    store_reading(reading=reading(series()), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    next_year = [*TURNING[:-1], "61.2", "63.0"]
    outcome = store_reading(reading=reading(series(next_year)), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert (outcome.counts["added"], outcome.counts["revised"]) == (1, 1)
    assert Revision.objects.values_list("period", "value", "reason").get() == ("2023", "61.8", "import of schools")


def test_a_value_that_is_withheld_later_keeps_what_stood_there() -> None:
    store_reading(reading=reading(series(("52.1",))), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    store_reading(reading=reading(series(("",))), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert Observation.objects.get().status == "suppressed"
    assert Revision.objects.get().value == "52.1"


def test_every_reading_is_remembered_with_its_files_and_counts() -> None:
    store_reading(reading=reading(series()), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    run = ImportRun.objects.get()
    assert (run.by, run.read, run.added) == (COMMAND_LINE.name, len(TURNING), len(TURNING))
    assert run.files == [{"name": "schools.csv", "sha256": "ab" * 32, "records": len(TURNING)}]
    assert Observation.objects.filter(run=run).count() == len(TURNING)
    assert Source.objects.values_list("publisher", "licence", "mapping").get() == ("State", "PDDL", MAPPING)


def test_a_place_and_a_group_nobody_knows_are_kept_until_somebody_decides() -> None:
    seen = reading(
        series(("50.0",), place_id="west-end", group_id="latine"),
        places=[PlaceSeen("west-end", "West End", matched=False)],
        groups=[GroupSeen("latine", "Latine", matched=False, dimension="race_ethnicity", label="Latine")],
    )
    store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert Place.objects.values_list("name", "is_matched").get(public_id="west-end") == ("West End", False)
    assert Group.objects.values_list("label", "is_matched").get(public_id="latine") == ("Latine", False)
    whole = package_of("elmwood")
    assert whole is not None
    assert "west-end" in whole.tables["places"].column("place_id")


def test_an_indicator_nobody_knows_is_kept_behind_the_headline() -> None:
    seen = IndicatorSeen("absence", "Chronic absence", Unit.PERCENT, Polarity.LOWER)
    rows = series(("20.4",), indicator="absence")
    store_reading(reading=reading(rows, indicators=[seen]), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    facts = Indicator.objects.values_list("name", "unit", "polarity", "standing").get(public_id="absence")
    assert facts == ("Chronic absence", "percent", "lower", "secondary")


def test_another_unit_than_the_communitys_is_refused() -> None:
    seen = reading(series(), indicators=[IndicatorSeen("k-readiness", unit=Unit.RATE)])
    outcome = store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert outcome.findings[0].message == "k-readiness counts in percent here and in rate in the source"
    assert Observation.objects.count() == ImportRun.objects.count() == Source.objects.count() == 0


def test_a_reading_with_problems_stores_nothing() -> None:
    seen = reading(series())
    seen.findings.append(error("two values for one period"))
    outcome = store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert not outcome.is_done
    assert Observation.objects.count() == 0


def test_a_community_that_is_not_there_is_a_finding() -> None:
    outcome = store_reading(reading=reading(series()), community="nowhere", by=COMMAND_LINE, mapping=MAPPING)
    assert str(outcome.findings[0]) == "there is no community 'nowhere'; load its package first"


def test_a_reading_freezes_the_baseline_of_its_series() -> None:
    outcome = store_reading(reading=reading(series()), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert outcome.counts["baselines"] == Baseline.objects.count() == 1


def test_published_targets_are_kept() -> None:
    seen = reading(series())
    seen.targets.append(TargetSeen("k-readiness", "", "", "2025", "65"))
    store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert Target.objects.values_list("period", "value").get() == ("2025", "65")


def test_every_reading_leaves_an_audit_event() -> None:
    store_reading(reading=reading(series()), community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    event = AuditEvent.objects.get(action="store_reading")
    assert (event.by, event.details["counts"]["added"]) == (COMMAND_LINE.name, len(TURNING))


def test_a_source_is_read_against_the_places_and_groups_of_its_community() -> None:
    known = known_of("elmwood")
    assert known is not None
    assert known.places == (KnownPlace("elmwood", "Elmwood"), KnownPlace("hill", "Hill"))
    assert [group.id for group in known.groups] == ["black", "white"]
    assert known_of("nowhere") is None


def test_an_indicator_is_not_kept_without_a_unit_and_nothing_is_stored() -> None:
    seen = reading(series(("20.4",), indicator="absence"), indicators=[IndicatorSeen("absence")])
    seen.mapping_file, seen.value_row = "schools.yaml", 6
    outcome = store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert [str(finding) for finding in outcome.findings] == [
        "schools.yaml:6:value.unit: 1 indicator has no unit: absence; write value: {column: HEADING, unit: UNIT} "
        "with percent, proportion, rate, count, currency or index"
    ]
    assert Observation.objects.count() == ImportRun.objects.count() == Source.objects.count() == 0


def test_a_known_indicator_needs_no_unit_in_the_mapping() -> None:
    seen = reading(series(), indicators=[IndicatorSeen("k-readiness")])
    assert store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING).is_done


def test_an_indicator_that_stands_without_a_unit_takes_the_sources() -> None:
    plain = {"name": "Absence", "standing": "secondary"}
    Indicator.objects.create(community=Community.objects.get(), public_id="absence", **plain, definition=plain)
    rows = series(("20.4",), indicator="absence")
    seen = reading(rows, indicators=[IndicatorSeen("absence", unit=Unit.PERCENT)])
    store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    row = Indicator.objects.get(public_id="absence")
    assert (row.unit, row.definition["unit"]) == ("percent", "percent")


def test_what_is_new_is_said_with_what_it_still_needs() -> None:
    names = ["absence", "employment", "poverty", "rent"]
    rows = [row for name in names for row in series(("20.4",), indicator=name)]
    seen = reading(rows, indicators=[IndicatorSeen(name, unit=Unit.PERCENT) for name in names])
    outcome = store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert str(outcome.findings[0]) == (
        "4 indicators are new: absence, employment, poverty and 1 more; "
        "say polarity, result_ids and work_began in indicators/ID.yaml"
    )
    again = store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING)
    assert again.findings == []


def test_what_an_import_made_is_a_package_that_can_be_loaded(tmp_path: Path) -> None:
    seen = reading(
        series(("20.4",), indicator="absence", place_id="west-end"),
        indicators=[IndicatorSeen("absence", unit=Unit.PERCENT)],
        places=[PlaceSeen("west-end", "West End", matched=False)],
    )
    assert store_reading(reading=seen, community="elmwood", by=COMMAND_LINE, mapping=MAPPING).is_done
    whole = package_of("elmwood")
    assert whole is not None
    write_package(whole, tmp_path / "elmwood")
    assert [str(finding) for finding in check_package(tmp_path / "elmwood")[1] if finding.is_error] == []


def test_who_defines_no_indicators_imports_only_into_those_that_stand() -> None:
    analyst = actor_of(cast.analyst(Community.objects.get()))
    kept = {"community": "elmwood", "by": analyst, "mapping": MAPPING}
    rows = series(("12",), indicator="absence")
    refused = store_reading(reading=reading(rows, indicators=[IndicatorSeen("absence")]), **kept)
    assert "there is no indicator 'absence'" in refused.findings[0].message
    assert not Indicator.objects.filter(public_id="absence").exists()
    assert store_reading(reading=reading(series()), **kept).is_done


def test_who_defines_no_indicators_says_no_unit_for_one_either() -> None:
    analyst = actor_of(cast.analyst(Community.objects.get()))
    Indicator.objects.update(unit="")
    seen = reading(series(), indicators=[IndicatorSeen("k-readiness", unit=Unit.PERCENT)])
    refused = store_reading(reading=seen, community="elmwood", by=analyst, mapping=MAPPING)
    assert [finding.column for finding in refused.findings] == ["unit"]
    assert Indicator.objects.get().unit == ""


def test_who_may_change_indicators_brings_new_ones_in() -> None:
    manager = actor_of(cast.data_manager(Community.objects.get()))
    seen = reading(series(("12",), indicator="absence"), indicators=[IndicatorSeen("absence", unit=Unit.PERCENT)])
    assert store_reading(reading=seen, community="elmwood", by=manager, mapping=MAPPING).is_done
    assert Indicator.objects.filter(public_id="absence").exists()
