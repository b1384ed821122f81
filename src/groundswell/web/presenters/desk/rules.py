"""The rule of a measure on its form: read back in plain words, what is wrong in it and where, and examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from groundswell.apps.packages.actions.checking import rule_of_text
from groundswell.core.findings import Finding
from groundswell.core.measures.rule_text import parse_rule
from groundswell.core.measures.rule_words import rule_in_words
from groundswell.exchange.readers.delimited import LONGEST_CELL
from groundswell.web.forms.rules import EXAMPLE_RULES
from groundswell.web.presenters.desk.choices import Option
from groundswell.web.presenters.language import spoken

_BEGINNING = "rule."


@dataclass(frozen=True, slots=True)
class RuleRead:
    """What a page says beneath the text of a rule: its words, blank where it cannot be read, and the examples."""

    words: str
    is_blank: bool
    is_checked: bool  # somebody asked to have it read back
    examples: tuple[Option, ...]


def rule_read(value: Any, *, is_checked: bool) -> RuleRead:
    """The rule as it stands on the form: a stored one, or text as it was typed."""
    return RuleRead(_in_words(value), not value, is_checked, _examples())


def _in_words(value: Any) -> str:
    if isinstance(value, str):
        value = rule_of_text(value)[0] if len(value) <= LONGEST_CELL else ""
    rule = parse_rule(value)[0] if value else None
    return spoken(rule_in_words(rule)) if rule else ""


def _examples() -> tuple[Option, ...]:
    said = ((name, spoken(example.name)) for name, example in EXAMPLE_RULES.items())
    return tuple(Option(name, words[:1].upper() + words[1:]) for name, words in said)


def is_of_rule(finding: Finding) -> bool:
    """True for what was found in the rule of a measure."""
    return f"{finding.column}.".startswith(_BEGINNING)


def place_in_rule(finding: Finding) -> str:
    """Where in a rule something is wrong, such as `where.services.times`; "" for the whole, and elsewhere."""
    column = finding.column or ""
    return column.removeprefix(_BEGINNING) if column.startswith(_BEGINNING) else ""
