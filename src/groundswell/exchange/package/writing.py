"""From a `Package` to a folder, in the one canonical form: the same package always gives the same bytes.

UTF-8 without a mark, LF, commas, quotation marks only where needed; rows in order of their key as text, every column of
the layout. Cells are written as they stand, also those that a spreadsheet might run as a formula: a package is
data, and carrying it must not change it. `check` warns of such cells; exports for spreadsheets are guarded elsewhere.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.core.findings import Finding, error
from groundswell.exchange.package.boundary_check import FILE as BOUNDARIES
from groundswell.exchange.package.boundary_check import Geometry
from groundswell.exchange.package.cells import ID_PATTERN, canonical
from groundswell.exchange.package.columns import RETIRED, Column, TableLayout
from groundswell.exchange.package.csv_table import column_named
from groundswell.exchange.package.descriptor import descriptor
from groundswell.exchange.package.document_layout import COMMUNITY, INDICATOR, MEASURE
from groundswell.exchange.package.documents import writable
from groundswell.exchange.package.folder import replace_folder
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.model import Document, Package
from groundswell.exchange.package.reading import (
    COMMUNITY_FILE,
    DESCRIPTOR,
    FOLDERS,
    files_of_package,
    is_free,
    source_text,
)
from groundswell.exchange.package.story_file import story_text
from groundswell.exchange.package.table_check import key_codes
from groundswell.exchange.package.yaml_text import canonical_yaml
from groundswell.exchange.tables import Table

CHUNK = 100_000
_SAFE_PATH = re.compile(rf"(?:[a-z]+/)?{ID_PATTERN}\.(?:yaml|md|geojson)")


class FolderRefusedError(ValueError):
    """The folder holds what is not ours to replace; `finding` says what."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def write_package(package: Package, folder: Path) -> None:
    """Write the whole package in the place of `folder`, or leave it as it was.

    An existing package is replaced; README*, LICENSE* and dotfiles in it stay. Raises `FolderRefusedError` where the
    folder holds anything else, OSError where the disk refuses.
    """
    refuse_strangers(folder)
    replace_folder(folder, lambda new: _fill(new, package), lambda name: is_free(name) and name != DESCRIPTOR)


def refuse_strangers(folder: Path) -> None:
    """Raise `FolderRefusedError` unless the folder is absent, empty, or a package and nothing else."""
    if folder.is_file():
        raise FolderRefusedError(error("is a file", "name a folder", file=str(folder)))
    if not folder.is_dir():
        return
    strangers = _strangers(folder)
    if strangers:
        message = f"holds what is no part of a package: {', '.join(strangers[:5])}"
        raise FolderRefusedError(error(message, "name an empty folder or a package", file=str(folder)))
    names = [path.name for path in folder.iterdir()]
    if COMMUNITY_FILE not in names and not all(is_free(name) and name != DESCRIPTOR for name in names):
        message = f"holds files but no {COMMUNITY_FILE}, so it is not a package"
        raise FolderRefusedError(error(message, "name an empty folder or a package", file=str(folder)))


def _strangers(folder: Path) -> list[str]:
    known = files_of_package()
    found = [path.name for path in folder.iterdir() if not is_free(path.name) and path.name not in known]
    for name, ending in FOLDERS.items():
        inside = (folder / name).glob("*")
        found += [f"{name}/{path.name}" for path in inside if path.suffix != ending and not is_free(path.name)]
    return sorted(found)


def _fill(folder: Path, package: Package) -> None:
    package = tidied(package)
    files = dict(_text_files(package))
    for name, content in files.items():
        path = folder / name
        if _SAFE_PATH.fullmatch(name) is None:
            raise ValueError(f"{name!r} cannot be the name of a file of a package")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode())
    for table in package.tables.values():
        _write_table(folder / TABLES[table.name].file, table)
    (folder / DESCRIPTOR).write_bytes(descriptor(package, sorted(files)).encode())


def tidied(package: Package) -> Package:
    """The same package with every table in canonical columns, cells and order; tables without rows left out."""
    tables = {name: tidied_table(table) for name, table in package.tables.items() if len(table)}
    return Package(
        package.community,
        tables,
        package.indicators,
        package.measures,
        package.sources,
        package.stories,
        package.boundaries,
    )


def tidied_table(table: Table) -> Table:
    """One table with the columns of its layout, canonical cells, and rows in order of the key.

    Raises KeyError for a table or a column that no layout knows.
    """
    layout = TABLES[table.name]
    columns = {name: _canonical(cells, column) for name, column, cells in _ordered_columns(table, layout)}
    tidy = Table(table.name, list(columns), columns, table.rows)
    order = np.argsort(key_codes(tidy, layout), kind="stable")
    if bool(np.all(order[1:] > order[:-1])):
        return tidy
    places = order.tolist()
    return Table(
        table.name,
        list(columns),
        {name: [cells[place] for place in places] for name, cells in columns.items()},
        [table.rows[place] for place in places],
    )


def _ordered_columns(table: Table, layout: TableLayout) -> Iterator[tuple[str, Column, list[str]]]:
    unknown = [name for name in table.columns if column_named(name, layout) is None]
    if unknown:
        raise KeyError(f"{table.name} has no column {unknown[0]}")
    for column in layout.columns:
        yield column.name, column, table.column(column.name)
        for name in sorted(table.columns):
            if name.startswith(f"{column.name}.") and any(table.columns[name]):
                yield name, column, table.columns[name]
    if any(table.column(RETIRED.name)):
        yield RETIRED.name, RETIRED, table.columns[RETIRED.name]


def _canonical(cells: list[str], column: Column) -> list[str]:
    changed = {cell: better for cell in set(cells) if (better := canonical(column, cell)) != cell}
    return [changed.get(cell, cell) for cell in cells] if changed else cells


def _write_table(path: Path, table: Table) -> None:
    columns = [table.columns[name] for name in table.headings]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(table.headings)
        for start in range(0, len(table), CHUNK):
            writer.writerows(zip(*(cells[start : start + CHUNK] for cells in columns), strict=True))


def _text_files(package: Package) -> Iterator[tuple[str, str]]:
    """Every file that is not a table, by its path in the package."""
    community = {"format": "1", **package.community}
    yield COMMUNITY_FILE, canonical_yaml(writable(community, COMMUNITY))
    for name, document in sorted(package.indicators.items()):
        yield f"indicators/{name}.yaml", canonical_yaml(writable(document, INDICATOR))
    for name, document in sorted(package.measures.items()):
        yield f"measures/{name}.yaml", canonical_yaml(writable(_with_rule_in_order(document), MEASURE))
    for name, mapping in sorted(package.sources.items()):
        yield f"sources/{name}.yaml", source_text(mapping)
    for story in sorted(package.stories, key=lambda story: story.id):
        yield f"stories/{story.id}.md", story_text(story)
    if package.boundaries:
        yield BOUNDARIES, _boundaries_text(package.boundaries)


# The keys of a rule as people read them: what is counted, of whom, what must be true of them.
_RULE_KEYS = (
    *("count", "of", "where", "enrollments", "services", "outcomes", "age", "site", "place", "group", "next_program"),
    *("all", "any", "not", "started", "ended", "active", "end_reason", "retained_days", "service", "outcome", "unit"),
    *("take", "achieved", "score", "change", "times", "quantity", "at_least", "at_most", "at", "from", "to", "dates"),
    *("program_id", "within_days", "within_days_of", "days"),
)


def _with_rule_in_order(document: Document) -> Document:
    """A measure whose rule has its keys in one order, which means nothing: a database may have kept them in another."""
    return {**document, "rule": _in_order(document["rule"])} if document.get("rule") else document


def _in_order(value: Any) -> Any:
    if isinstance(value, Mapping):
        places = {key: _RULE_KEYS.index(key) if key in _RULE_KEYS else len(_RULE_KEYS) for key in value}
        return {key: _in_order(value[key]) for key in sorted(value, key=lambda key: (places[key], key))}
    return [_in_order(part) for part in value] if isinstance(value, list) else value


def _boundaries_text(boundaries: Mapping[str, Geometry]) -> str:
    """One feature a line, so that a change of one outline is one changed line in git."""
    features = [
        {"type": "Feature", "properties": {"place_id": place}, "geometry": geometry}
        for place, geometry in sorted(boundaries.items())
    ]
    lines = ",\n".join(json.dumps(feature, separators=(",", ":"), allow_nan=False) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
