"""Rates of events in a population: crude, standardized for age, and compared.

A crude rate of a place with many old people is high for that reason alone. Direct standardization asks what the rate
would be if every place had the ages of one standard population. Where a place is too small to have rates by age,
the indirect way compares the events observed with those expected.

Sources: Fay and Feuer, Statistics in Medicine 16 (1997) 791 (gamma interval); Dobson, Kuulasmaa, Eberle and Scherer,
Statistics in Medicine 10 (1991) 457, with Byar's limits as Public Health England uses it.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from groundswell.core.estimates import Estimate
from groundswell.core.intervals import byar, poisson, wilson
from groundswell.core.sentences import sentence

FEWEST_EVENTS = 10  # below this a standardized rate by Dobson's method is not calculated

# European Standard Population 2013: people in each five-year age band from 0-4 to 90 and over, 100,000 in all.
EUROPEAN_STANDARD_2013 = (
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
)


def crude_rate(events: float, population: float, *, per: float = 100_000, level: float = 0.95) -> Estimate:
    """Events per so many people, exact interval below 10 events and Byar's from there; withheld without a population.

    >>> rate = crude_rate(65, 100, per=100)  # Public Health England's published example
    >>> round(rate.low, 4), round(rate.high, 4)
    (50.1632, 82.8491)
    """
    if population <= 0:
        return Estimate.withheld(sentence("There is nobody in the population"))
    if events < 0:
        return Estimate.withheld(sentence("There cannot be fewer than no events"))
    low, high = poisson(events, level)
    scale = per / population
    return Estimate(events * scale, low * scale, high * scale, level, events, population, "poisson")


def standardized_rate(
    events: Sequence[float],
    populations: Sequence[float],
    standard: Sequence[float],
    *,
    per: float = 100_000,
    level: float = 0.95,
    method: Literal["fay-feuer", "dobson-byar"] = "fay-feuer",
) -> Estimate:
    """The directly standardized rate over age bands, one entry a band in each sequence.

    Weights w = (S / ΣS) / n, rate y = Σwx, variance v = Σw²x. Fay and Feuer's interval takes gamma quantiles with
    mean y, variance v below and (y + w_max), (v + w_max²) above. Dobson's is y + √(v/O) (Byar(O) - O), O = Σx, and
    is not given below 10 events. Raises ValueError where the sequences differ in length.

    >>> births_with_downs = (107, 141, 60, 40, 39, 25)  # Michigan, first births; Fay and Feuer 1997, table I
    >>> births = (230061, 329449, 114920, 39487, 14208, 3052)
    >>> all_births = (319933, 931318, 786511, 488235, 237863, 61313)
    >>> rate = standardized_rate(births_with_downs, births, all_births)
    >>> round(rate.value, 1), round(rate.low, 1), round(rate.high, 1)
    (92.3, 80.4, 105.8)
    """
    if not len(events) == len(populations) == len(standard):
        raise ValueError("events, populations and the standard need one entry for each age band")
    x, n, s = (np.asarray(numbers, dtype=np.float64) for numbers in (events, populations, standard))
    if (n <= 0).any() or (s < 0).any() or s.sum() <= 0:
        return Estimate.withheld(sentence("An age band has nobody in it, so ages cannot be standardized"))
    weights = s / s.sum() / n
    rate, variance, observed = float(weights @ x), float(weights**2 @ x), float(x.sum())
    if method == "dobson-byar":
        if observed < FEWEST_EVENTS:
            return Estimate.withheld(
                sentence("There are fewer than {fewest} events, too few to standardize for age", fewest=FEWEST_EVENTS)
            )
        low, high = _dobson_byar(rate, variance, observed, level)
    else:
        low, high = _fay_feuer(rate, variance, float(weights.max()), level)
    return Estimate(rate * per, low * per, high * per, level, observed, float(n.sum()), method)


def _fay_feuer(rate: float, variance: float, heaviest: float, level: float) -> tuple[float, float]:
    from scipy.special import gammaincinv

    above, spread = rate + heaviest, variance + heaviest**2
    high = gammaincinv(above**2 / spread, 0.5 + level / 2) * spread / above
    if rate == 0:
        return 0.0, float(high)
    return float(gammaincinv(rate**2 / variance, 0.5 - level / 2) * variance / rate), float(high)


def _dobson_byar(rate: float, variance: float, observed: float, level: float) -> tuple[float, float]:
    low, high = byar(observed, level)
    scale = (variance / observed) ** 0.5
    return rate + scale * (low - observed), rate + scale * (high - observed)


def rate_ratio(
    events: float, population: float, other_events: float, other_population: float, *, level: float = 0.95
) -> Estimate:
    """One crude rate over another with its score interval; withheld where the other has no events.

    Given all the events, those of the first are binomial with share π = rN / (rN + M); Wilson's bounds of π, turned
    back into r, are the score bounds of the ratio.

    >>> ratio = rate_ratio(60, 51_477.5, 30, 54_308.7)
    >>> round(ratio.value, 6), round(ratio.low, 6), round(ratio.high, 6)
    (2.109998, 1.365962, 3.259306)
    """
    if population <= 0 or other_population <= 0:
        return Estimate.withheld(sentence("There is nobody in one of the populations"))
    if other_events <= 0 or events < 0:
        return Estimate.withheld(sentence("There are no events to compare with"))
    low, high = wilson(events, events + other_events, level)
    scale = other_population / population
    value = events * scale / other_events
    return Estimate(value, scale * low / (1 - low), scale * high / (1 - high), level, method="score")


def standardized_ratio(observed: float, expected: float, *, level: float = 0.95) -> Estimate:
    """Events observed over events expected from a standard's rates by age, with the Poisson interval of the observed.

    >>> round(standardized_ratio(20, 16.0).value, 2)
    1.25
    """
    if expected <= 0:
        return Estimate.withheld(sentence("No events are expected, so there is nothing to compare with"))
    low, high = poisson(observed, level)
    return Estimate(observed / expected, low / expected, high / expected, level, observed, expected, "poisson")
