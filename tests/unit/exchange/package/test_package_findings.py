"""Every problem of a package is told at once, with its file, row, column, and what would be right."""

import re
from pathlib import Path

import pytest

from groundswell.core.findings import Finding
from groundswell.exchange.package import counts, read_package

HEAD = "indicator_id,place_id,period,group_id,value,status\n"


def lines(findings: list[Finding]) -> list[str]:
    return [str(finding) for finding in findings]


def test_a_sound_package_has_no_findings(package_folder: Path) -> None:
    package, findings = read_package(package_folder)
    assert findings == []
    assert package is not None
    assert counts(package) == {
        "groups": 1, "observations": 2, "organizations": 1, "places": 2, "results": 1, "indicators": 2, "sources": 1,
    }  # fmt: skip
    assert package.community["minimum_cell"] == "11"
    assert package.tables["places"].columns["geoid"] == ["03076", ""]
    assert package.tables["observations"].columns["value"] == ["20.40", ""]
    assert package.indicators["absence"]["result_ids"] == ["ready"]


def test_only_community_yaml_is_needed(told, tmp_path: Path) -> None:
    (tmp_path / "community.yaml").write_text("id: a\nname: A\n")
    package, findings = read_package(tmp_path)
    assert findings == []
    assert package is not None
    assert counts(package) == {}


def test_a_folder_without_community_yaml_is_told(told) -> None:
    fix = "a package has a community.yaml with at least id and name"
    assert lines(told({"community.yaml": None})) == [f"community.yaml: is missing; {fix}"]


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    package, findings = read_package(tmp_path / "nowhere")
    assert package is None
    assert "is not a folder" in str(findings[0])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"observation.csv": "a\n"}, "observation.csv: is not a file of a package; did you mean observations.csv?"),
        ({"notes.docx": b"PK"}, "notes.docx: is not a file of a package; take it out of the package"),
        ({"convenings.csv": "a\n"}, "convenings.csv: is reserved for a later version; take it out of the package"),
        ({"indicators/a.yml": "x"}, "indicators/a.yml: does not belong here; keep files that end in .yaml"),
        ({"indicators/A b.yaml": "x"}, "indicators/A b.yaml: its name 'A b' is not an id; name it a-b.yaml"),
    ],
)
def test_unknown_files_are_errors_that_name_them(told, files: dict[str, str | bytes], expected: str) -> None:
    assert any(line.startswith(expected) for line in lines(told(files)))


@pytest.mark.parametrize("name", ["README.md", "LICENSE", ".gitignore", "datapackage.json"])
def test_files_about_the_package_may_lie_in_it(told, name: str) -> None:
    assert told({name: "anything"}) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "places.csv: is empty; begin with the headings place_id or delete the file"),
        (b"\xff\xfep\x00", "places.csv: is written in UTF-16; save the file as UTF-8"),
        (b"place_id,name\na,Caf\xe9\n", "places.csv:2: is not UTF-8: byte 20 cannot be read"),
        (b"place_id,name\na,\x00\n", "places.csv:2: holds a NUL byte, which no text file does; save the file as UTF-8"),
        (b"place_id;name\na;A\n", "places.csv:1: cells are separated by semicolons; save the file with commas"),
        (b"place_id,name\na,A,B\n", "places.csv:2: has 3 cells where the header has 2; give every row one cell"),
        (b"place_id,name\nb\n", "places.csv:2: has 1 cells where the header has 2"),
        (b"place_id,name,nmae\na,A,x\n", "places.csv:1:nmae: unknown column 'nmae'; did you mean name?"),
        (b"place_id,name,name\na,A,x\n", "places.csv:1:name: has two columns name; keep one"),
        (b"place_id\na\n", "places.csv:1:name: is missing; add this column"),
        (
            b'place_id,name\nb,B\na,"A\nc,C\n',
            "places.csv:3: a quotation mark that opens a cell in this row is not closed",
        ),
        (b"place_id,name,\na,A,x\n", "places.csv:2: a cell stands under no heading; name the column or clear it"),
        (
            b"place_id,name\na," + b"x" * 200_000,
            "places.csv:2: a cell is too long; keep a cell within 131,072 characters",
        ),
        (b"place_id,name\na,\n", "places.csv:2:name: is blank; every row needs one"),
        (b"place_id,name\na,A\na,B\n", "places.csv:3:place_id: repeats row 2: place_id a; keep one of the two"),
        (b"place_id,name,parent_id\na,A,b\nb,B,a\n", "places.csv:2:parent_id: 'a' lies within itself: a in b in a"),
        (b"place_id,name,parent_id\na,A,aa\n", "places.csv:2:parent_id: 'aa' is not in places.csv; did you mean a?"),
        (b"place_id,name,retired\na,A,2024\n", "places.csv:2:retired: '2024' is not a date"),
    ],
)
def test_a_spoiled_table_is_told_with_its_row_and_column(told, content: bytes, expected: str) -> None:
    assert any(line.startswith(expected) for line in lines(told({"places.csv": content})))


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfplace_id,name\r\nmill-town,M\r\nold-mill,O\r\n",
                                     b"place_id,name\rmill-town,M\rold-mill,O\r",
                                     b"name,place_id,,\nM, mill-town ,,\n\n,,,\nO,old-mill,,\n"])  # fmt: skip
def test_a_mark_any_line_ending_any_order_and_blank_lines_are_taken(told, content: bytes) -> None:
    assert told({"places.csv": content}) == []


def test_a_line_break_within_a_cell_does_not_shift_the_rows(told) -> None:
    findings = told({"places.csv": 'place_id,name\nmill-town,"Mill\nTown"\n\nold-mill,O\nC D,E\n'})
    assert [(finding.row, finding.column) for finding in findings] == [(5, "place_id")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("absence,,2013/2014,,,", "2:value: has no value and no status; write the value, or say suppressed, missing"),
        ("absence,,2013/2014,,5,suppressed", "2:value: has a value though its status says there is none; clear"),
        ("absence,,2013/2014,,,final", "2:value: has no value though its status says there is one; write the value"),
        ("absense,,2013/2014,,5,", "2:indicator_id: 'absense' is not in indicators/; did you mean absence?"),
        ("absence,nowhere,2013/2014,,5,", "2:place_id: 'nowhere' is not in places.csv; add it to places.csv"),
        ("absence,,2013/2014,white,5,", "2:group_id: 'white' is not in groups.csv"),
        ("absence,,2013/2015,,5,", "2:period: '2013/2015' is not two consecutive years; write 2013/2014"),
        ("absence,,2013/2014,,\"1,234\",", "2:value: '1,234' is not a decimal number; write 1234"),
        ("absence,,2013/2014,,5,finall", "2:status: 'finall' is not a known status; write final"),
        ("births,,2013,,-5,", "2:value: a count is below zero; check the value, or the indicator's unit"),
    ],
)  # fmt: skip
def test_a_wrong_observation_is_told(told, row: str, expected: str) -> None:
    assert any(
        line.startswith(f"observations.csv:{expected}") for line in lines(told({"observations.csv": f"{HEAD}{row}\n"}))
    )


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        ("value,low,high", "5,6,7", "2:low: low is above the value"),
        ("value,low,high", "5,3,4", "2:high: high is below the value"),
        ("value,low,high", "5,6,4", "2:low: low is above high"),
        ("value,moe,level", "5,-1,0.9", "2:moe: -1 is below 0; a moe is 0 or more"),
        ("value,moe,level", "5,1,90", "2:level: 90 is out of range; a level lies strictly between 0 and 1"),
        ("value,numerator,denominator", "5,12,10", "2:numerator: the numerator is greater than the denominator"),
        (
            "value,numerator,denominator",
            "105,1,10",
            "2:value: a percent that is a share of a whole lies outside 0 to 100",
        ),
        ("value,numerator,denominator", "5,0,0", "2:denominator: the denominator is zero, so there can be no value"),
        ("value,moe,level", "5,1,", "2:level: a margin of error has no level; write its level; 0.90 is taken"),
        ("value,low,high", "5,4,", "2:low: only one end of the interval is given"),
        ("value,low,high", "105,,", "2:value: a percent lies outside 0 to 100; right for a percent change"),
        ("value,numerator,status", ",3,suppressed", "2:numerator: a suppressed value stands beside its numerator"),
        ("value,break,note", "5,yes,", "2:break: 'yes' is not true or false; write true or false"),
    ],
)
def test_the_parts_of_an_observation_must_agree(told, columns: str, cells: str, expected: str) -> None:
    text = f"indicator_id,period,{columns}\nabsence,2013/2014,{cells}\n"
    assert any(line.startswith(f"observations.csv:{expected}") for line in lines(told({"observations.csv": text})))


def test_a_blank_place_and_the_own_place_are_one_place(told) -> None:
    findings = told({"observations.csv": f"{HEAD}absence,,2014,,5,\nabsence,mill-town,2014,,6,\n"})
    assert lines(findings)[0].startswith(
        "observations.csv:3:indicator_id: repeats row 2: indicator_id absence, place_id"
    )


def test_a_series_of_mixed_periods_is_warned_of_once(told) -> None:
    rows = "".join(f"absence,,{period},,5,\n" for period in ("2013", "2013-Q1", "2013-Q2", "2014"))
    findings = told({"observations.csv": HEAD + rows})
    assert [(str(finding.severity), finding.row) for finding in findings] == [("warning", 3)]
    assert "and in 1 more rows" in findings[0].message


def test_percents_written_as_proportions_are_suspected(told) -> None:
    rows = "".join(f"absence,,{year},,0.{year}1,\n" for year in range(2013, 2019))
    findings = told({"observations.csv": HEAD + rows})
    assert [finding.fix for finding in findings] == ["write a percent as people do: 20.4, not 0.204"]


def test_all_problems_come_at_once(told) -> None:
    findings = told(
        {
            "observations.csv": f"{HEAD}absence,,x,,1e3,\nabsence,Q,2014,,,\n",
            "places.csv": "place_id,name\nA B,\n",
            "indicators/absence.yaml": "nmae: x\nunit: percents\n",
            "extra.txt": "x",
        }
    )
    assert {finding.file for finding in findings} >= {
        "observations.csv", "places.csv", "indicators/absence.yaml", "extra.txt",
    }  # fmt: skip
    assert len([finding for finding in findings if finding.file == "observations.csv"]) >= 4


def test_a_thousand_problems_of_a_kind_are_listed_and_the_rest_counted(told) -> None:
    rows = "".join(f"absence,,{1000 + year},,x,\n" for year in range(1500))
    findings = told({"observations.csv": HEAD + rows})
    assert len(findings) == 1001
    assert findings[-1].message == "and 500 more rows of this kind"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: A\nname: B\n", "2:name: key 'name' stands twice; keep one"),
        ("name: &a A\ndefinition: *a\n", "1: uses an anchor or an alias"),
        ("name: !!python/name:os.system x\n", "1: uses the tag"),
        ("name: [1\n", "2: is not YAML here:"),
        ("name: A\nunits: percent\n", "2:units: unknown key 'units'; did you mean unit?"),
        ("unit: percent\npolarity: lower\n", "name: is missing; say name"),
        ("name: A\npolarity: lower\n", "unit: is missing; say percent, rate, count, currency or index"),
        ("name: A\nunit: percent\nper: 1000\npolarity: lower\n", "per: stands beside the unit percent; only a rate"),
        (
            "name: A\nunit: percent\npolarity: lower\nresult_ids: [reday]\n",
            "4:result_ids.1: 'reday' is not in results.csv",
        ),
        ("name: A\nunit: percent\npolarity: lower\nwork_began: soon\n", "4:work_began: 'soon' is not a period"),
        ("name: A\nunit: percent\npolarity: lower\nversions:\n- from: 2012\n", "versions.1.definition: is missing"),
        (
            "name: A\nunit: percent\npolarity: lower\nleads:\n- indicator_id: x\n",
            "5:leads.1.indicator_id: 'x' is not in",
        ),
        ("just words\n", "1: is not made of keys and values"),
        ("name: {a: b}\nunit: percent\npolarity: lower\n", "1:name: holds a list or more keys where one value belongs"),
    ],
)
def test_a_spoiled_document_is_told_with_its_line_and_key(told, text: str, expected: str) -> None:
    findings = lines(told({"indicators/absence.yaml": text, "observations.csv": None}))
    assert any(line.startswith(f"indicators/absence.yaml:{expected}") for line in findings), findings


def test_a_bomb_of_aliases_is_refused_before_it_unfolds(told) -> None:
    layers = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    findings = told({"indicators/absence.yaml": layers, "observations.csv": None})
    assert any("uses an anchor or an alias" in finding.message for finding in findings)


def test_text_stays_text_in_yaml(told, tmp_path: Path) -> None:
    (tmp_path / "community.yaml").write_text("id: a\nname: NO\nlicence: 03076\nterms: {result: '1e3', target: off}\n")
    package, findings = read_package(tmp_path)
    assert findings == []
    assert package is not None
    terms = {"result": "1e3", "target": "off"}
    assert package.community == {"id": "a", "name": "NO", "licence": "03076", "terms": terms}


def feature(place: str, shape: str, kind: str = "Polygon") -> str:
    geometry = f'{{"type":"{kind}","coordinates":{shape}}}'
    one = f'{{"type":"Feature","properties":{{"place_id":"{place}"}},"geometry":{geometry}}}'
    return f'{{"type":"FeatureCollection","features":[{one}]}}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "is not JSON"),
        ('{"type":"FeatureCollection","features":[NaN]}', "is not GeoJSON: NaN is not a number"),
        ("[" * 100_000, "is not GeoJSON"),
        ('{"type":"Topology"}', "is not a FeatureCollection"),
        (feature("nowhere", "[]"), "'nowhere' is not in places.csv"),
        (feature("old-mill", "[]"), "the outline of 'old-mill' has no coordinates"),
        (feature("old-mill", "[1,2]", "Point"), "is not a Polygon or MultiPolygon"),
        (feature("old-mill", "[[[0,0],[1,1],[0,0]]]"), "has a ring of fewer than four points"),
        (feature("old-mill", "[[[0,0],[0,1],[1,1],[1,0]]]"), "has a ring that is not closed"),
        (feature("old-mill", "[[[0,0],[0,900000],[1,1],[0,0]]]"), "lies off the globe"),
        (feature("old-mill", '[[[0,0],[0,"1"],[1,1],[0,0]]]'), "has a point that is not two numbers"),
        (feature("old-mill", f"[[[0,0],[0,1{'0' * 400}],[1,1],[0,0]]]"), "has a point that is not two numbers"),
    ],
)
def test_a_spoiled_outline_is_told(told, text: str, expected: str) -> None:
    findings = told({"boundaries.geojson": text})
    assert any(finding.file == "boundaries.geojson" and expected in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello\n", "1: has no front matter"),
        ("---\nsubject: indicator\nsubject_id: nothing\nquestion: story\n---\nHi\n", "subject_id: 'nothing' is not in"),
        (
            "---\nsubject: result\nquestion: why\nsubject_id: ready\n---\nHi\n",
            "3:question: 'why' is not a known question",
        ),
        ("---\nsubject: community\nquestion: story\n---\n\n", "4: says nothing"),
        ("---\nsubject: indicator\nquestion: story\n---\nHi\n", "subject_id: is missing; name the indicator"),
    ],
)
def test_a_spoiled_story_is_told(told, text: str, expected: str) -> None:
    assert any(line.startswith(f"stories/one.md:{expected}") for line in lines(told({"stories/one.md": text})))


def test_a_mapping_is_judged_with_the_package(told) -> None:
    findings = told({"sources/state.yaml": "file: a.csv\nindicator_id: absence\nperiods: {column: Year}\n"})
    assert any(finding.file == "sources/state.yaml" and finding.is_error for finding in findings)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/elsewhere"])
def test_the_address_of_a_source_is_one_of_the_web(told, address: str) -> None:
    found = lines(told({"sources/state.yaml": f"publisher: State\nurl: '{address}'\n"}))
    assert [line for line in found if line.startswith(f"sources/state.yaml:2:url: '{address}' is not a web address")]


def test_a_baseline_without_its_band_is_refused(told) -> None:
    head = "indicator_id,frozen_on,method,period,value,low,high,level\n"
    findings = lines(told({"baselines.csv": f"{head}absence,2024-01-01,drift-t,2015,5,,,0.8\n"}))
    assert findings == ["baselines.csv:2:low: a baseline has no band here; write its low and high"]


@pytest.mark.parametrize("period", ["0999", "3000", "9998/9999", "9999-12"])
def test_a_year_that_nobody_can_have_observed_is_refused(told, period: str) -> None:
    findings = lines(told({"observations.csv": f"indicator_id,period,value\nabsence,{period},5\n"}))
    assert "observations.csv:2:period: the year is out of range; write a year from 1000 to 2999" in findings


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("organizations.csv", "organization_id,name,sector,sector.es\nlibrary,Library,public,p\u00fablico\n"),
        ("groups.csv", "group_id,dimension,dimension.es,label\nall,age,edad,All ages\n"),
        ("observations.csv", "indicator_id,period,value,quality,quality.es\nabsence,2020,5,good,bueno\n"),
        ("systems_scan.csv", "organization_id,service,service.es\n"),
    ],
)
def test_any_text_may_have_a_sister_in_another_language(told, file: str, text: str) -> None:
    assert [finding for finding in told({file: text}) if finding.is_error and ".es" in str(finding)] == []


def test_one_series_is_frozen_once(told) -> None:
    head = "indicator_id,frozen_on,method,period,value,low,high,level\n"
    rows = "absence,2024-01-01,drift-t,2015,5,4,6,0.8\nabsence,2024-01-02,drift-t,2016,5,4,6,0.8\n"
    findings = lines(told({"baselines.csv": head + rows}))
    fix = "a baseline is frozen once; its points share this"
    assert findings == [f"baselines.csv:3:frozen_on: differs from row 2 of the same baseline; {fix}"]


def test_a_target_is_set_for_something_that_exists(told) -> None:
    findings = told({"targets.csv": "subject,subject_id,period,value\nindicator,absense,2025,10\n"})
    assert lines(findings) == [
        "targets.csv:2:subject_id: 'absense' is not in indicators/; add indicators/absense.yaml, or check the id"
    ]


def test_weights_of_a_place_beyond_the_whole_are_warned_of(told) -> None:
    head = "from_place_id,to_place_id,weight,basis\n"
    rows = "mill-town,old-mill,0.7,area\nmill-town,mill-town,0.7,area\n"
    findings = told({"crosswalks.csv": head + rows})
    assert [finding.message for finding in findings] == ["the weights of 'mill-town' add up to 1.400"]


def test_an_end_comes_after_its_beginning(told) -> None:
    findings = told({"programs.csv": "program_id,name,started,ended\np,P,2020-01-01,2019-01-01\n"})
    assert lines(findings) == [
        "programs.csv:2:ended: 2019-01-01 comes before started 2020-01-01; exchange or correct the two dates"
    ]


def test_progress_runs_to_its_end(package_folder: Path) -> None:
    calls: list[tuple[int, int]] = []
    read_package(package_folder, progress=lambda done, total: calls.append((done, total)))
    assert calls == sorted(calls)
    assert calls[-1][0] == calls[-1][1]


def test_findings_never_hold_what_cannot_be_printed(told) -> None:
    findings = told({"places.csv": "place_id,name\n\x1b[31m,x\n"})
    assert not any(re.search("[\x00-\x09\x0b-\x1f]", str(finding)) for finding in findings)


def test_a_disk_that_fails_is_a_finding(package_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", fail)
    package, findings = read_package(package_folder)
    assert package is None
    assert lines(findings) == ["package: cannot be read: Permission denied; check that it is there and may be read"]


def test_a_decimal_of_a_thousand_digits_is_refused(told) -> None:
    findings = told({"observations.csv": f"{HEAD}absence,,2013,,{'9' * 1000},\n"})
    assert [finding.column for finding in findings] == ["value"]
    assert told({"observations.csv": f"{HEAD}absence,,2013,,Inf,\n"})[0].is_error
