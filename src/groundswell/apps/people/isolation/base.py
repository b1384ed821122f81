"""PostgreSQL as Groundswell talks to it: every connection says for whom it asks before it asks anything.

Django finds a database's backend in a module of this name. What was said holds for the session; a transaction that is
rolled back takes back what was said inside it, so it is said again. (A pool that hands sessions on between
transactions, such as PgBouncer's transaction mode, must not stand in between: `docs/how-to/use-postgresql.md`.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

from groundswell.apps.people.isolation import Speaker, speaker

_SAY = (
    "SELECT set_config('groundswell.actor', %s, false), set_config('groundswell.token', %s, false), "
    "set_config('groundswell.bound', %s, false), set_config('groundswell.invitation', %s, false)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows what it told the database last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: Speaker | None = None
        self.execute_wrappers.append(self._say_first)

    def _say_first(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        now = speaker()
        if now != self.told and self.connection is not None:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(_SAY, [now.name, now.token, now.bound, now.invitation])
            self.told = now
        return execute(sql, params, many, context)

    def get_new_connection(self, conn_params: Any) -> Any:
        """A new session was told nothing."""
        self.told = None
        return super().get_new_connection(conn_params)

    def init_connection_state(self) -> None:
        """Questions are short, and row security makes them look costly: to compile one would take longer than to ask
        it. It is said once connected, for a pool in between refuses options at the start."""
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute("SET jit TO off")

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.told = None
