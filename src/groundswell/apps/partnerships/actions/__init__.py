"""What is done to partnerships, networks of providers, mandates and commitments."""

from groundswell.apps.partnerships.actions.storing import store_partnerships

__all__ = ["store_partnerships"]
