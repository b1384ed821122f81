"""Row security put on every table that holds something of a community, and what the application's role is given.

It is put on after every migration, so that a table made by a later one never stands without; where nothing changed
since the last time, nothing is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model

from groundswell.apps.people.isolation.policies import digest_of, rules_of, statements

_MARK = "SELECT obj_description(to_regprocedure('groundswell_communities(boolean)'), 'pg_proc')"
# Rows that the application itself removes: sessions, accounts' helpers, what a person typed and gave up.
REMOVED = ("people_draft", "people_rememberedanswer")


def secured_models() -> list[type[Model]]:
    """Every model whose rows belong to a community."""
    return [model for model in apps.get_models() if _is_secured(model)]


def _is_secured(model: type[Model]) -> bool:
    columns = [column for field in model._meta.local_fields if (column := field.column)]
    return model._meta.managed and rules_of(model._meta.db_table, columns) is not None


def secure_tables(using: str = "default", **_: Any) -> None:
    """Put row security on. Does nothing on SQLite, nor where everything stands as it should."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    tables = sorted(model._meta.db_table for model in secured_models())
    standing = set(connection.introspection.table_names())
    if not standing.issuperset(tables):  # in the middle of a migration by name; the last one comes back here
        return
    digest = digest_of(tables)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(_MARK)
        if cursor.fetchone()[0] == digest:
            return
        cursor.execute("SELECT quote_ident(current_schema())")
        for statement in statements(tables, cursor.fetchone()[0]):
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON FUNCTION groundswell_communities(boolean) IS '{digest}'")


def grants_for(role: str, database: str, schema: str = "public") -> Iterator[str]:
    """SQL that lets `role` (a quoted name) do what the application does, and nothing else; run by the tables' owner."""
    yield f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {schema} TO {role}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}"
    yield f"REVOKE UPDATE, DELETE ON people_auditevent FROM {role}"
    kept = {model._meta.db_table for model in secured_models()} - set(REMOVED)
    removable = sorted({model._meta.db_table for model in apps.get_models()} - kept)
    yield f"GRANT DELETE ON {', '.join(removable)} TO {role}"
    # Tables of later versions. Their rows are guarded by policies; without one for DELETE nothing is deleted.
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {role}"
