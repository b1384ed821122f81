"""What is done to partnerships, networks of providers, mandates and commitments."""

from groundswell.apps.partnerships.actions.reminding import remind_of_commitments
from groundswell.apps.partnerships.actions.storing import store_partnerships

__all__ = ["remind_of_commitments", "store_partnerships"]
