"""Programs and their measures: which a reader may see and how much of them, and what was entered."""

from groundswell.apps.programs.queries.entered import EnteredValue, entered_values, report_steps, report_version
from groundswell.apps.programs.queries.sight import Sight, funded_by, programs_seen, sight_of

__all__ = [
    "EnteredValue",
    "Sight",
    "entered_values",
    "funded_by",
    "programs_seen",
    "report_steps",
    "report_version",
    "sight_of",
]
