"""What is done to partnerships, networks of providers, mandates and commitments."""

from groundswell.apps.partnerships.actions.network_questions import (
    answer_network_questions,
    ask_network_question,
    name_all_partners,
    retire_network_question,
)
from groundswell.apps.partnerships.actions.reminding import remind_of_commitments
from groundswell.apps.partnerships.actions.storing import store_partnerships

__all__ = [
    "answer_network_questions",
    "ask_network_question",
    "name_all_partners",
    "remind_of_commitments",
    "retire_network_question",
    "store_partnerships",
]
