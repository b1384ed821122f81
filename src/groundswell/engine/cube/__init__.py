"""The cube: how many rows, how many different people and what sums, for many roll-ups at once, every number exact.

    cells = cube(person, [Axis.of("time", [finest("month", 36), mapped("year", month // 12, 3), everything()], month)],
                 sets=[(0,), (1,), (2,)], flags={"finished": finished}, sums={"hours": hours})
    cells.of((1,)).people  # for each year, each person counted once

People, not rows, are what a program serves: a person seen in January and in March is two in the months and one in the
year, so no level can be added up from a finer one. `change` brings a cube up to date where the rows of some people
have changed, to the same bits as counting anew.
"""

from groundswell.engine.cube.axes import Axis, Level, by_row, everything, finest, mapped
from groundswell.engine.cube.cells import Cells, CubeResult
from groundswell.engine.cube.changing import change
from groundswell.engine.cube.counting import Rows, counted, cube
from groundswell.engine.cube.warming import warm

__all__ = [
    "Axis",
    "Cells",
    "CubeResult",
    "Level",
    "Rows",
    "by_row",
    "change",
    "counted",
    "cube",
    "everything",
    "finest",
    "mapped",
    "warm",
]
