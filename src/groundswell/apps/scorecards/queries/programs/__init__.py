"""How programs are doing: the page of a program, of one of its measures, and of a measure that programs share."""

from groundswell.apps.scorecards.queries.programs.choice import MeasureCandidate, measure_vote_of
from groundswell.apps.scorecards.queries.programs.listing import ProgramList, ProgramRow, program_list
from groundswell.apps.scorecards.queries.programs.measures import MeasurePage, PartRow, measure_page
from groundswell.apps.scorecards.queries.programs.pages import MeasureLine, ProgramFacts, ProgramPage, program_page
from groundswell.apps.scorecards.queries.programs.shared import (
    LibraryPage,
    SharedMeasurePage,
    SharedRow,
    library_page,
    shared_measure_page,
)

__all__ = [
    "LibraryPage",
    "MeasureCandidate",
    "MeasureLine",
    "MeasurePage",
    "PartRow",
    "ProgramFacts",
    "ProgramList",
    "ProgramPage",
    "ProgramRow",
    "SharedMeasurePage",
    "SharedRow",
    "library_page",
    "measure_page",
    "measure_vote_of",
    "program_list",
    "program_page",
    "shared_measure_page",
]
