"""What rules of measures mean: the docstring that says it, and the worked examples that the tests run."""

import inspect
from collections.abc import Iterator
from datetime import date
from textwrap import indent
from typing import Any

from groundswell.core.measures import rules
from groundswell.core.measures.examples import AS_OF, EXAMPLES, PROGRAM, Example, Tables
from groundswell.core.measures.rule_text import parse_rule
from groundswell.core.measures.rule_words import rule_in_words
from groundswell.core.records import RECORD_TABLES
from groundswell.exchange.package.yaml_text import readable_yaml
from writing.tables import table

OPENING = """# Rules of measures

A measure with a `rule` is computed from the records about people that providers submit; one without is typed into a report. This
page is written from the code: the meaning is the docstring of the module that defines rules, and every example below is run by
the tests, by the engine and by a slow and obvious twin, to the answer that stands here. How a measure gets its rule is told in
[define a measure](../how-to/define-a-measure.md).
"""
AFTERWARDS = f"""## Worked examples

Each has a few records, the rule, what a page says of the rule in quotation marks, and the answer. The program is `{PROGRAM}`, the
data speaks for the day {AS_OF.isoformat()}, and the period is the year 2024 where no other is named. A column that is blank throughout
is left out.
"""


def page() -> str:
    """What a rule means, then each kind of rule with its records and its answer."""
    parts = [OPENING, "## What a rule means", inspect.cleandoc(rules.__doc__ or ""), AFTERWARDS]
    return "\n\n".join([*(part.strip() for part in parts), *(section(example) for example in EXAMPLES)]) + "\n"


def section(example: Example) -> str:
    """One example: the rule as YAML, in words, the records, the answer and why."""
    rule, findings = parse_rule(example.rule)
    if rule is None:
        raise ValueError(f"the rule of the example {example.name!r} cannot be read: {findings}")
    parts = [
        f"### {example.name[:1].upper()}{example.name[1:]}",
        "```yaml\nrule:\n" + indent(readable_yaml(example.rule), "  ") + "```",
        f"“{rule_in_words(rule)}”",
        *records(example.tables),
    ]
    for program, tables in example.more_programs.items():
        parts += [f"In the program `{program}`, whose records are linked:", *records(tables)]
    return "\n\n".join([*parts, answer(example)])


def answer(example: Example) -> str:
    """What comes out, in which period, and why."""
    found = f"{example.numerator:g}"
    if example.denominator is not None:
        found += f" of {example.denominator:g}, {100 * example.numerator / example.denominator:.1f} %"
    return f"**Answer for {example.period}: {found}.** {example.why}"


def records(tables: Tables) -> Iterator[str]:
    """Each table that has rows, in the order of the four."""
    for name in RECORD_TABLES:
        rows = tables.get(name)
        if rows:
            headings = [key for key in dict.fromkeys(key for row in rows for key in row) if _is_filled(rows, key)]
            lines = [[_cell(row.get(key)) for key in headings] for row in rows]
            yield f"`{name}`\n\n{table([f'`{heading}`' for heading in headings], lines)}"


def _is_filled(rows: list[dict[str, Any]], key: str) -> bool:
    return any(row.get(key) is not None for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
