"""What the architecture tests look at: the files that are, or are about to be, committed."""

import subprocess
from functools import cache
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
SOURCE = REPO / "src" / "groundswell"


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file under version control, and every new one that .gitignore does not leave out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listing.split("\0") if name and (path := REPO / name).is_file())


def committed_text() -> list[tuple[str, str]]:
    """(path from the top of the checkout, text) of every committed file that is text."""
    texts = []
    for path in committed_files():
        raw = path.read_bytes()
        if b"\0" not in raw[:8000]:
            texts.append((path.relative_to(REPO).as_posix(), raw.decode("utf-8", errors="replace")))
    return texts


def python_modules(*folders: str) -> list[Path]:
    """Committed Python modules under these folders, migrations left out since they are written by Django."""
    tops = [REPO / folder for folder in folders]
    return [
        path
        for path in committed_files()
        if path.suffix == ".py" and "migrations" not in path.parts and any(path.is_relative_to(top) for top in tops)
    ]
