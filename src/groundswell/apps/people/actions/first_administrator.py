"""The first administrator: a page that opens once, for whoever can read the console of the machine.

Its secret is printed when the server starts and nobody administers the installation. Only its digest is kept, in a file
of the home folder that its owner alone can read; it is gone after use, and good for a day.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from groundswell.apps.people.actions.accounts import INSTALLATION, acting, new_account
from groundswell.apps.people.actions.rows import RefusalError, alone_with, record_event
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries.accounts import administrators, digest_of_secret
from groundswell.core.findings import error
from groundswell.core.sentences import sentence

FILE = "first-administrator"
SECONDS = 24 * 3600


def offer_first_account(home: Path) -> str:
    """A new secret for the one-time page, in place of any older; blank where somebody administers already."""
    if administrators().exists():
        withdraw_first_account(home)
        return ""
    secret = secrets.token_urlsafe(32)
    withdraw_first_account(home)
    descriptor = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump({"digest": digest_of_secret(secret), "expires": time.time() + SECONDS}, file)
    return secret


def withdraw_first_account(home: Path) -> None:
    """The page opens no more."""
    with suppress(FileNotFoundError):
        (home / FILE).unlink()


def opens_first_account(secret: str, home: Path) -> bool:
    """True where this secret opens the one-time page now."""
    try:
        kept = json.loads((home / FILE).read_text(encoding="ascii"))
        digest, expires = str(kept["digest"]), float(kept["expires"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    is_same = hmac.compare_digest(digest_of_secret(secret), digest)
    return is_same and time.time() < expires and not administrators().exists()


def open_first_account(*, secret: str, email: str, name: str, password: str, home: Path) -> Person:
    """The account of the first administrator. Raises RefusalError where the secret opens nothing or the facts will
    not do.
    """
    with alone_with(INSTALLATION):
        if not opens_first_account(secret, home):
            fix = sentence("start the server again; it prints another where one is needed")
            raise RefusalError(error(sentence("this page opened once, and no longer does"), fix))
        person = new_account(email=email, name=name, password=password, is_administrator=True)
        details = {"person": str(person.pk)}
        record_event(community_id=INSTALLATION, action="open_first_account", by=acting(person), details=details)
    withdraw_first_account(home)
    return person
