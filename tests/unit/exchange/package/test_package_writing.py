"""The one canonical form of a package, and how it takes the place of what stood there."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import frictionless
import pytest
import yaml

from groundswell.exchange.package import FolderRefusedError, Package, Story, read_package, write_package
from groundswell.exchange.package import folder as folder_module
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.yaml_text import canonical_yaml, parse_yaml
from groundswell.exchange.tables import Table


def table(stem: str, /, **columns: list[str]) -> Table:
    rows = len(next(iter(columns.values())))
    return Table(stem, list(columns), columns, list(range(2, rows + 2)))


@pytest.fixture
def package() -> Package:
    square = [[[0, 0], [0, 1.5], [1, 1], [0, 0]]]
    return Package(
        community={"name": "Mill Town", "id": "mill-town", "name.es": "Villa", "minimum_cell": "11", "licence": "NO"},
        tables={
            "places": table("places", name=["Old Mill", "Mill, Town"], place_id=["old-mill", "mill-town"]),
            "observations": table(
                "observations",
                indicator_id=["absence"] * 3,
                period=["2014", "2013", "2014"],
                place_id=["old-mill", "", ""],
                value=["5.00", "-0.5", ""],
                status=["final", "", "suppressed"],
                note=["=1+1", 'say "so"', "two\r\nlines"],
            ),
            "targets": Table("targets", [], {}, []),
        },
        indicators={
            "absence": {
                "name": "Absence",
                "unit": "percent",
                "polarity": "lower",
                "reviewed": "2024-01-02",
                "work_began": "2012",
                "versions": [{"from": "2012", "definition": "Ten\ndays"}],
            }
        },
        sources={"state": "# kept\r\npublisher: The State"},
        stories=(Story("one", "indicator", "absence", "story", "", "Once\n\nupon a time\n"),),
        boundaries={"old-mill": {"type": "Polygon", "coordinates": square}},
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_rows_stand_in_order_of_their_key_and_every_column_is_there(package: Package, tmp_path: Path) -> None:
    write_package(package, tmp_path / "out")
    text = (tmp_path / "out/observations.csv").read_text()
    assert text.splitlines()[0] == ",".join(TABLES["observations"].headings)
    assert [line.split(",")[:5] for line in text.splitlines()[1:] if line.startswith("absence")] == [
        ["absence", "", "2013", "", "-0.5"],
        ["absence", "", "2014", "", ""],
        ["absence", "old-mill", "2014", "", "5.00"],
    ]
    assert '"say ""so"""' in text
    assert '"two\nlines"' in text
    assert "\r" not in text


def test_only_what_needs_quotation_marks_gets_them(package: Package, tmp_path: Path) -> None:
    write_package(package, tmp_path / "out")
    expected = 'place_id,name,kind,parent_id,geoid,vintage\nmill-town,"Mill, Town",,,,\nold-mill,Old Mill,,,,\n'
    assert (tmp_path / "out/places.csv").read_bytes() == expected.encode()


def test_yaml_keys_stand_in_the_order_of_the_layout_and_text_is_quoted_where_needed(
    package: Package, tmp_path: Path
) -> None:
    write_package(package, tmp_path / "out")
    community = (tmp_path / "out/community.yaml").read_text()
    assert community == ("format: 1\nid: mill-town\nname: Mill Town\nname.es: Villa\nminimum_cell: 11\nlicence: 'NO'\n")
    indicator = (tmp_path / "out/indicators/absence.yaml").read_text()
    assert indicator == (
        "name: Absence\nunit: percent\npolarity: lower\nwork_began: '2012'\nreviewed: 2024-01-02\n"
        "versions:\n  - from: '2012'\n    definition: |-\n      Ten\n      days\n"
    )


def test_a_mapping_keeps_its_comments(package: Package, tmp_path: Path) -> None:
    write_package(package, tmp_path / "out")
    assert (tmp_path / "out/sources/state.yaml").read_bytes() == b"# kept\npublisher: The State\n"


def test_what_is_written_reads_back_and_writes_the_same(package: Package, tmp_path: Path) -> None:
    write_package(package, tmp_path / "one")
    again, findings = read_package(tmp_path / "one")
    assert again is not None
    assert [finding for finding in findings if finding.is_error] == []
    write_package(again, tmp_path / "two")
    third, _ = read_package(tmp_path / "two")
    assert third == again
    assert contents(tmp_path / "one").keys() == contents(tmp_path / "two").keys()
    changed = b',final,,,,,"say'  # a number without a status is final
    assert changed in contents(tmp_path / "two")["observations.csv"]
    write_package(third, tmp_path / "three")
    assert contents(tmp_path / "three") == contents(tmp_path / "two")


def test_a_table_without_rows_is_not_written(package: Package, tmp_path: Path) -> None:
    write_package(package, tmp_path / "out")
    assert not (tmp_path / "out/targets.csv").exists()


def test_a_column_that_no_layout_knows_is_never_dropped_in_silence(package: Package, tmp_path: Path) -> None:
    package.tables["places"] = table("places", place_id=["a"], nmae=["A"])
    with pytest.raises(KeyError, match="places has no column nmae"):
        write_package(package, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_an_id_never_becomes_a_path_outside_the_folder(package: Package, tmp_path: Path) -> None:
    package.indicators["../../evil"] = {"name": "x"}
    with pytest.raises(ValueError, match="cannot be the name of a file"):
        write_package(package, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_descriptor_is_a_valid_data_package(package: Package, tmp_path: Path) -> None:
    write_package(package, tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out/datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    described = json.loads((tmp_path / "out/datapackage.json").read_text())
    assert {resource["path"] for resource in described["resources"]} == {
        name for name in contents(tmp_path / "out") if name != "datapackage.json"
    }


def test_keys_are_stated_where_they_hold(package: Package, tmp_path: Path) -> None:
    package.tables["places"] = table("places", place_id=["a", "old-mill"], name=["A", "O"], parent_id=["", "a"])
    write_package(package, tmp_path / "out")
    described = json.loads((tmp_path / "out/datapackage.json").read_text())
    schemas = {one["name"]: one["schema"] for one in described["resources"] if "schema" in one}
    assert schemas["places"]["primaryKey"] == ["place_id"]
    assert schemas["places"]["foreignKeys"] == [
        {"fields": "parent_id", "reference": {"resource": "", "fields": "place_id"}}
    ]
    assert "primaryKey" not in schemas["observations"]  # a blank place is the community's own
    assert frictionless.validate(str(tmp_path / "out/datapackage.json")).valid


def test_a_descriptor_finds_a_value_that_does_not_belong(package: Package, tmp_path: Path) -> None:
    write_package(package, tmp_path / "out")
    file = tmp_path / "out/observations.csv"
    file.write_text(file.read_text().replace("5.00", "five"))
    assert not frictionless.validate(str(tmp_path / "out/datapackage.json")).valid


def test_riverbend_is_in_canonical_form(repo: Path, tmp_path: Path) -> None:
    package, findings = read_package(repo / "examples/riverbend")
    assert findings == []
    assert package is not None
    write_package(package, tmp_path / "riverbend")
    readme = {"README.md": (repo / "examples/riverbend/README.md").read_bytes()}
    assert contents(tmp_path / "riverbend") | readme == contents(repo / "examples/riverbend")
    assert frictionless.validate(str(tmp_path / "riverbend/datapackage.json")).valid


@pytest.mark.parametrize("name", ["notes.txt", "indicators/notes.docx", "data/a.csv"])
def test_a_folder_with_other_things_in_it_is_refused(package: Package, tmp_path: Path, name: str) -> None:
    write_package(package, tmp_path / "out")
    (tmp_path / "out" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "out" / name).write_text("mine")
    before = contents(tmp_path / "out")
    with pytest.raises(FolderRefusedError, match="holds what is no part of a package"):
        write_package(package, tmp_path / "out")
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("name", ["places.csv", "datapackage.json"])
def test_a_folder_of_files_that_is_no_package_is_refused(package: Package, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(FolderRefusedError, match="so it is not a package"):
        write_package(package, tmp_path)
    assert contents(tmp_path) == {name: b"mine"}


def test_git_and_readme_stay_where_a_package_is_replaced(package: Package, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_package(package, out)
    for name in ("README.md", ".git/objects/ab", ".gitignore", "stories/README.md"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(name)
    (out / "stories/old.md").write_text("gone")
    write_package(package, out)
    after = contents(out)
    assert {name for name in after if after[name] == name.encode()} == {
        "README.md", ".git/objects/ab", ".gitignore", "stories/README.md",
    }  # fmt: skip
    assert "stories/old.md" not in after
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_failure_while_writing_leaves_the_old_folder(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    out = tmp_path / "out"
    if not can_exchange:
        monkeypatch.setattr(folder_module, "_exchanged", lambda one, other: False)
    write_package(package, out)
    before = contents(out)
    package.community["name"] = "New"
    with monkeypatch.context() as broken:
        broken.setattr(folder_module, "_flush", _disk_is_full)
        with pytest.raises(OSError, match="No space left"):
            write_package(package, out)
    assert contents(out) == before
    write_package(package, out)
    assert b"name: New" in contents(out)["community.yaml"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _disk_is_full(folder: Path) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_that_had_stepped_aside_comes_back(package: Package, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_package(package, out)
    before = contents(out)
    out.rename(tmp_path / ".out.before")
    (tmp_path / ".out.being-written").mkdir()
    folder_module.settle(out)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


WRITER = """
import sys
from pathlib import Path
from groundswell.exchange.package import read_package, write_package
one, _ = read_package(Path(sys.argv[1]))
two, _ = read_package(Path(sys.argv[2]))
print("ready", flush=True)
while True:
    write_package(one, Path(sys.argv[3]))
    write_package(two, Path(sys.argv[3]))
"""


@pytest.mark.parametrize("kills", [5, pytest.param(200, marks=pytest.mark.slow)])
def test_a_kill_leaves_the_old_package_or_the_new(package: Package, tmp_path: Path, kills: int) -> None:
    one, two, out = tmp_path / "one", tmp_path / "two", tmp_path / "out"
    package.tables["observations"].columns["status"][1] = "final"  # so that reading changes nothing
    write_package(package, one)
    write_package(Package({**package.community, "name": "Other"}, package.tables, package.indicators), two)
    write_package(package, out)
    whole = (contents(one), contents(two))
    seen = set()
    for number in range(kills):
        command = [sys.executable, "-c", WRITER, str(one), str(two), str(out)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ}) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.002 + 0.0137 * number % 0.1)
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        assert contents(out) in whole
        seen.add(whole.index(contents(out)))
    assert kills < 200 or seen == {0, 1}


@pytest.mark.parametrize(
    "text", ["NO", "y", "1", "1.5", "1e3", "0x1F", "12:30", "2024-01-02", "~", "null", ".inf", "<<", ""]
)
def test_text_that_another_reader_would_take_for_something_else_is_quoted(text: str) -> None:
    written = canonical_yaml({"key": text})
    assert yaml.safe_load(written) == {"key": text}
    assert parse_yaml(written, "x").document == {"key": text}


@pytest.mark.parametrize("text", ["2022/2023", "2018..2022", "2023-06", "2023-Q2", "a plain name", "#no comment"])
def test_other_text_is_kept_bare_where_it_can_be(text: str) -> None:
    written = canonical_yaml({"key": text})
    assert ("'" in written) == text.startswith("#")
    assert parse_yaml(written, "x").document == {"key": text}
