"""A rule in one plain sentence: what is counted, of whom, and in which period they fall.

Every condition is a phrase behind what is counted: people *whose enrollment started*, enrollments *that started*,
services *of the kind "visit"*. Where something else than people is counted, what is said of the person stands behind
`of people`.
"""

from collections.abc import Sequence

from groundswell.core.measures.anchors import anchor_of, split
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
from groundswell.core.sentences import counted_sentence, sentence

_COUNTED = {
    Count.PEOPLE: sentence("People"),
    Count.ENROLLMENTS: sentence("Enrollments"),
    Count.SERVICES: sentence("Services"),
    Count.QUANTITY: sentence("The quantity of services"),
}
_OF_SERVICES = (Count.SERVICES, Count.QUANTITY)


def rule_in_words(rule: Rule) -> str:
    """What a rule counts, as a resident reads it.

    >>> from groundswell.core.measures.rule_text import parse_rule
    >>> rule, _ = parse_rule({"count": "people", "of": {"enrollments": {"started": "in_period"}},
    ...     "where": {"services": {"service": "visit", "times": {"at_least": 12},
    ...                            "within_days_of": "enrollment", "days": 365}}})
    >>> print(rule_in_words(rule).replace(", ", ",\\n"))
    People with at least 12 services of the kind “visit” within 365 days of enrollment,
    of those whose enrollment started in the period.
    """
    anchor, of, where = split(rule)
    others = of if rule.is_share else where
    falls = _phrase([anchor, *_beneath(others)], rule, rule.count, anchor)
    counted = _COUNTED[rule.count]
    if not rule.is_share:
        return sentence("{counted} {conditions}.", counted=counted, conditions=falls)
    if not _beneath(where):
        return sentence("{counted} {conditions}, all of them.", counted=counted, conditions=falls)
    numerator = _phrase(_beneath(where), rule, rule.count)
    return sentence(
        "{counted} {conditions}, {among}.", counted=counted, conditions=numerator, among=_among(rule.count, falls)
    )


def _among(count: Count, denominator: str) -> str:
    if count is Count.SERVICES:
        return sentence("of all services {denominator}", denominator=denominator)
    if count is Count.QUANTITY:
        return sentence("of the quantity of all services {denominator}", denominator=denominator)
    return sentence("of those {denominator}", denominator=denominator)


def _beneath(part: All | None) -> tuple[Condition, ...]:
    """What must all hold, lists within lists taken apart."""
    if part is None:
        return ()
    return tuple(one for each in part.conditions for one in (_beneath(each) if isinstance(each, All) else (each,)))


def _phrase(conditions: Sequence[Condition], rule: Rule, count: Count, anchor: Clause | None = None) -> str:
    """Everything that must hold, behind what is counted; `anchor` is the clause that places records in the period."""

    def said(condition: Condition, of: Count) -> str:
        return _anchor(condition, of) if condition is anchor else _words(condition, rule, of)

    persons = [each for each in conditions if _is_of_person(each, count)]
    own = [each for each in conditions if each not in persons]
    if count is Count.PEOPLE:
        traits = [said(each, count) for each in own if _is_trait(each)]
        clauses = _listed([said(each, count) for each in own if not _is_trait(each)])
        if not traits or not clauses:
            return _listed(traits) or clauses
        if len(traits) == 1:
            return sentence("{traits} {clauses}", traits=traits[0], clauses=clauses)
        return sentence("{traits}, {clauses}", traits=_listed(traits), clauses=clauses)
    phrases = [said(each, count) for each in own]
    if persons:
        phrases.append(sentence("of people {who}", who=_phrase(persons, rule, Count.PEOPLE)))
    return _listed(phrases)


def _is_of_person(condition: Condition, count: Count) -> bool:
    """True for what is said of the person, where something else is counted."""
    match condition:
        case All(conditions) | AnyOf(conditions):
            return all(_is_of_person(each, count) for each in conditions)
        case Not(inner):
            return _is_of_person(inner, count)
        case Age() | Place() | Group():
            return count is not Count.PEOPLE
        case Enrollments() | Outcomes():
            return count in _OF_SERVICES
        case _:
            return False


def _is_trait(condition: Condition) -> bool:
    """True for what people are or where, which is said before what they did."""
    inner = condition.condition if isinstance(condition, Not) else condition
    return isinstance(inner, Age | Place | Group | Site)


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return parts[0] if parts else ""
    if len(parts) == 2:
        return sentence("{one} and {other}", one=parts[0], other=parts[1])
    return sentence("{several}, and {other}", several=_in_a_row(parts[:-1]), other=parts[-1])


def _in_a_row(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else sentence("{first}, {others}", first=parts[0], others=_in_a_row(parts[1:]))


def _either(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return parts[0] if parts else ""
    if len(parts) == 2:
        return sentence("either {one} or {other}", one=parts[0], other=parts[1])
    return sentence("either {several}, or {other}", several=_in_a_row(parts[:-1]), other=parts[-1])


def _words(condition: Condition, rule: Rule, count: Count) -> str:
    match condition:
        case All(conditions):
            return _phrase(_beneath(condition), rule, count)
        case AnyOf(conditions):
            return _either([_phrase(_beneath(All((each,))), rule, count) for each in conditions])
        case Not(inner):
            return _not(inner, rule, count)
        case Site(sites):
            return sentence("at the site {sites}", sites=_quoted(sites))
        case Place(places):
            return sentence("living in {places}", places=_quoted(places))
        case Group(dimension, values):
            return sentence("in the group {values} ({dimension})", values=_quoted(values), dimension=dimension)
        case NextProgram(program, days):
            return _next_program(program, days, count)
        case Age():
            return _age(condition)
        case Enrollments():
            return _enrollment(condition, count, same=isinstance(anchor_of(rule), Enrollments))
        case Services():
            if count in _OF_SERVICES and not condition.is_summed:
                kind = _kinds(condition) or sentence("of any kind")
                return sentence("{kind}{near}", kind=kind, near=_near(condition))
            if count in _OF_SERVICES:
                return sentence("of people {who}", who=_with(condition, _when(condition, rule)))
            return _with(condition, _when(condition, rule))
        case Outcomes():
            return _outcome(condition, _when(condition, rule))


def _not(inner: Condition, rule: Rule, count: Count) -> str:
    if isinstance(inner, Services) and not inner.is_summed and count not in _OF_SERVICES:
        kind = _kinds(inner)
        what = sentence("any service {kind}", kind=kind) if kind else sentence("any service")
        return sentence("without {what}{when}", what=what, when=_when(inner, rule))
    said = _phrase((inner,), rule, count)
    if _is_trait(inner) or (isinstance(inner, Services) and count in _OF_SERVICES):
        return sentence("not {condition}", condition=said)
    return sentence("not among those {condition}", condition=said)


def _next_program(program: str, days: int, count: Count) -> str:
    if count is Count.ENROLLMENTS:
        return sentence(
            "after which the person started in the program {program} within {days} days", program=program, days=days
        )
    return sentence("who started in the program {program} within {days} days of leaving", program=program, days=days)


def _anchor(anchor: Clause, count: Count) -> str:
    """How records fall into the period."""
    if isinstance(anchor, Enrollments):
        return _enrollment(anchor, count, same=False)
    when = sentence(" in the period{near}", near=_and_near(anchor))
    if isinstance(anchor, Outcomes):
        return _outcome(anchor, when)
    if count not in _OF_SERVICES:
        return _with(anchor, when)
    kind = _kinds(anchor)
    placed = (
        sentence("{kind} in the period{near}", kind=kind, near=_and_near(anchor))
        if kind
        else sentence("in the period{near}", near=_and_near(anchor))
    )
    if not anchor.is_summed:
        return placed
    return sentence("{services}, of people with {what}", services=placed, what=_such(anchor))


def _enrollment(clause: Enrollments, count: Count, *, same: bool) -> str:
    is_many = count is Count.ENROLLMENTS
    ways = {
        "started": sentence("started in the period"),
        "ended": sentence("ended in the period"),
        "active": sentence("were active in the period") if is_many else sentence("was active in the period"),
    }
    said = [words for key, words in ways.items() if getattr(clause, key)]
    if not said and not same:
        said.append(ways["active"])
    if clause.end_reasons:
        reasons = _quoted(clause.end_reasons)
        if clause.ended and clause.ways == 1:
            said = [sentence("ended in the period with {reasons}", reasons=reasons)]
        else:
            said.append(sentence("ended with {reasons}", reasons=reasons))
    if clause.retained_days is not None:
        said.append(counted_sentence("lasted at least {count} day", "lasted at least {count} days",
                                     clause.retained_days))  # fmt: skip
    if is_many:
        return sentence("that {what}", what=_listed(said)) if said else sentence("of any kind")
    return sentence("whose enrollment {what}", what=_listed(said)) if said else sentence("with an enrollment")


def _with(clause: Services, when: str) -> str:
    """Somebody, or an enrollment, with services."""
    kind = _kinds(clause)
    behind = sentence(" {kind}", kind=kind) if kind else ""
    if clause.times is not None:
        what: str = counted_sentence(
            "{bounds} service{kind}{when}", "{bounds} services{kind}{when}", _number_of(clause.times),
            bounds=_bounds(clause.times), kind=behind, when=when,
        )  # fmt: skip
    elif clause.quantity is not None:
        what = sentence("services{kind}{when}", kind=behind, when=when)
    else:
        what = sentence("any service{kind}{when}", kind=behind, when=when)
    if clause.quantity is not None:
        what = sentence("{services} adding up to {sum}", services=what, sum=_bounds(clause.quantity))
    return sentence("with {what}", what=what)


def _such(clause: Services) -> str:
    """How many services like the one that is counted, and how much of them."""
    what: str = sentence("such services")
    if clause.times is not None:
        what = counted_sentence(
            "{bounds} such service", "{bounds} such services", _number_of(clause.times), bounds=_bounds(clause.times)
        )
    if clause.quantity is not None:
        what = sentence("{services} adding up to {sum}", services=what, sum=_bounds(clause.quantity))
    return what


def _number_of(bounds: Bounds) -> int:
    """One or several, as the noun behind the bounds says it."""
    return 1 if (bounds.at_least if bounds.at_most is None else bounds.at_most) == 1 else 2


def _kinds(clause: Services) -> str:
    named, units = _quoted(clause.services), _quoted(clause.units)
    if named and units:
        return sentence("of the kind {services} counted in {units}", services=named, units=units)
    if units:
        return sentence("counted in {units}", units=units)
    return sentence("of the kind {services}", services=named) if named else ""


def _outcome(clause: Outcomes, when: str) -> str:
    named = _quoted(clause.outcomes)
    if clause.change is not None:
        return sentence(
            "whose score in {outcome} changed by {bounds} from first to last{when}",
            outcome=named, bounds=_bounds(clause.change), when=when,
        )  # fmt: skip
    said = []
    if clause.achieved is not None:
        said.append(sentence("was achieved") if clause.achieved else sentence("was not achieved"))
    if clause.score is not None:
        said.append(sentence("scored {bounds}", bounds=_bounds(clause.score)))
    if clause.take is Take.ANY:
        taken = sentence("with any outcome {outcome}{when}", outcome=named, when=when)
        return sentence("{taken} that {what}", taken=taken, what=_listed(said)) if said else taken
    what = _listed(said) or sentence("is known")
    if clause.take is Take.FIRST:
        return sentence("whose first outcome {outcome}{when} {what}", outcome=named, when=when, what=what)
    return sentence("whose last outcome {outcome}{when} {what}", outcome=named, when=when, what=what)


def _when(clause: Services | Outcomes, rule: Rule) -> str:
    if clause.within_days is None and not isinstance(anchor_of(rule), Enrollments):
        return sentence(" in the period{near}", near=_and_near(clause))
    return _near(clause)


def _and_near(clause: Services | Outcomes) -> str:
    """The same behind another word of time."""
    near = _near(clause)
    return sentence(" and{near}", near=near) if near else ""


def _near(clause: Services | Outcomes) -> str:
    said = ""
    if clause.within_days is not None:
        said = counted_sentence(
            " within {count} day of enrollment", " within {count} days of enrollment", clause.within_days
        )
    first, last = (day.isoformat() if day else "" for day in (clause.first_date, clause.last_date))
    if first and last:
        dates = sentence(" between {first} and {last}", first=first, last=last)
    elif first or last:
        dates = sentence(" on or after {day}", day=first) if first else sentence(" on or before {day}", day=last)
    else:
        return said
    return sentence("{near} and{dates}", near=said, dates=dates) if said else dates


def _age(age: Age) -> str:
    if age.from_years is not None and age.to_years is not None:
        years = sentence("aged {first} to {last}", first=age.from_years, last=age.to_years)
    elif age.from_years is not None:
        years = sentence("aged {first} or more", first=age.from_years)
    else:
        years = sentence("aged {last} or less", last=age.to_years or 0)
    at = {
        AgeAt.PERIOD_START: sentence("at the start of the period"),
        AgeAt.ENROLLMENT: sentence("at enrollment"),
        AgeAt.SERVICE: sentence("at the service"),
        AgeAt.OUTCOME: sentence("at the outcome"),
    }.get(age.at)
    return sentence("{years} {at}", years=years, at=at) if at else years


def _bounds(bounds: Bounds) -> str:
    low, high = (format(each, "f") if each is not None else "" for each in (bounds.at_least, bounds.at_most))
    if low and high:
        return (
            sentence("exactly {number}", number=low)
            if bounds.at_least == bounds.at_most
            else sentence("{low} to {high}", low=low, high=high)
        )
    return sentence("at least {low}", low=low) if low else sentence("at most {high}", high=high)


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    if len(quoted) < 2:
        return quoted[0] if quoted else ""
    return sentence("{several} or {last}", several=", ".join(quoted[:-1]), last=quoted[-1])
