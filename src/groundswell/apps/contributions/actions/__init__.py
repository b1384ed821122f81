"""What is done to links of programs to indicators, and to what people say and plan about them."""

from groundswell.apps.contributions.actions.links import restore_link, save_link, withdraw_link
from groundswell.apps.contributions.actions.notes import add_note, answer_challenge, withdraw_note
from groundswell.apps.contributions.actions.planning import keep_model, retire_scenario, save_scenario
from groundswell.apps.contributions.actions.storing import store_contributions
from groundswell.apps.people.actions.saving import Saved

__all__ = [
    "Saved",
    "add_note",
    "answer_challenge",
    "keep_model",
    "restore_link",
    "retire_scenario",
    "save_link",
    "save_scenario",
    "store_contributions",
    "withdraw_link",
    "withdraw_note",
]
