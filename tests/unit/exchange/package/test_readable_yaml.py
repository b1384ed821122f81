"""A rule is written as a person writes it, and read back as the very same text by text."""

from typing import Any

import pytest
from tests.naughty import NAUGHTY

from groundswell.core.measures.examples import EXAMPLES
from groundswell.core.measures.rule_text import parse_rule
from groundswell.exchange.package.yaml_text import LINE, parse_yaml, readable_yaml


@pytest.mark.parametrize("text", NAUGHTY)
def test_whatever_stands_in_a_document_is_read_back_unchanged(text: str) -> None:
    for document in (
        {"count": text, "where": {"services": {"service": [text, "visit"], text: "x"}}},
        {"where": {"any": [{"site": text}, {"not": {"place": [text] * 40}}]}},
    ):
        parsed = parse_yaml(readable_yaml(document), "")
        assert not parsed.findings and parsed.document == document


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.name))
def test_an_example_is_the_same_rule_once_written(example: Any) -> None:
    text = readable_yaml(example.rule)
    assert parse_rule(parse_yaml(text, "").document)[0] == parse_rule(dict(example.rule))[0]
    assert all(len(line) <= LINE + 10 for line in text.splitlines())
    assert "'" not in text and '"' not in text


def test_what_is_too_long_for_a_line_stands_on_several() -> None:
    written = readable_yaml({"where": {"site": ["a" * 30] * 5, "place": "b"}})
    assert written.splitlines()[:3] == ["where:", "  site:", "  - " + "a" * 30]


def _nested(times: int) -> Any:
    found: Any = "x"
    for _ in range(times):
        found = {"any": [found]}
    return found


def test_what_is_nested_deeper_than_anything_that_is_read_is_not_written_out() -> None:
    for times in (11, 300, 100_000):
        text = readable_yaml({"where": _nested(times)})
        assert "…" in text and len(text) < 500
    fits = {"where": _nested(9)}
    assert parse_yaml(readable_yaml(fits), "").document == fits


@pytest.mark.parametrize("text", ["{" * 700, "? " * 700, "{? " * 700, "{{a: b}: c}", "[a]: b", "? [a, b]\n: c"])
def test_a_key_that_is_no_text_is_refused_before_anything_within_it_is_read(text: str) -> None:
    assert [finding.message for finding in parse_yaml(text, "").findings] == ["has a key that is not text"]


def test_a_key_with_an_anchor_or_a_tag_is_still_refused() -> None:
    for text, word in (("{&a b: c}", "anchor"), ("{!x b: c}", "tag"), ("{a: b, *a : c}", "alias")):
        assert word in parse_yaml(text, "").findings[0].message
