"""The installation behind a command: its home folder, and a database that sets itself up and is never set back.

Several commands may start at once in a fresh home; a lock file lets one of them build the database while others wait.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from groundswell.cli.output import InputError
from groundswell.core.findings import error

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor


def home_folder(home: Path | None) -> Path:
    """The folder that holds all state: `--home`, or GROUNDSWELL_HOME, or `var` where one stands."""
    return (home or Path(os.environ.get("GROUNDSWELL_HOME") or "var")).expanduser().resolve()


def open_installation(home: Path | None) -> Path:
    """Make Django and the database ready in `home`; raises InputError where the home cannot be used."""
    folder = home_folder(home)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # private communities live here
    except OSError as failure:
        raise InputError(
            error(f"the home {folder} cannot be made ({failure.strerror})", "name another with --home")
        ) from None
    if not os.access(folder, os.W_OK):
        raise InputError(error(f"the home {folder} cannot be written to", "name another with --home"))
    os.environ["GROUNDSWELL_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    import django

    django.setup()
    speak_as_operator()
    with _alone_in(folder):
        _bring_up_to_date(folder)
    return folder


def speak_as_operator() -> None:
    """Commands are the operator's. On PostgreSQL the database believes only the owner of the tables to be that."""
    from django.conf import settings
    from django.db import connection

    from groundswell.apps.people.isolation import speak_as
    from groundswell.apps.people.queries import operator

    speak_as(operator("cli"))
    if settings.DATABASE_OWNER:
        if connection.vendor != "postgresql":
            said = "GROUNDSWELL_DATABASE_OWNER_URL is set and GROUNDSWELL_DATABASE_URL is not"
            raise InputError(error(said, "set both, to two roles of one database, or neither"))
        # This thread's connection only: threads that answer requests connect as the application.
        connection.close()
        connection.settings_dict = {**connection.settings_dict, **settings.DATABASE_OWNER}


def leave_the_owner() -> None:
    """Whoever begins to serve stops being the operator, and hangs up the owner's connection."""
    from django.db import connection, connections

    from groundswell.apps.people.isolation import speak_as
    from groundswell.apps.people.queries import PUBLIC

    speak_as(PUBLIC)
    connection.close()
    connection.settings_dict = connections.settings["default"]


def _bring_up_to_date(folder: Path) -> None:
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from groundswell.apps.people.isolation.securing import secure_tables

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as failure:
        said = f"the database of {folder} cannot be opened ({str(failure).strip().splitlines()[0]})"
        raise InputError(error(said, "see what `groundswell doctor` says")) from None
    _refuse_a_newer_home(executor, folder)
    try:
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        else:
            secure_tables()
    except DatabaseError as failure:
        if "permission denied" not in str(failure) and "must be owner" not in str(failure):
            raise
        said = "the database wants its owner: this version brings tables or rules that are not there yet"
        fix = "set GROUNDSWELL_DATABASE_OWNER_URL and run `groundswell database-role NAME`, then start again"
        raise InputError(error(said, fix)) from None


def _refuse_a_newer_home(executor: "MigrationExecutor", folder: Path) -> None:
    known = set(executor.loader.disk_migrations)
    ours = {label for label, _ in known}
    newer = sorted(key for key in executor.loader.applied_migrations if key[0] in ours and key not in known)
    if newer:
        said = f"the home {folder} was made by a newer Groundswell (it has {'.'.join(newer[-1])})"
        raise InputError(error(said, "install that version, or name another home with --home"))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the set-up lock; the operating system lets go of it even where the process is killed."""
    with (folder / "setup.lock").open("a") as lock:
        _wait_for(lock)
        yield


def _wait_for(lock: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)


def community_at(home: Path | None, wanted: str | None) -> str:
    """The community that is named, or the only one there is."""
    open_installation(home)
    from groundswell.apps.people.models import Community

    known = list(Community.objects.order_by("public_id").values_list("public_id", flat=True))
    if wanted is None and len(known) == 1:
        return str(known[0])
    if wanted in known:
        return str(wanted)
    if wanted is None and known:
        raise InputError(error(f"there are {len(known)} communities here", f"say --community {known[0]}, or another"))
    there = ", ".join(known[:5])
    raise InputError(error(f"there is no community {wanted!r}" if wanted else "there is no community here",
                           f"there are {there}" if there else "load a package first"))  # fmt: skip
