"""What is done to partnerships, networks of providers, mandates and commitments."""

from groundswell.apps.partnerships.actions.accounts import give_account
from groundswell.apps.partnerships.actions.consents import give_consent
from groundswell.apps.partnerships.actions.network_questions import (
    answer_network_questions,
    ask_network_question,
    name_all_partners,
    retire_network_question,
)
from groundswell.apps.partnerships.actions.pairs import (
    open_partnership,
    restore_partnership,
    retire_partnership,
)
from groundswell.apps.partnerships.actions.purposes import describe_partnership, set_purpose
from groundswell.apps.partnerships.actions.reminding import remind_of_commitments
from groundswell.apps.partnerships.actions.storing import store_partnerships
from groundswell.apps.partnerships.actions.worksheets import load_worksheet

__all__ = [
    "answer_network_questions",
    "ask_network_question",
    "describe_partnership",
    "give_account",
    "give_consent",
    "load_worksheet",
    "name_all_partners",
    "open_partnership",
    "remind_of_commitments",
    "restore_partnership",
    "retire_network_question",
    "retire_partnership",
    "set_purpose",
    "store_partnerships",
]
