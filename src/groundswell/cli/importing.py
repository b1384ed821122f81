"""`import`: what a publisher published, read through a mapping into observations."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.output import HomeOption, JsonOption


def import_(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A mapping (YAML); with --propose, the file itself.", exists=True)
    ],
    into: Annotated[
        str | None, typer.Option("--into", metavar="COMMUNITY", help="Store them in this community.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the observations here.")] = None,
    propose: Annotated[bool, typer.Option("--propose", help="Draft a mapping for SOURCE instead.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a published file through its mapping.

    Reads SOURCE and the files it names, and says what was read, skipped and withheld; without --into nothing is
    stored. Run it again next year: a value that
    changed becomes a revision with its history.

    Example: groundswell import chronic-absence.yaml --into new-haven
    """
    raise NotImplementedError
