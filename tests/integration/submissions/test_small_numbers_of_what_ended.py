"""What has ended neither stands beside what holds now nor hides it: rules that were cleared, programs that gave up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.builders import package
from tests.cast import COMMAND_LINE

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import Community
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program
from groundswell.apps.programs.queries import Sight
from groundswell.apps.scorecards.queries.programs.figures import Figure, hidden_periods, observations_of
from groundswell.apps.submissions.models import ComputedSeries
from groundswell.core.disclosure import Counted
from groundswell.core.periods import Period

pytestmark = pytest.mark.django_db
PUBLISHED = ("hope", "bridge")
OTHERS = ("night", "quiet")
SHARED = "/api/v1/elmwood/measures/visited.json?period=2024"
Numbers = Sequence[float | str | None]


@pytest.fixture
def community() -> Community:
    """Four programs that adopt one computed measure; two of them are published."""
    visits = {"count": "people", "where": {"services": {"service": "visit"}}}
    outcome = load_package(
        package=package(
            measures={"visited": {"name": "Visited", "question": "how_many", "unit": "number", "rule": visits}},
            tables={
                "programs": [
                    {"program_id": one, "organization_id": "library", "name": one.title(),
                     "published": "true" if one in PUBLISHED else ""}
                    for one in (*PUBLISHED, *OTHERS)
                ],
                "measure_adoptions": [
                    {"program_id": one, "measure_id": "visited", "use": "required", "standing": "headline"}
                    for one in (*PUBLISHED, *OTHERS)
                ],
                "measure_values": [
                    {"program_id": "hope", "measure_id": "visited", "period": "2024", "site": site, "value": value,
                     "state": "accepted"}
                    for site, value in (("", "50"), ("Central", "30"), ("Branch", "20"))
                ],
            },
        ),
        by=COMMAND_LINE,
    )  # fmt: skip
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id="elmwood")


def computed(community: Community, unit_id: str, *whole: Numbers, sites: Sequence[Numbers] = ()) -> None:
    """What records came to, of a program or ("") of all together."""
    ComputedSeries.objects.update_or_create(
        community=community, measure=Measure.objects.get(public_id="visited"), unit_id=unit_id,
        unit="program" if unit_id else "all",
        defaults={"data_version": "v", "computed_at": timezone.now(), "whole": [list(one) for one in whole],
                  "parts": {"site": [list(one) for one in sites]} if sites else {}},
    )  # fmt: skip


def counted(community: Community, **people: int) -> None:
    """How many people programs served in 2024; `every` is what was rolled up."""
    for name, count in people.items():
        computed(community, "" if name == "every" else name, ["2024", count, None, None, count])


def give_up(program: str) -> None:
    """This program adopts the measure no more."""
    MeasureAdoption.objects.filter(program__public_id=program).update(until="2025-01-01")


def clear_rule() -> Measure:
    """A steward says that the measure is entered from now on."""
    measure = Measure.objects.get(public_id="visited")
    measure.definition.pop("rule")
    measure.save()
    return measure


def said(address: str) -> Any:
    return json.loads(Client().get(address).content)


def together() -> float | None:
    """What anybody reads of all programs together."""
    found = said(SHARED)["together"]
    return found["estimate"]["value"] if found else None


def values_of(observations: Sequence[dict[str, Any]]) -> list[tuple[str, float | None]]:
    return [(one["period"], one["estimate"]["value"]) for one in observations]


def test_a_measure_that_is_entered_again_shows_nothing_that_was_computed(community: Community) -> None:
    computed(community, "hope", ["2023", 44, None, None, 44], ["2024", 3, None, None, 3])
    clear_rule()
    (line,) = said("/api/v1/elmwood/programs/hope.json?periods=year")["how_many"]
    assert values_of(line["observations"]) == [("2024", 50)]
    listed = next(one for one in said("/api/v1/elmwood/programs.json")["rows"] if one["id"] == "hope")
    assert values_of(listed["headlines"][0]["observations"]) == [("2024", 50)]
    row = next(one for one in said(SHARED)["rows"] if one["program_id"] == "hope")
    assert values_of([row["observation"]]) == [("2024", 50)]


def test_a_measure_that_is_computed_shows_nothing_that_was_entered(community: Community) -> None:
    computed(community, "hope", ["2023", 44, None, None, 44])
    (line,) = said("/api/v1/elmwood/programs/hope.json?periods=year")["how_many"]
    assert values_of(line["observations"]) == [("2023", 44)]


def test_parts_of_a_measure_that_is_entered_again_are_those_entered(community: Community) -> None:
    sites: list[Numbers] = [["Central", "2024", 31, None, None, 31], ["Annex", "2024", 12, None, None, 12]]
    computed(community, "hope", ["2024", 43, None, None, 43], sites=sites)
    clear_rule()
    (breakdown,) = said("/api/v1/elmwood/programs/hope/measures/visited.json")["breakdowns"]
    found = {row["id"]: row["observation"]["estimate"]["value"] for row in breakdown["rows"]}
    assert found == {"Central": 30, "Branch": 20}


def test_what_was_rolled_up_by_a_rule_that_was_cleared_is_not_shown(community: Community) -> None:
    counted(community, hope=40, bridge=50, night=30, quiet=30, every=150)
    assert together() == 150
    clear_rule()
    assert together() is None


@pytest.mark.parametrize("counts", [(3, 50), (50, 3)])
def test_a_period_is_withheld_where_any_of_its_figures_is(community: Community, counts: tuple[int, int]) -> None:
    measure = Measure.objects.get(public_id="visited")
    figures = [Figure(Period.parse("2024"), Counted(count)) for count in counts]
    shown = observations_of(figures, measure, sight=Sight.PROTECTED, smallest_shown=11)
    assert [one.estimate.value for one in shown] == [None, None]


@pytest.mark.parametrize("first", [3, 50])
def test_a_quarter_goes_with_another_whichever_of_its_figures_is_small(community: Community, first: int) -> None:
    quarters = {"2024": (150,), "2024-Q1": (first, 53 - first), "2024-Q2": (30,), "2024-Q3": (40,), "2024-Q4": (50,)}
    figures = [Figure(Period.parse(when), Counted(one)) for when, counts in quarters.items() for one in counts]
    hidden = hidden_periods(figures, sight=Sight.PROTECTED, smallest_shown=11)
    assert sorted(map(str, hidden)) == ["2024-Q1", "2024-Q2"]


def test_a_program_that_gave_a_measure_up_hides_nobody_in_the_sum(community: Community) -> None:
    """It is in the sum no more, so that 93 less the 40 and the 50 that are shown would be the 3 of another."""
    counted(community, hope=40, bridge=50, night=3, quiet=50, every=143)
    assert together() == 143
    give_up("quiet")
    counted(community, every=93)
    assert together() is None


def test_a_sum_is_not_shown_until_a_program_that_gave_up_is_taken_out_of_it(community: Community) -> None:
    counted(community, hope=40, bridge=50, night=3, quiet=0, every=93)
    give_up("night")
    assert together() is None
    counted(community, every=90)
    assert together() == 90


def test_a_sum_is_not_shown_until_a_program_that_came_to_it_is_in_it(community: Community) -> None:
    """Records of a program are counted as they come, the sum a little later: the 50 that it lacks hide no 3."""
    counted(community, hope=40, bridge=50, night=3, quiet=50, every=93)
    assert together() is None
    counted(community, every=143)
    assert together() == 143


def test_a_program_that_is_retired_is_hidden_in_the_sum_that_still_holds_it(community: Community) -> None:
    counted(community, hope=40, bridge=50, night=30, quiet=30, every=150)
    Program.objects.filter(public_id="quiet").update(retired="2024-12-31")
    assert together() == 150
    Program.objects.filter(public_id="bridge").update(retired="2024-12-31")
    assert together() == 150
    give_up("quiet")
    give_up("night")
    counted(community, every=90)
    assert together() is None  # less the 40 that are shown it would be bridge alone
