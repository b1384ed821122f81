"""Summary measures of inequality between groups, from rates and population shares alone.

Every function takes rates in an array whose last axis is the group, so that one call serves one table or a thousand
simulated ones, and the shares of the population in an array of that length which adds up to 1. `mean` is the rate of
everyone, Σ p r. Relative measures are in proportions (0.17, not 17); Theil's index and the mean log deviation are not
multiplied by 1000.

Sources: Pearcy and Keppel, Public Health Reports 117 (2002) 273; Harper and Lynch, Methods for Measuring Cancer
Disparities (NCI, 2005); World Health Organization, Handbook on Health Inequality Monitoring (2013); Schlotheuber and
Hosseinpoor, IJERPH 19 (2022) 3697. The worked example in the doctests is that of WHO's `healthequal`.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.core.vocabulary import EquityMeasure

Floats = NDArray[np.float64]


def population_mean(rates: ArrayLike, shares: ArrayLike) -> Floats:
    """The rate of everyone: Σ p r.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(population_mean([20, 30, 40, 50, 60], people / people.sum())), 6)
    41.22449
    """
    return _floats(np.sum(_floats(rates) * _floats(shares), axis=-1))


def index_of_disparity(rates: ArrayLike, reference: ArrayLike) -> Floats:
    """The mean distance of the other groups from the reference group, over its rate: Σ|r - r_ref| / (J - 1) / r_ref.

    The reference group is among the rates.

    >>> round(float(index_of_disparity([20, 30, 40, 50, 60], 60)), 8)
    0.41666667
    """
    r, ref = _floats(rates), _floats(reference)
    return _floats(np.abs(r - ref[..., None]).sum(axis=-1) / (r.shape[-1] - 1) / ref)


def unweighted_mean_difference(rates: ArrayLike, shares: ArrayLike) -> Floats:
    """WHO's index of disparity, every group counting the same: Σ|r - mean| / J / mean.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(unweighted_mean_difference([20, 30, 40, 50, 60], people / people.sum())), 8)
    0.2970297
    """
    r, mean = _floats(rates), population_mean(rates, shares)
    return _floats(np.abs(r - mean[..., None]).mean(axis=-1) / mean)


def weighted_mean_difference(rates: ArrayLike, shares: ArrayLike) -> Floats:
    """WHO's index of disparity, every person counting the same: Σ p|r - mean| / mean.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(weighted_mean_difference([20, 30, 40, 50, 60], people / people.sum())), 8)
    0.25880343
    """
    mean = population_mean(rates, shares)
    return population_mean(np.abs(_floats(rates) - mean[..., None]), shares) / mean


def theil_index(rates: ArrayLike, shares: ArrayLike) -> Floats:
    """Theil's index Σ p (r / mean) ln(r / mean); a group with a rate of 0 adds nothing.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(1000 * theil_index([20, 30, 40, 50, 60], people / people.sum())), 6)
    52.51743
    """
    relative = _floats(rates) / population_mean(rates, shares)[..., None]
    logarithm = np.log(relative, out=np.zeros_like(relative), where=relative > 0)
    return population_mean(relative * logarithm, shares)


def mean_log_deviation(rates: ArrayLike, shares: ArrayLike) -> Floats:
    """-Σ p ln(r / mean); not a number where a rate is 0.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(1000 * mean_log_deviation([20, 30, 40, 50, 60], people / people.sum())), 6)
    57.40151
    """
    relative = _floats(rates) / population_mean(rates, shares)[..., None]
    logarithm = np.log(relative, out=np.full_like(relative, np.nan), where=relative > 0)
    return -population_mean(logarithm, shares)


def between_group_variance(rates: ArrayLike, shares: ArrayLike) -> Floats:
    """Σ p (r - mean)², in the squared unit.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(between_group_variance([20, 30, 40, 50, 60], people / people.sum())), 6)
    170.300254
    """
    mean = population_mean(rates, shares)
    return population_mean((_floats(rates) - mean[..., None]) ** 2, shares)


def population_attributable_risk(rates: ArrayLike, shares: ArrayLike, reference: ArrayLike) -> Floats:
    """How far everyone's rate would move if every group had the reference group's: r_ref - mean."""
    return _floats(reference) - population_mean(rates, shares)


def population_attributable_fraction(rates: ArrayLike, shares: ArrayLike, reference: ArrayLike) -> Floats:
    """The same as a share of everyone's rate: (r_ref - mean) / mean.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(population_attributable_fraction([20, 30, 40, 50, 60], people / people.sum(), 60)), 8)
    0.45544554
    """
    return population_attributable_risk(rates, shares, reference) / population_mean(rates, shares)


def absolute_concentration_index(rates: ArrayLike, shares: ArrayLike) -> Floats:
    """For groups with an order, from least to most advantaged: Σ p (2x - 1) r, x the middle of each group's rank.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(absolute_concentration_index([20, 30, 40, 50, 60], people / people.sum())), 5)
    7.32842
    """
    return population_mean(_floats(rates) * (2 * ridits(shares) - 1), shares)


def relative_concentration_index(rates: ArrayLike, shares: ArrayLike) -> Floats:
    """The absolute concentration index over the mean.

    >>> people = np.array([78, 91, 162, 103, 105])
    >>> round(float(relative_concentration_index([20, 30, 40, 50, 60], people / people.sum())), 6)
    0.177769
    """
    return absolute_concentration_index(rates, shares) / population_mean(rates, shares)


def ridits(shares: ArrayLike) -> Floats:
    """The middle of each ordered group's range of ranks, in 0 to 1: cumulated shares less half the group's own."""
    p = _floats(shares)
    return np.cumsum(p) - p / 2


def slope_index(rates: ArrayLike, shares: ArrayLike) -> tuple[float, float]:
    """Slope and relative index of inequality of one table of ordered groups whose rates are proportions.

    A logistic curve of the rate over the groups' ranks, fitted by their shares; the slope index is its value at the top
    rank less that at the bottom, the relative index their ratio. Not a number where it cannot be fitted.
    """
    p, r = _floats(shares), _floats(rates)
    design = np.column_stack([np.ones_like(p), ridits(p)])
    coefficients = np.zeros(2)
    for _ in range(50):  # Newton's steps; the likelihood is concave, so a few suffice
        fitted = 1 / (1 + np.exp(-design @ coefficients))
        information = (design * (p * fitted * (1 - fitted))[:, None]).T @ design
        if not np.isfinite(information).all() or abs(np.linalg.det(information)) < 1e-14:
            return float("nan"), float("nan")
        step = np.linalg.solve(information, design.T @ (p * (r - fitted)))
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-12:
            break
    bottom, top = 1 / (1 + np.exp(-coefficients[0])), 1 / (1 + np.exp(-coefficients.sum()))
    return float(top - bottom), float(top / bottom)


def measure_values(
    rates: Floats, shares: Floats | None, reference: int, *, is_ordered: bool = False
) -> dict[EquityMeasure, Floats]:
    """All measures that can be had at once; `reference` is the place of the reference group among the rates."""
    best = rates[..., reference]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = {EquityMeasure.INDEX_OF_DISPARITY: index_of_disparity(rates, best)}
        if shares is None:
            return values
        values |= {
            EquityMeasure.UNWEIGHTED_MEAN_DIFFERENCE: unweighted_mean_difference(rates, shares),
            EquityMeasure.WEIGHTED_MEAN_DIFFERENCE: weighted_mean_difference(rates, shares),
            EquityMeasure.THEIL_INDEX: theil_index(rates, shares),
            EquityMeasure.MEAN_LOG_DEVIATION: mean_log_deviation(rates, shares),
            EquityMeasure.BETWEEN_GROUP_VARIANCE: between_group_variance(rates, shares),
            EquityMeasure.ATTRIBUTABLE_RISK: population_attributable_risk(rates, shares, best),
            EquityMeasure.ATTRIBUTABLE_FRACTION: population_attributable_fraction(rates, shares, best),
        }
        if is_ordered:
            absolute = absolute_concentration_index(rates, shares)
            values[EquityMeasure.ABSOLUTE_CONCENTRATION_INDEX] = absolute
            relative = relative_concentration_index(rates, shares)
            values[EquityMeasure.RELATIVE_CONCENTRATION_INDEX] = relative
    return values


def _floats(numbers: ArrayLike) -> Floats:
    return np.asarray(numbers, dtype=np.float64)
