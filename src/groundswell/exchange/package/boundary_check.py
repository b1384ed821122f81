"""boundaries.geojson: the outline of each place, as polygons in longitude and latitude.

Drawn outlines are checked for what would make a map wrong or a page fail: rings that do not close, points that are not
on the globe (a projected file), numbers that are no numbers.
"""

import json
import math
from collections.abc import Collection
from pathlib import Path
from typing import Any

from groundswell.core.findings import Finding, error, warning
from groundswell.exchange.package.cells import quoted
from groundswell.exchange.package.encoding import read_text

FILE = "boundaries.geojson"
_SHAPES = {"Polygon": 1, "MultiPolygon": 2}
_CRS = ("CRS84", "EPSG::4326", "EPSG:4326")
Geometry = dict[str, Any]


def read_boundaries(path: Path, places: Collection[str]) -> tuple[dict[str, Geometry], list[Finding]]:
    """Geometry by place id, and every problem; `places` are the ids that may be outlined."""
    text, findings = read_text(path, FILE)
    if text is None:
        return {}, findings
    try:
        collection = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as problem:
        return {}, [error(f"is not JSON: {problem.msg}", "export it again as GeoJSON", file=FILE, row=problem.lineno)]
    except (ValueError, RecursionError) as problem:
        return {}, [error(f"is not GeoJSON: {problem}", "export it again as GeoJSON", file=FILE)]
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        return {}, [error("is not a FeatureCollection", "export it as a GeoJSON FeatureCollection", file=FILE)]
    findings = _check_reference_system(collection)
    found: dict[str, Geometry] = {}
    features = collection.get("features")
    if not isinstance(features, list):
        return {}, [error("has no list of features", "export it again as GeoJSON", file=FILE)]
    for at, feature in enumerate(features, start=1):
        findings += _read_feature(feature, f"feature {at}", places, found)
    return found, findings + _check_properties(features)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def _check_reference_system(collection: dict[str, Any]) -> list[Finding]:
    crs = collection.get("crs")
    if crs is None or any(name in json.dumps(crs) for name in _CRS):
        return []
    return [error("is not in longitude and latitude", "export it in WGS 84 (EPSG:4326)", file=FILE, column="crs")]


def _check_properties(features: list[Any]) -> list[Finding]:
    dropped = {
        name
        for feature in features
        if isinstance(feature, dict) and isinstance(feature.get("properties"), dict)
        for name in feature["properties"]
    } - {"place_id"}
    if not dropped:
        return []
    names = ", ".join(sorted(map(str, dropped))[:8])
    return [
        warning(f"properties other than place_id are not kept: {names}", "put facts of places in places.csv", file=FILE)
    ]


def _read_feature(feature: Any, where: str, places: Collection[str], found: dict[str, Geometry]) -> list[Finding]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    place = properties.get("place_id") if isinstance(properties, dict) else None
    if not isinstance(place, str) or not place:
        return [_wrong(f"{where} has no place_id", "give every feature properties.place_id as text")]
    if place in found:
        return [_wrong(f"{where} repeats the place {quoted(place)}", "join its parts in one MultiPolygon")]
    if place not in places:
        return [_wrong(f"{where}: {quoted(place)} is not in places.csv", "add it to places.csv")]
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES:
        return [
            _wrong(
                f"the outline of {quoted(place)} is not a Polygon or MultiPolygon", "export areas, not points or lines"
            )
        ]
    coordinates = geometry.get("coordinates")
    problem = _problem_with_shape(coordinates, _SHAPES[geometry["type"]])
    if problem:
        return [_wrong(f"the outline of {quoted(place)} {problem[0]}", problem[1])]
    found[place] = {"type": geometry["type"], "coordinates": coordinates}
    return []


def _wrong(message: str, fix: str) -> Finding:
    return error(message, fix, file=FILE, column="place_id")


def _problem_with_shape(shape: Any, depth: int) -> tuple[str, str] | None:
    if not isinstance(shape, list) or not shape:
        return "has no coordinates", "export it again as GeoJSON"
    for part in shape:
        problem = _problem_with_shape(part, depth - 1) if depth > 1 else _problem_with_ring(part)
        if problem:
            return problem
    return None


def _problem_with_ring(ring: Any) -> tuple[str, str] | None:
    if not isinstance(ring, list) or len(ring) < 4:
        return "has a ring of fewer than four points", "a ring has at least three corners and ends where it began"
    for point in ring:
        if not isinstance(point, list) or len(point) not in (2, 3) or not all(map(_is_number, point)):
            return "has a point that is not two numbers", "write longitude and latitude"
        if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            return "lies off the globe", "export it in longitude and latitude (WGS 84), longitude first"
    return None if ring[0] == ring[-1] else ("has a ring that is not closed", "end a ring with its first point")


def _is_number(value: Any) -> bool:
    """A number that a float holds; a whole number of a hundred digits is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
