"""`database-role`: on PostgreSQL, the role the server connects as: it owns nothing and row security binds it."""

import re
import secrets
from typing import Annotated

import typer

from groundswell.cli.output import HomeOption, InputError, JsonOption, Output
from groundswell.core.findings import error

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def database_role(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The role that the server is to connect as.")],
    run: Annotated[bool, typer.Option("--run", help="Make the role as well, and print its password once.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the SQL that makes the application's role on PostgreSQL, or run it.

    Reads GROUNDSWELL_DATABASE_OWNER_URL, or GROUNDSWELL_DATABASE_URL where it names the tables' owner. Run again after
    another version brought new tables: what was granted stays granted.

    Example: groundswell database-role groundswell_web
    """
    from groundswell.cli.installation import open_installation

    if not _NAME.fullmatch(name):
        raise InputError(error(f"{name!r} is no name for a role", "use small letters, digits and underscores"))
    open_installation(home)
    from django.db import connection, transaction

    from groundswell.apps.people.isolation.securing import grants_for

    if connection.vendor != "postgresql":
        raise InputError(error("this installation keeps its data in SQLite", "name a server; see `groundswell doctor`"))
    output = Output(as_json)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_database()), quote_ident(current_schema())")
        database, schema = cursor.fetchone()
        overriding = "SELECT rolsuper OR rolbypassrls OR rolname = current_user FROM pg_roles WHERE rolname = %s"
        cursor.execute(overriding, [name])
        standing = cursor.fetchone()
        if standing and standing[0]:
            said = f"row security cannot bind {name}: it owns the tables, is a superuser, or bypasses row security"
            raise InputError(error(said, "name a role of its own"))
        is_new = standing is None
        password = secrets.token_urlsafe(24)
        wanted = [f"CREATE ROLE {name} LOGIN"] if is_new else []
        wanted += grants_for(name, database, schema)
        if run:
            wanted += [f"ALTER ROLE {name} PASSWORD '{password}'"] if is_new else []
            for statement in wanted:
                cursor.execute(statement)
    if not run:
        output.document({"ok": True, "role": name, "is_new": is_new, "sql": wanted})
        output.result("\n".join(f"{statement};" for statement in wanted))
        output.result(f"-- Then, in psql:  \\password {name}" if is_new else "")
        return
    settings = connection.settings_dict
    place = f"{settings['HOST']}{':' if settings['PORT'] else ''}{settings['PORT']}/{settings['NAME']}"
    address = f"postgresql://{name}:{password}@{place}" if is_new else ""
    output.document({"ok": True, "role": name, "is_new": is_new, "address": address})
    if is_new:
        output.result(f"GROUNDSWELL_DATABASE_URL={address}")
    else:
        output.result(f"{name} may do what the application does; its password stays as it was.")
