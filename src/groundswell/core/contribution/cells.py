"""The joint effect by group or by place, so that reach can be seen against need; the cells add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.core.contribution.effects import Floats
from groundswell.core.contribution.joint import also
from groundswell.core.contribution.links import JointModel, Link, Population


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a breakdown as rows: people at risk, people among whom effects join, and where programs reach.

    `parts` has a row for each cell and a column for each program: which part of the program's change lies there.
    `is_known` says for each program whether that was known or spread over the cells by their size.
    """

    ids: tuple[str, ...]
    at_risk: Floats
    base: Floats
    parts: Floats
    is_known: tuple[bool, ...]

    def joint(self, people: Floats, whole: Floats) -> Floats:
        """People of the joint effect, a row for each cell, of programs' people alone and the whole joint effect.

        Within a cell programs overlap by chance; the cells are then scaled, each in proportion, to add up to `whole`.
        """
        found = np.zeros((len(self.ids), people.shape[1]), people.dtype)
        over = np.divide(1, self.base, out=np.zeros_like(self.base), where=self.base > 0)
        chances = (self.parts * over).astype(people.dtype)
        for column, row in zip(chances.T, people, strict=True):
            also(found, column[:, None] * row)
        found *= self.base.astype(people.dtype)
        np.minimum(found, self.at_risk.astype(people.dtype), out=found)
        return _adding_up(found, whole)


def _adding_up(found: Floats, whole: Floats) -> Floats:
    size = np.abs(found)
    total = size.sum(axis=0)
    is_nothing = total <= 0
    size[:, is_nothing] = 1
    size /= np.where(is_nothing, len(found), total)
    found += size * (whole - found.sum(axis=0))
    return found


def cells_of(links: Sequence[Link], cells: Mapping[str, Population], model: JointModel) -> Cells:
    """Set out the cells; a program whose cells are not known is spread over them by their size."""
    populations = list(cells.values())
    people = np.array([[population.people] for population in populations], float)
    at_risk = np.array([[population.at_risk] for population in populations], float)
    by_size = people[:, 0] / people.sum() if people.sum() > 0 else np.full(len(populations), 1 / len(populations))
    changes = [np.array([link.by_cell.get(cell, 0.0) for cell in cells], float) for link in links]
    known = tuple(bool(change.sum()) for change in changes)
    parts = [change / change.sum() if is_known else by_size for change, is_known in zip(changes, known, strict=True)]
    base = at_risk if model is JointModel.RISKS_MULTIPLY else people
    return Cells(tuple(cells), at_risk, base, np.array(parts).reshape(len(links), len(cells)).T, known)
