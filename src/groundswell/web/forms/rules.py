"""The rule of a measure as the text of a form: what stands there as people write it, and the examples to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundswell.core.measures.examples import EXAMPLES, Example
from groundswell.exchange.package.cells import id_made_from
from groundswell.exchange.package.yaml_text import readable_yaml

# By the name that addresses give them, such as `age-at-enrollment`.
EXAMPLE_RULES: Mapping[str, Example] = {id_made_from(example.name): example for example in EXAMPLES}


def rule_as_text(rule: Any) -> str:
    """A stored rule as YAML; what was typed stays as it was typed."""
    if isinstance(rule, str) or not rule:
        return rule or ""
    return readable_yaml(rule).rstrip("\n")


def rule_as_sent(text: str, standing: Any) -> Any:
    """What a form says of a rule: the one that stands where nobody touched its text, else the text as typed."""
    if not text.strip():
        return ""
    return standing if standing and text.strip() == rule_as_text(standing).strip() else text


def example_rule(name: str) -> str:
    """The text of the example of that name; "" where there is none."""
    example = EXAMPLE_RULES.get(name)
    return rule_as_text(example.rule) if example else ""
