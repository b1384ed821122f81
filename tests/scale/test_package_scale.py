"""A million observations are read and checked while a person waits; time grows with size and no faster."""

import time
from itertools import islice, product
from pathlib import Path

import pytest

from groundswell.exchange.package import read_package
from groundswell.exchange.package.layout import TABLES


def folder_of(rows: int, folder: Path) -> Path:
    """A package with so many observations: 40 indicators, 50 places, 25 groups, 20 years."""
    (folder / "indicators").mkdir(parents=True)
    (folder / "community.yaml").write_text("id: large\nname: Large\n")
    for at in range(40):
        (folder / f"indicators/indicator-{at}.yaml").write_text("name: One\nunit: percent\npolarity: lower\n")
    (folder / "places.csv").write_text("place_id,name\n" + "".join(f"place-{at},Place\n" for at in range(50)))
    (folder / "groups.csv").write_text("group_id,dimension,label\n" + "".join(f"group-{at},d,G\n" for at in range(25)))
    with (folder / "observations.csv").open("w") as stream:
        stream.write(",".join(TABLES["observations"].headings) + "\n")
        keys = product(range(40), range(50), range(25), range(2000, 2020))
        for number, (indicator, place, group, year) in enumerate(islice(keys, rows)):
            part = number * 7919 % 10_000
            key = f"indicator-{indicator},place-{place},{year},group-{group}"
            stream.write(f"{key},{part / 100:.2f},3.1,,,0.90,{part},10000,final,,,,,\n")
    return folder


def seconds_to_read(folder: Path) -> float:
    start = time.process_time()
    package, findings = read_package(folder)
    assert findings == []
    assert package is not None
    return time.process_time() - start


@pytest.mark.slow
def test_a_million_observations_are_read_and_checked_in_seconds(tmp_path: Path) -> None:
    seconds = {
        rows: seconds_to_read(folder_of(rows, tmp_path / str(rows))) for rows in (1_000, 10_000, 100_000, 1_000_000)
    }
    print({rows: f"{taken:.2f} s" for rows, taken in seconds.items()})
    assert seconds[1_000_000] < 10
    assert seconds[1_000_000] < 20 * seconds[100_000]
