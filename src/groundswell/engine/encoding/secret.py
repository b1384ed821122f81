"""The secret that providers share, and that whoever links their encodings does not have.

It stands in a file of one line. It is never printed, logged or quoted; its check is a keyed hash that tells two secrets
apart and gives nothing of them away, as long as they were made by chance.
"""

from __future__ import annotations

import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path

from groundswell.core.encodings import VERSION

SHORTEST = 32  # bytes
_FEWEST_SIGNS = 10  # different ones; a secret made by chance has more


class SecretError(Exception):
    """The secret cannot be used. The message says why, and never quotes it."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that is long enough; it shows itself nowhere."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < SHORTEST:
            raise SecretError(f"the secret has {len(self.key)} bytes, and needs {SHORTEST} or more")
        if len(set(self.key)) < _FEWEST_SIGNS:
            raise SecretError("the secret says the same few signs again and again, and could be guessed")

    @property
    def check(self) -> str:
        """Eight letters that are alike wherever the secret and the version of the format are."""
        made = hmac.digest(self.key, f"groundswell encoding check {VERSION}".encode(), "sha256")
        return urlsafe_b64encode(made[:6]).decode()

    @property
    def hashing_key(self) -> bytes:
        """The key of all hashes of an encoding, 64 bytes: never the secret itself."""
        return hmac.digest(self.key, f"groundswell encoding key {VERSION}".encode(), "sha256") + bytes(32)

    def pseudonym(self, participant_id: str) -> str:
        """A name for a participant's id that only those with the secret could find out by trying ids."""
        made = hmac.digest(self.key, f"groundswell pseudonym {VERSION}\n{participant_id}".encode(), "sha256")
        return "p-" + made[:12].hex()


def read_secret(path: Path) -> Secret:
    """The secret in a file, without the blanks and line ends around it. Raises SecretError, OSError."""
    if path.stat().st_size > 100_000:
        raise SecretError("the file is far too long for a secret")
    return Secret(path.read_bytes().removeprefix(b"\xef\xbb\xbf").strip())


def new_secret(path: Path) -> Secret:
    """Make a secret by chance and write it into a file that only its owner can read. Raises OSError if it exists."""
    text = secrets.token_urlsafe(32)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{text}\n")
    return Secret(text.encode())
