"""Which points of a series may be set beside each other.

Points before a break in the definition, points that are withheld, and points of another kind of period are never
mixed with the rest. Survey spans that share years are not independent of each other.
"""

from collections.abc import Sequence
from itertools import pairwise

from groundswell.core.estimates import Observation


def shown_points(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """The points that have a number, in order of period."""
    ordered = sorted(observations, key=lambda observation: observation.period)
    return tuple(point for point in ordered if not point.status.is_withheld and point.estimate.value is not None)


def since_last_break(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """The points with a number from the last break in definition on, whether or not the breaking point has one."""
    breaks = [observation.period for observation in observations if observation.is_break]
    if not breaks:
        return shown_points(observations)
    return tuple(point for point in shown_points(observations) if point.period >= max(breaks))


def comparable_points(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """The points since the last break that are of the same kind of period as the latest."""
    points = since_last_break(observations)
    return tuple(point for point in points if point.period.is_comparable_with(points[-1].period))


def are_of_one_kind(points: Sequence[Observation]) -> bool:
    """True where all points can stand on one axis."""
    return all(point.period.is_comparable_with(points[0].period) for point in points)


def overlap(points: Sequence[Observation]) -> bool:
    """True where two neighbors share time, as ACS five-year estimates of successive years do."""
    return any(first.period.overlaps(second.period) for first, second in pairwise(points))
