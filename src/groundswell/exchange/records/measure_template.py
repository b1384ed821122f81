"""The template that a program's computed measures imply: their columns, the words they look for, and why."""

from collections.abc import Iterable

from groundswell.core.measures.implied import implied_columns, named_words
from groundswell.core.measures.rules import Rule
from groundswell.exchange.records.template import Template, template_from


def template_for(measures: Iterable[tuple[str, Rule, bool]]) -> Template:
    """A template for measures, each with its name, its rule, and whether the program must report it.

    Sites, places and groups that a rule names are not offered as the only values: others are as good.
    """
    reasons: dict[str, dict[str, list[str]]] = {}
    allowed: dict[str, dict[str, set[str]]] = {}
    needed: dict[str, set[str]] = {}
    for name, rule, is_required in measures:
        for table, columns in implied_columns(rule).items():
            for column in sorted(columns):
                reasons.setdefault(table, {}).setdefault(column, []).append(name)
            if is_required:
                needed.setdefault(table, set()).update(columns)
        words = named_words(rule)
        for table, column, values in (
            ("services", "service", words.services),
            ("services", "unit", words.units),
            ("outcomes", "outcome", words.outcomes),
            ("enrollments", "end_reason", words.end_reasons),
        ):
            if values:
                allowed.setdefault(table, {}).setdefault(column, set()).update(values)
    return template_from(reasons, allowed, needed)
