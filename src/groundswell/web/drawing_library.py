"""The library that makes charts interactive in the browser, taken from the installed vl-convert wheel.

It is written into the home folder once for each version of the wheel and never committed: other people's code comes
with the installation, not with the project.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

# The bundle must run as a module: as a classic script its names would collide. It leaves one name behind.
_SNIPPET = "window.vegaEmbed = vegaEmbed;"


@dataclass(frozen=True, slots=True)
class Library:
    """The text of the bundle and the edition its address carries."""

    edition: str
    text: bytes


def edition() -> str:
    """The version of the wheel that the bundle comes from, fit for an address."""
    return version("vl-convert-python").replace(".", "-")


@lru_cache(maxsize=1)
def library(folder: Path) -> Library:
    """The bundle, from the folder where it was written before, or made now (two seconds) and kept there."""
    path = folder / f"vega-{edition()}.js"
    if not path.exists():
        _write(path)
    return Library(edition(), path.read_bytes())


def _write(path: Path) -> None:
    import vl_convert  # a second to load: only where the bundle is really made

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(vl_convert.javascript_bundle(_SNIPPET), encoding="utf-8")
    draft.replace(path)


def write_apart(folder: Path) -> None:
    """Make the bundle in a process of its own where there is none: what makes it needs much memory, once."""
    if not (folder / f"vega-{edition()}.js").exists():
        program = (
            "import sys, pathlib, groundswell.web.drawing_library as made; made.library(pathlib.Path(sys.argv[1]))"
        )
        subprocess.run([sys.executable, "-P", "-c", program, str(folder)], check=False)  # noqa: S603 - our own program
