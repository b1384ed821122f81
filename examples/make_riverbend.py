"""Draw Riverbend's numbers from a seed: the observations, one revision, the populations, the map, and the models kept.

Riverbend is invented, so the truth behind each curve is known: it stands in `TRUTHS`, in percent or in the published
unit, one number a year. What is published is that truth seen through what really stands between a truth and a figure:
children counted one by one, surveys of few households, a year's weather, and small cells withheld.

    python examples/make_riverbend.py

writes into examples/riverbend beside the files that were written by hand. The same seed gives the same bytes.
"""

import csv
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from groundswell.core.estimates import Estimate
from groundswell.exchange.mapping.reading import OBSERVATION_COLUMNS

FOLDER = Path(__file__).resolve().parent / "riverbend"
SEED = "riverbend-239"  # chosen so that an honest judge can find the truths; most seeds leave one or another hidden
FIRST_YEAR, YEARS = 2014, 12
LAST_BEFORE = 7  # position of the last year before the work began: 2021, or school year 2021/2022
MINIMUM_CELL = 11

# Share of the city's people, how far above the city its children fare (on the logit scale), and its place on the map.
NEIGHBORHOODS = {
    "cedar-heights": (0.22, 0.45, (2, 1)),
    "ferry-landing": (0.17, -0.30, (0, 0)),
    "millrace": (0.015, -0.35, (1, 0)),
    "northgate": (0.21, -0.20, (1, 1)),
    "old-town": (0.15, 0.05, (0, 1)),
    "southmeadow": (0.235, 0.15, (2, 0)),
}
RACES = {"asian": (0.07, 0.30), "black": (0.29, -0.22), "hispanic": (0.27, -0.25), "white": (0.37, 0.28)}
INCOMES = {"lower-income": (0.46, -0.38), "higher-income": (0.54, 0.33)}


def _bend(start: float, before: float, after: float) -> list[float]:
    """A straight line that changes its slope when the work begins."""
    return [start + before * min(year, LAST_BEFORE) + after * max(0, year - LAST_BEFORE) for year in range(YEARS)]


TRUTHS = {
    "kindergarten-readiness": _bend(49.0, 0.3, 3.7),  # really turned
    "chronic-absence": _bend(19.5, -0.25, 1.3),  # worsened
    "on-time-graduation": _bend(79.5, 0.5, 0.5),  # goes on as before
    "ninth-grade-on-track": [value + 6.0 * (year >= 9) for year, value in enumerate(_bend(71.0, 0.4, 0.4))],
    "preschool-enrollment": _bend(61.0, 0.1, 0.1),  # nothing changed
    "youth-unemployment": _bend(13.5, -0.1, -0.1),  # nothing changed
    "youth-homelessness": [*_bend(8.2, 0.12, 0.12)[:8], 8.4, 7.5, 6.7, 6.0],  # bends, in a small and noisy count
    "median-rent": [780 * 1.035**year for year in range(YEARS)],
    "shelter-returns": [31.0, 29.5, 30.0, 28.0],  # 2022 to 2025 only
}
WEATHER = {"chronic-absence": 0.25, "on-time-graduation": 0.25, "kindergarten-readiness": 0.2}  # sd of a year, points
COUNTED = {
    "kindergarten-readiness": 5200,
    "on-time-graduation": 4700,
    "chronic-absence": 46000,
    "ninth-grade-on-track": 5100,
}
SURVEYED = {"preschool-enrollment": 700, "youth-unemployment": 1400}  # households asked
LUCK = {("preschool-enrollment", 10): 4.6, ("preschool-enrollment", 11): 5.8}  # the two good years that are noise
NO_SURVEY = 6  # 2020: nobody knocked on doors
YOUNG_PEOPLE = 58_000
Row = dict[str, str]


def observations() -> list[Row]:
    """Every published number of Riverbend, in order of its key."""
    rows = [row for indicator, cohort in COUNTED.items() for row in _counted(indicator, cohort)]
    rows += [row for indicator, asked in SURVEYED.items() for row in _surveyed(indicator, asked)]
    rows += [*_january_count(), *_rents(), *_returns()]
    return sorted(rows, key=lambda row: (row["indicator_id"], row["place_id"], row["period"], row["group_id"]))


def _row(indicator: str, period: str, source: str, **cells: str) -> Row:
    year = int(period[-4:])
    known = {
        "indicator_id": indicator,
        "period": period,
        "status": "final",
        "source_id": source,
        "as_of": f"{year}-10-15",
    }
    return dict.fromkeys(OBSERVATION_COLUMNS, "") | known | cells


def _chance(indicator: str) -> Random:
    """Chance of its own for each indicator, so that a change to one leaves the others as they are."""
    return Random(f"{SEED}/{indicator}")  # noqa: S311 - a demonstration, not a secret


def _counted(indicator: str, cohort: int) -> Iterator[Row]:
    """Children counted one by one, in every neighborhood, race and family income at once, so that all sums agree."""
    chance = _chance(indicator)
    good = -1 if indicator == "chronic-absence" else 1
    for year, truth in enumerate(TRUTHS[indicator]):
        of_the_year = truth + chance.gauss(0, WEATHER.get(indicator, 0.4))
        tallies: dict[tuple[str, str], list[int]] = {}
        for area, race, income, size, shift in _cells(cohort):
            share = _shifted(of_the_year / 100, good * shift)
            met = sum(chance.random() < share for _ in range(size))
            for key in (("", ""), (area, ""), ("", race), ("", income)):
                tally = tallies.setdefault(key, [0, 0])
                tally[0] += met
                tally[1] += size
        school_year = f"{FIRST_YEAR + year}/{FIRST_YEAR + year + 1}"
        for (area, group), (met, size) in tallies.items():
            yield _row(
                indicator, school_year, "schools-annual", place_id=area, group_id=group,
                value=f"{100 * met / size:.1f}", numerator=str(met), denominator=str(size), **_remarks(indicator, year),
            )  # fmt: skip


def _remarks(indicator: str, year: int) -> Row:
    """The break in definition, and the newest graduation figures, which are not final yet."""
    if indicator == "ninth-grade-on-track" and year == 9:
        return {"break": "true", "note": "New definition: six credits; failed courses no longer count."}
    if indicator == "on-time-graduation" and year == YEARS - 1:
        return {"status": "provisional"}
    return {}


def _cells(cohort: int) -> Iterator[tuple[str, str, str, int, float]]:
    for area, (people, area_shift, _) in NEIGHBORHOODS.items():
        for race, (race_share, race_shift) in RACES.items():
            for income, (income_share, income_shift) in INCOMES.items():
                size = round(cohort * people * race_share * income_share)
                yield area, race, income, size, area_shift + race_shift + income_shift


def _shifted(share: float, by: float) -> float:
    return 1 / (1 + math.exp(-(math.log(share / (1 - share)) + by)))


def _surveyed(indicator: str, asked: int) -> Iterator[Row]:
    """A sample of households: a 90 % margin beside each value, wide for a neighborhood."""
    chance = _chance(indicator)
    places = [("", 1.0, 0.0), *((area, people, shift) for area, (people, shift, _) in NEIGHBORHOODS.items())]
    good = -1 if indicator == "youth-unemployment" else 1
    for year, truth in enumerate(TRUTHS[indicator]):
        for area, people, shift in places:
            share = _shifted(truth / 100, good * shift)
            error = 100 * math.sqrt(share * (1 - share) / (asked * max(people, 0.06)))
            drawn = chance.gauss(0, 1)
            luck = LUCK.get((indicator, year)) if not area else None
            value = min(max(100 * share + (drawn * error if luck is None else luck), 0.5), 99.5)
            if year == NO_SURVEY:
                cells = {"status": "missing", "note": "The survey was not held in 2020."}
            else:
                cells = {"value": f"{value:.1f}", "moe": f"{1.645 * error:.1f}", "level": "0.90"}
            yield _row(indicator, str(FIRST_YEAR + year), "household-survey", place_id=area, **cells)


def _january_count() -> Iterator[Row]:
    """Young people without a home in one night; small counts are withheld, and none can be found by subtraction."""
    chance = _chance("youth-homelessness")
    for year, truth in enumerate(TRUTHS["youth-homelessness"]):
        counts = {}
        for area, (people, shift, _) in NEIGHBORHOODS.items():
            size = round(YOUNG_PEOPLE * people)
            counts[area] = _poisson(chance, truth / 1000 * size * math.exp(-1.4 * shift)), size
        withheld = _withheld({area: count for area, (count, _) in counts.items()})
        total = sum(count for count, _ in counts.values()), sum(size for _, size in counts.values())
        for area, (count, size) in {"": total, **counts}.items():
            if area in withheld:
                cells = {"status": "suppressed", "note": "Withheld: a small number, or beside one."}
            else:
                cells = {"value": f"{1000 * count / size:.1f}", "numerator": str(count)}
            yield _row(
                "youth-homelessness",
                str(FIRST_YEAR + year),
                "january-count",
                place_id=area,
                denominator=str(size),
                **cells,
            )


def _withheld(counts: dict[str, int]) -> set[str]:
    smallest_first = sorted(counts, key=lambda area: counts[area])
    small = [area for area in smallest_first if counts[area] < MINIMUM_CELL]
    return set(smallest_first[: max(2, len(small))]) if small else set()


def _poisson(chance: Random, mean: float) -> int:
    """A count: arrivals of a Poisson process before time `mean`."""
    count, clock = 0, -math.log(1 - chance.random())
    while clock < mean:
        count, clock = count + 1, clock - math.log(1 - chance.random())
    return count


def _rents() -> Iterator[Row]:
    chance = _chance("median-rent")
    for year, truth in enumerate(TRUTHS["median-rent"]):
        for area, (shift, moe) in {"": (0.0, 14), **{a: (s, 46) for a, (_, s, _) in NEIGHBORHOODS.items()}}.items():
            rent = truth * math.exp(0.45 * shift) + chance.gauss(0, moe / 1.645)
            cells = {"status": "missing", "note": "The survey was not held in 2020."}
            if year != NO_SURVEY:
                cells = {"value": f"{rent:.0f}", "moe": str(moe), "level": "0.90"}
            yield _row("median-rent", str(FIRST_YEAR + year), "household-survey", place_id=area, **cells)


def _returns() -> Iterator[Row]:
    chance = _chance("shelter-returns")
    for year, truth in enumerate(TRUTHS["shelter-returns"], start=2022):
        left = 240 + chance.randrange(60)
        back = sum(chance.random() < truth / 100 for _ in range(left))
        yield _row(
            "shelter-returns", str(year), "january-count",
            value=f"{100 * back / left:.1f}", numerator=str(back), denominator=str(left),
        )  # fmt: skip


def revisions(rows: Sequence[Row]) -> list[Row]:
    """One figure that the schools corrected: what stood there before."""
    found = next(
        r for r in rows if r["indicator_id"] == "chronic-absence" and r["period"] == "2024/2025" and not r["place_id"]
    )
    key = {name: found[name] for name in ("indicator_id", "place_id", "period", "group_id")}
    before = f"{float(found['value']) - 0.6:.1f}"
    return [key | {"value": before, "recorded": "2026-01-20", "reason": "Two schools reported late."}]


def populations() -> list[Row]:
    """People by neighborhood, from the invented census."""
    rows = []
    for place, people in {"": 1.0, **{area: share for area, (share, _, _) in NEIGHBORHOODS.items()}}.items():
        for period, total in (("2015", 398_000), ("2020", 404_000), ("2025", 410_000)):
            count = str(round(total * people))
            cells = (place, period, "", count, "", "", "household-survey")
            rows.append(
                dict(zip(["place_id", "period", "group_id", "count", "moe", "level", "source_id"], cells, strict=True))
            )
    return sorted(rows, key=lambda row: (row["place_id"], row["period"]))


def boundaries() -> dict[str, object]:
    """Six neighborhoods on both banks of a river, drawn on the open sea where nobody lives."""
    features = [
        _feature(area, _outline(column, column + 1, row, row + 1))
        for area, (*_, (column, row)) in NEIGHBORHOODS.items()
    ]
    features.append(_feature("riverbend", _outline(0, 3, 0, 2)))
    ordered = sorted(features, key=lambda feature: feature["properties"]["place_id"])
    return {"type": "FeatureCollection", "features": ordered}


def _feature(place: str, ring: list[list[float]]) -> dict[str, dict[str, str]]:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"place_id": place}, "geometry": geometry}  # type: ignore[dict-item]


def _outline(left: int, right: int, bottom: int, top: int, steps: int = 8) -> list[list[float]]:
    """Counter-clockwise, closed; the line between the rows is the river and winds."""
    east = [left + (right - left) * step / steps for step in range(steps + 1)]
    ring = [(x, bottom) for x in east] + [(x, top) for x in reversed(east)]
    points = [
        [round(-30 + 0.05 * x, 5), round(0.04 * y + (0.009 * math.sin(2.1 * x) if y == 1 else 0), 5)] for x, y in ring
    ]
    return [*points, points[0]]


# What was assumed for two years when they began: which version of each link, and how many more than in 2021/2022 were
# to be served. For 2022/2023 a story hub in every school was hoped for, and two closed; the rooms opened as planned.
ASSUMED = {
    ("2022/2023", "2022-08-15"): {
        "first-steps-readiness": ("1", 1_450, 1_110),
        "full-day-rooms-readiness": ("1", 1_800, 0),
        "story-hubs-readiness": ("1", 6_000, 1_325),
    },
    ("2023/2024", "2023-08-21"): {
        "first-steps-readiness": ("1", 1_600, 1_110),
        "full-day-rooms-readiness": ("1", 3_200, 0),
    },
}


def modelled_years(observed: Sequence[Row]) -> list[Row]:
    """What was modelled for kindergarten readiness when each of two school years began, and kept."""
    return [_modelled(*when, assumed, observed) for when, assumed in ASSUMED.items()]


def _modelled(period: str, kept_on: str, assumed: dict[str, tuple[str, int, int]], observed: Sequence[Row]) -> Row:
    from groundswell.core.contribution.claims import link_from
    from groundswell.core.contribution.kept import kept_programs
    from groundswell.core.contribution.links import Link, Population
    from groundswell.core.contribution.ranges import modelled
    from groundswell.core.contribution.sensitivity import tornado

    with (FOLDER / "contributions.csv").open(encoding="utf-8", newline="") as file:
        cells = {(row["link_id"], row["version"]): row for row in csv.DictReader(file)}
    links: list[Link] = []
    for link_id, (version, served, before) in assumed.items():
        link = link_from(cells[link_id, version], name=link_id, served=served, served_before=before)
        assert link is not None
        links.append(link)
    last = next(row for row in observed if _is_last_before(row))
    population = Population(float(last["denominator"]), 1 - float(last["value"]) / 100)
    found = modelled(links, population, seed=1)
    kept = kept_programs(found, links, tornado(links, population))
    parts = [
        {
            "link_id": one.id,
            "reach": round(one.reach, 3),
            **{name: round(number, 6) for name, number in _ends(one.points).items()},
            "evidence": str(one.evidence or ""),
            "swings": [[each.field, round(each.low_points, 6), round(each.high_points, 6)] for each in one.swings],
        }
        for one in kept
    ]
    joint = {name: f"{number:.4f}" for name, number in _ends(found.joint_points).items()}
    return {
        "modelled_id": f"kindergarten-readiness-{period.replace('/', '-')}",
        "indicator_id": "kindergarten-readiness",
        "period": period,
        "kept_on": kept_on,
        "joint_points": joint["points"],
        "low": joint["low"],
        "high": joint["high"],
        "level": str(found.level),
        "forecast": str(float(last["value"]) / 100),
        "population": last["denominator"],
        "model": str(found.model),
        "seed": str(found.seed),
        "draws": str(found.draws),
        "links": "; ".join(f"{link_id}@{version}" for link_id, (version, _, _) in assumed.items()),
        "content": json.dumps({"programs": parts}, sort_keys=True),
    }


def _is_last_before(row: Row) -> bool:
    of_everyone = not row.get("place_id") and not row.get("group_id")
    return of_everyone and (row["indicator_id"], row["period"]) == ("kindergarten-readiness", "2021/2022")


def _ends(estimate: Estimate) -> dict[str, float]:
    return {"points": estimate.value or 0.0, "low": estimate.low or 0.0, "high": estimate.high or 0.0}


def _write(name: str, rows: Sequence[Row]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make() -> None:
    """Write the drawn files, then let the package's own writer put everything in its canonical form."""
    from groundswell.exchange.package import read_package, write_package

    rows = observations()
    _write("observations.csv", rows)
    _write("revisions.csv", revisions(rows))
    _write("populations.csv", populations())
    _write("modelled_years.csv", modelled_years(rows))
    (FOLDER / "boundaries.geojson").write_text(json.dumps(boundaries()) + "\n", encoding="utf-8")
    package, findings = read_package(FOLDER)
    if package is None or any(finding.is_error for finding in findings):
        raise SystemExit("\n".join(map(str, findings)))
    write_package(package, FOLDER)


if __name__ == "__main__":
    make()
