"""The template that a program's computed measures imply: their columns, the words they look for, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from groundswell.core.measures.implied import implied_columns, named_words
from groundswell.core.measures.rules import Rule
from groundswell.exchange.records.template import Template, template_from


def template_for(
    measures: Iterable[tuple[str, Rule, bool]], *, sites: Collection[str] = (), worth_having: Collection[str] = ()
) -> Template:
    """A template for measures, each with its name, its rule, and whether the program must report it.

    `sites` are the program's own, asked for and offered where its records say where; `worth_having` names columns of
    participants that no measure looks at. Sites, places and groups that a rule names are not offered as the only
    values: others are as good.
    """
    reasons: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    allowed: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    needed: dict[str, set[str]] = defaultdict(set)
    for name, rule, is_required in measures:
        for table, columns in implied_columns(rule).items():
            for column in sorted(columns):
                reasons[table][column].append(name)
            if is_required:
                needed[table] |= columns
        words = named_words(rule)
        for table, column, values in (
            ("services", "service", words.services),
            ("services", "unit", words.units),
            ("outcomes", "outcome", words.outcomes),
            ("enrollments", "end_reason", words.end_reasons),
        ):
            if values:
                allowed[table][column].update(values)
    for table in ("enrollments", "services"):
        if table in reasons and sites:
            reasons[table].setdefault("site", [])
            allowed[table]["site"].update(sites)
    for column in worth_having:
        reasons["participants"].setdefault(column, [])
    return template_from(reasons, allowed, needed)
