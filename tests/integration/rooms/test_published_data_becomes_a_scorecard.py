"""Files that publishers really published, through mappings and rooms, to the pages that people meet around."""

import csv
from pathlib import Path

import pytest
from tests.builders import package
from tests.cast import COMMAND_LINE, DATA_LEAD, OWNER

from groundswell.apps.indicators.models import Baseline, Observation, Revision
from groundswell.apps.packages.actions import load_package, store_reading
from groundswell.apps.packages.queries import package_of
from groundswell.apps.places.queries import known_of
from groundswell.apps.scorecards.queries import data_page, indicator_page, result_scorecard
from groundswell.exchange.mapping import read_mapping, read_source
from groundswell.exchange.package import check_package, write_package

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]


def bring(community: str, mapping: Path, folder: Path) -> dict[str, int]:
    """Import one source, as `groundswell import` does; what became of its observations."""
    made, findings = read_mapping(mapping)
    assert made is not None, [str(finding) for finding in findings]
    read = read_source(made, folder=folder, known=known_of(community))
    text = mapping.read_text(encoding="utf-8")
    outcome = store_reading(reading=read, community=community, by=COMMAND_LINE, mapping=text)
    assert outcome.is_done, [str(finding) for finding in outcome.findings]
    return outcome.counts


@pytest.fixture
def new_haven(repo: Path, shared_data: Path) -> list[Path]:
    """New Haven with everything its mappings read; the mappings."""
    skeleton, findings = check_package(repo / "tests" / "fixtures" / "new-haven")
    assert skeleton is not None, [str(finding) for finding in findings]
    assert load_package(package=skeleton, by=DATA_LEAD).is_done
    mappings = sorted((repo / "tests" / "fixtures" / "new-haven" / "sources").glob("*.yaml"))
    for mapping in mappings:
        bring("new-haven", mapping, shared_data)
    return mappings


def test_new_haven_has_a_scorecard_with_at_least_four_indicators(new_haven: list[Path]) -> None:
    page = data_page("new-haven", reader=OWNER)
    assert page is not None
    with_numbers = [row for row, observations, _ in page.indicators if observations]
    assert len(with_numbers) >= 4
    whole = package_of("new-haven")
    assert whole is not None
    for result in whole.tables["results"].column("result_id"):
        scorecard = result_scorecard("new-haven", result, reader=OWNER)
        assert scorecard is not None
        rows = (*scorecard.headline, *scorecard.secondary)
        assert rows and all(row.curve.reason for row in rows)


def test_new_haven_read_again_changes_nothing(new_haven: list[Path], shared_data: Path) -> None:
    before = (Observation.objects.count(), Baseline.objects.count())
    for mapping in new_haven:
        counts = bring("new-haven", mapping, shared_data)
        assert counts["unchanged"] == counts["observations"]
    assert (Observation.objects.count(), Baseline.objects.count()) == before
    assert Revision.objects.count() == 0


def test_new_haven_dumped_is_a_package_that_checks_clean(new_haven: list[Path], tmp_path: Path) -> None:
    whole = package_of("new-haven")
    assert whole is not None
    write_package(whole, tmp_path / "new-haven")
    again, findings = check_package(tmp_path / "new-haven")
    assert again is not None
    assert [str(finding) for finding in findings if finding.is_error] == []


def test_every_group_of_a_published_absence_file_has_a_page(new_haven: list[Path]) -> None:
    page = indicator_page("new-haven", "chronic-absence", reader=OWNER)
    assert page is not None
    for group in page.groups:
        of_group = indicator_page("new-haven", "chronic-absence", group_id=group.id, reader=OWNER)
        assert of_group is not None
        assert of_group.observations


def test_new_yorks_published_verdicts_come_out_of_the_pages(repo: Path, shared_data: Path) -> None:
    folder = shared_data / "performance"
    load_package(package=package([], indicators={}, community={"comparison_rule": "ties_improve"}), by=DATA_LEAD)
    bring("elmwood", repo / "tests" / "fixtures" / "mappings" / "nyc-management.yaml", folder)
    page = data_page("elmwood", reader=OWNER)
    assert page is not None
    said = {row.id: row.change.words for row, _, _ in page.indicators}
    with (folder / "nyc_management_indicators.csv").open(encoding="utf-8-sig", newline="") as stream:
        published = [row for row in csv.DictReader(stream) if row["Success"]]
    assert len(published) == 679
    wrong = [
        (row["ID"], row["Success"], row["OneYrImproving"], said[row["ID"]])
        for row in published
        if said[row["ID"]]
        != f"{AGAINST_TARGET[row['Success']]}; {AGAINST_LAST[row['OneYrImproving']]} the period before"
    ]
    assert wrong == []


AGAINST_TARGET = {"Met_Goal": "Target met", "Did_Not_Meet": "Target not met", "NA": "No target"}
AGAINST_LAST = {
    "Improving": "as good as or better than",
    "Not_Improving": "not as good as",
    "NA": "no value for",
}
