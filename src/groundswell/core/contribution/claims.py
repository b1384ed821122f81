"""What may be claimed of a program's effect, and what is no effect at all: one place for forms, files and the API.

A claim is a link as somebody wrote it: text by the columns of contributions.csv. A finding names the column that is to
be mended. Cells that are no numbers were told of where cells are read, and are passed over here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from groundswell.core.contribution.links import EffectKind, Evidence
from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence

Claim = Mapping[str, str]
SHARES = ("in_population_share", "completion", "baseline_risk")
RANGED = (*SHARES, "effect")
NOT_IN_PEOPLE = frozenset({"index", "currency"})  # units whose numbers are not made of people


def problems_of_claim(claim: Claim) -> Iterator[Finding]:
    """Everything that is wrong with what one link says."""
    numbers = {name: _number(claim.get(name, "")) for name in _NUMBERS}
    for name in RANGED:
        yield from _range(name, numbers)
    yield from _kind(claim, numbers)
    match claim.get("effect_kind", ""):
        case EffectKind.RISK_RATIO:
            yield from _risk_ratio(numbers)
        case EffectKind.RISK_DIFFERENCE:
            yield from _risk_difference(numbers)
    if claim.get("evidence") == Evidence.PRE_POST and numbers["effect"] is not None:
        yield from _change_alone(numbers)


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
    value, baseline = numbers["effect"], numbers["baseline_risk"]
    is_beyond = False
    for name in ("effect", "effect_low", "effect_high"):
        number = numbers[name]
        if number is not None and abs(number) > 1:
            is_beyond = True
            said = sentence("{number} is no difference of proportions", number=_plain(number))
            meant = sentence("write {meant} for {number} in a hundred", meant=_plain(number / 100),
                             number=_plain(number))  # fmt: skip
            fix = meant if abs(number) <= 100 else sentence("write a proportion, such as 0.05")
            yield error(said, fix, column=name)
    if not is_beyond and value is not None and baseline is not None and value > baseline:
        said = sentence(
            "{number} is above the baseline risk {baseline}: that is an outcome rate, not a difference",
            number=_plain(value), baseline=_plain(baseline),
        )  # fmt: skip
        fix = sentence("take away what would have happened to the same people without the program")
        yield error(said, fix, column="effect")


def _change_alone(numbers: Numbers) -> Iterator[Finding]:
    low, high = numbers["effect_low"], numbers["effect_high"]
    if low is None or high is None or low == high:
        column = "effect_low" if low is None or high is not None else "effect_high"
        said = sentence("a change without a comparison is not an effect")
        fix = sentence(
            "declare the part of it that you would stand for, from none to all that you saw: effect_low and effect_high"
        )
        yield error(said, fix, column=column)


def _plain(number: Decimal) -> str:
    """A number as people write it.

    >>> _plain(Decimal("35") / 100), _plain(Decimal("2E+1"))
    ('0.35', '20')
    """
    return f"{number.normalize():f}"
