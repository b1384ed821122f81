"""A finding says where, what is wrong, and what would be right."""

from groundswell.core.findings import error, has_errors, info, warning


def test_a_finding_prints_file_row_and_column_then_what_is_wrong_and_what_would_be_right():
    found = error("'abc' is not a number.", "write 20.4", file="observations.csv", row=7, column="value")
    assert str(found) == "observations.csv:7:value: 'abc' is not a number; write 20.4"


def test_a_finding_without_a_place_is_its_sentence():
    assert str(info("Read 10 rows")) == "Read 10 rows"
    assert str(warning("No level", file="a.csv")) == "a.csv: No level"


def test_a_finding_is_one_line_that_cannot_steer_a_terminal():
    found = error("wrong\x1b[2J", file="a.csv", row=1, column="a\nb\u202e\x1b]0;x\x07")
    assert str(found) == "a.csv:1:a\\u000ab\\u202e\\u001b]0;x\\u0007: wrong\\u001b[2J"


def test_only_an_error_stops_the_work():
    assert has_errors([warning("x"), error("y")])
    assert not has_errors([warning("x"), info("y")])


def test_the_json_form_has_the_promised_keys():
    found = error("wrong", "right", file="a.csv", row=2, column="value").as_dict()
    expected = {"severity": "error", "file": "a.csv", "row": 2, "column": "value", "message": "wrong", "fix": "right"}
    assert found == expected
