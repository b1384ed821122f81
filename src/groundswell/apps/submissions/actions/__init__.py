"""What is done with records that providers send: submitted, computed on, withdrawn, purged."""

from groundswell.apps.submissions.actions.background import roll_up_soon
from groundswell.apps.submissions.actions.computing import compute_measures
from groundswell.apps.submissions.actions.jobs import ask_for_roll_ups, cancel_job, jobs_to_do, work_on
from groundswell.apps.submissions.actions.replacing import ADDS, REPLACES
from groundswell.apps.submissions.actions.submitting import Submitting, submit_records
from groundswell.apps.submissions.actions.withdrawing import (
    forget_records,
    purge_records,
    sweep_store,
    withdraw_submission,
)

__all__ = [
    "ADDS",
    "REPLACES",
    "Submitting",
    "ask_for_roll_ups",
    "cancel_job",
    "compute_measures",
    "forget_records",
    "jobs_to_do",
    "purge_records",
    "roll_up_soon",
    "submit_records",
    "sweep_store",
    "withdraw_submission",
    "work_on",
]
