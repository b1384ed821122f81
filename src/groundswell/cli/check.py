"""`check`, `load` and `dump`: a community package in and out, the whole of it or nothing."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.output import HomeOption, InputError, JsonOption, Output, counted, person
from groundswell.core.findings import Finding, error

PackageArgument = Annotated[
    Path, typer.Argument(metavar="PACKAGE", help="The package's folder.", exists=True, file_okay=False)
]


def check(package: PackageArgument, as_json: JsonOption = False) -> None:
    """Validate a community package without loading it.

    Reads the folder PACKAGE and nothing else; writes nothing. Prints every problem as FILE:ROW:COLUMN.
    Ends with 0 where it can be loaded, 1 where it cannot.

    Example: groundswell check riverbend
    """
    from groundswell.exchange.package import check_package, counts

    output = Output(as_json)
    read, findings = check_package(package)
    rows = counts(read) if read else {}
    output.report(findings, rows)
    output.say(f"{package}: {counted(rows)}; ready to load.")


def load(package: PackageArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Load a community package, all or nothing.

    Reads the folder PACKAGE; writes the installation's database and freezes the baselines that are not frozen
    yet. A community that is there already is brought up to
    date: changed values become revisions, and what the package does not mention stays.

    Example: groundswell load riverbend
    """
    from groundswell.cli.installation import open_installation
    from groundswell.exchange.package import check_package

    output = Output(as_json)
    with output.progress("Reading") as seen:
        read, findings = check_package(package, progress=seen)
    if read is None or any(finding.is_error for finding in findings):
        output.report(findings, {})
        return
    open_installation(home)
    from groundswell.apps.packages.actions import load_package

    with output.progress("Storing") as stored:
        loading = load_package(package=read, by=person(), progress=stored)
    output.report([*findings, *loading.findings], loading.counts)
    output.say(f"{read.community['name']}: {counted(loading.counts)} loaded.")


def dump(
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the package is written.", file_okay=False)],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a community as a package of plain files.

    Reads the installation's database; writes FOLDER, whole or not at all. Loading it elsewhere and dumping it again
    gives the same bytes.

    Example: groundswell dump riverbend riverbend-package
    """
    from groundswell.cli.installation import open_installation

    output = Output(as_json)
    open_installation(home)
    from groundswell.apps.packages.queries import package_of
    from groundswell.exchange.package import FolderRefusedError, counts, write_package

    package = package_of(community)
    if package is None:
        raise InputError(absent(community))
    try:
        write_package(package, folder)
    except FolderRefusedError as refused:
        raise InputError(refused.finding) from None
    except OSError as failure:
        said = f"{folder} cannot be written ({failure.strerror})"
        raise InputError(error(said, "name a folder on a disk with room that you may write to")) from None
    output.report([], counts(package))
    output.say(f"{folder}: {counted(counts(package))} written.")


def absent(community: str) -> Finding:
    """What a person reads who names a community that is not here, or misspells one that is."""
    from difflib import get_close_matches

    from groundswell.apps.people.queries import communities_for

    known = sorted(communities_for(reader=person()).values_list("public_id", flat=True))
    near = get_close_matches(community, known, 1)
    fix = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known) or 'none yet'}"
    return error(f"there is no community {community}", fix)
