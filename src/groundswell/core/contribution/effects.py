"""What a program changes for each person it reaches: a risk difference, out of an effect as studies publish it.

An effect is a difference between two ways things could have gone. A rate of success is none: most of those who did well
would have done well anyway. Nor is a change from before to after, which holds everything else that happened meanwhile.
`why_no_effect` says so before a number is believed; its list of reasons is the list of functions at the end.

A *risk difference* here is positive where fewer people have the adverse outcome, and never above the risk itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.core.contribution.links import Declared, EffectKind, Evidence, Link
from groundswell.core.sentences import Sentence, sentence
from groundswell.core.vocabulary import Unit
from groundswell.core.wording import number_in_words, value_in_words

Floats = NDArray[np.floating[Any]]

COX = 1.65  # a difference of one standard deviation, in log odds (What Works Clearinghouse)
LARGEST_D = 2.0  # beyond any program ever measured; such an entry is a score, not a standardized difference
_LARGEST_RATIO = 10.0  # where no baseline risk is declared to hold it against
_AS_A_RESULT = 0.005  # an effect this near to the rate of success is that rate, rounded


def risk_difference(effect: ArrayLike, kind: EffectKind, baseline_risk: ArrayLike) -> Floats:
    """How much lower the risk of a person reached is: arrays that broadcast, proportions; below 0 it is higher.

    A risk ratio takes its part of the baseline risk, q (1 - RR). A standardized difference is carried by the Cox index,
    p = expit(logit(1 - q) + 1.65 d) for the chance of a good outcome. Cut to what is possible: from q - 1 to q.

    Source: Cox index as in the What Works Clearinghouse procedures.

    >>> risk_difference(0.75, EffectKind.RISK_RATIO, 0.35).round(4).item()
    0.0875
    >>> risk_difference(0.2, EffectKind.COHENS_D, 0.35).round(4).item()
    0.0709
    """
    given, risk = np.asarray(effect), np.asarray(baseline_risk)
    if kind is EffectKind.RISK_RATIO:
        found = risk * (1 - given)
    elif kind is EffectKind.RISK_DIFFERENCE:
        found = given
    else:
        from scipy.special import expit, logit

        found = expit(logit(1 - risk) + COX * given) - (1 - risk)
    return np.asarray(np.maximum(np.minimum(found, risk), risk - 1))


def reach_of(link: Link) -> float:
    """People newly reached, in the indicator's population and through to the end: only they move the indicator."""
    return (link.served - link.served_before) * link.in_population.value * link.completion.value


def people_of(link: Link) -> float:
    """People who would be spared the adverse outcome by this program alone, at the declared values."""
    return reach_of(link) * difference_of(link)


def difference_of(link: Link) -> float:
    """The risk difference at the declared values."""
    return float(risk_difference(link.effect.value, link.effect_kind, link.baseline_risk.value))


def why_no_effect(link: Link, *, success_rate: float | None = None) -> tuple[Sentence, ...]:
    """What keeps this link from being an effect, as sentences; empty where nothing does.

    `success_rate` is the share of those served who did well, where a measure says it: an effect that equals it is that
    rate entered as an effect.
    """
    impossible = tuple(_impossible_numbers(link))
    if impossible:
        return impossible  # nothing else can be judged by numbers that cannot be
    judged = [check(link) for check in _CHECKS]
    return (*(one for one in judged if one), *_gross_rate(link, success_rate))


def _impossible_numbers(link: Link) -> Iterator[Sentence]:
    for name, share in _shares(link):
        if not all(isfinite(number) and 0 <= number <= 1 for number in _numbers(share)):
            yield sentence("{name} is a share between 0 and 1, and so is its range", name=name)
    if not all(isfinite(number) for number in _numbers(link.effect)):
        yield sentence("The effect is not a number")
    if not all(isfinite(number) and number >= 0 for number in (link.served, link.served_before)):
        yield sentence("The people served are a number from 0 on")
    if link.baseline_risk.value == 0:
        yield sentence("With a baseline risk of 0 nobody served is at risk, so there is nothing to change")
    for name, declared in (*_shares(link), (sentence("The effect"), link.effect)):
        if not _is_in_its_range(declared):
            yield sentence("{name} lies outside its own range", name=name)


def _shares(link: Link) -> tuple[tuple[Sentence, Declared], ...]:
    return (
        (sentence("The share of those served who are in the indicator's population"), link.in_population),
        (sentence("The share of those served who complete"), link.completion),
        (sentence("The baseline risk of those served"), link.baseline_risk),
    )


def _numbers(declared: Declared) -> tuple[float, ...]:
    return tuple(number for number in (declared.low, declared.value, declared.high) if number is not None)


def _is_in_its_range(declared: Declared) -> bool:
    below = declared.low is None or declared.low <= declared.value
    return below and (declared.high is None or declared.value <= declared.high)


def _ratio_of_nothing(link: Link) -> Sentence | None:
    if link.effect_kind is not EffectKind.RISK_RATIO or min(_numbers(link.effect)) > 0:
        return None
    return sentence(
        "A risk ratio is above 0: at 0 nobody served would have the adverse outcome any more, which no program reaches"
    )


def _ratio_above_certainty(link: Link) -> Sentence | None:
    risk, ratio = link.baseline_risk.value, link.effect.value
    most = 1 / risk if 0 < risk < 1 else _LARGEST_RATIO
    if link.effect_kind is not EffectKind.RISK_RATIO or ratio <= most:
        return None
    return sentence(
        "A risk ratio of {ratio} takes a baseline risk of {risk} above certainty; a ratio is written as 0.85, "
        "not as 85",
        ratio=number_in_words(ratio),
        risk=value_in_words(risk, Unit.PERCENT),
    )


def _difference_above_the_risk(link: Link) -> Sentence | None:
    difference, risk = link.effect.value, link.baseline_risk.value
    if link.effect_kind is not EffectKind.RISK_DIFFERENCE or difference < risk:
        return None
    return sentence(
        "A risk difference of {difference} is all of the baseline risk of {risk} or more. This looks like the share "
        "who did well; an effect is only what is more than would have happened anyway",
        difference=number_in_words(difference),
        risk=value_in_words(risk, Unit.PERCENT),
    )


def _difference_below_possible(link: Link) -> Sentence | None:
    if link.effect_kind is not EffectKind.RISK_DIFFERENCE or link.effect.value >= -1:
        return None
    return sentence("A risk difference is a proportion between -1 and 1: 0.05 spares five in a hundred")


def _too_large_a_d(link: Link) -> Sentence | None:
    if link.effect_kind is not EffectKind.COHENS_D or abs(link.effect.value) <= LARGEST_D:
        return None
    return sentence(
        "A standardized difference of {number} is larger than any program has reached. It is written in standard "
        "deviations, not in points of a test or in percent",
        number=number_in_words(link.effect.value),
    )


def _before_and_after(link: Link) -> Sentence | None:
    if link.evidence is not Evidence.PRE_POST or _reaches_no_effect(link):
        return None
    return sentence(
        "A change from before to after, without a comparison, is no effect: declare a range that reaches to no "
        "effect at all, and the part of the change that you believe is the program's as the value"
    )


def _reaches_no_effect(link: Link) -> bool:
    low, high = link.effect.low, link.effect.high
    if link.effect_kind is EffectKind.RISK_RATIO:
        return high is not None and high >= 1
    return low is not None and low <= 0


_CHECKS: tuple[Callable[[Link], Sentence | None], ...] = (
    _ratio_of_nothing,
    _ratio_above_certainty,
    _difference_above_the_risk,
    _difference_below_possible,
    _too_large_a_d,
    _before_and_after,
)


def _gross_rate(link: Link, success_rate: float | None) -> Iterator[Sentence]:
    if success_rate is None or link.effect_kind is EffectKind.COHENS_D:
        return
    as_effect = 1 - success_rate if link.effect_kind is EffectKind.RISK_RATIO else success_rate
    rates = {success_rate, as_effect}
    if any(abs(link.effect.value - rate) < _AS_A_RESULT for rate in rates):
        yield sentence(
            "The effect equals the share of those served who did well or did not ({rate} did well). That is a result, "
            "not an effect: what would have happened to them anyway has to be taken off",
            rate=value_in_words(success_rate, Unit.PERCENT),
        )
