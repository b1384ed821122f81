"""What is done with records that providers send: submitted, computed on, linked, withdrawn, purged."""

from groundswell.apps.submissions.actions.background import link_soon, roll_up_soon
from groundswell.apps.submissions.actions.computing import compute_measures
from groundswell.apps.submissions.actions.deciding import decide_link, withdraw_decision
from groundswell.apps.submissions.actions.jobs import (
    ask_for_linking,
    ask_for_roll_ups,
    cancel_job,
    jobs_to_do,
    work_on,
)
from groundswell.apps.submissions.actions.linking import link_people
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
    "ask_for_linking",
    "ask_for_roll_ups",
    "cancel_job",
    "compute_measures",
    "decide_link",
    "forget_records",
    "jobs_to_do",
    "link_people",
    "link_soon",
    "purge_records",
    "roll_up_soon",
    "submit_records",
    "sweep_store",
    "withdraw_decision",
    "withdraw_submission",
    "work_on",
]
