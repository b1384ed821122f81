"""Which assumption matters most once a plan has grown programs: their ranges move old and new places at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from groundswell.core.contribution.joint import joint_people
from groundswell.core.contribution.links import Declared, JointModel, Link, Overlap, Population
from groundswell.core.contribution.options import extended
from groundswell.core.contribution.sensitivity import RANGED, Swing


def planned_tornado(
    links: Sequence[Link],
    added: Mapping[str, float],
    population: Population,
    *,
    overlap: Overlap | None = None,
    model: JointModel = JointModel.RISKS_MULTIPLY,
) -> tuple[Swing, ...]:
    """One swing of the joint for every declared range, the widest first, with the slots that a plan adds.

    Without any slots it is `sensitivity.tornado`.
    """
    if population.people <= 0:
        return ()

    def points(changed: Sequence[Link]) -> float:
        grown = extended(changed, added, overlap)
        return 100 * joint_people(grown, population, overlap=overlap, model=model) / population.people

    now = points(links)
    swings = [
        Swing(links[at].id, field, *(points([*links[:at], end, *links[at + 1 :]]) - now for end in ends))
        for at, link in enumerate(links)
        for field, ends in _ranges(link)
    ]
    return tuple(sorted(swings, key=lambda swing: (-swing.width, swing.link_id, swing.field)))


def _ranges(link: Link) -> Iterator[tuple[str, tuple[Link, Link]]]:
    """Every declared range of a link, and the link at both of its ends; an end that nobody declared is the value."""
    for field in RANGED:
        declared: Declared = getattr(link, field)
        if declared.is_ranged:
            low, high = (declared.value if end is None else end for end in (declared.low, declared.high))
            yield field, (_at(link, field, low), _at(link, field, high))


def _at(link: Link, field: str, value: float) -> Link:
    change: dict[str, Any] = {field: Declared(value)}
    return replace(link, **change)
