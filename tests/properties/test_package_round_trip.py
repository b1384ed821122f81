"""Whatever a community holds, its package says the same thing however often it is carried out and in."""

import string
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundswell.exchange.package import Package, Story, read_package, write_package
from groundswell.exchange.package.columns import Column, Kind, TableLayout
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.yaml_text import canonical_yaml, parse_yaml
from groundswell.exchange.tables import Table

SLOW_DISK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.just("\n"), max_size=30
)
NAMES = st.text(string.ascii_letters + "é=+-@'\",; #:é😀漢", min_size=1, max_size=20).filter(lambda name: name.strip())
IDS = st.text("ab1", min_size=1, max_size=6)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=99).map(str)
PERIODS = st.integers(1900, 2100).map(str)
DATES = st.dates().map(str)


def cells_of(column: Column, ids: list[str]) -> st.SearchStrategy[str]:
    """Sound cells for a column."""
    if column.many and column.kind is Kind.TEXT:
        return st.lists(IDS, unique=True, max_size=3).map("; ".join)
    if column.to:
        return st.sampled_from(ids)
    match column.kind:
        case Kind.TEXT:
            return NAMES if column.required else ANY_TEXT
        case Kind.ID:
            return IDS
        case Kind.INTEGER:
            return st.integers(0, 10**6).map(str)
        case Kind.DATE:
            return DATES
        case Kind.URL:
            return st.just("https://example.org/a")
        case _:
            return DECIMALS


@st.composite
def tables(draw: st.DrawFn, layout: TableLayout, ids: list[str]) -> Table:
    """Rows with keys of their own, in any order, with an optional sister column."""
    rows = draw(st.integers(1, 5))
    columns = {
        c.name: [draw(cells_of(c, ids) if c.required or c.to == "" else st.just("")) for _ in range(rows)]
        for c in layout.columns
    }
    for name in layout.key:
        columns[name] = [f"{row}-{draw(IDS)}" for row in range(rows)]
    translatable = [column.name for column in layout.columns if column.is_translatable]
    if translatable and draw(st.booleans()):
        columns[f"{translatable[0]}.es"] = [draw(ANY_TEXT) for _ in range(rows)]
    if draw(st.booleans()):
        columns["retired"] = [draw(DATES | st.just("")) for _ in range(rows)]
    return Table(layout.name, list(columns), columns, list(range(2, rows + 2)))


@st.composite
def packages(draw: st.DrawFn) -> Package:
    """Communities with places, groups, organizations, an indicator and its observations."""
    found = {
        name: draw(tables(TABLES[name], [""])) for name in ("places", "groups", "organizations") if draw(st.booleans())
    }
    periods = draw(st.lists(PERIODS, unique=True, min_size=1, max_size=6))
    values = [draw(DECIMALS) for _ in periods]
    columns = {
        "period": periods,
        "value": values,
        "indicator_id": ["one"] * len(periods),
        "status": ["final"] * len(periods),
    }
    found["observations"] = Table("observations", list(columns), columns, list(range(2, len(periods) + 2)))
    indicator: dict[str, Any] = {
        "name": draw(NAMES),
        "unit": "index",
        "polarity": "higher",
        "definition": draw(ANY_TEXT),
    }
    stories = [
        Story(f"s{at}", "community", "", "story", "", text) for at, text in enumerate(draw(st.lists(NAMES, max_size=2)))
    ]
    community = {
        "format": "1",
        "id": draw(IDS),
        "name": draw(NAMES),
        "purpose": draw(ANY_TEXT),
        "licence": draw(ANY_TEXT),
    }
    return Package(community, found, {"one": indicator}, stories=tuple(stories))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@given(packages())
@SLOW_DISK
def test_out_and_in_and_out_again_gives_the_same_bytes(package: Package) -> None:
    with tempfile.TemporaryDirectory() as name:
        one, two = Path(name, "one"), Path(name, "two")
        write_package(package, one)
        read, findings = read_package(one)
        assert read is not None, [str(finding) for finding in findings]
        write_package(read, two)
        assert contents(two) == contents(one)
        again, _ = read_package(two)
        assert again == read


@given(packages())
@SLOW_DISK
def test_no_cell_is_changed_on_the_way(package: Package) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_package(package, Path(name, "one"))
        read, _ = read_package(Path(name, "one"))
        assert read is not None
        for stem, table in package.tables.items():
            key = TABLES[stem].key
            before = {tuple(row.get(part, "") for part in key): row for row in table.records()}
            after = {tuple(row[part] for part in key): row for row in read.tables[stem].records()}
            assert before.keys() == after.keys()
            for row, cells in before.items():
                kept = {heading: cell for heading, cell in cells.items() if heading in after[row]}
                assert {heading: after[row][heading] for heading in kept} == kept
                assert not any(cell for heading, cell in cells.items() if heading not in after[row])


NESTED = st.recursive(
    ANY_TEXT,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(NAMES | ANY_TEXT.filter(bool), NESTED, max_size=4)
FILES = (
    "places.csv",
    "observations.csv",
    "community.yaml",
    "indicators/a.yaml",
    "sources/a.yaml",
    "stories/a.md",
    "boundaries.geojson",
)


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_yaml_that_we_write_reads_back_and_any_reader_sees_text(document: dict[str, Any]) -> None:
    written = canonical_yaml(document)
    parsed = parse_yaml(written, "x.yaml")
    assert parsed.findings == []
    assert parsed.document == document
    assert yaml.safe_load(written) == document
    assert canonical_yaml(parsed.document) == written


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.sampled_from(FILES))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_make_reading_fail(content: bytes, file: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "community.yaml").write_text("id: a\nname: A\n")
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(content)
        package, findings = read_package(folder)
        assert (package is None) == any(finding.is_error for finding in findings)
        assert all(finding.file for finding in findings)
