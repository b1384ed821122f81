"""A mapping is judged whole: each problem with its line, each unknown key with the nearest one that is known."""

import pytest

from groundswell.exchange.mapping import Mapping, mapping_from

WHOLE = """\
indicator_id: chronic-absence
file: a.csv
period: {column: Year, format: school_year}
value: {column: Value, unit: percent}
"""


def problems(text: str) -> list[str]:
    mapping, findings = mapping_from(text, "absence", "absence.yaml")
    assert mapping is None
    return [str(finding) for finding in findings if finding.is_error]


def sound(text: str) -> Mapping:
    mapping, findings = mapping_from(text, "absence", "absence.yaml")
    assert mapping is not None, [str(finding) for finding in findings]
    return mapping


def test_the_smallest_mapping_needs_four_keys() -> None:
    mapping = sound(WHOLE)
    assert (mapping.id, mapping.indicator_id, mapping.pattern) == ("absence", "chronic-absence", "a.csv")
    assert (mapping.header_rows, mapping.skip_rows, mapping.place, mapping.groups) == (1, 0, None, ())


def test_an_empty_mapping_is_told_all_that_is_missing_at_once() -> None:
    assert problems("publisher: x\n") == [
        "absence.yaml:1: the mapping does not say where the values are; write value: {column: HEADING, unit: percent}",
        "absence.yaml:1: the mapping does not say which indicator this is; "
        "write indicator_id: ID, or indicator: {column: HEADING} where a file holds many",
        "absence.yaml:1: the mapping does not say where the period stands; write period: {column: HEADING}",
        "absence.yaml:1: the mapping does not say which file to read; write file: NAME.csv",
    ]


def test_an_unknown_key_is_named_with_its_line_and_the_nearest_known_one() -> None:
    assert problems(WHOLE + "supressed: ['*']\n") == [
        "absence.yaml:5:supressed: the key 'supressed' is not known here; write suppressed"
    ]
    nested = WHOLE.replace("format: school_year", "fromat: school_year")
    assert problems(nested) == ["absence.yaml:3:period.fromat: the key 'fromat' is not known here; write format"]


def test_a_key_that_stands_twice_is_refused() -> None:
    assert "absence.yaml:5:file" in problems(WHOLE + "file: b.csv\n")[0]


def test_text_that_is_no_yaml_is_refused_with_its_line() -> None:
    assert problems("file: [a\nb: c\n")[0].startswith("absence.yaml:2: is not YAML here")
    assert problems("- a\n") == ["absence.yaml: this is no mapping; write keys such as indicator_id: and file:"]


def test_every_scalar_is_text() -> None:
    mapping = sound(WHOLE + "where: {State: 09, Answer: [NO, yes], Empty: ''}\nmissing: [-6666, null, 1e3]\n")
    assert mapping.where == {"State": frozenset(["09"]), "Answer": frozenset(["NO", "yes"]), "Empty": frozenset([""])}
    assert mapping.missing == {"-6666", "null", "1e3"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("unit: percent", "unit: percents"), "4:value.unit: 'percents' is not known here; write percent"),
        (("school_year", "schoolyear"), "3:period.format: 'schoolyear' is not known here; write school_year"),
        (("chronic-absence", "Chronic Absence"), "1:indicator_id: 'Chronic Absence' is no id; write lower-case"),
        (("column: Year", "value: 2023, column: Year"), "3:period: the period stands in one place only"),
        (("{column: Year, format: school_year}", "{title: '(a+)+b'}"), "the pattern is too long, or repeats a group"),
        (("{column: Year, format: school_year}", "{title: '(a'}"), "3:period.title: this is no pattern: missing )"),
        (("column: Value, ", ""), "4:value: a value has one column, or columns by period"),
        (("file: a.csv", "file: [a.csv]"), "2:file: this is a list or has keys of its own; write one value"),
    ],
)
def test_each_wrong_word_is_named_with_what_would_be_right(change: tuple[str, str], expected: str) -> None:
    assert any(expected in problem for problem in problems(WHOLE.replace(*change)))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("header_rows: two\n", "5:header_rows: 'two' is not a whole number; write 1, for example"),
        ("unwrap_formulas: maybe\n", "5:unwrap_formulas: 'maybe' is neither true nor false; write true or false"),
        ("moe: {column: m, level: 90}\n", "5:moe.level: '90' is no level; write a proportion such as 0.90 or 0.95"),
        ("interval: {low: l, high: h}\n", "5:interval: level is missing; write level: 0.95, as the publisher says it"),
        ("target: {column: T, period: soon}\n", "5:target.period: 'soon' is not a period; write 2023, 2023-Q2"),
        ("place: {match: name}\n", "5:place: a place stands in columns, or is one place; write column: HEADING"),
        ("place: {column: P, map: {A: New Haven}}\n", "5:place.map: 'New Haven' is no id; write lower-case letters"),
        ("group: {dimension: race}\n", "5:group: column is missing; write column: HEADING, as it stands in the file"),
        ("where: Percent\n", "5:where: this should name columns and the values to keep"),
        ("url: file:///etc/passwd\n", "5:url: 'file:///etc/passwd' is no address; write https://..."),
        ("delimiter: ', '\n", "5:delimiter: ', ' is no delimiter; write one character, or tab"),
        ("indicator: {column: I}\n", "the mapping names both"),
        ("indicator: {column: I, polarity: {column: D, map: {Up: good}}}\n", "'good' is not known here; write one of"),
    ],
)
def test_each_further_key_is_judged(more: str, expected: str) -> None:
    assert any(expected in problem for problem in problems(WHOLE + more))


def test_a_margin_without_a_level_is_taken_as_90_percent_with_a_warning() -> None:
    mapping, findings = mapping_from(WHOLE + "moe: {column: MOE}\n", "absence", "absence.yaml")
    assert mapping is not None
    assert mapping.moe_level == "0.90"
    assert [str(finding) for finding in findings] == [
        "absence.yaml:5:moe.level: the margin of error has no level and is taken as 90 %; write level: 0.90"
    ]


def test_the_name_of_the_file_must_be_an_id() -> None:
    mapping, findings = mapping_from(WHOLE, "My Source", "My Source.yaml")
    assert mapping is None
    assert "gives the id 'My Source', which is none" in str(findings[0])


def test_a_list_of_groups_crosses_dimensions() -> None:
    rules = sound(WHOLE + "group: [{column: Sex, everyone: All}, Age]\n").groups
    assert [(rule.column, rule.dimension, rule.everyone) for rule in rules] == [
        ("Sex", "sex", frozenset(["All"])),
        ("Age", "age", None),
    ]
