"""What is done to programs, their measures and the values that are entered."""

from groundswell.apps.programs.actions.definitions import (
    store_grant_rows,
    store_measures,
    store_program_rows,
    store_programs,
)
from groundswell.apps.programs.actions.values import (
    StoredValues,
    is_final,
    record_corrections,
    store_measure_revisions,
    store_measure_values,
)

__all__ = [
    "StoredValues",
    "is_final",
    "record_corrections",
    "store_grant_rows",
    "store_measure_revisions",
    "store_measure_values",
    "store_measures",
    "store_program_rows",
    "store_programs",
]
