"""Which records of a rule fall into a period, and whether months can be added up to years.

The clause that places records in time is the rule's anchor. Where nothing in a rule is judged within the period, what
counts in a month counts in its quarter and its year as well, and an engine needs to look at months only.
"""

from collections.abc import Iterator

from groundswell.core.measures.rules import (
    Age,
    AgeAt,
    All,
    AnyOf,
    Clause,
    Condition,
    Count,
    Enrollments,
    NextProgram,
    Not,
    Outcomes,
    Rule,
    Services,
)

_COUNTED = {Count.ENROLLMENTS: Enrollments, Count.SERVICES: Services, Count.QUANTITY: Services}


def anchor_of(rule: Rule) -> Clause:
    """The clause whose records fall into the period; enrollments active in it where the rule names none."""
    part = rule.of if rule.of is not None else rule.where
    certain = list(_certain(part)) if part else []
    counted = _COUNTED.get(rule.count)
    for kind in (counted,) if counted else (Enrollments, Services, Outcomes):
        for condition in certain:
            if isinstance(condition, kind) and isinstance(condition, Enrollments | Services | Outcomes):
                return _placed(condition)
    return _placed(counted()) if counted else Enrollments(active=True)


def _placed(clause: Clause) -> Clause:
    """An anchor falls into the period in some way: by being active, where nothing is said."""
    if isinstance(clause, Enrollments) and not clause.ways:
        return Enrollments(active=True, end_reasons=clause.end_reasons, retained_days=clause.retained_days)
    return clause


def _certain(condition: Condition) -> Iterator[Condition]:
    """The conditions that must hold, in the order they are written."""
    if isinstance(condition, All):
        for each in condition.conditions:
            yield from _certain(each)
    else:
        yield condition


def every_condition(condition: Condition | None) -> Iterator[Condition]:
    """A condition and all beneath it."""
    if condition is None:
        return
    yield condition
    beneath: tuple[Condition, ...] = ()
    if isinstance(condition, All | AnyOf):
        beneath = condition.conditions
    elif isinstance(condition, Not):
        beneath = (condition.condition,)
    for each in beneath:
        yield from every_condition(each)


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Every condition of a rule, first those of the denominator."""
    yield from every_condition(rule.of)
    yield from every_condition(rule.where)


def without_anchor(part: All | None, anchor: Clause) -> All | None:
    """The same part without the clause that places records in time, which is asked by itself; the first such only."""
    if part is None:
        return None
    kept, found = _removed(part, anchor)
    return kept if found else part


def _removed(part: All, anchor: Clause) -> tuple[All, bool]:
    kept: list[Condition] = []
    found = False
    for condition in part.conditions:
        if found:
            kept.append(condition)
        elif isinstance(condition, All):
            inner, found = _removed(condition, anchor)
            kept.append(inner)
        elif isinstance(condition, Enrollments | Services | Outcomes) and _placed(condition) == anchor:
            found = True
        else:
            kept.append(condition)
    return All(tuple(kept)), found


def split(rule: Rule) -> tuple[Clause, All | None, All | None]:
    """The anchor, and what is left of the denominator and of the condition once the anchor is asked by itself."""
    anchor = anchor_of(rule)
    if rule.of is not None:
        return anchor, without_anchor(rule.of, anchor), rule.where
    return anchor, None, without_anchor(rule.where, anchor)


def depends_on_period_length(rule: Rule) -> bool:
    """True where a year cannot be told from its months, so that every length of period is judged by itself."""
    anchor, of, where = split(rule)
    others = [*every_condition(of), *every_condition(where)]
    if any(isinstance(each, Age) and each.at is AgeAt.PERIOD_START for each in others):
        return True
    if isinstance(anchor, Enrollments):
        return anchor.ways > 1 or any(isinstance(each, Enrollments) and each.ways for each in others)
    if anchor.is_summed:
        return True
    if rule.count in (Count.SERVICES, Count.QUANTITY):
        return any(
            isinstance(each, Enrollments | Outcomes) or (isinstance(each, Services) and each.is_summed)
            for each in others
        )
    return any(isinstance(each, Enrollments | Services | Outcomes) for each in others)


def follow_up(rule: Rule) -> tuple[int, int | None]:
    """The days that must have passed in a share: since an enrollment's start, and since its end (None: none asked).

    Both are 0 and None for a number, and where it is not enrollments that fall into the period.
    """
    since_start, since_end = 0, None
    if not rule.is_share or not isinstance(anchor_of(rule), Enrollments):
        return since_start, since_end
    for condition in conditions_of(rule):
        if isinstance(condition, Services | Outcomes):
            since_start = max(since_start, condition.within_days or 0)
        elif isinstance(condition, Enrollments):
            since_start = max(since_start, condition.retained_days or 0)
        elif isinstance(condition, NextProgram):
            since_end = max(since_end or 0, condition.within_days)
    return since_start, since_end
