"""Files that people bring through the browser, for as long as it takes to read them.

Each lies in a folder of its own under the home folder, named by chance and open to nobody else on the machine. It
belongs to one person and one community; another person's, another community's or one of yesterday is as one that never
was.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.exchange.readers.files import plain_name
from groundswell.exchange.tables import Limits

MEGABYTES = 20
LIMITS = Limits(file_bytes=MEGABYTES * 1024 * 1024, archive_bytes=100 * 1024 * 1024)
KEPT_FOR = 24 * 3600
MOST_EACH = 5
_ID = re.compile(r"[A-Za-z0-9_-]{20,64}")


def now() -> float:
    """Seconds since 1970."""
    return time.time()


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that somebody brought; `folder` holds it and nothing else."""

    id: str
    folder: Path
    name: str
    at: float

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.folder / self.name


def keep_upload(file: UploadedFile, *, actor: Actor, community: Community) -> Upload | None:
    """Put a file away; None where it is larger than may be. The oldest of too many go."""
    if (file.size or 0) > LIMITS.file_bytes:
        return None
    remove_old()
    for old in uploads_of(actor, community)[MOST_EACH - 1 :]:
        remove_upload(old)
    upload_id = secrets.token_urlsafe(24)
    top = _top() / upload_id
    folder = top / "file"
    folder.mkdir(mode=0o700, parents=True)
    top.chmod(0o700)
    name = plain_name(file.name or "", "file.csv")
    at = now()
    told = {"by": actor.name, "community": str(community.pk), "name": name, "at": at}
    with (folder / name).open("xb") as stream:
        (folder / name).chmod(0o600)
        for chunk in file.chunks():
            stream.write(chunk)
    (top / "about.json").write_text(json.dumps(told), encoding="utf-8")
    return Upload(upload_id, folder, name, at)


def _top() -> Path:
    top = Path(settings.HOME) / "uploads"
    top.mkdir(mode=0o700, exist_ok=True)
    return top


def upload_of(upload_id: str, *, actor: Actor, community: Community) -> Upload | None:
    """A file that this person brought to this community, and that still lies there."""
    if _ID.fullmatch(upload_id) is None:
        return None
    told = _told(_top() / upload_id)
    if told is None or (told["by"], told["community"]) != (actor.name, str(community.pk)):
        return None
    return Upload(upload_id, _top() / upload_id / "file", str(told["name"]), float(told["at"]))


def uploads_of(actor: Actor, community: Community) -> list[Upload]:
    """What this person brought to this community and has not imported yet, the latest first."""
    found = (upload_of(folder.name, actor=actor, community=community) for folder in _top().iterdir())
    return sorted((one for one in found if one), key=lambda one: one.at, reverse=True)


def remove_upload(upload: Upload) -> None:
    """It was read, or is no longer wanted."""
    shutil.rmtree(_top() / upload.id, ignore_errors=True)


def remove_old() -> None:
    """Whatever lies there since yesterday goes, whosever it is."""
    for folder in _top().iterdir():
        if _told(folder) is None and folder.stat().st_mtime < now() - KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)


def _told(folder: Path) -> dict[str, Any] | None:
    """What is known of an upload; None where there is none, or its day is over."""
    try:
        told = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if told["at"] > now() - KEPT_FOR else None
