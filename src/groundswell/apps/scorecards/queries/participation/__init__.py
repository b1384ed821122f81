"""What programs come to together: how many of the people who live here they reach, and who is served by which."""

from groundswell.apps.scorecards.queries.participation.overlap import (
    CombinationRow,
    OverlapPage,
    PathwayRow,
    ProgramColumn,
    overlap_page,
)
from groundswell.apps.scorecards.queries.participation.reach import ReachPage, ReachPart, ReachRow, reach_page

__all__ = [
    "CombinationRow",
    "OverlapPage",
    "PathwayRow",
    "ProgramColumn",
    "ReachPage",
    "ReachPart",
    "ReachRow",
    "overlap_page",
    "reach_page",
]
