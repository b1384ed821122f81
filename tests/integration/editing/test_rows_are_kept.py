"""Grids: rows are added, changed and retired all together, and nothing that others did is overwritten unseen."""

from __future__ import annotations

import pytest
from tests.builders import indicator, package, series
from tests.cast import DATA_LEAD, appointed, person

from groundswell.apps.indicators.models import Baseline, Indicator, Observation, Revision
from groundswell.apps.packages.actions import RowEdit, RowsSaving, load_package, save_rows, undo_change
from groundswell.apps.packages.queries import history_of, package_of, rows_of
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, NotAllowedError, actor_of
from groundswell.apps.scorecards.queries import indicator_page
from groundswell.core.roles import Role

pytestmark = pytest.mark.django_db
KEY = {"place_id": "", "group_id": "", "period": "2023"}


def keep(*edits: RowEdit, by: Actor, kind: str = "observations", indicator_id: str = "k-readiness") -> RowsSaving:
    return save_rows(community_id="elmwood", kind=kind, edits=edits, indicator_id=indicator_id, by=by)


def standing(community: Community) -> dict[str, dict[str, str]]:
    rows = rows_of(community, "observations", "k-readiness")
    return {row.key["period"]: row.content for row in rows if not row.key["place_id"]}


def test_a_corrected_value_keeps_a_revision_of_what_stood_before(community: Community, manager: Actor) -> None:
    base = standing(community)["2023"]
    saving = keep(RowEdit(KEY, {**base, "value": "60.5"}, base), by=manager)
    assert (saving.status, saving.counts["changed"]) == ("stored", 1)
    assert standing(community)["2023"]["value"] == "60.5"
    revision = Revision.objects.get()
    assert (revision.value, revision.reason) == ("61.8", "corrected by hand")


def test_a_row_that_others_changed_is_a_clash_and_nothing_is_stored(community: Community, manager: Actor) -> None:
    base = standing(community)["2023"]
    assert keep(RowEdit(KEY, {**base, "value": "60.5"}, base), by=DATA_LEAD).is_done
    new = RowEdit({**KEY, "period": "2024"}, {"value": "62"}, None)
    saving = keep(new, RowEdit(KEY, {**base, "value": "59.9"}, base), by=manager)
    assert saving.status == "clash"
    assert [(clash.index, (clash.current or {})["value"]) for clash in saving.clashes] == [(1, "60.5")]
    assert "2024" not in standing(community)
    again = keep(new, RowEdit(KEY, {**base, "value": "59.9"}, saving.clashes[0].current), by=manager)
    assert again.is_done
    assert standing(community)["2023"]["value"] == "59.9"


def test_every_problem_is_told_in_its_cell_and_nothing_is_stored(community: Community, manager: Actor) -> None:
    before = standing(community)
    saving = keep(
        RowEdit({**KEY, "period": "2024"}, {"value": "1,234"}),
        RowEdit({**KEY, "period": "next year"}, {"value": "5"}),
        RowEdit({**KEY, "period": "2025", "place_id": "nowhere"}, {"value": "5", "status": "gone"}),
        RowEdit({**KEY, "period": "2026"}, {"moe": "2"}),
        RowEdit({**KEY, "period": "2027"}, {"value": "5", "low": "6", "high": "7"}),
        RowEdit({**KEY, "period": "2028"}, {"value": "5", "colour": "red"}),
        by=manager,
    )
    assert saving.status == "refused"
    assert {(one.index, one.field) for one in saving.findings} == {(5, "colour")}
    saving = keep(
        RowEdit({**KEY, "period": "2024"}, {"value": "1,234"}),
        RowEdit({**KEY, "period": "next year"}, {"value": "5"}),
        RowEdit({**KEY, "period": "2025", "place_id": "nowhere"}, {"value": "5", "status": "gone"}),
        by=manager,
    )
    told = {(one.index, one.field) for one in saving.findings if one.is_error}
    assert told == {(0, "value"), (1, "period"), (2, "place_id"), (2, "status")}
    saving = keep(
        RowEdit({**KEY, "period": "2026"}, {"moe": "2"}),
        RowEdit({**KEY, "period": "2027"}, {"value": "5", "low": "6", "high": "7"}),
        by=manager,
    )
    assert {(one.index, one.field) for one in saving.findings if one.is_error} == {(0, "value"), (1, "low")}
    assert standing(community) == before


def test_one_key_twice_is_told_at_the_second(community: Community, manager: Actor) -> None:
    twice = [RowEdit({**KEY, "period": "2024", "place_id": place}, {"value": "5"}) for place in ("", "elmwood")]
    saving = keep(*twice, by=manager)
    assert saving.status == "refused"
    assert [one.index for one in saving.findings if one.is_error] == [1]


def test_a_retired_row_is_off_the_page_and_in_the_package(community: Community, manager: Actor) -> None:
    base = standing(community)["2023"]
    saving = keep(RowEdit(KEY, None, base), by=manager)
    assert saving.counts == {"added": 0, "changed": 0, "retired": 1, "unchanged": 0}
    assert "2023" not in standing(community)
    page = indicator_page("elmwood", "k-readiness", reader=manager)
    assert page is not None
    assert str(page.row.curve.latest_period) == "2022"
    whole = package_of("elmwood")
    assert whole is not None
    kept = dict(
        zip(
            whole.tables["observations"].columns["period"], whole.tables["observations"].columns["retired"], strict=True
        )
    )
    assert kept["2023"]
    back = keep(RowEdit(KEY, base, None), by=manager)
    assert (back.status, back.counts["added"]) == ("stored", 1)
    assert standing(community)["2023"] == base


def test_undoing_a_correction_writes_a_revision_too(community: Community, manager: Actor) -> None:
    base = standing(community)["2023"]
    saving = keep(RowEdit(KEY, {**base, "value": "60.5"}, base), by=manager)
    undone = undo_change(community_id="elmwood", change_id=saving.change_id, by=manager)
    assert undone.is_done
    assert standing(community)["2023"] == base
    revisions = Revision.objects.order_by("id").values_list("value", "reason")
    assert list(revisions) == [("61.8", "corrected by hand"), ("60.5", "undone")]
    again = undo_change(community_id="elmwood", change_id=saving.change_id, by=manager)
    assert again.status == "refused"
    assert [change.verb for change in history_of(community, "observations", "k-readiness")] == ["undone", "changed"]


def test_an_edit_freezes_the_baseline_that_has_become_ripe(db: None) -> None:
    load_package(package=package(series(("52.1", "52.8", "51.9", "52.6", "53.0", "53.3"))), by=DATA_LEAD)
    assert not Baseline.objects.exists()
    edits = [RowEdit({**KEY, "period": year}, {"value": "53.1"}) for year in ("2018", "2019")]
    assert keep(*edits, by=DATA_LEAD).is_done
    assert Baseline.objects.count() == 1


def test_a_provider_keeps_the_observations_of_its_own_indicators_and_no_others(db: None) -> None:
    both = {"k-readiness": indicator(owner="library"), "reading": indicator(name="Reading", owner="backbone")}
    load_package(package=package(indicators=both), by=DATA_LEAD)
    community = Community.objects.get()
    library = Organization.objects.get(public_id="library")
    provider = actor_of(appointed(person("Lina"), community, Role.PROVIDER_DATA_MANAGER, organization=library))
    edit = RowEdit({**KEY, "period": "2024"}, {"value": "62"})
    assert keep(edit, by=provider).is_done
    with pytest.raises(NotAllowedError):
        keep(edit, by=provider, indicator_id="reading")
    with pytest.raises(NotAllowedError):
        keep(RowEdit({**KEY, "period": "2030"}, {"value": "70"}), by=provider, kind="targets")
    assert Observation.objects.filter(indicator__public_id="reading").count() == 0


@pytest.mark.parametrize(
    ("kind", "indicator_id", "key", "content"),
    [
        ("targets", "k-readiness", {"place_id": "", "group_id": "", "period": "2030"}, {"value": "70"}),
        ("populations", "", {"place_id": "hill", "period": "2020", "group_id": ""}, {"count": "1200"}),
        ("crosswalks", "", {"from_place_id": "hill", "to_place_id": "elmwood", "basis": "area"}, {"weight": "1"}),
    ],
)
def test_rows_of_each_kind_are_added_changed_and_taken_back(
    community: Community, steward: Actor, kind: str, indicator_id: str, key: dict[str, str], content: dict[str, str]
) -> None:
    added = keep(RowEdit(key, content), by=steward, kind=kind, indicator_id=indicator_id)
    assert added.status == "stored", added
    (row,) = rows_of(community, kind, indicator_id)
    assert {name: part for name, part in row.key.items() if part} == {name: part for name, part in key.items() if part}
    assert row.content == content
    undone = undo_change(community_id="elmwood", change_id=added.change_id, by=steward)
    assert undone.is_done
    assert rows_of(community, kind, indicator_id) == ()
    whole = package_of("elmwood")
    assert whole is not None
    assert load_package(package=whole, by=DATA_LEAD).is_done
    assert rows_of(community, kind, indicator_id) == ()


def test_a_unit_that_contradicts_the_numbers_is_refused(community: Community, manager: Actor) -> None:
    from groundswell.apps.packages.actions import save_object
    from groundswell.apps.packages.queries import object_of

    kept = object_of(community, "indicators", "k-readiness")
    assert kept is not None
    rows = [RowEdit({**KEY, "period": "2024"}, {"value": "-3"})]
    assert keep(*rows, by=manager).is_done
    saving = save_object(
        community_id="elmwood",
        kind="indicators",
        object_id=kept.id,
        content={**kept.content, "unit": "count"},
        version=kept.version,
        by=manager,
    )
    assert saving.status == "refused"
    assert [finding.column for finding in saving.findings if finding.is_error] == ["unit"]
    assert Indicator.objects.get().unit == "percent"
