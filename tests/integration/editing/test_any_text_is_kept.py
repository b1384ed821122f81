"""Any text that people write comes back as they wrote it: from a field, from its history, from a package.

The strings are our own, of the kinds that break programs: signs that mean something to a database, a shell, a browser,
a spreadsheet or a YAML reader; scripts from right to left; marks that cannot be seen; words that look like values.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cast import DATA_LEAD

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
NAUGHTY = [
    *("undefined", "null", "None", "true", "false", "NaN", "-Infinity", "0x0", "1e100", "1/0", "01", "1,000.00", "~"),
    *("' OR '1'='1", "'; DROP TABLE people; --", '"; SELECT 1; --', "%s %d %n", "{{ 7*7 }}", "{% now %}", "${jndi:x}"),
    *("`id`", "$(touch x)", "../../etc/passwd", "C:\\nul", "\\", "\\\\n", "|", "&amp;", "<script>alert(1)</script>"),
    *('"><img src=x onerror=alert(1)>', "javascript:alert(1)", "<!--", "]]>", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1"),
    *(
        "\u00e9",
        "e\u0301",
        "\ufb00",
        "\u00df",
        "\u0130i",
        "\u2167",
        "\U0001d4b3",
        "\U0001f600",
        "\u7530\u4e2d\u3055\u3093",
    ),
    *(
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u0645\u0631",
        "\u202etxet\u202c",
        "\u200b",
    ),
    *("\ufeffx", "x\u00a0y", "\u0085", "\u2028", "\u2029x", " leading", "trailing ", "  ", "a\nb", "a\n\nb\n"),
    *("- a\n- b", "key: value", "# heading", "---", "...", "&a", "*a", "!tag", "%YAML", "'", '"', "''", ":", "?", ">"),
    *("|\n a", "[1]", "{a: b}", "2024-01-01", "12:30:45", "Z\u0317\u031f\u032e\u0347a", "a" * 3000, "; ", "a;b", ","),
]
TOLD = [text for text in NAUGHTY if text.strip()]  # a story that says nothing is none
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


def check(community: Community) -> None:
    for kind, (_, names) in FIELDS.items():
        found = {one.id: one.content for one in objects_of(community, kind)}
        for at, text in enumerate(TOLD):
            kept = [found[f"text-{at}"].get(name) for name in names]
            assert kept == [expected(kind, text)] * len(names), (kind, text)
    rows = {row.key["period"]: row.content for row in rows_of(community, "observations", "k-readiness")}
    for at, text in enumerate(TOLD):
        assert (rows[str(2100 + at)]["note"], rows[str(2100 + at)]["quality"]) == (text, text)


def test_any_text_comes_back_from_every_field_from_its_history_and_from_a_package(
    community: Community, tmp_path: Path
) -> None:
    for kind, (ordinary, names) in FIELDS.items():
        for at, text in enumerate(TOLD):
            save(kind, f"text-{at}", {**ordinary, **dict.fromkeys(names, text)})
    key = {"place_id": "", "group_id": ""}
    edits = [
        RowEdit({**key, "period": str(2100 + at)}, {"value": "5", "note": text, "quality": text})
        for at, text in enumerate(TOLD)
    ]
    assert save_rows(
        community_id="elmwood", kind="observations", indicator_id="k-readiness", edits=edits, by=DATA_LEAD
    ).is_done
    check(community)
    for change in Change.objects.exclude(kind="observations"):
        names, text = FIELDS[change.kind][1], TOLD[int(change.key.removeprefix("text-"))]
        assert change.after is not None
        assert [change.after[name] for name in names] == [expected(change.kind, text)] * len(names)
    before = package_of("elmwood")
    assert before is not None
    write_package(before, tmp_path / "elmwood")
    after, findings = read_package(tmp_path / "elmwood")
    assert after is not None, [finding for finding in findings if finding.is_error]
    assert load_package(package=after, by=DATA_LEAD).is_done
    check(community)


def test_a_community_says_any_text(community: Community, tmp_path: Path) -> None:
    names = ("name", "purpose", "licence", "notice", "framework")
    for text in NAUGHTY:
        community.refresh_from_db()
        kept = object_of(community, "community", "elmwood")
        assert kept is not None
        content = {**kept.content, **dict.fromkeys(names, text)}
        assert save("community", "elmwood", content, kept.version).content == content
    last = history_of(community, "community", "elmwood")[0]
    assert last.after is not None
    assert {name: last.after[name] for name in names} == dict.fromkeys(names, NAUGHTY[-1])
