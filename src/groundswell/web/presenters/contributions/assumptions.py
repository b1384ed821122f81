"""What a link assumes, line by line: what is taken, and from where to where it could be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.apps.contributions.queries import LinkFacts
from groundswell.core.contribution.links import EffectKind
from groundswell.core.periods import Period
from groundswell.core.vocabulary import Polarity
from groundswell.web.presenters.contributions.steps import percent
from groundswell.web.presenters.language import MINUS, period_text


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption: what it is, what is taken, and from where to where."""

    label: str
    value: str
    range: str
    note: str = ""


def assumptions_of(facts: LinkFacts, polarity: Polarity | None) -> list[Assumption]:
    found = [
        Assumption(gettext("People served"), *_served(facts)),
        Assumption(gettext("Served before the baseline"), _before(facts), ""),
        _share(facts, "in_population_share", gettext("Of them in the indicator's population"), gettext("all")),
        _share(facts, "completion", gettext("Of them finish"), gettext("all")),
        _share(
            facts, "baseline_risk", gettext("Risk without the program"), gettext("as in the whole population"),
            gettext("of not counting towards it") if polarity is Polarity.HIGHER else gettext("of counting towards it"),
        ),
        _effect(facts),
    ]  # fmt: skip
    return [*found, *_others(facts)]


def _served(facts: LinkFacts) -> tuple[str, str, str]:
    if facts.served:
        return _number(facts.served), "", period_words(facts.served_period)
    if facts.measure_id:
        return gettext("by a measure"), "", facts.measure_id
    return gettext("by its records"), "", ""


def _before(facts: LinkFacts) -> str:
    if facts.served_before:
        return _number(facts.served_before)
    return gettext("not said") if facts.served else gettext("by the same, where they tell")


def period_words(text: str) -> str:
    """A period that was typed, as pages write it."""
    try:
        return period_text(Period.parse(text)) if text else ""
    except ValueError:
        return text


def _share(facts: LinkFacts, name: str, label: str, blank: str, note: str = "") -> Assumption:
    value, low, high = (_exact(getattr(facts, f"{name}{end}")) for end in ("", "_low", "_high"))
    if value is None:
        return Assumption(label, blank, "")
    return Assumption(label, percent(float(value)), _range(low, high, percent), note)


def _effect(facts: LinkFacts) -> Assumption:
    label = gettext("Difference made")
    value, low, high = (_exact(getattr(facts, f"effect{end}")) for end in ("", "_low", "_high"))
    if value is None:
        return Assumption(label, gettext("nobody says"), "")
    if facts.effect_kind == EffectKind.RISK_DIFFERENCE:
        note = gettext("so many more of all reached are better off (risk difference)")
        return Assumption(label, percent(float(value)), _range(low, high, percent), note)
    note = (
        gettext("risk ratio: this part of the risk is left, below 1 is better")
        if facts.effect_kind == EffectKind.RISK_RATIO
        else gettext("standardized difference, above 0 is better")
    )
    return Assumption(label, _plain(float(value)), _range(low, high, _plain), note)


def _others(facts: LinkFacts) -> list[Assumption]:
    said = (
        (gettext("Years until it shows"), facts.lag_years),
        (gettext("Most people it could serve"), facts.capacity),
        (gettext("Cost of serving one more person"), facts.unit_cost),
    )
    return [Assumption(label, _number(cell), "") for label, cell in said if cell]


def _range(low: Decimal | None, high: Decimal | None, write: Callable[[float], str]) -> str:
    if low is None and high is None:
        return ""
    ends = [write(float(each)) if each is not None else "…" for each in (low, high)]
    return gettext("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}


def _plain(number: float) -> str:
    text = f"{abs(number):.4f}".rstrip("0").rstrip(".")
    return (MINUS if number < 0 else "") + str(number_format(text, decimal_pos=len(text.partition(".")[2])))


def _number(cell: str) -> str:
    number = _exact(cell)
    if number is None:
        return cell
    text = f"{number:f}"
    return str(number_format(text, decimal_pos=len(text.partition(".")[2]), force_grouping=True))


def _exact(cell: str) -> Decimal | None:
    try:
        return Decimal(cell) if cell else None
    except InvalidOperation:
        return None
