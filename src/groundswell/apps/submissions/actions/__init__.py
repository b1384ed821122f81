"""What is done with records that providers send: submitted, computed on, withdrawn, purged."""

from groundswell.apps.submissions.actions.computing import compute_measures
from groundswell.apps.submissions.actions.replacing import ADDS, REPLACES
from groundswell.apps.submissions.actions.submitting import Submitting, submit_records
from groundswell.apps.submissions.actions.withdrawing import purge_records, sweep_store, withdraw_submission

__all__ = [
    "ADDS",
    "REPLACES",
    "Submitting",
    "compute_measures",
    "purge_records",
    "submit_records",
    "sweep_store",
    "withdraw_submission",
]
