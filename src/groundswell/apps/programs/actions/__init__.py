"""What is done to programs, their measures and the values that are entered."""

from groundswell.apps.programs.actions.definitions import (
    store_grant_rows,
    store_measures,
    store_program_rows,
    store_programs,
)
from groundswell.apps.programs.actions.reporting import Entry, save_report
from groundswell.apps.programs.actions.steps import (
    accept_report,
    lock_report,
    reopen_report,
    return_report,
    submit_report,
)
from groundswell.apps.programs.actions.values import (
    StoredValues,
    is_final,
    record_corrections,
    store_measure_revisions,
    store_measure_values,
)

__all__ = [
    "Entry",
    "StoredValues",
    "accept_report",
    "is_final",
    "lock_report",
    "record_corrections",
    "reopen_report",
    "return_report",
    "save_report",
    "store_grant_rows",
    "store_measure_revisions",
    "store_measure_values",
    "store_measures",
    "store_program_rows",
    "store_programs",
    "submit_report",
]
