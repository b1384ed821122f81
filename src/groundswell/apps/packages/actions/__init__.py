"""What is done to a whole community and to each of its objects."""

from groundswell.apps.packages.actions.closing import VoteClosing
from groundswell.apps.packages.actions.communities import make_community
from groundswell.apps.packages.actions.drafts import discard_draft, save_draft
from groundswell.apps.packages.actions.loading import ROOMS_READ, load_package, store_reading
from groundswell.apps.packages.actions.measure_votes import (
    cast_measure_ballot,
    close_measure_vote,
    undo_measure_vote,
)
from groundswell.apps.packages.actions.objects import (
    Saving,
    reorder_objects,
    restore_object,
    retire_object,
    save_object,
)
from groundswell.apps.packages.actions.purposes import take_up_purposes
from groundswell.apps.packages.actions.rows import RowClash, RowEdit, RowFinding, RowsSaving, owner_of, save_rows
from groundswell.apps.packages.actions.specification import decide_about_element, take_up_elements
from groundswell.apps.packages.actions.undoing import restore_version, undo_change
from groundswell.apps.packages.actions.votes import close_vote, undo_vote

__all__ = [
    "ROOMS_READ",
    "RowClash",
    "RowEdit",
    "RowFinding",
    "RowsSaving",
    "Saving",
    "VoteClosing",
    "cast_measure_ballot",
    "close_measure_vote",
    "close_vote",
    "decide_about_element",
    "discard_draft",
    "load_package",
    "make_community",
    "owner_of",
    "reorder_objects",
    "restore_object",
    "restore_version",
    "retire_object",
    "save_draft",
    "save_object",
    "save_rows",
    "store_reading",
    "take_up_elements",
    "take_up_purposes",
    "undo_change",
    "undo_measure_vote",
    "undo_vote",
]
