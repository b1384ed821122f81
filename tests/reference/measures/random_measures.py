"""Invented records and rules by a seed: small, crowded, and full of blanks, ties and things that cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.reference.measures import slow_measures

from groundswell.core.measures.rule_text import parse_rule
from groundswell.core.measures.rules import Rule
from groundswell.engine.measures.periods import Grain, PeriodsWanted, Stretch, period_of, stretches

FIRST, AS_OF = date(2023, 1, 10), date(2024, 2, 20)
PROGRAMS = ("alpha", "beta", "gamma")
WORDS = ("visit", "call", 'O\'Neil \\ "x"')
OUTCOMES = ("reading", "on-track")
REASONS = ("completed", "moved")
SITES = ("east", "west")
PLACES = ("hill", "mill")
GROUPS = {"sex": ("F", "M"), "group.language": ("es", "en", "f'x")}
Row = dict[str, Any]


def _maybe(random: Random, values: Any, blank: float = 0.2) -> Any:
    return None if random.random() < blank else random.choice(values)


def _day(random: Random) -> date:
    return FIRST + timedelta(random.randrange(-20, 430))


def random_tables(random: Random, people: int) -> dict[str, list[Row]]:
    """The tables of one part; some tables and columns are absent, some participants unknown to `participants`."""
    ids = [f"p{number}" for number in range(people)]
    tables: dict[str, list[Row]] = {
        "participants": [_participant(random, each) for each in ids if random.random() < 0.9],
        "enrollments": [_enrollment(random, f"e{number}", random.choice(ids)) for number in range(people * 2)],
        "services": [_service(random, random.choice(ids)) for _ in range(people * 6)],
        "outcomes": [_outcome(random, random.choice(ids)) for _ in range(people * 4)],
    }
    for table in list(tables):
        if random.random() < 0.06:
            del tables[table]
    if random.random() < 0.1 and "services" in tables:
        for row in tables["services"]:
            del row["site"]
    return tables


def _participant(random: Random, participant: str) -> Row:
    born = date(random.choice((2017, 2018, 2019)), random.randint(1, 12), random.randint(1, 28))
    row = {
        "participant_id": participant,
        "birth_date": _maybe(random, [born, date(2020, 2, 29)], 0.15),
        "place_id": _maybe(random, PLACES),
    }
    return row | {name: _maybe(random, values) for name, values in GROUPS.items()}


def _enrollment(random: Random, number: str, participant: str) -> Row:
    started = _day(random)
    ended = _maybe(random, [started + timedelta(random.randrange(-3, 250))], 0.4)
    return {
        "enrollment_id": number,
        "participant_id": participant,
        "started": started,
        "ended": ended,
        "end_reason": _maybe(random, REASONS),
        "site": _maybe(random, SITES),
    }


def _service(random: Random, participant: str) -> Row:
    return {
        "participant_id": participant,
        "date": _day(random),
        "service": random.choice(WORDS),
        "quantity": _maybe(random, (0.1, 0.2, 1.0, 2.5, 0.3)),
        "unit": _maybe(random, ("hours", "meals")),
        "site": _maybe(random, SITES),
    }


def _outcome(random: Random, participant: str) -> Row:
    return {
        "participant_id": participant,
        "date": FIRST + timedelta(random.randrange(60) * 7),
        "outcome": random.choice(OUTCOMES),
        "achieved": _maybe(random, (True, False)),
        "score": _maybe(random, (1.0, 2.5, 0.1, 0.3, 7.0)),
    }


def random_world(random: Random, people: int = 7) -> slow_measures.World:
    """Three programs, one with two parts; some people linked within and across programs."""
    parts = [(program, random_tables(random, people)) for program in PROGRAMS]
    parts.append(("alpha", random_tables(random, people // 2)))
    scopes = {
        "alpha": [("organization", "o1"), ("strategy", "s1"), ("strategy", "s2"), ("network", "n1")],
        "beta": [("organization", "o1"), ("strategy", "s2")],
        "gamma": [("organization", "o2")],
    }
    scopes = {program: [("program", program), ("all", ""), *more] for program, more in scopes.items()}
    persons = {}
    if random.random() < 0.7:
        for program in PROGRAMS:
            for number in range(people):
                if random.random() < 0.7:
                    persons[program, f"p{number}"] = random.randrange(people)
    some = [program for program in PROGRAMS if random.random() < 0.5]
    until = {program: AS_OF - timedelta(random.choice((0, 20, 95, 230))) for program in some}
    return slow_measures.World(parts, AS_OF, scopes, persons, ("language", "sex"), until)


def random_rule(random: Random) -> tuple[Rule, dict[str, Any]]:
    """A rule that can be parsed, and how it is written."""
    while True:
        mapping: dict[str, Any] = {
            "count": random.choice(("people", "people", "people", "enrollments", "services", "quantity"))
        }
        if random.random() < 0.65:
            mapping["of"] = _conditions(random, 0)
        if random.random() < 0.9:
            mapping["where"] = _conditions(random, 0)
        rule, _ = parse_rule(mapping)
        if rule is not None:
            return rule, mapping


def _conditions(random: Random, depth: int) -> dict[str, Any]:
    makers = {
        "enrollments": _enrollments_clause,
        "services": _services_clause,
        "outcomes": _outcomes_clause,
        "age": _age,
        "site": lambda one: one.choice(("east", ["east", "west"], "nowhere")),
        "place": lambda one: one.choice(("hill", ["hill", "mill"])),
        "group": lambda one: one.choice(
            ({"sex": "F"}, {"language": ["es", "f'x"]}, {"unknown": "x"}, {"sex": "M", "language": "en"})
        ),
        "next_program": lambda one: {
            "program_id": one.choice((*PROGRAMS, "other")),
            "within_days": one.choice((0, 30, 90)),
        },
    }
    if depth < 2:
        makers["any"] = lambda one: [_conditions(one, depth + 1) for _ in range(one.randint(1, 3))]
        makers["all"] = lambda one: [_conditions(one, depth + 1) for _ in range(one.randint(1, 2))]
        makers["not"] = lambda one: _conditions(one, depth + 1)
    weights = [4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1][: len(makers)]
    keys = dict.fromkeys(random.choices(list(makers), weights, k=random.choice((1, 1, 1, 2, 2, 3))))
    return {key: makers[key](random) for key in keys}


def _some(random: Random, choices: dict[str, Any], chance: float) -> dict[str, Any]:
    return {key: value for key, value in choices.items() if random.random() < chance}


def _enrollments_clause(random: Random) -> dict[str, Any]:
    ways = random.choice(
        (
            {},
            {"started": "in_period"},
            {"started": "in_period"},
            {"ended": "in_period"},
            {"active": "in_period"},
            {"started": "in_period", "ended": "in_period"},
        )
    )
    more = {
        "end_reason": random.choice(("completed", ["completed", "moved"])),
        "retained_days": random.choice((0, 30, 90, 180)),
    }
    return {**ways, **_some(random, more, 0.3)}


def _bounds(random: Random, numbers: tuple[Any, ...]) -> dict[str, Any]:
    low, high = sorted(random.choices(numbers, k=2))
    return random.choice(({"at_least": low}, {"at_most": high}, {"at_least": low, "at_most": high}))


def _window(random: Random) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if random.random() < 0.3:
        made |= {"within_days_of": "enrollment", "days": random.choice((0, 30, 120))}
    if random.random() < 0.15:
        made["dates"] = random.choice(
            ({"from": "2023-06-01"}, {"to": "2023-09-30"}, {"from": "2023-03-05", "to": "2023-11-11"})
        )
    return made


def _services_clause(random: Random) -> dict[str, Any]:
    more = {
        "service": random.choice((*WORDS, ["visit", "call"])),
        "times": _bounds(random, (0, 1, 2, 3, 5)),
        "quantity": _bounds(random, (0, 0.3, 1, 2.6, 5)),
        "unit": random.choice(("hours", ["hours", "meals"])),
    }
    made = {**_some(random, {"service": more["service"]}, 0.7), **_some(random, {"times": more["times"]}, 0.4)}
    return made | _some(random, {"quantity": more["quantity"], "unit": more["unit"]}, 0.2) | _window(random)


def _outcomes_clause(random: Random) -> dict[str, Any]:
    made: dict[str, Any] = {"outcome": random.choice((*OUTCOMES, list(OUTCOMES)))}
    if random.random() < 0.3:
        return (
            made | {"change": {"from": "first", "to": "last"} | _bounds(random, (-2, 0, 0.2, 1.5, 5))} | _window(random)
        )
    more = {
        "take": random.choice(("first", "last", "any")),
        "achieved": random.choice((True, False)),
        "score": _bounds(random, (0.1, 0.3, 1, 2.5)),
    }
    return made | _some(random, more, 0.5) | _window(random)


def _age(random: Random) -> dict[str, Any]:
    low, high = sorted(random.choices((3, 4, 5, 6), k=2))
    at = random.choice(({}, {}, {"at": "enrollment"}, {"at": "service"}, {"at": "outcome"}, {"at": "period_start"}))
    return at | random.choice(({"from": low}, {"to": high}, {"from": low, "to": high}))


def periods_of(wanted: PeriodsWanted, since: date) -> list[slow_measures.Stretch]:
    """Every wanted period with its first and last day."""
    return [_slow(one, wanted, since) for one in stretches(wanted, since) if one.grain in wanted.grains]


def _slow(one: Stretch, wanted: PeriodsWanted, since: date) -> slow_measures.Stretch:
    months = (since.year * 12 + since.month - 1, wanted.as_of.year * 12 + wanted.as_of.month - 1)
    text = f"{Grain(one.grain).name} {period_of(one.grain, one.number, wanted, months)}"
    after = one.last_month + 1
    return slow_measures.Stretch(text, one.first_day, date(after // 12, after % 12 + 1, 1) - timedelta(1))
