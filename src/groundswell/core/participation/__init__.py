"""People in programs: exclusive combinations, what follows from them, and what may be shown.

cells = {("reading",): 120, ("reading", "visits"): 40, ("visits",): 4}
people_in_any(cells, ["visits"])           # 44
protected(cells).shown                     # the combinations that may stand on a page
"""

from groundswell.core.participation.combinations import (
    Cells,
    people_in_all,
    people_in_any,
    people_in_each,
    rounded,
)
from groundswell.core.participation.protection import Protected, are_hidden_well, may_stand, protected

__all__ = [
    "Cells",
    "Protected",
    "are_hidden_well",
    "may_stand",
    "people_in_all",
    "people_in_any",
    "people_in_each",
    "protected",
    "rounded",
]
