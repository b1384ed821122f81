"""The cells of every roll-up counted by SQL alone: what a cluster runs, and what the quick count is checked against."""

# Queries are made of our own names and of whole numbers; what people wrote never enters them.
# ruff: noqa: S608

from __future__ import annotations

from groundswell.engine.measures.records_sql import Step

CELL_COLUMNS = ("measure", "scope", "grain", "period", "site", "place", "dimension", "word")
COUNT_COLUMNS = ("units", "counted_units", "amount", "counted_amount")
EVERYTHING = -1  # a code that stands for all sites, all places, everyone


def cell_steps(dimensions: int, *, sites: bool = True, places: bool = True, crossed: bool = True) -> list[Step]:
    """From `unit_rows` to `cells`; reads `calendar` (what a row's period counts in) and `scopes` (and its program).

    A row without a site is in no cell of a site, and so for places and groups; it is in those of all.
    """
    return [
        ("located", _located(dimensions)),
        ("cells", _cells(dimensions, sites=sites, places=places, crossed=crossed)),
    ]


def _located(dimensions: int) -> str:
    groups = "".join(f", u.group_{number}" for number in range(dimensions))
    return f"""
        SELECT u.measure, s.scope, c.grain, c.period, u.unit, u.site, u.place, u.counted, u.amount{groups}
        FROM unit_rows AS u
        JOIN calendar AS c ON c.row_grain = u.grain AND c.row_period = u.period
        JOIN scopes AS s ON s.program = u.program"""


def _cells(dimensions: int, *, sites: bool, places: bool, crossed: bool) -> str:
    columns = ["site", "place", *(f"group_{number}" for number in range(dimensions))]
    always = ["measure", "scope", "grain", "period"]
    sets = []
    for site in (False, True) if sites else (False,):
        for place in (False, True) if places else (False,):
            for group in (None, *columns[2:]):
                chosen = [*(["site"] if site else []), *(["place"] if place else []), *([group] if group else [])]
                if len(chosen) > 1 and not crossed:
                    continue
                sets.append(f"({', '.join([*always, *chosen])})")
    # GROUPING is 1 where a column was not asked for, which a blank in it cannot say.
    coded = {
        c: f"CASE WHEN GROUPING({c}) = 1 THEN {EVERYTHING} ELSE {c} END" for c in columns if _asked(c, sites, places)
    }
    words = " ".join(f"WHEN GROUPING({c}) = 0 THEN {c}" for c in columns[2:])
    places_of = " ".join(f"WHEN GROUPING({c}) = 0 THEN {n}" for n, c in enumerate(columns[2:]))
    return f"""
        SELECT * FROM (
            SELECT {", ".join(always)}, {coded.get("site", str(EVERYTHING))} AS site,
                {coded.get("place", str(EVERYTHING))} AS place,
                {f"CASE {places_of} ELSE {EVERYTHING} END" if dimensions else EVERYTHING} AS dimension,
                {f"CASE {words} ELSE {EVERYTHING} END" if dimensions else EVERYTHING} AS word,
                COUNT(DISTINCT unit) AS units,
                COUNT(DISTINCT CASE WHEN counted = 1 THEN unit END) AS counted_units,
                CAST(SUM(amount) AS BIGINT) AS amount, CAST(SUM(counted * amount) AS BIGINT) AS counted_amount
            FROM located
            GROUP BY GROUPING SETS ({", ".join(sets)})
        ) AS every
        WHERE site IS NOT NULL AND place IS NOT NULL AND word IS NOT NULL"""


def _asked(column: str, sites: bool, places: bool) -> bool:
    return {"site": sites, "place": places}.get(column, True)
