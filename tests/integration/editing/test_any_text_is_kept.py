"""Any text that people write comes back as they wrote it: from a field, from its history, from a package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cast import DATA_LEAD
from tests.naughty import NAUGHTY_NAMES

from groundswell.apps.packages.actions import RowEdit, load_package, save_object, save_rows
from groundswell.apps.packages.queries import (
    KeptObject,
    history_of,
    object_of,
    objects_of,
    package_of,
    rows_of,
)
from groundswell.apps.people.models import Change, Community
from groundswell.exchange.package import read_package, write_package

pytestmark = pytest.mark.django_db
TOLD = [text for text in NAUGHTY_NAMES if text.strip()]  # a story that says nothing is none
SOME_OR_ALL = [pytest.param(8, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)]
FIELDS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "results": ({"statement": "x"}, ("statement", "population", "experience")),
    "indicators": (
        {"name": "x", "unit": "percent", "polarity": "higher"},
        ("name", "definition", "why_it_matters", "publisher", "frequency", "owner"),
    ),
    "organizations": ({"name": "x"}, ("name", "sector")),
    "places": ({"name": "x"}, ("name", "kind", "geoid", "vintage")),
    "groups": ({"label": "x", "dimension": "x"}, ("label", "dimension")),
    "stories": ({"subject": "community", "question": "story", "text": "x"}, ("text",)),
}


def save(kind: str, object_id: str, content: dict[str, Any], version: str = "") -> KeptObject:
    saving = save_object(
        community_id="elmwood", kind=kind, object_id=object_id, content=content, version=version, by=DATA_LEAD
    )
    assert saving.is_done, (kind, object_id, content, saving.findings)
    assert saving.object is not None
    return saving.object


def expected(kind: str, text: str) -> str:
    """A passage begins and ends where it says something; every other text is kept to its last blank."""
    return text.strip("\n") if kind == "stories" else text


def check(community: Community, told: list[str]) -> None:
    for kind, (_, names) in FIELDS.items():
        found = {one.id: one.content for one in objects_of(community, kind)}
        for at, text in enumerate(told):
            kept = [found[f"text-{at}"].get(name) for name in names]
            assert kept == [expected(kind, text)] * len(names), (kind, text)
    rows = {row.key["period"]: row.content for row in rows_of(community, "observations", "k-readiness")}
    for at, text in enumerate(told):
        assert (rows[str(2100 + at)]["note"], rows[str(2100 + at)]["quality"]) == (text, text)


@pytest.mark.parametrize("step", SOME_OR_ALL)
def test_any_text_comes_back_from_every_field_from_its_history_and_from_a_package(
    community: Community, tmp_path: Path, step: int
) -> None:
    told = TOLD[::step]
    for kind, (ordinary, names) in FIELDS.items():
        for at, text in enumerate(told):
            save(kind, f"text-{at}", {**ordinary, **dict.fromkeys(names, text)})
    key = {"place_id": "", "group_id": ""}
    edits = [
        RowEdit({**key, "period": str(2100 + at)}, {"value": "5", "note": text, "quality": text})
        for at, text in enumerate(told)
    ]
    assert save_rows(
        community_id="elmwood", kind="observations", indicator_id="k-readiness", edits=edits, by=DATA_LEAD
    ).is_done
    check(community, told)
    for change in Change.objects.exclude(kind="observations"):
        names, text = FIELDS[change.kind][1], told[int(change.key.removeprefix("text-"))]
        assert change.after is not None
        assert [change.after[name] for name in names] == [expected(change.kind, text)] * len(names)
    before = package_of("elmwood")
    assert before is not None
    write_package(before, tmp_path / "elmwood")
    after, findings = read_package(tmp_path / "elmwood")
    assert after is not None, [finding for finding in findings if finding.is_error]
    assert load_package(package=after, by=DATA_LEAD).is_done
    check(community, told)


@pytest.mark.parametrize("step", SOME_OR_ALL)
def test_a_community_says_any_text(community: Community, step: int) -> None:
    told = NAUGHTY_NAMES[::step]
    names = ("name", "purpose", "licence", "notice", "framework")
    for text in told:
        community.refresh_from_db()
        kept = object_of(community, "community", "elmwood")
        assert kept is not None
        content = {**kept.content, **dict.fromkeys(names, text)}
        assert save("community", "elmwood", content, kept.version).content == content
    last = history_of(community, "community", "elmwood")[0]
    assert last.after is not None
    assert {name: last.after[name] for name in names} == dict.fromkeys(names, told[-1])
