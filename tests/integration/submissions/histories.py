"""What happened to one community while several clients worked on it, and which of its answers are impossible.

A history is every call with the moment it was made, the moment it was answered and the answer; a call whose client was
killed, or whose connection was lost, has none and may or may not have happened. The audit log says in which order
changes were made: each event bears the name of its call. `impossible` replays that order in a slow obvious model and
says in sentences what no community that does one thing after the other could have answered:

* a change made twice, made though it was refused, lost though it was acknowledged, or made before it was asked for;
* an answer to a submission, a withdrawal or a purge that the model does not give at that point of the order;
* a look at the submissions and figures that fits no moment between its call and its answer, or one before the moment
  that an earlier look had seen: so a superseded part still counted, a part counted twice, a stale figure;
* records that stand and are not whole in the store; a job done twice, or done though it was cancelled before;
* an end that is not where the order leads.

Nothing here knows Django or the store.
"""

from __future__ import annotations

import random
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

Answer = dict[str, Any]
Figures = dict[str, dict[str, float]]  # measure: period: value
SHAPES = {"whole": (9, 350), "spring": (35, 150), "autumn": (240, 330), "middle": (100, 280)}  # first day, last day
FAULTY = "faulty"
PROGRAMS = ("north", "south")
IN_USE = ("accepted", "warned")


# ---------------------------------------------------------------------------------------------- what clients send


@cache
def visits_of(content: str) -> tuple[tuple[str, date], ...]:
    """The visits in a file, told by its name: `2024-spring-7` speaks of a part of 2024; person and day, in order."""
    year, shape, _ = content.split("-")
    first, last = SHAPES[shape]
    chance = random.Random(content)
    days = [first, last, *(chance.randint(first, last) for _ in range(chance.randint(1, 6)))]
    begin = date(int(year), 1, 1)
    people = chance.sample(range(40), len(days))
    return tuple((f"p{one:02}", begin + timedelta(days=day)) for one, day in zip(people, sorted(days), strict=True))


def days_of(content: str) -> tuple[date, date]:
    """The first and the last day that a file speaks of."""
    days = [day for _, day in visits_of(content)]
    return min(days), max(days)


def counted(contents: Sequence[str]) -> Figures:
    """How many people, and how many visits, in every quarter and year."""
    people: dict[str, set[str]] = defaultdict(set)
    visits: dict[str, float] = defaultdict(float)
    for content in contents:
        for person, day in visits_of(content):
            for period in (str(day.year), f"{day.year}-Q{(day.month + 2) // 3}"):
                people[period].add(person)
                visits[period] += 1
    return {"served": {period: float(len(each)) for period, each in people.items()}, "visits": dict(visits)}


def together(each: Sequence[Figures]) -> Figures:
    """Of several programs, whose people are told apart within each."""
    found: Figures = {"served": defaultdict(float), "visits": defaultdict(float)}
    for figures in each:
        for measure, numbers in figures.items():
            for period, number in numbers.items():
                found[measure][period] += number
    return {measure: dict(numbers) for measure, numbers in found.items()}


# ------------------------------------------------------------------------------------------------------- a history


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a client; `answered` is None where nobody knows what became of it."""

    name: str  # no other call has it; the audit log names what it did by it
    does: str
    said: Mapping[str, Any]
    called: int
    answered: int | None = None
    answer: Answer = field(default_factory=dict)

    @property
    def program(self) -> str:
        """The program that it is about; blank for the community."""
        return str(self.said.get("program", ""))


@dataclass(frozen=True, slots=True)
class Event:
    """A change, as the audit log tells it: by which call, and what."""

    by: str
    action: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class History:
    """Calls in any order, events in theirs, and what stood when all was quiet."""

    calls: Sequence[Call]
    events: Sequence[Event]
    end: Mapping[str, Any]


# ------------------------------------------------------------------------------------------------------- the model


@dataclass(frozen=True, slots=True)
class Row:
    """One submission as the model knows it."""

    number: int
    content: str
    beside: str
    key: str
    state: str
    superseded_by: int | None = None
    is_purged: bool = False

    @property
    def stands(self) -> bool:
        """True where its records count."""
        return self.state in IN_USE and self.superseded_by is None and not self.is_purged

    def facts(self) -> list[Any]:
        """What a listing says of it."""
        return [self.number, self.state, self.superseded_by, self.is_purged]


@dataclass(frozen=True, slots=True)
class State:
    """Everything that stands at one moment."""

    rows: Mapping[str, tuple[Row, ...]]
    figures: Mapping[str, Figures]
    rolled: Figures

    def standing(self, program: str) -> list[Row]:
        """The submissions that count."""
        return [row for row in self.rows[program] if row.stands]

    def listing(self, program: str) -> list[list[Any]]:
        """What a look at the submissions shows."""
        return [row.facts() for row in self.rows[program]]


BEGINNING = State(dict.fromkeys(PROGRAMS, ()), {name: counted(()) for name in PROGRAMS}, counted(()))


def _known(state: State, call: Call) -> list[tuple[str, int]]:
    """Every answer by which a submission is told that nothing new was stored; none where it must be stored."""
    rows, said = state.rows[call.program], call.said
    content, beside = said["content"], said["beside"]
    keyed = [row for row in rows if said["key"] and row.key == said["key"]]
    if keyed:
        same = (keyed[0].content, keyed[0].beside) == (content, beside)
        return [(keyed[0].state, keyed[0].number) if same else ("refused", 0)]
    if content == FAULTY:
        return [(row.state, row.number) for row in rows if row.state == "returned" and row.beside == beside]
    return [(row.state, row.number) for row in state.standing(call.program) if row.content == content]


def _replaced(state: State, call: Call) -> list[int] | None:
    """The submissions whose place a new one takes; None where only a person can tell."""
    standing = state.standing(call.program)
    if call.said["beside"]:
        return [row.number for row in standing] if call.said["beside"] == "replaces" else []
    first, last = days_of(call.said["content"])
    crossing, replaced = False, []
    for row in standing:
        began, ended = days_of(row.content)
        if ended < first or last < began:
            continue
        if first <= began and ended <= last:
            replaced.append(row.number)
        else:
            crossing = True
    return None if crossing else replaced


def _recounted(state: State, program: str, rows: tuple[Row, ...]) -> State:
    found = replace(state, rows={**state.rows, program: rows})
    return replace(found, figures={**state.figures, program: counted([row.content for row in found.standing(program)])})


def _submitted(state: State, call: Call) -> tuple[State | None, Answer]:
    """The state after a submission that was stored, and what it answers; None where it must not be stored."""
    program, content = call.program, call.said["content"]
    if _known(state, call):
        return None, {}
    rows = state.rows[program]
    row = Row(len(rows) + 1, content, call.said["beside"], call.said["key"], "accepted")
    if content == FAULTY:
        row = replace(row, state="returned")
        after = replace(state, rows={**state.rows, program: (*rows, row)})
        return after, {"state": "returned", "number": row.number, "is_new": True, "superseded": [], "moved": []}
    replaced = _replaced(state, call)
    if replaced is None:
        return None, {}
    stood = tuple(replace(one, superseded_by=row.number) if one.number in replaced else one for one in rows)
    after = _recounted(state, program, (*stood, row))
    answer = {
        "state": row.state,
        "number": row.number,
        "is_new": True,
        "superseded": sorted(replaced),
        "moved": moved(state.figures[program], after.figures[program]),
    }
    return after, answer


def moved(before: Figures, after: Figures) -> list[list[Any]]:
    """Every figure that differs: measure, period, what stood there, what does now."""
    found: list[list[Any]] = []
    for measure in sorted(after):
        for period in sorted({*before[measure], *after[measure]}):
            stood, stands = before[measure].get(period), after[measure].get(period)
            if stood != stands:
                found.append([measure, period, stood, stands])
    return found


def _withdrawn(state: State, call: Call) -> tuple[State | None, Answer]:
    program, number = call.program, call.said["number"]
    rows = state.rows[program]
    row = next((one for one in rows if one.number == number), None)
    if row is None or row.state == "withdrawn":
        return None, {}
    gone = [one for one in rows if one.content == row.content and row.state != "returned" and one.superseded_by]
    after = tuple(
        replace(one, state="withdrawn", is_purged=True)
        if one is row
        else replace(one, is_purged=True)
        if one in gone
        else one
        for one in rows
    )
    if row.stands:
        return _recounted(state, program, after), {"is_done": True}
    return replace(state, rows={**state.rows, program: after}), {"is_done": True}


def _due(state: State) -> int:
    return sum(_is_due(row) for rows in state.rows.values() for row in rows)


def _is_due(row: Row) -> bool:
    return row.superseded_by is not None and not row.is_purged


def _purged(state: State, call: Call) -> tuple[State | None, Answer]:
    if not _due(state):
        return None, {}
    after = {
        program: tuple(replace(row, is_purged=row.is_purged or _is_due(row)) for row in rows)
        for program, rows in state.rows.items()
    }
    return replace(state, rows=after), {"purged": _due(state)}


def _computed(state: State, call: Call) -> tuple[State | None, Answer]:
    figures = {program: counted([row.content for row in state.standing(program)]) for program in state.rows}
    return State(state.rows, figures, together(list(figures.values()))), {"became": "done"}


def _cancelled(state: State, call: Call) -> tuple[State | None, Answer]:
    return state, {"is_done": True}


CHANGES: dict[str, tuple[str, Callable[[State, Call], tuple[State | None, Answer]]]] = {
    "submit": ("submit_records", _submitted),
    "withdraw": ("withdraw_submission", _withdrawn),
    "purge": ("purge_records", _purged),
    "work": ("compute_measures", _computed),
    "cancel": ("cancel_job", _cancelled),
}


def _fits(state: State, call: Call) -> bool:
    """True where a call that changed nothing could have been answered so at this moment."""
    said, answer = call.said, call.answer
    if call.does == "look":
        return (
            answer["listing"] == state.listing(call.program)
            and answer["figures"] in (None, state.figures[call.program])
            and answer["rolled"] in (None, state.rolled)
        )
    if call.does == "submit":
        known = _known(state, call)
        if answer["state"] == "refused" and not known:
            return said["content"] != FAULTY and _replaced(state, call) is None
        is_new = answer["is_new"] and answer["state"] != "refused"
        return (answer["state"], answer["number"]) in known and not is_new
    if call.does == "withdraw":
        return not answer["is_done"] and _withdrawn(state, call)[0] is None
    if call.does == "purge":
        return bool(answer["purged"] == 0 and not _due(state))
    return True  # jobs are judged by themselves


# ------------------------------------------------------------------------------------------------------- the judge


def impossible(history: History) -> list[str]:
    """What no community that does one thing after the other could have answered: a sentence for each; none is well."""
    calls = {call.name: call for call in history.calls}
    found = [f"{call.name} failed: {call.answer['fault']}" for call in history.calls if "fault" in call.answer]
    sound = [call for call in history.calls if "fault" not in call.answer]
    found += _doubled(history.events, calls)
    found += _out_of_time(history.events, calls)
    states, places, more = _replayed(history.events, calls)
    found += more
    found += _lost(sound, places)
    found += _unfitting(sound, states, places, calls, history.events)
    found += _jobs(sound)
    found += [
        f"{call.name} found the records of submission {number} of {call.program} not whole, though they stand"
        for call in sound
        if call.does == "parts"
        for number in call.answer.get("broken", ())
    ]
    return [*found, *_ended(states[-1], history.end)]


def _doubled(events: Sequence[Event], calls: Mapping[str, Call]) -> Iterator[str]:
    """A change nobody asked for, or one made twice."""
    seen: set[str] = set()
    for event in events:
        if event.by not in calls:
            yield f"{event.action} was done by {event.by}, who never asked for it"
        elif CHANGES.get(calls[event.by].does, ("",))[0] != event.action:
            yield f"{event.by} asked to {calls[event.by].does}, and {event.action} was done"
        if event.by in seen:
            yield f"{event.by} was done twice"
        seen.add(event.by)


def _out_of_time(events: Sequence[Event], calls: Mapping[str, Call]) -> Iterator[str]:
    """A change that stands in the order before another that was over before it was asked for."""
    latest, by = -1, ""
    for event in events:
        call = calls.get(event.by)
        if call is None:
            continue
        if call.answered is not None and call.answered < latest:
            yield f"{call.name} was answered before {by} was called, and was done after it"
        if call.called > latest:
            latest, by = call.called, call.name


def _replayed(events: Sequence[Event], calls: Mapping[str, Call]) -> tuple[list[State], dict[str, int], list[str]]:
    """The state after each event, the place of each call's event, and the answers that differ from the model's."""
    states, places, found = [BEGINNING], {}, []
    for place, event in enumerate(events, start=1):
        call, state = calls.get(event.by), states[-1]
        change = CHANGES.get(call.does) if call else None
        if call is None or change is None or change[0] != event.action:
            states.append(state)
            continue
        places[call.name] = place
        after, answer = change[1](state, call)
        if after is None:
            found.append(f"{call.name} did {event.action} where nothing could be done: {dict(call.said)}")
        elif call.answered is not None and "fault" not in call.answer:
            told = {name: call.answer.get(name) for name in answer}
            if told != answer:
                found.append(f"{call.name} was answered {told}, and should have been {answer}")
        states.append(after or state)
    return states, places, found


def _lost(calls: Sequence[Call], places: Mapping[str, int]) -> Iterator[str]:
    """Acknowledged, and nothing was done."""
    for call in calls:
        if call.answered is None or call.name in places:
            continue
        answer = call.answer
        claims = (
            (call.does == "submit" and answer["is_new"] and answer["number"])
            or (call.does in ("withdraw", "cancel") and answer["is_done"])
            or (call.does == "purge" and answer["purged"])
            or (call.does == "work" and answer["became"] == "done")
        )
        if claims:
            yield f"{call.name} was told that it was done, and nothing was: {answer}"


def _unfitting(
    calls: Sequence[Call],
    states: Sequence[State],
    places: Mapping[str, int],
    known: Mapping[str, Call],
    events: Sequence[Event],
) -> Iterator[str]:
    """Answers of calls that changed nothing, each to be placed at a moment, none before what was seen before it.

    Moments are taken as early as they can be, in the order of the calls: if that leads nowhere, nothing does.
    """
    ends = sorted((known[name].answered, place) for name, place in places.items() if known[name].answered is not None)
    over = list(accumulate((place for _, place in ends), max))
    times = [at for at, _ in ends]
    begun = list(accumulate((known[event.by].called if event.by in known else 0 for event in events), max))
    seen: list[tuple[int, int]] = []  # answered, moment; the moments never fall
    for call in sorted(calls, key=lambda one: one.called):
        if call.answered is None or call.name in places or call.does in ("work", "cancel", "ask", "parts"):
            continue
        done = bisect_right(times, call.called - 1)
        earliest = over[done - 1] if done else 0
        before = bisect_right(seen, (call.called - 1, len(states)))
        earliest = max(earliest, seen[before - 1][1] if before else 0)
        latest = bisect_right(begun, call.answered)
        moment = next((each for each in range(earliest, latest + 1) if _fits(states[each], call)), None)
        if moment is None:
            yield _misfit(call, states, earliest)
            continue
        _remember(seen, call.answered, moment)


def _remember(seen: list[tuple[int, int]], answered: int, moment: int) -> None:
    """Whoever calls after `answered` sees nothing from before `moment`."""
    at = bisect_right(seen, (answered, moment))
    if at and seen[at - 1][1] >= moment:
        return
    insort(seen, (answered, moment))
    while at + 1 < len(seen) and seen[at + 1][1] <= moment:
        del seen[at + 1]


def _misfit(call: Call, states: Sequence[State], earliest: int) -> str:
    if call.does != "look":
        return f"{call.name} was answered {call.answer} to {dict(call.said)}, which fits no moment of it"
    earlier = next((each for each in range(earliest - 1, -1, -1) if _fits(states[each], call)), None)
    if earlier is not None:
        return f"{call.name} saw {call.program} as it was {earliest - earlier} changes before, which it must not"
    if any(_fits(each, call) for each in states[earliest:]):
        return f"{call.name} saw {call.program} as it was only later"
    rows = [each for each in states[earliest:] if each.listing(call.program) == call.answer["listing"]]
    if rows:
        should = rows[0].figures[call.program]
        return f"{call.name} saw figures of {call.program} that do not follow from what stands: not {should}"
    return f"{call.name} saw submissions of {call.program} that never stood so together"


def _jobs(calls: Sequence[Call]) -> Iterator[str]:
    """Each job is done by one worker, and never after it was cancelled."""
    done: dict[str, str] = {}
    cancelled = {
        call.said["job"]: call.answered for call in calls if call.does == "cancel" and call.answer.get("is_done")
    }
    for call in calls:
        became = call.answer.get("became", "") if call.does == "work" else ""
        job = call.said.get("job", "")
        if became == "failed":
            yield f"{call.name} could not do its job"
        if became and job in done:
            yield f"{call.name} and {done[job]} both did the job {job}"
        if became == "done" and (cancelled.get(job) or call.called) < call.called:
            yield f"{call.name} did the job {job} that had been cancelled"
        if became:
            done[job] = call.name


def _ended(state: State, end: Mapping[str, Any]) -> Iterator[str]:
    """What stands when all is quiet."""
    for program in PROGRAMS:
        if end["listing"][program] != state.listing(program):
            yield f"in the end the submissions of {program} are not what the changes lead to"
        for name, should in (("figures", state.figures[program]), ("recomputed", state.figures[program])):
            if end[name][program] != should:
                yield f"in the end the {name} of {program} are {end[name][program]} and not {should}"
    if end["rolled"] != together(list(state.figures.values())):
        yield "in the end the figures over all programs are not those of the programs together"
    yield from (f"in the end {said}" for said in end.get("wrong", ()))
