"""A rule in one plain sentence: what is counted, of whom, and in which period they fall."""

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


def rule_in_words(rule: Rule) -> str:
    """What a rule counts, as a resident reads it.

    >>> from groundswell.core.measures.rule_text import parse_rule
    >>> rule, _ = parse_rule({"count": "people", "of": {"enrollments": {"started": "in_period"}},
    ...     "where": {"services": {"service": "visit", "times": {"at_least": 12},
    ...                            "within_days_of": "enrollment", "days": 365}}})
    >>> print(rule_in_words(rule).replace(", ", ",\\n"))
    People with at least 12 services “visit” within 365 days of enrollment,
    of those whose enrollment started in the period.
    """
    anchor, of, where = split(rule)
    falls = _listed([_anchor(anchor, rule), *_parts(of if rule.is_share else where, rule)])
    counted = _COUNTED[rule.count]
    if not rule.is_share:
        return sentence("{counted} {conditions}.", counted=counted, conditions=falls)
    if not _parts(where, rule):
        return sentence("{counted}, all of those {denominator}.", counted=counted, denominator=falls)
    numerator = _listed(_parts(where, rule))
    return sentence(
        "{counted} {conditions}, of those {denominator}.", counted=counted, conditions=numerator, denominator=falls
    )


def _parts(condition: All | None, rule: Rule) -> list[str]:
    return [_words(each, rule) for each in condition.conditions] if condition else []


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return parts[0] if parts else ""
    return sentence("{one} and {others}", one=parts[0], others=_listed(parts[1:]))


def _either(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return parts[0] if parts else ""
    return sentence("{one}, or {others}", one=parts[0], others=_either(parts[1:]))


def _words(condition: Condition, rule: Rule) -> str:
    match condition:
        case All(conditions):
            return _listed([_words(each, rule) for each in conditions])
        case AnyOf(conditions):
            return sentence("either {either}", either=_either([_words(each, rule) for each in conditions]))
        case Not(inner):
            return sentence("not {condition}", condition=_words(inner, rule))
        case Site(sites):
            return sentence("at {sites}", sites=_quoted(sites))
        case Place(places):
            return sentence("living in {places}", places=_quoted(places))
        case Group(dimension, values):
            return sentence("in the group {values} ({dimension})", values=_quoted(values), dimension=dimension)
        case NextProgram(program, days):
            return sentence(
                "who started in the program {program} within {days} days of leaving", program=program, days=days
            )
        case Age():
            return _age(condition)
        case Enrollments():
            return _enrollment(condition, isinstance(anchor_of(rule), Enrollments))
        case Services():
            return sentence("{services}{when}", services=_services(condition), when=_when(condition, rule))
        case Outcomes():
            return sentence("{outcome}{when}", outcome=_outcome(condition), when=_when(condition, rule))


def _anchor(anchor: Clause, rule: Rule) -> str:
    """How records fall into the period."""
    if isinstance(anchor, Enrollments):
        return _enrollment(anchor, same=False)
    if isinstance(anchor, Services):
        return sentence("{services} in the period{near}", services=_services(anchor, rule.count), near=_near(anchor))
    return sentence("{outcome} in the period{near}", outcome=_outcome(anchor), near=_near(anchor))


def _enrollment(clause: Enrollments, same: bool) -> str:
    ways = {
        "started": sentence("started in the period"),
        "ended": sentence("ended in the period"),
        "active": sentence("was active in the period"),
    }
    said = [words for key, words in ways.items() if getattr(clause, key)]
    if not said and not same:
        said.append(ways["active"])
    if clause.end_reasons:
        said.append(sentence("ended with {reasons}", reasons=_quoted(clause.end_reasons)))
    if clause.retained_days is not None:
        said.append(sentence("lasted at least {days} days", days=clause.retained_days))
    return sentence("whose enrollment {what}", what=_listed(said)) if said else sentence("with an enrollment")


def _services(clause: Services, count: Count = Count.PEOPLE) -> str:
    kind = _kinds(clause)
    if not clause.is_summed:
        if count in (Count.SERVICES, Count.QUANTITY):
            return sentence("{kind}", kind=kind or sentence("of any kind"))
        return sentence("with a service {kind}", kind=kind) if kind else sentence("with a service")
    said = []
    if clause.times is not None:
        said.append(
            sentence("{bounds} services {kind}", bounds=_bounds(clause.times), kind=kind)
            if kind
            else sentence("{bounds} services", bounds=_bounds(clause.times))
        )
    if clause.quantity is not None:
        of = sentence(" of {kind}", kind=kind) if kind else ""
        said.append(sentence("a quantity of {bounds}{of}", bounds=_bounds(clause.quantity), of=of))
    return sentence("with {what}", what=_listed(said))


def _kinds(clause: Services) -> str:
    named, units = _quoted(clause.services), _quoted(clause.units)
    if not units:
        return named
    return (
        sentence("{services} in {units}", services=named, units=units) if named else sentence("in {units}", units=units)
    )


def _outcome(clause: Outcomes) -> str:
    named = _quoted(clause.outcomes)
    if clause.change is not None:
        return sentence(
            "whose {outcome} changed by {bounds} from the first score to the last",
            outcome=named,
            bounds=_bounds(clause.change),
        )
    taken = {
        Take.FIRST: sentence("whose first {outcome}", outcome=named),
        Take.LAST: sentence("whose last {outcome}", outcome=named),
        Take.ANY: sentence("with any {outcome}", outcome=named),
    }[clause.take]
    said = []
    if clause.achieved is not None:
        said.append(sentence("was achieved") if clause.achieved else sentence("was not achieved"))
    if clause.score is not None:
        said.append(sentence("scored {bounds}", bounds=_bounds(clause.score)))
    if clause.take is Take.ANY:
        return sentence("{taken} that {what}", taken=taken, what=_listed(said)) if said else taken
    return sentence("{taken} {what}", taken=taken, what=_listed(said) or sentence("is known"))


def _when(clause: Services | Outcomes, rule: Rule) -> str:
    if clause.within_days is None and not isinstance(anchor_of(rule), Enrollments):
        return sentence(" in the period{near}", near=_near(clause))
    return _near(clause)


def _near(clause: Services | Outcomes) -> str:
    said = ""
    if clause.within_days is not None:
        said = counted_sentence(
            " within {count} day of enrollment", " within {count} days of enrollment", clause.within_days
        )
    if clause.first_date and clause.last_date:
        dates = sentence(
            " from {first} to {last}", first=clause.first_date.isoformat(), last=clause.last_date.isoformat()
        )
    elif clause.first_date or clause.last_date:
        day = (clause.first_date or clause.last_date or "").isoformat()  # type: ignore[union-attr]
        dates = sentence(" from {day} on", day=day) if clause.first_date else sentence(" up to {day}", day=day)
    else:
        return said
    return sentence("{near}{dates}", near=said, dates=dates) if said else dates


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
