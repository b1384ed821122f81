"""`import`: what a publisher published, read through a mapping into observations."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.output import HomeOption, InputError, JsonOption, Output, counted, person
from groundswell.core.findings import Finding, Severity, error, has_errors, named, warning

if TYPE_CHECKING:
    from groundswell.exchange.mapping import Mapping, SourceReading

_PUBLISHED = {".csv", ".tsv", ".xlsx", ".xls", ".ods"}


def import_(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE", help="A mapping (YAML); with --propose, the published file.", exists=True, dir_okay=False
        ),
    ],
    into: Annotated[
        str | None, typer.Option("--into", metavar="COMMUNITY", help="Store the observations in this community.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write what was read, or the draft, to this file.")
    ] = None,
    propose: Annotated[bool, typer.Option("--propose", help="Draft a mapping for SOURCE instead.")] = False,
    files: Annotated[
        Path | None,
        typer.Option("--files", metavar="DIR", help="Where the published files are, if elsewhere.", exists=True),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a published file through its mapping.

    Reads SOURCE and the files it names, and says what was read, skipped and withheld. Without --into nothing is
    stored; with it, all or nothing. Run it again next year: a value that changed becomes a revision with its history.
    With --propose, SOURCE is the published file itself and the answer is a mapping to start from.

    Example: groundswell import chronic-absence.yaml --into new-haven
    """
    output = Output(as_json)
    if propose:
        _propose(output, source, out)
        return
    _refuse_published(source)
    from groundswell.exchange.mapping import id_from, mapping_from, mapping_text

    text, findings = mapping_text(source)
    if text is None:
        raise InputError(*findings)
    mapping, more = mapping_from(text, id_from(source.stem, "source"), source.name)
    findings += more
    if mapping is None:
        raise InputError(*findings)
    reading = _read(output, mapping, files or source.parent, into, home)
    findings += [*reading.findings, *([] if into else _without_unit(reading))]
    counts = {"observations": reading.storable}
    if out and not has_errors(findings):
        _write(out, _as_csv(reading))
    if into and not has_errors(findings):
        counts, more = _store(output, reading, into, text)
        findings += more
    _tell(output, reading)
    counts = {} if has_errors(findings) else counts
    output.report(findings, counts, shown=_one_line_a_kind(findings, reading), **_facts(reading))
    output.say(f"{into}: {counted(counts)}." if into else "Nothing was stored: say --into COMMUNITY, or --out FILE.")


def _refuse_published(source: Path) -> None:
    """A published file where its mapping should stand: the mapping is not written yet."""
    if source.suffix.lower() in _PUBLISHED:
        said = "this is a published file, and a mapping is needed to read it"
        fix = f"draft one: groundswell import {source.name} --propose --out {source.stem}.yaml"
        raise InputError(error(said, fix, file=source.name))


def _propose(output: Output, source: Path, out: Path | None) -> None:
    from groundswell.exchange.mapping import propose_mapping

    try:
        draft = propose_mapping(source)
    except ValueError as failure:
        raise InputError(error(str(failure), "save it again as CSV or XLSX", file=source.name)) from None
    if out:
        _write(out, draft)
        output.say(f"{out}: a draft; read it, mend it, then run `groundswell import {out}`.")
    else:
        output.result(draft.rstrip("\n"))
    output.document({"ok": True, "counts": {}, "findings": [], "mapping": draft})


def _read(output: Output, mapping: "Mapping", folder: Path, into: str | None, home: Path | None) -> "SourceReading":
    """Against what the community knows already, where there is one."""
    from groundswell.exchange.mapping import read_source

    known = None
    if into:
        from groundswell.cli.check import absent
        from groundswell.cli.installation import open_installation

        open_installation(home)
        from groundswell.apps.places.queries import known_of

        known = known_of(into)
        if known is None:
            raise InputError(absent(into))
    with output.progress("Reading"):
        return read_source(mapping, folder=folder, known=known)


def _store(output: Output, reading: "SourceReading", into: str, mapping: str) -> tuple[dict[str, int], list[Finding]]:
    from groundswell.apps.packages.actions import store_reading

    with output.progress("Storing"):
        stored = store_reading(reading=reading, community=into, by=person(), mapping=mapping)
    return stored.counts, stored.findings


def _without_unit(reading: "SourceReading") -> list[Finding]:
    """What will stop the storing, said while there is no community to ask whether it knows the indicator."""
    from groundswell.exchange.mapping.reading import missing_unit

    found = missing_unit(reading, [seen.id for seen in reading.indicators if not seen.unit])
    return [replace(found, severity=Severity.WARNING)] if found else []


def _one_line_a_kind(findings: list[Finding], reading: "SourceReading") -> list[Finding]:
    """The findings as a terminal shows them: many strangers of one kind take one line, `--json` lists them."""
    shown = [finding for finding in findings if finding not in reading.strangers]
    for kind, seen in (("place", reading.places), ("group", reading.groups)):
        names = [one.spelling for one in seen if not one.matched]
        those = [finding for finding in findings if reading.strangers.get(finding) == kind]
        if len(those) > 1:
            said = f"{len(names):,} {kind}s match nothing and are kept under ids made of their names: {named(names)}"
            fix = f"add them to {kind}s.csv, or say which they are with map: in the mapping; --json lists them"
            those = [warning(said, fix, file=those[0].file)]
        shown += those
    return shown


def _tell(output: Output, reading: "SourceReading") -> None:
    """What was read, what was left and why: a person's first question."""
    if not reading.files:
        return
    read, kept = _so_many(reading.read, "row"), _so_many(reading.storable, "observation")
    output.result(f"read {read} of {counted_files(reading)}; {kept}")
    for reason, rows in reading.skipped.items():
        output.result(f"skipped {rows:,}: {reason}")
    for status, values in reading.withheld.items():
        output.result(f"withheld {values:,}: {status}")


def _so_many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def counted_files(reading: "SourceReading") -> str:
    """`absence_2019.csv`, or how many files."""
    names = [file.name for file in reading.files]
    return names[0] if len(names) == 1 else f"{len(names)} files"


def _facts(reading: "SourceReading") -> dict[str, Any]:
    return {
        "read": reading.read,
        "skipped": dict(reading.skipped),
        "withheld": dict(reading.withheld),
        "files": [{"name": file.name, "sha256": file.sha256, "rows": file.records} for file in reading.files],
        "indicators": [seen.id for seen in reading.indicators],
        "unmatched_places": [seen.spelling for seen in reading.places if not seen.matched],
        "unmatched_groups": [seen.spelling for seen in reading.groups if not seen.matched],
    }


def _as_csv(reading: "SourceReading") -> str:
    """As observations.csv of a package: the text stands as it is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(reading.observations)
    writer.writerows(zip(*reading.observations.values(), strict=True))
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a draft beside it takes its place."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    except OSError as failure:
        draft.unlink(missing_ok=True)
        said = f"{path} cannot be written ({failure.strerror})"
        raise InputError(error(said, "name a file in a folder that you may write to")) from None
