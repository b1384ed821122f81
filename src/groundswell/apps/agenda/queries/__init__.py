"""What a community decided about its framework."""

from groundswell.apps.agenda.queries.decisions import decisions_of

__all__ = ["decisions_of"]
