"""Reading a rule from YAML or JSON: every misspelt key and every wrong value becomes a finding that says what is right.

Nothing in a rule is evaluated. `parse_rule` returns a `Rule` or the findings that stand in its way.
"""

from collections.abc import Callable, Mapping
from typing import Any

from groundswell.core.findings import Finding, has_errors
from groundswell.core.measures.anchors import anchor_of, every_condition
from groundswell.core.measures.rule_nodes import (
    DEEPEST,
    MOST_CONDITIONS,
    MOST_VALUES,
    Reading,
    RuleNode,
    scalar_text,
    shown,
)
from groundswell.core.measures.rules import (
    Age,
    AgeAt,
    All,
    AnyOf,
    Bounds,
    Clause,
    Condition,
    Count,
    Enrollments,
    Group,
    NextProgram,
    Not,
    Outcomes,
    Place,
    Rule,
    Services,
    Site,
    Take,
)

IN_PERIOD = "in_period"
_EXAMPLE = "{count: people, of: {enrollments: {started: in_period}}, where: {services: {service: visit}}}"


def parse_rule(mapping: object, *, file: str = "", column: str = "rule") -> tuple[Rule | None, list[Finding]]:
    """A rule and no errors, or None and every error at once."""
    reading = Reading(file, column)
    if not isinstance(mapping, Mapping):
        reading.refuse((), "a rule has keys of its own", f"write {_EXAMPLE}")
        return None, reading.findings
    node = RuleNode(mapping, (), reading)
    rule = _rule(node)
    node.finish()
    if has_errors(reading.findings) or rule is None:
        return None, reading.findings
    _check_against_anchor(rule, reading)
    return (None if has_errors(reading.findings) else rule), reading.findings


def _rule(node: RuleNode) -> Rule | None:
    count = node.word("count", [str(each) for each in Count])
    if not count and "count" not in node.content:
        node.refuse("the rule does not say what it counts", "write count: people, for example", "count")
    of = _part(node, "of", "{enrollments: {started: in_period}}")
    where = _part(node, "where", "{services: {service: visit}}")
    return Rule(Count(count), of, where) if count else None


def _part(node: RuleNode, key: str, form: str) -> All | None:
    beneath = node.beneath(key, form)
    if beneath is None:
        return None
    if not beneath.content:
        node.refuse("this says nothing", f"write {key}: {form}, or leave it away", key)
        return None
    return _conditions(beneath, 1)


def _conditions(node: RuleNode, depth: int) -> All:
    """All conditions of one mapping."""
    if depth > DEEPEST:
        node.refuse(f"conditions are nested more than {DEEPEST} deep", "say it with fewer levels")
        return All()
    made: list[Condition] = []
    for key in node.content:
        node.reading.conditions += 1
        if node.reading.conditions == MOST_CONDITIONS + 1:
            node.refuse(f"the rule has more than {MOST_CONDITIONS} conditions", "split it into several measures")
        if node.reading.conditions > MOST_CONDITIONS:
            return All()
        condition = _condition(node, str(key), depth)
        if condition is not None:
            made.extend(_flat(condition))
    node.asked.extend(_KNOWN)
    node.finish()
    return All(tuple(made))


def _condition(node: RuleNode, key: str, depth: int) -> Condition | None:
    if key in ("any", "all"):
        each = tuple(_simplest(_conditions(one, depth + 1)) for one in node.listed(key, _LIST))
        return (AnyOf(each) if key == "any" else All(each)) if each else None
    if key == "not":
        beneath = node.beneath(key, "{services: {service: visit}}")
        if beneath is not None and not beneath.content:
            beneath.refuse("this says nothing", "write a condition, or leave the key away")
        return Not(_simplest(_conditions(beneath, depth + 1))) if beneath else None
    if key in ("site", "place"):
        values = node.texts(key)
        if not values:
            _refuse_blank(node, key)
            return None
        return Site(values) if key == "site" else Place(values)
    if key == "group":
        return _groups(node)
    if key not in _READERS:
        return None  # finish() tells
    form, read = _READERS[key]
    beneath = node.beneath(key, form)
    if beneath is None:
        return None
    condition = read(beneath)
    beneath.finish()
    return condition


def _flat(condition: Condition) -> list[Condition]:
    """What must all hold, without lists within lists."""
    if not isinstance(condition, All):
        return [condition]
    return [each for one in condition.conditions for each in _flat(one)]


_LIST = "[{services: {service: visit}}, {services: {service: call}}]"


def _simplest(conditions: All) -> Condition:
    """A list of one condition is that condition."""
    return conditions.conditions[0] if len(conditions.conditions) == 1 else conditions


def _refuse_blank(node: RuleNode, key: str) -> None:
    if not node.has(key):
        node.refuse("this is blank", "write a value, or leave the key away", key)


def _groups(node: RuleNode) -> Condition | None:
    beneath = node.beneath("group", "{race_ethnicity: black}")
    if beneath is None:
        return None
    made: list[Condition] = []
    for dimension in list(beneath.content)[:MOST_VALUES]:
        values = beneath.texts(str(dimension))
        if values:
            made.append(Group(str(dimension), values))
    if not made:
        beneath.refuse("this names no group", "write group: {race_ethnicity: black}, for example")
        return None
    return _simplest(All(tuple(made)))


def _enrollments(node: RuleNode) -> Enrollments:
    started, ended, active = (node.word(key, [IN_PERIOD]) == IN_PERIOD for key in ("started", "ended", "active"))
    return Enrollments(started, ended, active, node.texts("end_reason"), node.days("retained_days"))


def _services(node: RuleNode) -> Services:
    services = node.texts("service")
    times, quantity = node.bounds("times"), node.bounds("quantity")
    units = node.texts("unit")
    first, last = _dates(node)
    return Services(services, times, quantity, units, first, last, _within(node))


def _outcomes(node: RuleNode) -> Outcomes:
    outcomes = node.texts("outcome")
    if not outcomes and "outcome" not in node.content:
        node.refuse("this does not say which outcome", "write {outcome: on-track, achieved: true}", "outcome")
    take = Take(node.word("take", [str(each) for each in Take], Take.ANY))
    achieved, score, change = node.truth("achieved"), node.bounds("score"), _change(node)
    if change is not None and (take is not Take.ANY or achieved is not None or score is not None):
        node.refuse(
            "change looks at the first and the last score, so take, achieved and score cannot stand beside it",
            "write them as a condition of their own within all: [..., ...]",
            "change",
        )
    first, last = _dates(node)
    return Outcomes(outcomes, take, achieved, score, change, first, last, _within(node))


def _change(node: RuleNode) -> Bounds | None:
    if not node.has("change"):
        return None
    beneath = node.beneath("change", "{from: first, to: last, at_least: 5}")
    if beneath is None:
        return None
    beneath.word("from", ["first"])
    beneath.word("to", ["last"])
    bounds = beneath.own_bounds()
    beneath.finish()
    return bounds


def _dates(node: RuleNode) -> tuple[Any, Any]:
    beneath = node.beneath("dates", "{from: 2024-01-01, to: 2024-12-31}")
    if beneath is None:
        return None, None
    first, last = beneath.day("from"), beneath.day("to")
    if first and last and last < first:
        beneath.refuse("this ends before it begins", "swap the two dates")
    beneath.finish()
    return first, last


def _within(node: RuleNode) -> int | None:
    anchor, days = node.word("within_days_of", ["enrollment"]), node.days("days")
    if anchor and days is None and "days" not in node.content:
        node.refuse("this does not say how many days", "write within_days_of: enrollment, days: 365", "days")
    if not anchor and "within_days_of" not in node.content and "days" in node.content:
        node.refuse("this does not say from when", "write within_days_of: enrollment beside it", "days")
    return days if anchor else None


def _age(node: RuleNode) -> Age:
    at = AgeAt(node.word("at", [str(each) for each in AgeAt], AgeAt.RECORD))
    first, last = node.years("from"), node.years("to")
    if first is None and last is None and not {"from", "to"} & set(node.content):
        node.refuse("this says no age", "write {from: 3, to: 5}, for example")
    if first is not None and last is not None and last < first:
        node.refuse("this ends before it begins", "swap the two ages")
    return Age(at, first, last)


def _next_program(node: RuleNode) -> NextProgram:
    program, days = node.text("program_id"), node.days("within_days")
    for key in ("program_id", "within_days"):
        if key not in node.content:
            node.refuse(f"this does not say {key}", "write {program_id: kindergarten-ready, within_days: 90}", key)
    return NextProgram(program, days or 0)


_READERS: dict[str, tuple[str, Callable[[RuleNode], Condition]]] = {
    "enrollments": ("{started: in_period}", _enrollments),
    "services": ("{service: visit}", _services),
    "outcomes": ("{outcome: on-track, achieved: true}", _outcomes),
    "age": ("{at: enrollment, from: 3, to: 5}", _age),
    "next_program": ("{program_id: kindergarten-ready, within_days: 90}", _next_program),
}
_KNOWN = [*_READERS, "site", "place", "group", "any", "all", "not"]
_AGES: dict[AgeAt, type[Clause]] = {
    AgeAt.ENROLLMENT: Enrollments,
    AgeAt.SERVICE: Services,
    AgeAt.OUTCOME: Outcomes,
}


def _check_against_anchor(rule: Rule, reading: Reading) -> None:
    """What can only be judged once it is known which records fall into the period."""
    anchor = anchor_of(rule)
    for key, part in (("of", rule.of), ("where", rule.where)):
        for condition in every_condition(part):
            if isinstance(condition, Age) and not isinstance(anchor, _AGES.get(condition.at, object)):
                reading.refuse(
                    (key, "age", "at"),
                    f"the age is asked at {condition.at}, but what falls into the period is another kind of record",
                    "leave at: away for the day of that record, or write at: period_start",
                )
            if isinstance(condition, NextProgram) and not isinstance(anchor, Enrollments):
                reading.refuse(
                    (key, "next_program"),
                    "the next program is known of enrollments only, but services or outcomes fall into the period",
                    "write of: {enrollments: {ended: in_period}}",
                )


def rule_as_mapping(rule: Rule) -> dict[str, Any]:
    """The rule as its YAML says it, in one settled form: `parse_rule` reads the same rule back."""
    made: dict[str, Any] = {"count": str(rule.count)}
    for key, part in (("of", rule.of), ("where", rule.where)):
        if part is not None:
            made[key] = _as_mapping(part)
    return made


def _as_mapping(condition: Condition) -> dict[str, Any]:
    match condition:
        case All(conditions):
            return _all_as_mapping(conditions)
        case AnyOf(conditions):
            return {"any": [_as_mapping(each) for each in conditions]}
        case Not(inner):
            return {"not": _as_mapping(inner)}
        case Site(values):
            return {"site": _one_or_many(values)}
        case Place(values):
            return {"place": _one_or_many(values)}
        case Group(dimension, values):
            return {"group": {dimension: _one_or_many(values)}}
        case NextProgram(program, days):
            return {"next_program": {"program_id": program, "within_days": days}}
        case Age():
            at = {} if condition.at is AgeAt.RECORD else {"at": str(condition.at)}
            return {"age": {**at, **_given({"from": condition.from_years, "to": condition.to_years})}}
        case Enrollments():
            ways = {key: IN_PERIOD for key in ("started", "ended", "active") if getattr(condition, key)}
            rest = {"end_reason": _one_or_many(condition.end_reasons), "retained_days": condition.retained_days}
            return {"enrollments": {**ways, **_given(rest)}}
        case Services():
            return {"services": _given(_services_as_mapping(condition))}
        case Outcomes():
            return {"outcomes": _given(_outcomes_as_mapping(condition))}


def _all_as_mapping(conditions: tuple[Condition, ...]) -> dict[str, Any]:
    """Conditions of different kinds stand side by side; several of one kind stand in a list."""
    each = [_as_mapping(condition) for condition in conditions]
    keys = [key for one in each for key in one]
    if len(set(keys)) == len(keys):
        return {key: value for one in each for key, value in one.items()}
    return {"all": each}


def _services_as_mapping(services: Services) -> dict[str, Any]:
    return {
        "service": _one_or_many(services.services),
        "times": _bounds_as_mapping(services.times),
        "quantity": _bounds_as_mapping(services.quantity),
        "unit": _one_or_many(services.units),
        **_window_as_mapping(services),
    }


def _outcomes_as_mapping(outcomes: Outcomes) -> dict[str, Any]:
    change = _bounds_as_mapping(outcomes.change)
    return {
        "outcome": _one_or_many(outcomes.outcomes),
        "take": None if outcomes.take is Take.ANY else str(outcomes.take),
        "achieved": outcomes.achieved,
        "score": _bounds_as_mapping(outcomes.score),
        "change": {"from": "first", "to": "last", **change} if change else None,
        **_window_as_mapping(outcomes),
    }


def _window_as_mapping(clause: Services | Outcomes) -> dict[str, Any]:
    dates = _given({"from": clause.first_date, "to": clause.last_date})
    within = {} if clause.within_days is None else {"within_days_of": "enrollment", "days": clause.within_days}
    return {"dates": {key: day.isoformat() for key, day in dates.items()} or None, **within}


def _bounds_as_mapping(bounds: Bounds | None) -> dict[str, Any] | None:
    if bounds is None:
        return None
    each = _given({"at_least": bounds.at_least, "at_most": bounds.at_most})
    return {key: int(number) if number == int(number) else float(number) for key, number in each.items()}


def _given(pairs: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in pairs.items() if value is not None}


def _one_or_many(values: tuple[str, ...]) -> str | list[str] | None:
    if not values:
        return None
    return values[0] if len(values) == 1 else list(values)


def rule_text(mapping: object) -> str:
    """A rule's mapping on one line, as a person would write it in YAML."""
    if isinstance(mapping, Mapping):
        return "{" + ", ".join(f"{key}: {rule_text(value)}" for key, value in mapping.items()) + "}"
    if isinstance(mapping, list | tuple):
        return "[" + ", ".join(rule_text(each) for each in mapping) + "]"
    text = scalar_text(mapping)
    return shown(mapping) if text is None else text
