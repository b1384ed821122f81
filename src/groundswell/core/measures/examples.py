"""A worked example for every kind of rule: tiny records, the rule, and the answer. Tests run them, documents show them.

All are about one program, `home-visits`, as of 31 December 2024, for the calendar year 2024 unless an example says
another period. Rows are written as a provider would write them; a column that is blank throughout is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from groundswell.core.sentences import sentence

AS_OF = date(2024, 12, 31)
PROGRAM = "home-visits"
Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Example:
    """One rule with its records and answer; `denominator` is None for a number. `why` explains the answer."""

    name: str
    rule: Mapping[str, Any]
    tables: Tables
    numerator: float
    denominator: float | None
    why: str
    period: str = "2024"
    more_programs: Mapping[str, Tables] = field(default_factory=dict)
    linked: bool = False  # the same participant id is one person in every program


def _enrolled(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """(participant, started, ended, end_reason, site), as many of them as are given."""
    names = ("participant_id", "started", "ended", "end_reason", "site")
    return [
        {"enrollment_id": f"e{place}", **dict(zip(names, _dated(row, (1, 2)), strict=False))}
        for place, row in enumerate(rows, start=1)
    ]


def _served(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """(participant, date, service, quantity, unit, site)."""
    names = ("participant_id", "date", "service", "quantity", "unit", "site")
    return [dict(zip(names, _dated(row, (1,)), strict=False)) for row in rows]


def _seen(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """(participant, date, outcome, achieved, score)."""
    names = ("participant_id", "date", "outcome", "achieved", "score")
    return [dict(zip(names, _dated(row, (1,)), strict=False)) for row in rows]


def _dated(row: tuple[Any, ...], places: tuple[int, ...]) -> list[Any]:
    return [date.fromisoformat(each) if place in places and each else each for place, each in enumerate(row)]


def _people(**rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"participant_id": name, **row} for name, row in rows.items()]


_STARTED = {"enrollments": {"started": "in_period"}}
_ENDED = {"enrollments": {"ended": "in_period"}}

EXAMPLES: tuple[Example, ...] = (
    Example(
        sentence("people whose enrollment was active"),
        {"count": "people"},
        {
            "enrollments": _enrolled(
                ("ana", "2023-05-01", None),
                ("ben", "2024-02-01", "2024-03-01"),
                ("ben", "2024-06-01", None),
                ("cai", "2022-01-01", "2023-12-31"),
            )
        },
        2,
        None,
        "Ana is still enrolled, Ben was enrolled twice and counts once, Cai left the day before the year began.",
    ),
    Example(
        sentence("enrollments that started"),
        {"count": "enrollments", "where": _STARTED},
        {
            "enrollments": _enrolled(
                ("ana", "2023-05-01", None), ("ben", "2024-02-01", "2024-03-01"), ("ben", "2024-06-01", None)
            )
        },
        2,
        None,
        "Both of Ben's enrollments started in 2024.",
    ),
    Example(
        sentence("services"),
        {"count": "services", "where": {"services": {"service": "visit"}}},
        {
            "services": _served(
                ("ana", "2024-01-10", "visit"),
                ("ana", "2024-01-11", "visit"),
                ("ben", "2024-02-01", "call"),
                ("ben", "2025-01-02", "visit"),
            )
        },
        2,
        None,
        "Two visits; a call is no visit, and what is dated after the day the data speaks for has not happened.",
    ),
    Example(
        sentence("quantity"),
        {"count": "quantity", "where": {"services": {"service": "tutoring", "unit": "hours"}}},
        {
            "services": _served(
                ("ana", "2024-01-10", "tutoring", 0.1, "hours"),
                ("ana", "2024-01-11", "tutoring", 0.2, "hours"),
                ("ben", "2024-02-01", "tutoring", None, "hours"),
                ("ben", "2024-02-02", "tutoring", 45, "minutes"),
            )
        },
        0.3,
        None,
        "Exactly 0.3 hours: a blank adds nothing, and minutes are not asked for.",
    ),
    Example(
        sentence("so many services within so many days of enrollment"),
        {
            "count": "people",
            "of": _STARTED,
            "where": {
                "services": {"service": "visit", "times": {"at_least": 2}, "within_days_of": "enrollment", "days": 90}
            },
        },
        {
            "enrollments": _enrolled(
                ("ana", "2024-01-10", None),
                ("ben", "2024-02-01", "2024-02-20"),
                ("cai", "2024-03-01", None),
                ("dee", "2024-11-15", None),
            ),
            "services": _served(
                ("ana", "2024-01-10", "visit"),
                ("ana", "2024-04-09", "visit"),
                ("ben", "2024-02-02", "visit"),
                ("cai", "2024-03-02", "visit"),
                ("cai", "2024-07-01", "visit"),
                ("dee", "2024-11-16", "visit"),
                ("dee", "2024-11-17", "visit"),
            ),
        },
        1,
        3,
        "Ana's second visit came on day 90. Ben had one, Cai's second came late. Dee's 90 days have not "
        "passed, so she is left out although she has two visits already.",
    ),
    Example(
        sentence("a quantity during the enrollment"),
        {"count": "people", "of": _ENDED, "where": {"services": {"service": "tutoring", "quantity": {"at_least": 10}}}},
        {
            "enrollments": _enrolled(("ana", "2023-09-01", "2024-06-15"), ("ben", "2024-01-10", "2024-06-15")),
            "services": _served(
                ("ana", "2023-10-01", "tutoring", 6),
                ("ana", "2024-02-01", "tutoring", 4),
                ("ben", "2024-03-01", "tutoring", 9),
                ("ben", "2024-08-01", "tutoring", 9),
            ),
        },
        1,
        2,
        "Ana's hours count from the first day of her enrollment, though it began in another year; "
        "Ben's second row came after he left.",
    ),
    Example(
        sentence("services between two dates"),
        {
            "count": "people",
            "where": {"services": {"service": ["visit", "call"], "dates": {"from": "2024-06-01", "to": "2024-08-31"}}},
        },
        {
            "services": _served(
                ("ana", "2024-06-01", "visit"), ("ben", "2024-08-31", "call"), ("cai", "2024-09-01", "visit")
            )
        },
        2,
        None,
        "Both ends are included, and either service will do.",
    ),
    Example(
        sentence("the last outcome of the period"),
        {
            "count": "people",
            "of": {"outcomes": {"outcome": "on-track"}},
            "where": {"outcomes": {"outcome": "on-track", "take": "last", "achieved": True}},
        },
        {
            "outcomes": _seen(
                ("ana", "2024-03-01", "on-track", False),
                ("ana", "2024-09-01", "on-track", True),
                ("ben", "2024-03-01", "on-track", True),
                ("ben", "2024-09-01", "on-track", False),
                ("cai", "2024-03-01", "on-track", True),
                ("cai", "2024-09-01", "on-track", None),
            )
        },
        2,
        3,
        "Ana's and Cai's last known answers are yes: a blank says nothing and is passed over. Ben's last is no.",
    ),
    Example(
        sentence("a score"),
        {
            "count": "people",
            "of": {"outcomes": {"outcome": "reading"}},
            "where": {"outcomes": {"outcome": "reading", "take": "first", "score": {"at_least": 20}}},
        },
        {
            "outcomes": _seen(
                ("ana", "2024-03-01", "reading", None, 20),
                ("ben", "2024-03-01", "reading", None, 19.5),
                ("ben", "2024-06-01", "reading", None, 25),
            )
        },
        1,
        2,
        "Ana's first score reaches 20; Ben's first does not, his later one is not asked for.",
    ),
    Example(
        sentence("a change from first to last"),
        {
            "count": "people",
            "of": _STARTED,
            "where": {"outcomes": {"outcome": "reading", "change": {"from": "first", "to": "last", "at_least": 5}}},
        },
        {
            "enrollments": _enrolled(
                ("ana", "2024-01-10", None), ("ben", "2024-01-10", None), ("cai", "2024-01-10", None)
            ),
            "outcomes": _seen(
                ("ana", "2024-02-01", "reading", None, 10),
                ("ana", "2024-05-01", "reading", None, 8),
                ("ana", "2024-09-01", "reading", None, 15),
                ("ben", "2024-02-01", "reading", None, 10),
                ("ben", "2024-09-01", "reading", None, 14.9),
                ("cai", "2024-02-01", "reading", None, 30),
            ),
        },
        1,
        3,
        "Ana rose by 5, Ben by 4.9; Cai was tested once and has no change.",
    ),
    Example(
        sentence("retained so many days"),
        {"count": "people", "of": _STARTED, "where": {"enrollments": {"retained_days": 180}}},
        {
            "enrollments": _enrolled(
                ("ana", "2024-01-10", None),
                ("ben", "2024-01-10", "2024-07-08"),
                ("cai", "2024-01-10", "2024-07-07"),
                ("dee", "2024-09-01", None),
                ("eli", "2024-09-01", "2024-09-02"),
            )
        },
        2,
        3,
        "Ben left on day 180, Cai a day before. Of Dee and Eli 180 days have not passed: both are left out, "
        "Eli too, or those who leave early would weigh more.",
    ),
    Example(
        sentence("how enrollments ended"),
        {"count": "enrollments", "of": _ENDED, "where": {"enrollments": {"end_reason": ["completed", "graduated"]}}},
        {
            "enrollments": _enrolled(
                ("ana", "2024-01-10", "2024-05-01", "completed"),
                ("ben", "2024-01-10", "2024-05-01", "moved"),
                ("cai", "2024-01-10", "2024-05-01"),
                ("dee", "2024-01-10", None, "completed"),
            )
        },
        1,
        3,
        "Ana completed; Cai left without a reason; Dee has not left, whatever her row says.",
    ),
    Example(
        sentence("age at enrollment"),
        {"count": "people", "where": {**_STARTED, "age": {"at": "enrollment", "from": 3, "to": 5}}},
        {
            "participants": _people(
                ana={"birth_date": date(2021, 3, 1)},
                ben={"birth_date": date(2021, 3, 2)},
                cai={"birth_date": date(2018, 3, 2)},
                dee={"birth_date": date(2018, 3, 1)},
                eli={},
            ),
            "enrollments": _enrolled(*((name, "2024-03-01", None) for name in ("ana", "ben", "cai", "dee", "eli"))),
        },
        2,
        None,
        "Ana turned three that day, Cai is five until tomorrow. Ben is two, Dee six, and Eli has no birth date.",
    ),
    Example(
        sentence("a site, a place and a group"),
        {
            "count": "people",
            "where": {**_STARTED, "site": "east", "place": ["hill", "mill"], "group": {"language": "es"}},
        },
        {
            "participants": _people(
                ana={"place_id": "hill", "group.language": "es"},
                ben={"place_id": "lake", "group.language": "es"},
                cai={"place_id": "mill", "group.language": "en"},
                dee={"place_id": "mill", "group.language": "es"},
            ),
            "enrollments": _enrolled(
                ("ana", "2024-03-01", None, None, "east"),
                ("ben", "2024-03-01", None, None, "east"),
                ("cai", "2024-03-01", None, None, "east"),
                ("dee", "2024-03-01", None, None, "west"),
            ),
        },
        1,
        None,
        "Only Ana is of the east site, lives in one of the places and speaks Spanish.",
    ),
    Example(
        sentence("the next program"),
        {"count": "people", "of": _ENDED, "where": {"next_program": {"program_id": "preschool", "within_days": 90}}},
        {
            "enrollments": _enrolled(
                ("ana", "2024-01-10", "2024-06-01"),
                ("ben", "2024-01-10", "2024-06-01"),
                ("cai", "2024-01-10", "2024-12-01"),
            )
        },
        1,
        2,
        "Ana started preschool on day 90, Ben a day later. Cai's 90 days have not passed.",
        more_programs={
            "preschool": {
                "enrollments": _enrolled(
                    ("ana", "2024-08-30", None), ("ben", "2024-08-31", None), ("cai", "2024-12-02", None)
                )
            }
        },
        linked=True,
    ),
    Example(
        sentence("one or the other, and not a third"),
        {
            "count": "people",
            "where": {
                **_STARTED,
                "any": [
                    {"services": {"service": "visit"}},
                    {"services": {"service": "call", "times": {"at_least": 2}}},
                ],
                "not": {"services": {"service": "referral"}},
            },
        },
        {
            "enrollments": _enrolled(*((name, "2024-03-01", None) for name in ("ana", "ben", "cai", "dee"))),
            "services": _served(
                ("ana", "2024-03-02", "visit"),
                ("ben", "2024-03-02", "call"),
                ("ben", "2024-03-03", "call"),
                ("cai", "2024-03-02", "call"),
                ("dee", "2024-03-02", "visit"),
                ("dee", "2024-03-02", "referral"),
            ),
        },
        2,
        None,
        "Ana had a visit, Ben two calls; one call is too few, and Dee was referred.",
    ),
    Example(
        sentence("services of a kind within the period"),
        {"count": "people", "where": {"services": {"service": "visit", "times": {"at_least": 3}}}},
        {
            "services": _served(
                ("ana", "2024-03-30", "visit"),
                ("ana", "2024-04-02", "visit"),
                ("ana", "2024-05-02", "visit"),
                ("ben", "2024-04-01", "visit"),
                ("ben", "2024-05-01", "visit"),
                ("ben", "2024-06-30", "visit"),
            )
        },
        1,
        None,
        "Each period is judged by itself: in the second quarter Ben had three visits and Ana two.",
        period="2024-Q2",
    ),
    Example(
        sentence("a share of services"),
        {"count": "services", "of": {"services": {}}, "where": {"services": {"service": "visit"}}},
        {
            "services": _served(
                ("ana", "2024-03-30", "visit"), ("ana", "2024-04-02", "call"), ("ben", "2024-04-01", "call")
            )
        },
        1,
        3,
        "One of three services was a visit; where services are counted, each is judged by itself.",
    ),
)
