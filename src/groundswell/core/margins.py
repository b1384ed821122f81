"""Margins of error of what is made from published estimates: sums, shares, ratios, products and percent changes.

The formulas are the Census Bureau's approximations (Understanding and Using ACS Data: What All Data Users Need to
Know, chapters 7 and 8). They ignore how the parts vary together, so they grow worse with more parts. A missing
margin is never taken as 0: what is made from it has no margin. A controlled total has a margin of 0. All margins of
one formula must be of one confidence level; the functions over Estimates see to that, or refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from groundswell.core.estimates import Estimate, Refusal, margin_at
from groundswell.core.sentences import sentence
from groundswell.core.vocabulary import Reliability

ACS_LEVEL = 0.90
MANY_PARTS = 4  # above this the approximation deserves a warning (Census Bureau)


def sum_margin(values: Sequence[float], margins: Sequence[float | None]) -> float | None:
    """The margin of a sum or difference: √ΣM², where estimates of zero count only once, with their largest margin.

    None where any margin is missing.

    >>> sum_margin([135_173, 43_104, 24_842], [3_860, 2_642, 1_957])  # never-married females, the Handbook's example
    5070.4647715963865
    >>> sum_margin([0, 0, 0, 41], [22, 22, 29, 37])
    47.01063709417264
    """
    known = [margin for margin in margins if margin is not None]
    if len(known) < len(values):
        return None
    largest_of_zeros = max((m for v, m in zip(values, known, strict=True) if v == 0), default=0.0)
    return sqrt(sum(m * m for v, m in zip(values, known, strict=True) if v != 0) + largest_of_zeros**2)


def ratio_margin(numerator: float, numerator_margin: float, denominator: float, denominator_margin: float) -> float:
    """The margin of a ratio R = X / Y whose numerator is no part of its denominator: √(Mx² + R² My²) / Y.

    >>> round(ratio_margin(226_840, 5_556.54, 203_119, 5_070.46), 6)
    0.039058
    """
    ratio = numerator / denominator
    return sqrt(numerator_margin**2 + ratio**2 * denominator_margin**2) / abs(denominator)


def proportion_margin(part: float, part_margin: float, whole: float, whole_margin: float) -> float:
    """The margin of a proportion p = X / Y, X a part of Y: √(Mx² - p² My²) / Y; below zero the ratio's form is used.

    >>> round(proportion_margin(203_119, 5_070.46, 630_498, 831.11), 10)
    0.0080307722
    """
    proportion = part / whole
    radicand = part_margin**2 - proportion**2 * whole_margin**2
    if radicand < 0:
        return ratio_margin(part, part_margin, whole, whole_margin)
    return sqrt(radicand) / abs(whole)


def product_margin(first: float, first_margin: float, second: float, second_margin: float) -> float:
    """The margin of a product XY: √(X² My² + Y² Mx²).

    >>> round(product_margin(74_506_512, 228_238, 0.824, 0.001))
    202289
    """
    return sqrt(first**2 * second_margin**2 + second**2 * first_margin**2)


def percent_change_margin(earlier: float, earlier_margin: float, later: float, later_margin: float) -> float:
    """The margin of a percent change 100 (X2 / X1 - 1), in percent: 100 times that of the ratio.

    >>> round(percent_change_margin(135_173, 3_860, 139_301, 4_047), 11)
    4.19806985226
    """
    return 100 * ratio_margin(later, later_margin, earlier, earlier_margin)


def total(parts: Sequence[Estimate], *, level: float = ACS_LEVEL) -> Estimate | Refusal:
    """The sum of estimates with its margin at `level`; refused where a part is withheld or a level is unknown.

    >>> parts = [Estimate.from_margin(9_712_936, 3_911, 0.90), Estimate.from_margin(10_154_024, 3_778, 0.90)]
    >>> two_groups = total(parts)
    >>> two_groups.value, round(two_groups.margin, 6)
    (19866960, 5437.75735)
    """
    values = [part.value for part in parts if part.value is not None]
    if len(values) < len(parts) or not parts:
        return Refusal(sentence("A part of the sum is withheld, so the sum would be wrong"))
    margins = _margins_at(parts, level)
    if isinstance(margins, Refusal):
        return margins
    return _approximate(sum(values), sum_margin(values, margins), level, len(parts))


def proportion(part: Estimate, whole: Estimate, *, level: float = ACS_LEVEL) -> Estimate | Refusal:
    """A part over its whole, with its margin at `level`; refused where it cannot be known."""
    return _quotient(part, whole, level, is_part=True)


def ratio(numerator: Estimate, denominator: Estimate, *, level: float = ACS_LEVEL) -> Estimate | Refusal:
    """One estimate over another that does not contain it, with its margin at `level`; refused where unknowable."""
    return _quotient(numerator, denominator, level, is_part=False)


def _quotient(top: Estimate, bottom: Estimate, level: float, *, is_part: bool) -> Estimate | Refusal:
    if top.value is None or bottom.value is None:
        return Refusal(sentence("The numerator or the denominator is withheld"))
    if bottom.value == 0:
        return Refusal(sentence("The denominator is 0"))
    margins = _margins_at([top, bottom], level)
    if isinstance(margins, Refusal):
        return margins
    of_top, of_bottom = margins
    margin = None
    if of_top is not None and of_bottom is not None:
        formula = proportion_margin if is_part else ratio_margin
        margin = formula(top.value, of_top, bottom.value, of_bottom)
    return _approximate(top.value / bottom.value, margin, level, 2, top.value, bottom.value)


def _margins_at(parts: Sequence[Estimate], level: float) -> list[float | None] | Refusal:
    margins: list[float | None] = []
    for part in parts:
        margin = part.margin
        if margin and part.level is None:
            return Refusal(
                sentence("The confidence level of a margin is not known, so it cannot be combined with others")
            )
        margins.append(margin_at(margin, part.level, level) if margin else margin)
    return margins


def _approximate(
    value: float, margin: float | None, level: float, parts: int, top: float | None = None, bottom: float | None = None
) -> Estimate:
    doubt = ", rough" if parts > MANY_PARTS else ""
    method = f"approximation from {parts} estimates{doubt}"
    return Estimate.from_margin(value, margin, level, numerator=top, denominator=bottom, method=method)


@dataclass(frozen=True, slots=True)
class ReliabilityPolicy:
    """Where a community draws the line: up to `high` of the estimate is good, above `low` is not to be relied on."""

    high: float = 0.12
    low: float = 0.40


def coefficient_of_variation(estimate: Estimate) -> float | None:
    """The standard error over the size of the estimate; None where either is unknown or the estimate is 0.

    >>> fairfax_and_neighbors = Estimate.from_margin(203_119, 5_070.4647715963865, 0.90)
    >>> round(100 * coefficient_of_variation(fairfax_and_neighbors), 4)
    1.5175
    """
    error = estimate.standard_error
    return error / abs(estimate.value) if estimate.value and error is not None else None


def reliability(estimate: Estimate, policy: ReliabilityPolicy = ReliabilityPolicy()) -> Reliability:
    """The reliability band of an estimate. Near 0 or 1 a share's band misleads; look at its interval there."""
    variation = coefficient_of_variation(estimate)
    if variation is None:
        return Reliability.UNKNOWN
    variation = round(variation, 9)  # published limits are decimal; 12 % held in binary is not over 12 %
    if variation <= policy.high:
        return Reliability.HIGH
    return Reliability.LOW if variation > policy.low else Reliability.MEDIUM
