"""`bench`: how quick this installation is, each figure beside a peer that did the same work in the same run."""

import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.output import InputError, JsonOption, Output
from groundswell.core.findings import error


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="curves, load, scorecard; all of them if none.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure this installation beside its peers.

    Reads nothing of yours and leaves nothing behind: each benchmark makes its own data in a folder of its own. Prints
    how long we took, how long the peer took, and the ratio; a peer that is not installed is named and left out.

    Example: groundswell bench curves
    """
    output = Output(as_json)
    sys.path.insert(0, str(_shelf()))
    import importlib

    from benchmarks.__main__ import HEADINGS, NAMES, cells

    unknown = sorted(set(names or ()) - set(NAMES))
    if unknown:
        raise typer.BadParameter(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    output.result(machine)
    rows = []
    with output.progress("Measuring") as measured:
        for number, name in enumerate(names or NAMES):
            measured(number, len(names or NAMES))
            rows += importlib.import_module(f"benchmarks.{name}").run()
    output.table(HEADINGS, [cells(row) for row in rows])
    output.document({"machine": machine, "rows": [{**asdict(row), "ratio": row.ratio} for row in rows]})


def _shelf() -> Path:
    """The folder that holds the benchmarks: inside an installed wheel, or the checkout."""
    package = Path(__file__).resolve().parents[1]
    for shelf in (package / "bench", package.parents[1]):
        if (shelf / "benchmarks" / "rows.py").is_file():
            return shelf
    raise InputError(error("the benchmarks are not part of this installation", "run `make bench` in a checkout"))
