"""The seven levels of commitment between partners, in our own words; four of them stand on the worksheet.

After the collaboration spectrum of the Tamarack Institute, which the worksheet adapts. Higher is not better: the level
that fits is the one that the purpose needs.
"""

from dataclasses import dataclass
from enum import IntEnum

from groundswell.core.sentences import sentence


class Level(IntEnum):
    """How far two organizations have bound themselves to each other."""

    COMPETE = 1
    COEXIST = 2
    COMMUNICATE = 3
    COOPERATE = 4
    COORDINATE = 5
    COLLABORATE = 6
    INTEGRATE = 7


@dataclass(frozen=True, slots=True)
class LevelDescription:
    """A level's name and what it means."""

    name: str
    meaning: str


LEVELS: dict[Level, LevelDescription] = {
    Level.COMPETE: LevelDescription(
        sentence("Compete"), sentence("Each after the same people, money, partners or attention.")
    ),
    Level.COEXIST: LevelDescription(sentence("Co-exist"), sentence("No organized link between the two.")),
    Level.COMMUNICATE: LevelDescription(sentence("Communicate"), sentence("The partners share information.")),
    Level.COOPERATE: LevelDescription(
        sentence("Cooperate"), sentence("Now and then, informally, the partners do one thing or project together.")
    ),
    Level.COORDINATE: LevelDescription(
        sentence("Coordinate"),
        sentence("The partners adjust their work and line it up, to waste less and to reach more."),
    ),
    Level.COLLABORATE: LevelDescription(
        sentence("Collaborate"),
        sentence("For the long term, with one mission, the partners decide together and share resources."),
    ),
    Level.INTEGRATE: LevelDescription(
        sentence("Integrate"), sentence("Programs, planning and funding of the partners have become one.")
    ),
}
WORKSHEET_LEVELS = (Level.COMMUNICATE, Level.COOPERATE, Level.COORDINATE, Level.COLLABORATE)
LOWEST_TIE = Level.COMMUNICATE  # below it there is no organized link


def is_tie(level: int | None) -> bool:
    """True where a level is known and is an organized link.

    >>> is_tie(Level.COMMUNICATE), is_tie(Level.COEXIST), is_tie(None)
    (True, False, False)
    """
    return level is not None and level >= LOWEST_TIE
