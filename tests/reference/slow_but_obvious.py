"""The statistics again, written so that anybody can see they are right and without a thought for speed.

Nothing here is shared with the product but the definitions: bounds are found by bisection of the test they invert,
runs by looking at every window, sums by adding one number after another.
"""

from collections.abc import Callable, Sequence
from math import comb, exp, factorial, log, sqrt


def bisect(is_too_low: Callable[[float], bool], low: float, high: float) -> float:
    """The point where `is_too_low` turns from true to false."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if is_too_low(middle) else (low, middle)
    return (low + high) / 2


def wilson(x: int, n: int, z: float) -> tuple[float, float]:
    """Every p that the score test does not reject."""

    def is_rejected(p: float) -> bool:
        return abs(x / n - p) > z * sqrt(p * (1 - p) / n)

    low = 0.0 if x == 0 else bisect(is_rejected, 0.0, x / n)
    high = 1.0 if x == n else bisect(lambda p: not is_rejected(p), x / n, 1.0)
    return low, high


def clopper_pearson(x: int, n: int, level: float) -> tuple[float, float]:
    """Every p under which neither x or more, nor x or fewer, is rarer than half of what the level leaves."""
    tail = (1 - level) / 2

    def at_least(k: int, p: float) -> float:
        return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))

    low = 0.0 if x == 0 else bisect(lambda p: at_least(x, p) < tail, 0.0, 1.0)
    high = 1.0 if x == n else bisect(lambda p: 1 - at_least(x + 1, p) > tail, 0.0, 1.0)
    return low, high


def poisson_exact(x: int, level: float) -> tuple[float, float]:
    """Every mean under which neither x or more, nor x or fewer, is rarer than half of what the level leaves."""
    tail = (1 - level) / 2

    def at_most(k: int, mean: float) -> float:
        return sum(exp(-mean) * mean**i / factorial(i) for i in range(k + 1))

    low = 0.0 if x == 0 else bisect(lambda mean: 1 - at_most(x - 1, mean) < tail, 0.0, 10.0 * x + 20)
    high = bisect(lambda mean: at_most(x, mean) > tail, 0.0, 10.0 * x + 20)
    return low, high


def area(density: Callable[[float], float], low: float, high: float, slices: int = 4000) -> float:
    """The area under a curve by Simpson's rule."""
    width = (high - low) / slices
    inner = sum((4 if i % 2 else 2) * density(low + i * width) for i in range(1, slices))
    return (density(low) + inner + density(high)) * width / 3


def beta_share_below(p: float, a: float, b: float) -> float:
    """The share of a Beta(a, b) distribution below p, for a and b of at least 1."""

    def density(x: float) -> float:
        return x ** (a - 1) * (1 - x) ** (b - 1)

    return area(density, 0.0, p) / area(density, 0.0, 1.0)


def gamma_share_below(x: float, shape: float, scale: float) -> float:
    """The share of a gamma distribution below x, for a shape of at least 1."""

    def density(t: float) -> float:
        return exp((shape - 1) * log(t / (shape * scale)) - t / scale + shape) if t > 0 else 0.0

    return area(density, 0.0, x) / area(density, 0.0, scale * (shape + 12 * sqrt(shape) + 30))


def mean(numbers: Sequence[float]) -> float:
    """The sum over the count."""
    total = 0.0
    for number in numbers:
        total += number
    return total / len(numbers)


def limits(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean, low and high limit of an XmR chart with moving ranges screened once."""
    ranges = [abs(values[i] - values[i - 1]) for i in range(1, len(values))]
    kept = [r for r in ranges if not r >= 3.267 * mean(ranges)]
    typical = mean(kept) if kept and sum(kept) > 0 else mean(ranges)
    return mean(values), mean(values) - 2.66 * typical, mean(values) + 2.66 * typical


def signals(values: Sequence[float], middle: float, low: float, high: float) -> list[str | None]:
    """The signal of each point: every window that holds the point is looked at, rule after rule."""
    return [_signal(values, i, middle, low, high) for i in range(len(values))]


def _signal(values: Sequence[float], i: int, middle: float, low: float, high: float) -> str | None:
    if values[i] > high or values[i] < low:
        return "astronomical"
    if any(_is_monotone(window) for window in _windows_around(values, i, 7)):
        return "trend"
    near = (high - middle) * 2 / 3

    def is_near(value: float) -> bool:
        return abs(value - middle) > near and low <= value <= high

    for window in _windows_around(values, i, 3):
        if is_near(values[i]) and _is_one_sided(window, middle) and sum(is_near(value) for value in window) >= 2:
            return "two_of_three"
    if any(_is_one_sided(window, middle) for window in _windows_around(values, i, 7)):
        return "shift"
    return None


def _windows_around(values: Sequence[float], i: int, length: int) -> list[Sequence[float]]:
    starts = range(max(0, i - length + 1), min(i, len(values) - length) + 1)
    return [values[start : start + length] for start in starts]


def _is_monotone(window: Sequence[float]) -> bool:
    steps = [window[i + 1] - window[i] for i in range(len(window) - 1)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _is_one_sided(window: Sequence[float], middle: float) -> bool:
    return all(value > middle for value in window) or all(value < middle for value in window)


def benjamini_hochberg(p_values: Sequence[float], q: float) -> list[bool]:
    """A comparison stands if it, or one with a larger p, lies under the line q rank / m."""
    ordered = sorted(p_values)
    passing = [p for rank, p in enumerate(ordered, 1) if p * len(ordered) <= q * rank]
    return [any(p <= other for other in passing) for p in p_values]


def inequality(rates: Sequence[float], people: Sequence[float], best: int) -> dict[str, float]:
    """The summary measures of inequality, one group after another."""
    everyone = sum(people)
    shares = [number / everyone for number in people]
    overall = sum(share * rate for share, rate in zip(shares, rates, strict=True))
    found = dict.fromkeys(("theil", "mld", "variance", "unweighted", "weighted", "index", "concentration"), 0.0)
    below = 0.0
    for place, (share, rate) in enumerate(zip(shares, rates, strict=True)):
        found["theil"] += share * rate / overall * log(rate / overall)
        found["mld"] -= share * log(rate / overall)
        found["variance"] += share * (rate - overall) ** 2
        found["unweighted"] += abs(rate - overall) / len(rates) / overall
        found["weighted"] += share * abs(rate - overall) / overall
        found["concentration"] += share * (2 * (below + share / 2) - 1) * rate
        below += share
        if place != best:
            found["index"] += abs(rate - rates[best]) / (len(rates) - 1) / rates[best]
    return found


def sum_margin(parts: Sequence[tuple[float, float]]) -> float:
    """The Handbook's rule for a sum, in the order in which a person would do it on paper."""
    squares, largest_of_zeros = 0.0, 0.0
    for value, margin in parts:
        if value == 0:
            largest_of_zeros = max(largest_of_zeros, margin)
        else:
            squares += margin * margin
    return sqrt(squares + largest_of_zeros * largest_of_zeros)
