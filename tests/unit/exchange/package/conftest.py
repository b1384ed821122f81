"""A small package on disk that tests may spoil in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from groundswell.core.findings import Finding
from groundswell.exchange.package import read_package

SOUND = {
    "community.yaml": "format: 1\nid: mill-town\nname: Mill Town\nplace_id: mill-town\nminimum_cell: 11\n",
    "places.csv": "place_id,name,parent_id,geoid\nmill-town,Mill Town,,03076\nold-mill,Old Mill,mill-town,\n",
    "groups.csv": "group_id,dimension,label\nblack,race_ethnicity,Black\n",
    "results.csv": "result_id,statement\nready,Children are ready for school\n",
    "organizations.csv": "organization_id,name,roles\nmill-fund,The Mill Fund,funder; backbone\n",
    "indicators/absence.yaml": "name: Chronic absence\nunit: percent\npolarity: lower\nresult_ids: [ready]\n",
    "indicators/births.yaml": "name: Births\nunit: count\npolarity: neutral\n",
    "sources/state.yaml": "publisher: The State\n",
    "observations.csv": "indicator_id,place_id,period,group_id,value,status,source_id\n"
    "absence,,2012/2013,,20.40,final,state\nabsence,old-mill,2012/2013,black,,suppressed,state\n",
}
Told = Callable[..., list[Finding]]


@pytest.fixture
def package_folder(tmp_path: Path) -> Path:
    """A sound package."""
    return written(tmp_path / "package", SOUND)


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """What `read_package` says of the sound package after `files` were put in, as text or bytes; None takes one out."""

    def tell(files: dict[str, str | bytes | None]) -> list[Finding]:
        kept = {name: content for name, content in {**SOUND, **files}.items() if content is not None}
        package, findings = read_package(written(tmp_path / "package", kept))
        assert (package is None) == any(finding.is_error for finding in findings)
        return findings

    return tell


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
