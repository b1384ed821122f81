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
