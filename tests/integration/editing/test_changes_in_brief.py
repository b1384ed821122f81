"""The list of the latest changes on top of the desk: right about what can be undone, without reading every row."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import package, series
from tests.cast import DATA_LEAD

from groundswell.apps.packages.actions import load_package, save_object, undo_change
from groundswell.apps.packages.actions.rows import RowEdit, save_rows
from groundswell.apps.packages.queries import object_of, recent_changes, rows_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor


def changed(community: Community, by: Actor, value: str, periods: tuple[str, ...] = ("2012", "2013")) -> str:
    """Change some years of the one indicator; gives the change's id."""
    rows = [row for row in rows_of(community, "observations", "k-readiness") if row.key["period"] in periods]
    edits = [RowEdit(row.key, {**row.content, "value": value}, row.content) for row in rows]
    saving = save_rows(
        community_id=community.public_id, kind="observations", edits=edits, indicator_id="k-readiness", by=by
    )
    assert saving.status == "stored"
    return saving.change_id


def offered(community: Community, by: Actor, *, in_brief: bool) -> dict[str, bool]:
    """Which of the latest changes can be undone."""
    community.refresh_from_db()
    return {each.id: each.can_be_undone for each in recent_changes(community, reader=by, in_brief=in_brief)}


def test_a_brief_list_offers_the_same_undoing_as_the_whole_one(community: Community, steward: Actor) -> None:
    first = changed(community, steward, "41.0")
    assert offered(community, steward, in_brief=True) == {first: True}
    second = changed(community, steward, "42.0", ("2012",))  # the first no longer stands as it left things
    third = changed(community, steward, "43.0", ("2020",))  # and this one touched other rows of the same table
    assert offered(community, steward, in_brief=True) == {first: False, second: True, third: True}
    assert offered(community, steward, in_brief=True) == offered(community, steward, in_brief=False)
    undo_change(community_id=community.public_id, change_id=second, by=steward)
    assert offered(community, steward, in_brief=True) == offered(community, steward, in_brief=False)


def test_a_load_that_changes_the_rows_ends_the_offer(community: Community, steward: Actor) -> None:
    change = changed(community, steward, "41.0")
    load_package(package=package(series(("60.0",) * 12)), by=DATA_LEAD)
    assert offered(community, steward, in_brief=True)[change] is False


def test_a_brief_list_says_what_an_object_was_and_reads_no_row_of_a_table(community: Community, steward: Actor) -> None:
    changed(community, steward, "41.0")
    kept = object_of(community, "results", "ready")
    assert kept is not None
    content = {**kept.content, "statement": "Every child is ready"}
    save_object(
        community_id=community.public_id,
        kind="results",
        object_id="ready",
        content=content,
        version=kept.version,
        by=steward,
    )
    community.refresh_from_db()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        brief = recent_changes(community, reader=steward, in_brief=True)
    assert [(each.kind, (each.after or {}).get("statement", "")) for each in brief] == [
        ("results", "Every child is ready"),
        ("observations", ""),
    ]
    assert not any("indicators_observation" in one["sql"] for one in asked.captured_queries)
