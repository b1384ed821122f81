"""`doctor`: what this installation has, what it lacks, and what to do about it."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import typer

from groundswell.cli.output import HomeOption, JsonOption, Output

WANTED_PYTHON = (3, 11)
WANTED_DISK_MB = 500  # a database of a million observations, its log and a dump beside it


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. Without an optional thing the rest works, so its lack is no failure."""

    name: str
    is_ok: bool
    said: str
    fix: str = ""
    is_optional: bool = False


def doctor(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Say what is installed, what is missing and how to mend it.

    Reads the home folder and writes nothing into it. Ends with 1 where something that is needed fails.

    Example: groundswell doctor
    """
    from groundswell.cli.installation import home_folder

    output = Output(as_json)
    checks = list(_checks(home_folder(home)))
    ok = all(check.is_ok or check.is_optional for check in checks)
    for check in checks:
        mark = "ok     " if check.is_ok else "missing" if check.is_optional else "PROBLEM"
        output.result(f"{mark}  {check.name:<12} {check.said}{'' if check.is_ok else f'; {check.fix}'}")
    output.document({"ok": ok, "checks": [asdict(check) for check in checks]})
    if not ok:
        raise typer.Exit(1)


def _checks(home: Path) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", sys.version_info[:2] >= WANTED_PYTHON, version, "install Python 3.11 or newer")
    yield _home(home)
    yield _disk(home)
    yield _database(home)
    yield from _row_security()
    yield _mail()
    yield _https()
    yield _browser()
    yield _fonts()
    for module, extra, use in (
        ("psycopg", "postgres", "a team's database"),
        ("statsforecast", "bench", "the benchmarks' peers"),
    ):
        here = find_spec(module) is not None
        yield Check(
            extra,
            here,
            f"{use}: {module}{'' if here else ' is not installed'}",
            f"pip install 'groundswell[{extra}]'",
            True,
        )


def _nearest(folder: Path) -> Path:
    return next(parent for parent in (folder, *folder.parents) if parent.exists())


def _home(home: Path) -> Check:
    place = _nearest(home)
    said = str(home) if place == home else f"{home} (not made yet)"
    return Check("home", os.access(place, os.W_OK), said, f"make {place} writable, or name another folder with --home")


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(_nearest(home)).free // 1_000_000
    return Check("disk", free >= WANTED_DISK_MB, f"{free:,} MB free", f"make room: {WANTED_DISK_MB} MB are wanted")


def _database(home: Path) -> Check:
    """Looks without changing anything: a home that does not exist yet is fine."""
    if os.environ.get("GROUNDSWELL_DATABASE_URL"):
        return _postgres()
    file = home / "groundswell.sqlite3"
    if not file.exists():
        return Check("database", True, "SQLite, made on first use")
    import sqlite3

    try:
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)
        answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        connection.close()
    except sqlite3.Error as failure:
        answer = str(failure)
    said = f"SQLite {sqlite3.sqlite_version}, {file.stat().st_size / 1e6:,.1f} MB"
    broken = Check("database", False, f"{file} is damaged ({answer})", "restore your backup, or dump what can be read")
    return Check("database", True, f"{said}, whole") if answer == "ok" else broken


def _postgres() -> Check:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    try:
        from django.db import connection

        connection.ensure_connection()
    except Exception as failure:
        said = str(failure).strip().splitlines()[0] if str(failure) else type(failure).__name__
        return Check("database", False, f"PostgreSQL does not answer ({said})", "see GROUNDSWELL_DATABASE_URL")
    return Check("database", True, "PostgreSQL answers")


def _row_security() -> Iterator[Check]:
    """Whether PostgreSQL keeps communities apart even where a query forgets to; says nothing of SQLite."""
    if not os.environ.get("GROUNDSWELL_DATABASE_URL"):
        return
    asked = """
        SELECT rolsuper OR rolbypassrls, pg_get_userbyid(relowner) = current_user, relforcerowsecurity
        FROM pg_roles LEFT JOIN pg_class ON pg_class.oid = to_regclass('people_community')
        WHERE rolname = current_user
    """
    try:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(asked)
            overrides, owns, forced = cursor.fetchone()
    except Exception:  # said above: the database does not answer
        return
    fix = "see docs/how-to/use-postgresql.md, `groundswell database-role`"
    if overrides:
        said = "row security does not bind this role: it is a superuser, or bypasses it"
    elif owns is None:
        said = "no tables yet"
    elif owns:
        said = "row security stands; this role owns the tables and could take it off"
    else:
        yield Check("row-security", bool(forced), "row security stands; this role owns nothing", fix)
        return
    yield Check("row-security", False, said, fix, True)


def _mail() -> Check:
    """Looks at what is said, and sends nothing."""
    from urllib.parse import urlsplit

    url = os.environ.get("GROUNDSWELL_MAIL_URL", "").strip()
    if not url:
        fix = "set GROUNDSWELL_MAIL_URL and GROUNDSWELL_MAIL_FROM, so that invitations reach people"
        return Check("mail", False, "letters are only written to the console", fix, True)
    parts = urlsplit(url)  # its password is never said
    is_ok = parts.scheme in {"smtp", "smtp+tls", "smtps"} and bool(parts.hostname)
    said = f"letters go out by {parts.scheme}://{parts.hostname}" if is_ok else "the address of the mail server"
    return Check("mail", is_ok, said, "GROUNDSWELL_MAIL_URL reads smtp+tls://user:password@host:587")


def _https() -> Check:
    is_on = os.environ.get("GROUNDSWELL_HTTPS", "").strip().lower() in {"1", "true", "yes", "on"}
    proxies = os.environ.get("GROUNDSWELL_TRUSTED_PROXIES", "").strip() or "0"
    if is_on and proxies == "0":
        fix = "set GROUNDSWELL_TRUSTED_PROXIES to how many stand in front, or every page leads back to itself"
        return Check("https", False, "https is insisted on, but no proxy is trusted to say that it was used", fix)
    if is_on:
        return Check("https", True, "cookies, redirects and HSTS insist on it")
    return Check(
        "https", False, "people sign in without https", "behind a proxy with TLS, set GROUNDSWELL_HTTPS=1", True
    )


def _browser() -> Check:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    return Check(
        "chromium", found is not None, found or "only needed by the browser tests", "apt-get install chromium", True
    )


def _fonts() -> Check:
    found = shutil.which("fc-list") is not None
    return Check(
        "fonts",
        found,
        "fontconfig" if found else "charts drawn here use a built-in font",
        "apt-get install fontconfig fonts-noto-core",
        True,
    )
