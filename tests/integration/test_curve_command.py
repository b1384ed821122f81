"""`groundswell curve FILE`: from a file to verdicts, in words and as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from groundswell.cli import main

VALUES = (62.1, 62.9, 62.4, 63.3, 63.0, 63.8, 64.1, 63.9, 64.6, 64.9, 66.0, 67.4, 68.1)
KEYS = {
    "indicator_id", "place_id", "group_id", "observations", "latest", "frozen_at", "baseline", "level", "verdict",
    "reason", "mean_difference", "low", "high", "difference_level", "p_value", "method", "warnings",
}  # fmt: skip


def run(*arguments: str | Path) -> Result:
    """The command as a person types it."""
    return CliRunner().invoke(main.app, ["curve", *map(str, arguments)], catch_exceptions=True)


@pytest.fixture
def reading(tmp_path: Path) -> Path:
    """The worked example of the methods reference, 2011 to 2023, in percent."""
    path = tmp_path / "reading.csv"
    rows = (f"reading,{2011 + i},{value},1.1,0.90" for i, value in enumerate(VALUES))
    path.write_text("\n".join(["indicator_id,period,value,moe,level", *rows, ""]), encoding="utf-8")
    return path


def test_json_says_what_was_promised(reading: Path) -> None:
    ended = run(reading, "--work-began", "2021", "--polarity", "higher", "--unit", "percent", "--json")
    assert ended.exit_code == 0
    (curve,) = json.loads(ended.stdout)["series"]
    assert set(curve) >= KEYS
    assert curve["latest"] == {"period": "2023", "value": 0.681, "moe": pytest.approx(0.011)}
    assert (curve["frozen_at"], curve["level"], curve["method"], curve["observations"]) == ("2020", 0.8, "drift-t", 13)
    assert [point["period"] for point in curve["baseline"]] == ["2021", "2022", "2023", "2024", "2025"]
    assert curve["baseline"][2]["value"] == pytest.approx(0.658333, abs=1e-6)
    assert (curve["baseline"][2]["low"], curve["baseline"][2]["high"]) == pytest.approx((0.643456, 0.673211), abs=1e-6)
    assert curve["mean_difference"] == pytest.approx(0.01644444, abs=1e-8)
    assert curve["difference_level"] == 0.9
    assert curve["warnings"] == []


def test_a_margin_of_the_new_points_softens_the_verdict(reading: Path) -> None:
    ended = run(reading, "--work-began", "2021", "--polarity", "higher", "--unit", "percent", "--json")
    (curve,) = json.loads(ended.stdout)["series"]
    assert curve["p_value"] > 0.0605
    assert curve["verdict"] in ("possibly_turning", "as_expected")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--polarity", "higher"], "No period is given in which the work began"),
        (["--work-began", "2021"], "It is not said which way is better"),
    ],
)
def test_where_an_option_is_missing_the_verdict_is_null_with_a_reason(
    reading: Path, options: list[str], reason: str
) -> None:
    ended = run(reading, *options, "--json")
    (curve,) = json.loads(ended.stdout)["series"]
    assert (ended.exit_code, curve["verdict"]) == (0, None)
    assert curve["reason"].startswith(reason)


def test_a_horizon_is_how_far_the_baseline_is_drawn(reading: Path) -> None:
    ended = run(reading, "--work-began", "2021", "--polarity", "lower", "--horizon", "2", "--json")
    (curve,) = json.loads(ended.stdout)["series"]
    assert [point["period"] for point in curve["baseline"]] == ["2021", "2022"]


def test_people_read_the_verdict_in_words_with_its_reason(reading: Path) -> None:
    ended = run(reading, "--work-began", "2021", "--polarity", "higher", "--unit", "percent")
    assert ended.exit_code == 0
    assert "May be turning" in ended.stdout or "On its baseline" in ended.stdout
    assert "68.1 % ± 1.1" in ended.stdout
    assert "lie 1.6 points above the baseline on average" in ended.stdout
    assert "not proof of what caused it" in ended.stdout


def test_too_early_is_said_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("period,value\n2019,1\n2020,3\n2021,2\n", encoding="utf-8")
    ended = run(path, "--work-began", "2021", "--polarity", "lower")
    assert "Too early to tell" in ended.stdout
    assert "Only 2 points before the work began; 6 are needed." in ended.stdout


@pytest.mark.parametrize(
    "options",
    [
        ["--work-began", "soon"],
        ["--polarity", "sideways"],
        ["--unit", "furlongs"],
        ["--horizon", "0"],
    ],
)
def test_wrong_usage_ends_with_two(reading: Path, options: list[str]) -> None:
    assert run(reading, *options).exit_code == 2


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere.csv").exit_code == 2


def test_a_file_with_problems_ends_with_one_and_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("period,value\n2019,high\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main.run(["curve", str(path), "--json"])
    document = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert [(f["file"], f["row"], f["column"]) for f in document["findings"]] == [("bad.csv", 2, "value")]
    with pytest.raises(SystemExit):
        main.run(["curve", str(path)])
    assert "bad.csv:2:value: 'high' is not a decimal number" in capsys.readouterr().out
