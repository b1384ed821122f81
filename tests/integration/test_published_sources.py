"""Files that publishers really published, read through mappings as a community would write them.

Every expected number was taken from the files with an independent reading (the standard library's csv module).
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from groundswell.core.vocabulary import Polarity, Unit
from groundswell.exchange.mapping import (
    Known,
    KnownGroup,
    KnownPlace,
    SourceReading,
    mapping_from,
    propose_mapping,
    read_mapping,
    read_source,
)

pytestmark = pytest.mark.real_data
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def rows_of(path: Path, skip: int = 0) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for _ in range(skip):
            next(stream)
        return list(csv.DictReader(stream))


def reading(mapping: Path, folder: Path, known: Known | None = None) -> SourceReading:
    made, findings = read_mapping(mapping)
    assert made is not None, [str(finding) for finding in findings]
    read = read_source(made, folder=folder, known=known)
    assert read.is_sound, [str(finding) for finding in read.findings if finding.is_error]
    assert {len(cells) for cells in read.observations.values()} == {read.storable}
    return read


def values(read: SourceReading) -> dict[tuple[str, str, str, str], str]:
    out = read.observations
    keys = zip(out["indicator_id"], out["place_id"], out["period"], out["group_id"], strict=True)
    return dict(zip(keys, out["value"], strict=True))


@pytest.fixture(scope="module")
def new_haven() -> Known:
    folder = FIXTURES / "new-haven"
    places = [KnownPlace(r["place_id"], r["name"], r["geoid"]) for r in rows_of(folder / "places.csv")]
    groups = [KnownGroup(r["group_id"], r["dimension"], r["label"]) for r in rows_of(folder / "groups.csv")]
    return Known(tuple(places), tuple(groups))


def test_absence_in_all_districts_keeps_every_mark_and_every_value(shared_data: Path) -> None:
    folder = shared_data / "chronic_absence" / "data"
    read = reading(FIXTURES / "mappings" / "absence-processed.yaml", folder)
    published = rows_of(next(folder.glob("*.csv")))
    assert (read.read, read.storable, dict(read.skipped)) == (12_915, 12_915, {})
    assert read.withheld == {"suppressed": 6_365, "missing": 1_824}
    assert (len(read.places), len(read.groups)) == (205, 7)
    shown = [row["Value"] for row in published if row["Value"] not in ("-9999", "-6666")]
    assert [value for value in read.observations["value"] if value] == shown
    assert set(read.observations["period"]) == {f"{year}/{year + 1}" for year in range(2011, 2020)}


def test_absence_in_new_haven_is_read_for_the_city_and_the_state(shared_data: Path, new_haven: Known) -> None:
    read = reading(FIXTURES / "new-haven" / "sources" / "chronic-absence.yaml", shared_data, new_haven)
    assert (read.read, read.storable, dict(read.skipped)) == (12_915, 126, {"where: District": 12_789})
    assert read.withheld == {"suppressed": 15, "missing": 1}
    assert all(place.matched for place in read.places)
    assert all(group.matched for group in read.groups)
    said = values(read)
    assert said["chronic-absence", "new-haven", "2011/2012", "black"] == "20.6"
    assert said["chronic-absence", "new-haven", "2018/2019", "hispanic"] == "19.5"
    assert said["chronic-absence", "connecticut", "2012/2013", "asian"] == "7.3"
    assert said["chronic-absence", "new-haven", "2018/2019", "american-indian"] == ""


def test_six_state_files_are_read_by_one_mapping_with_the_year_from_their_titles(shared_data: Path) -> None:
    read = reading(FIXTURES / "mappings" / "absence-state.yaml", shared_data / "chronic_absence" / "raw")
    assert [file.records for file in read.files] == [7] * 6
    assert sorted(set(read.observations["period"])) == [f"{year}/{year + 1}" for year in range(2011, 2017)]
    processed = values(
        reading(FIXTURES / "mappings" / "absence-processed.yaml", shared_data / "chronic_absence" / "data")
    )
    assert all(processed[key] == value for key, value in values(read).items())
    assert read.row_numbers[0] == 5


def test_the_raw_file_of_2012_has_its_codes_unwrapped(shared_data: Path) -> None:
    folder = shared_data / "chronic_absence" / "raw"
    read = reading(FIXTURES / "mappings" / "absence-2012.yaml", folder)
    published = rows_of(folder / "chronic-absenteeism__2011-12_race.csv", skip=3)
    marks = sum(row["% Chronically Absent"] == "*" for row in published)
    assert (read.storable, read.withheld["suppressed"]) == (len(published), marks) == (1_195, 662)
    assert "2880013" in read.observations["place_id"]
    assert "0010011" in read.observations["place_id"]


def test_the_raw_file_of_2020_has_two_rows_of_headings_and_counts_the_absent(shared_data: Path) -> None:
    read = reading(FIXTURES / "mappings" / "absence-2020.yaml", shared_data / "chronic_absence" / "raw")
    assert (read.storable, read.withheld["suppressed"]) == (1_242, 707)
    out = read.observations
    at = read.row_numbers.index(635)
    assert (out["place_id"][at], out["value"][at], out["numerator"][at]) == (
        "new-haven-school-district",
        "24.1",
        "1667",
    )


def test_employment_keeps_its_digits_and_bounds_and_becomes_a_percent(shared_data: Path) -> None:
    read = reading(FIXTURES / "mappings" / "employment-all-places.yaml", shared_data / "mobility")
    published = rows_of(shared_data / "mobility" / "metrics_employment_place_all_longitudinal.csv")
    assert (read.storable, read.withheld, len(read.places)) == (4_374, {"suppressed": 7}, 486)
    assert read.indicators[0].unit is Unit.PERCENT
    for name, heading in (("value", "share_employed"), ("low", "share_employed_lb"), ("high", "share_employed_ub")):
        for said, row in zip(read.observations[name], published, strict=True):
            assert said == "" if row[heading] == "NA" else Decimal(said) == Decimal(row[heading]) * 100
    assert read.observations["place_id"][0] == "0103076"


def test_incomes_keep_bounds_that_are_not_symmetric(shared_data: Path) -> None:
    read = reading(FIXTURES / "mappings" / "income-20-all-places.yaml", shared_data / "mobility")
    out = read.observations
    uneven = shown = 0
    for value, low, high in zip(out["value"], out["low"], out["high"], strict=True):
        if value:
            shown += 1
            below, above = Decimal(value) - Decimal(low), Decimal(high) - Decimal(value)
            uneven += abs(above - below) > (above + below) / 20
    assert (shown, round(100 * uneven / shown)) == (4_367, 82)
    assert set(out["moe"]) == {""}
    published = rows_of(shared_data / "mobility" / "metrics_income_place_all_longitudinal.csv")
    assert out["high"] == ["" if row["pctl_income_20_ub"] == "NA" else row["pctl_income_20_ub"] for row in published]


@pytest.mark.parametrize(
    ("source", "count", "period", "value", "low"),
    [
        ("employment", 9, "2023", "79.37664053401011", "74.11582435279624"),
        ("income-20", 9, "2014", "12504.47", "10588.4625"),
        ("income-50", 9, "2023", "55053.971999999994", "48936.863999999994"),
        ("income-80", 9, "2021", "100273.79008", "92693.52"),
        ("preschool", 2, "2018", "58.3737517831669", "47.74007215960929"),
    ],
)
def test_the_sources_of_new_haven_find_their_city(
    shared_data: Path, new_haven: Known, source: str, count: int, period: str, value: str, low: str
) -> None:
    read = reading(FIXTURES / "new-haven" / "sources" / f"{source}.yaml", shared_data, new_haven)
    assert (read.storable, [place.id for place in read.places]) == (count, ["new-haven"])
    at = read.observations["period"].index(period)
    assert (read.observations["value"][at], read.observations["low"][at]) == (value, low)
    assert read.observations["level"][at] == "0.95"


def test_employment_by_race_is_another_indicator_with_everyone_of_its_own(shared_data: Path, new_haven: Known) -> None:
    read = reading(FIXTURES / "new-haven" / "sources" / "employment-by-race.yaml", shared_data, new_haven)
    assert (read.storable, sorted(set(read.observations["group_id"]))) == (
        25,
        ["", "black", "hispanic", "other-races", "white"],
    )
    assert values(read)["employment-by-race", "new-haven", "2014", ""] == "71.21495327102804"


def test_every_management_indicator_of_new_york_is_read_at_once(shared_data: Path) -> None:
    read = reading(FIXTURES / "mappings" / "nyc-management.yaml", shared_data / "performance")
    published = rows_of(shared_data / "performance" / "nyc_management_indicators.csv")
    years = [str(year) for year in range(2016, 2024)]
    assert (read.read, read.storable, len(read.indicators)) == (1_139, 1_139 * 8, 1_139)
    assert read.withheld["missing"] == sum(row[year] in ("NA", "") for row in published for year in years)
    ways = {each.id: each.polarity for each in read.indicators}
    assert all(
        ways[r["ID"]] is (Polarity.HIGHER if r["Desired.Direction"] == "Up" else Polarity.LOWER) for r in published
    )
    said = values(read)
    for row in published:
        for year in years:
            fiscal = f"{int(year) - 1}/{year}"
            assert said[row["ID"], "", fiscal, ""] == ("" if row[year] == "NA" else str(Decimal(row[year])))
    targets = {each.indicator_id: each.value for each in read.targets}
    assert targets == {row["ID"]: row["Target.MMR"] for row in published if row["Target.MMR"] not in ("NA", "")}
    assert len(targets) == 351


def test_the_files_of_the_ons_are_read_as_they_are(shared_data: Path) -> None:
    read = reading(FIXTURES / "mappings" / "under-five-mortality.yaml", shared_data / "open_sdg")
    assert (read.storable, dict(read.withheld)) == (322, {})
    assert {place.id for place in read.places} == {
        "england",
        "scotland",
        "wales",
        "england-and-wales",
        "united-kingdom",
    }
    assert values(read)["under-five-mortality", "england", "2000", "male"] == "7.11"
    assert values(read)["under-five-mortality", "united-kingdom", "2021", ""] == "4.2398"
    births = reading(FIXTURES / "mappings" / "adolescent-births.yaml", shared_data / "open_sdg")
    assert (births.storable, values(births)["adolescent-births", "england-and-wales", "2000", ""]) == (264, "14.24")
    starter = reading(FIXTURES / "mappings" / "sdg-starter.yaml", shared_data / "open_sdg" / "starter" / "data")
    assert values(starter)["extreme-poverty", "", "2015", ""] == "2"


@pytest.mark.parametrize(
    ("path", "storable"),
    [
        ("chronic_absence/data/chronic_absenteeism_by_race_ethnicity_2012-2020.csv", 12_915),
        ("chronic_absence/raw/chronic-absenteeism__2012-13_race_ct.csv", 7),
        ("chronic_absence/raw/chronic-absenteeism__2019-20_race.csv", 1_242),
        ("mobility/metrics_employment_place_race-ethnicity_longitudinal.csv", 12_150),
        ("mobility/metrics_income_place_all_longitudinal.csv", 4_374),
        ("open_sdg/indicator_3-2-1.csv", 256),
        ("open_sdg/starter/data/indicator_1-1-1.csv", 6),
        ("performance/nyc_management_indicators.csv", 9_112),
    ],
)
def test_a_proposed_mapping_reads_the_file_it_was_drafted_from(shared_data: Path, path: str, storable: int) -> None:
    file = shared_data / path
    mapping, findings = mapping_from(propose_mapping(file), "draft", "draft.yaml")
    assert mapping is not None, [str(finding) for finding in findings]
    read = read_source(mapping, folder=file.parent)
    assert read.is_sound, [str(finding) for finding in read.findings if finding.is_error]
    assert read.storable == storable


def test_the_draft_for_new_york_knows_which_way_is_good_and_where_the_targets_are(shared_data: Path) -> None:
    draft = propose_mapping(shared_data / "performance" / "nyc_management_indicators.csv")
    assert "polarity: {column: Desired.Direction, map: {Up: higher, Down: lower}}" in draft
    assert 'target: {column: Target.MMR, period: "2023"}  # ?' in draft
    assert "fiscal_year where they are that" in draft
    mapping, findings = mapping_from(draft.replace("format: year", "format: fiscal_year"), "draft", "draft.yaml")
    assert mapping is not None, [str(finding) for finding in findings]
    read = read_source(mapping, folder=shared_data / "performance")
    assert {target.period for target in read.targets} == {"2022/2023"}
    assert {seen.polarity for seen in read.indicators} == {Polarity.HIGHER, Polarity.LOWER}


def test_the_draft_for_absence_prefers_the_percent_to_the_count_and_says_so(shared_data: Path) -> None:
    draft = propose_mapping(shared_data / "chronic_absence" / "raw" / "chronic-absenteeism__2019-20_race.csv")
    assert 'value: {column: "Chronically Absent %", unit: percent}' in draft
    (hint,) = [line for line in draft.splitlines() if "may be the value instead" in line.lower()]
    assert hint.startswith("# Chronically Absent Student Count: not used;")
