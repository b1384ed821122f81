"""What a rule needs of the records: which tables and columns, and which words it looks for in them.

A provider's template asks for these and for nothing else; a column that no measure needs is not asked for.
"""

from dataclasses import dataclass

from groundswell.core.measures.anchors import anchor_of, conditions_of
from groundswell.core.measures.rules import (
    Age,
    Clause,
    Condition,
    Count,
    Enrollments,
    Group,
    NextProgram,
    Outcomes,
    Place,
    Rule,
    Services,
    Site,
)
from groundswell.core.records import GROUP_PREFIX

Columns = dict[str, set[str]]
OWN_DIMENSIONS = ("race_ethnicity", "sex")  # a participant's own columns that tell a group


@dataclass(frozen=True, slots=True)
class NamedWords:
    """The words a rule looks for, by what they name; each in the order in which the rule names them."""

    services: tuple[str, ...]
    units: tuple[str, ...]
    outcomes: tuple[str, ...]
    end_reasons: tuple[str, ...]
    sites: tuple[str, ...]
    place_ids: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    next_programs: tuple[str, ...]


def implied_columns(rule: Rule) -> Columns:
    """The columns a rule reads, by table. The key of a table that is read is always among them."""
    needed: Columns = {}
    anchor = anchor_of(rule)
    for condition in (anchor, *conditions_of(rule)):
        for table, columns in _columns(condition, anchor).items():
            needed.setdefault(table, set()).update(columns)
    if rule.count is Count.QUANTITY:
        needed["services"].add("quantity")
    return needed


def _columns(condition: Condition, anchor: Clause) -> Columns:
    match condition:
        case Enrollments():
            return {"enrollments": _enrollment_columns(condition)}
        case Services():
            within = _ENROLLMENT if condition.within_days is not None or isinstance(anchor, Enrollments) else {}
            return {"services": _service_columns(condition), **within}
        case Outcomes():
            within = _ENROLLMENT if condition.within_days is not None or isinstance(anchor, Enrollments) else {}
            return {"outcomes": _outcome_columns(condition), **within}
        case Age():
            return {"participants": {"participant_id", "birth_date"}}
        case Place():
            return {"participants": {"participant_id", "place_id"}}
        case Group(dimension, _):
            return {"participants": {"participant_id", group_column(dimension)}}
        case Site():
            table = {Enrollments: "enrollments", Services: "services"}.get(type(anchor))
            return {table: {"participant_id", "site"}} if table else {}
        case NextProgram():
            return {"enrollments": {"enrollment_id", "participant_id", "started", "ended"}}
        case _:
            return {}


_ENROLLMENT: Columns = {"enrollments": {"enrollment_id", "participant_id", "started", "ended"}}


def group_column(dimension: str) -> str:
    """The participants' column that tells a group: `sex` and `race_ethnicity` have their own."""
    return dimension if dimension in OWN_DIMENSIONS else GROUP_PREFIX + dimension


def _enrollment_columns(clause: Enrollments) -> set[str]:
    columns = {"enrollment_id", "participant_id", "started"}
    if clause.ended or clause.active or clause.end_reasons or clause.retained_days is not None or not clause.ways:
        columns.add("ended")
    return columns | ({"end_reason"} if clause.end_reasons else set())


def _service_columns(clause: Services) -> set[str]:
    columns = {"participant_id", "date", "service"}
    return columns | ({"quantity"} if clause.quantity else set()) | ({"unit"} if clause.units else set())


def _outcome_columns(clause: Outcomes) -> set[str]:
    columns = {"participant_id", "date", "outcome"}
    if clause.achieved is not None:
        columns.add("achieved")
    return columns | ({"score"} if clause.score or clause.change else set())


def named_words(rule: Rule) -> NamedWords:
    """The words a rule looks for: what the records must spell letter by letter."""
    found: dict[str, list[str]] = {key: [] for key in NamedWords.__slots__ if key != "groups"}
    groups: dict[str, list[str]] = {}
    for condition in conditions_of(rule):
        match condition:
            case Enrollments():
                found["end_reasons"] += condition.end_reasons
            case Services():
                found["services"] += condition.services
                found["units"] += condition.units
            case Outcomes():
                found["outcomes"] += condition.outcomes
            case Site(values):
                found["sites"] += values
            case Place(values):
                found["place_ids"] += values
            case NextProgram(program, _):
                found["next_programs"].append(program)
            case Group(dimension, values):
                groups.setdefault(dimension, []).extend(values)
            case _:
                pass
    once = {key: tuple(dict.fromkeys(words)) for key, words in found.items()}
    return NamedWords(groups={key: tuple(dict.fromkeys(each)) for key, each in groups.items()}, **once)
