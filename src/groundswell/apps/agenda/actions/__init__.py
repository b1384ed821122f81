"""What is done to a community's own version of a framework, and to its systems scan."""

from groundswell.apps.agenda.actions.storing import store_agenda

__all__ = ["store_agenda"]
