"""What may be claimed of a program's effect, and what is no effect at all: one place for forms, files and the API.

A claim is a link as somebody wrote it: text by the columns of contributions.csv. A finding names the column that is to
be mended. Cells that are no numbers were told of where cells are read, and are passed over here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from groundswell.core.contribution.effects import why_no_effect
from groundswell.core.contribution.links import CERTAIN, Declared, EffectKind, Evidence, Link
from groundswell.core.findings import Finding, error, has_errors, warning
from groundswell.core.sentences import sentence

Claim = Mapping[str, str]
SHARES = ("in_population_share", "completion", "baseline_risk")
RANGED = (*SHARES, "effect")
MOST_PEOPLE = 10_000_000  # more than any one program serves
MOST_YEARS = 50  # until an effect shows
LONGEST = {"mechanism": 2_000, "evidence_source": 1_000, "owner": 200}  # characters
REVIEWED = (2000, 2100)  # years in which assumptions may be looked at
MOST_EFFECT = 1_000
NOT_IN_PEOPLE = frozenset({"index", "currency"})  # units whose numbers are not made of people


def problems_of_claim(claim: Claim) -> Iterator[Finding]:
    """Everything that is wrong with what one link says: first its cells, then whether it is an effect at all."""
    numbers = {name: _number(claim.get(name, "")) for name in _NUMBERS}
    found = [finding for name in RANGED for finding in _range(name, numbers)]
    found += [*_kind(claim, numbers), *problems_of_size(claim)]
    match claim.get("effect_kind", ""):
        case EffectKind.RISK_RATIO:
            found += _risk_ratio(numbers)
        case EffectKind.RISK_DIFFERENCE:
            found += _risk_difference(numbers)
    yield from found
    if not has_errors(found) and (link := link_from(claim)) is not None:
        yield from _no_effect(link)


def link_from(
    claim: Claim,
    *,
    name: str = "",
    served: float | None = None,
    served_before: float | None = None,
    by_cell: Mapping[str, float] | None = None,
    population_risk: float | None = None,
) -> Link | None:
    """A claim in computing units; None where it says no effect, or one in words that are not known.

    `served` and `served_before`, in people, take the place of what was entered; `population_risk` stands for a
    baseline risk that nobody declared.
    """
    effect, kind = _declared(claim, "effect"), claim.get("effect_kind", "")
    if effect is None or kind not in tuple(EffectKind):
        return None
    baseline = _declared(claim, "baseline_risk")
    evidence = claim.get("evidence", "")
    return Link(
        id=name or claim.get("link_id", ""),
        served=_float(claim, "served") or 0.0 if served is None else served,
        served_before=_float(claim, "served_before") or 0.0 if served_before is None else served_before,
        effect=effect,
        effect_kind=EffectKind(kind),
        baseline_risk=baseline or (CERTAIN if population_risk is None else Declared(population_risk)),
        in_population=_declared(claim, "in_population_share") or CERTAIN,
        completion=_declared(claim, "completion") or CERTAIN,
        evidence=Evidence(evidence) if evidence in tuple(Evidence) else None,
        lag_years=_float(claim, "lag_years") or 0.0,
        capacity=_float(claim, "capacity"),
        unit_cost=_float(claim, "unit_cost"),
        by_cell=dict(by_cell or {}),
    )


def _declared(claim: Claim, name: str) -> Declared | None:
    value, low, high = (_float(claim, f"{name}{end}") for end in ("", "_low", "_high"))
    return None if value is None else Declared(value, low, high)


def _float(claim: Claim, name: str) -> float | None:
    number = _number(claim.get(name, ""))
    return None if number is None else float(number)


def _no_effect(link: Link) -> Iterator[Finding]:
    """What `why_no_effect` says, at the column where it can be mended."""
    anyway = why_no_effect(replace(link, evidence=None))
    column = "effect" if link.baseline_risk.value > 0 else "baseline_risk"
    yield from (error(said, column=column) for said in anyway)
    column = "effect_high" if link.effect_kind is EffectKind.RISK_RATIO else "effect_low"
    yield from (error(said, column=column) for said in why_no_effect(link) if said not in anyway)


def problem_with_unit(unit: str) -> tuple[str, str] | None:
    """Why a link to an indicator of this unit cannot be computed; None where it can."""
    if unit not in NOT_IN_PEOPLE:
        return None
    said = sentence("its unit is {unit}, which is not made of people", unit=unit)
    return said, sentence("link to an indicator in percent, a rate or a count of people")


_NUMBERS = tuple(f"{name}{end}" for name in RANGED for end in ("", "_low", "_high"))
Numbers = Mapping[str, Decimal | None]


def _number(cell: str) -> Decimal | None:
    try:
        found = Decimal(cell)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _range(name: str, numbers: Numbers) -> Iterator[Finding]:
    value, low, high = (numbers[f"{name}{end}"] for end in ("", "_low", "_high"))
    for end, bound in (("_low", low), ("_high", high)):
        if bound is not None and value is None:
            said = sentence("is a range without a value")
            yield error(said, sentence("write the value that you take as likeliest"), column=name)
            return
        if bound is None or value is None:
            continue
        if (bound > value) if end == "_low" else (bound < value):
            said = (
                sentence("{bound} is above its value {value}", bound=_plain(bound), value=_plain(value))
                if end == "_low"
                else sentence("{bound} is below its value {value}", bound=_plain(bound), value=_plain(value))
            )
            yield error(said, sentence("a range holds its value; exchange or correct them"), column=f"{name}{end}")


def _kind(claim: Claim, numbers: Numbers) -> Iterator[Finding]:
    kind = claim.get("effect_kind", "")
    is_said = any(numbers[name] is not None for name in ("effect", "effect_low", "effect_high"))
    if is_said and not kind:
        said = sentence("is blank, so nobody can tell what the effect means")
        yield error(said, sentence("say risk_ratio, risk_difference or cohens_d"), column="effect_kind")
    elif kind and not is_said and not claim.get("effect"):
        said = sentence("is blank, and its kind is said")
        yield error(said, sentence("write the effect, or leave its kind blank as well"), column="effect")


def problems_of_size(claim: Claim) -> Iterator[Finding]:
    """What is too much of its kind: slips of a key that nothing could be computed with, and texts that nobody reads."""
    yield from _too_large(claim)
    for name, most in LONGEST.items():
        if (length := len(claim.get(name, ""))) > most:
            said = sentence("is {length} characters long, of {most} at most", length=str(length), most=str(most))
            yield error(said, sentence("say it shorter; link to what is longer"), column=name)
    for name in ("reviewed", "next_review"):
        year = claim.get(name, "")[:4]
        if year.isdecimal() and len(year) == 4 and not REVIEWED[0] <= int(year) <= REVIEWED[1]:
            said = sentence("{day} is not between 2000 and 2100", day=claim[name])
            yield error(said, sentence("check its year"), column=name)


def _too_large(claim: Claim) -> Iterator[Finding]:
    for names, most, said, fix in _MOST:
        for name in names:
            number = _number(claim.get(name, ""))
            if number is not None and abs(number) > most:
                yield error(said, fix, column=name)


_DIGITS = sentence("look for digits too many")
_MOST = (
    (
        ("served", "served_before", "capacity"),
        MOST_PEOPLE,
        sentence("is more people than any program serves"),
        sentence("write at most 10,000,000; look for digits too many"),
    ),
    (("effect", "effect_low", "effect_high"), MOST_EFFECT, sentence("is larger than any effect"), _DIGITS),
    (
        ("lag_years",),
        MOST_YEARS,
        sentence("is more than 50 years"),
        sentence("write the years until the effect shows, such as 2"),
    ),
)


def _risk_ratio(numbers: Numbers) -> Iterator[Finding]:
    for name in ("effect", "effect_low", "effect_high"):
        ratio = numbers[name]
        if ratio is not None and ratio <= 0:
            said = sentence("{number} is no risk ratio", number=_plain(ratio))
            fix = sentence("a risk ratio is above 0: 0.75 says that of four who would have missed it one is spared")
            yield error(said, fix, column=name)
    if (value := numbers["effect"]) is not None and value > 1:
        said = sentence("{number} says that the program makes the risk greater", number=_plain(value))
        yield warning(said, sentence("a risk ratio below 1 is better"), column="effect")


def _risk_difference(numbers: Numbers) -> Iterator[Finding]:
    for name in ("effect", "effect_low", "effect_high"):
        number = numbers[name]
        if number is not None and abs(number) > 1:
            said = sentence("{number} is no difference of proportions", number=_plain(number))
            meant = sentence(
                "write {meant} for {number} in a hundred", meant=_plain(number / 100), number=_plain(number)
            )
            fix = meant if abs(number) <= 100 else sentence("write a proportion, such as 0.05")
            yield error(said, fix, column=name)


def _plain(number: Decimal) -> str:
    """A number as people write it.

    >>> _plain(Decimal("35") / 100), _plain(Decimal("2E+1"))
    ('0.35', '20')
    """
    return f"{number.normalize():f}"
