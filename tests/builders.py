"""Small communities made in memory, as packages: only what a test speaks about is said, the rest is ordinary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from groundswell.exchange.mapping.reading import (
    FileRead,
    GroupSeen,
    IndicatorSeen,
    PlaceSeen,
    SourceReading,
    blank_observations,
)
from groundswell.exchange.package import Package, Story
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.tables import Table

WORK_BEGAN = "2019"
TURNING = ("52.1", "52.8", "51.9", "52.6", "53.0", "53.3", "53.1", "54.6", "56.4", "58.0", "59.9", "61.8")
FIRST_YEAR = 2012
Row = Mapping[str, str]
MAPPING = """indicator_id: k-readiness
file: schools.csv
publisher: State
licence: PDDL
period: {column: Year}
value: {column: Value, unit: percent}
"""


def table(name: str, rows: Iterable[Row]) -> Table:
    """A table of a package with every column of its layout, and any sister column that a row has."""
    records = list(rows)
    extra = sorted({key for row in records for key in row} - set(TABLES[name].headings))
    headings = [*TABLES[name].headings, *extra]
    columns = {heading: [row.get(heading, "") for row in records] for heading in headings}
    return Table(name, headings, columns, list(range(2, len(records) + 2)))


def series(
    values: Sequence[str] = TURNING, *, indicator: str = "k-readiness", first: int = FIRST_YEAR, **facts: str
) -> list[dict[str, str]]:
    """Rows of observations.csv, one a year; a blank value is suppressed."""
    return [
        {
            "indicator_id": indicator,
            "period": str(first + step),
            "value": value,
            "moe": "1.3" if value else "",
            "level": "0.90" if value else "",
            "status": "final" if value else "suppressed",
            **facts,
        }
        for step, value in enumerate(values)
    ]


def indicator(**facts: Any) -> dict[str, Any]:
    """The document of an indicator in percent whose work began in 2019."""
    document = {
        "result_ids": ["ready"],
        "name": "Ready for kindergarten",
        "unit": "percent",
        "polarity": "higher",
        "standing": "headline",
        "work_began": WORK_BEGAN,
    }
    return {key: value for key, value in {**document, **facts}.items() if value not in ("", [])}


def package(
    observations: Iterable[Row] | None = None,
    *,
    community: Mapping[str, Any] | None = None,
    indicators: Mapping[str, dict[str, Any]] | None = None,
    tables: Mapping[str, Iterable[Row]] | None = None,
    **parts: Any,
) -> Package:
    """A community called Elmwood with two places, two groups, one result and one indicator that turned."""
    rows = series() if observations is None else list(observations)
    whole: dict[str, Iterable[Row]] = {
        "places": [
            {"place_id": "elmwood", "name": "Elmwood", "kind": "city"},
            {"place_id": "hill", "name": "Hill", "kind": "neighborhood", "parent_id": "elmwood"},
        ],
        "groups": [
            {"group_id": "black", "dimension": "race_ethnicity", "label": "Black", "sort": "1"},
            {"group_id": "white", "dimension": "race_ethnicity", "label": "White", "sort": "2"},
        ],
        "results": [{"result_id": "ready", "statement": "Children enter school ready", "population": "Children"}],
        "organizations": [{"organization_id": "library", "name": "Elmwood Library", "roles": "provider"}],
        "observations": rows,
        **(tables or {}),
    }
    document = {"format": "1", "id": "elmwood", "name": "Elmwood", "place_id": "elmwood", "visibility": "public"}
    return Package(
        community={key: value for key, value in {**document, **(community or {})}.items() if value != ""},
        tables={name: table(name, part) for name, part in sorted(whole.items()) if list(part)},
        indicators=dict(indicators or {"k-readiness": indicator()}),
        **parts,
    )


def story(text: str, **facts: str) -> Story:
    """A story behind the curve of the one result."""
    return Story(
        **{"id": "ready", "subject": "result", "subject_id": "ready", "question": "story", "period": "2023", **facts},
        text=text,
    )


def many(indicators: int, places: int, years: int, *, result: str = "ready") -> Package:
    """A community with `indicators` x `places` x `years` observations, every series a little different."""
    names = [f"indicator-{number:03}" for number in range(indicators)]
    spots = ["", *(f"place-{number:04}" for number in range(1, places))]
    rows = [
        {
            "indicator_id": name,
            "place_id": spot,
            "period": str(2024 - years + year),
            "value": f"{40 + (7 * i + 3 * p + 11 * year * (i + p + 1)) % 97 / 10 + year / 5:.1f}",
            "moe": "3.9",
            "level": "0.90",
            "status": "final",
        }
        for i, name in enumerate(names)
        for p, spot in enumerate(spots)
        for year in range(years)
    ]
    return package(
        rows,
        community={"place_id": ""},
        indicators={name: indicator(name=name, result_ids=[result], work_began="2018") for name in names},
        tables={"places": [{"place_id": spot, "name": spot} for spot in spots if spot]},
    )


def reading(
    rows: Iterable[Row],
    *,
    source: str = "schools",
    places: Iterable[PlaceSeen] = (),
    groups: Iterable[GroupSeen] = (),
    indicators: Iterable[IndicatorSeen] = (IndicatorSeen("k-readiness"),),
) -> SourceReading:
    """What a mapping made of a published file."""
    columns = blank_observations()
    records = [{"status": "final", "source_id": source, **row} for row in rows]
    for column in columns:
        columns[column] = [row.get(column, "") for row in records]
    return SourceReading(
        source,
        columns,
        [0] * len(records),
        list(range(2, len(records) + 2)),
        files=[FileRead("schools.csv", "ab" * 32, len(records))],
        places=list(places),
        groups=list(groups),
        indicators=list(indicators),
        read=len(records),
    )
