"""`unduplicate`: how many people stand behind the records of several files, each counted once.

Nothing is stored and nobody is named: what is printed are counts, and what is written are ids. What fails is told by
its kind and place, never by what stood in a cell.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.output import InputError, JsonOption, Output
from groundswell.cli.records import column_map
from groundswell.core.encodings import encoding_check
from groundswell.core.findings import Finding, Severity, error, has_errors, info, warning

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from groundswell.engine.linkage import Linkage
    from groundswell.engine.linkage.records import PersonRecords
    from groundswell.exchange.records import ColumnMap, Problem, ReadRecords, RecordColumns

ENGINES = ("own", "splink")
ENDINGS = (".csv", ".parquet")
TELLING_APART = ("first_name", "last_name", "birth_date", "phone", "email", "encoding")


def unduplicate(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Participants, one row each: CSV, XLSX or Parquet.", exists=True,
                       dir_okay=False),
    ],
    columns: Annotated[
        Path | None,
        typer.Option("--columns", metavar="MAP.yaml", help="Which of your headings is which column.", exists=True),
    ] = None,
    engine: Annotated[str, typer.Option("--engine", metavar="ENGINE", help="own or splink.")] = "own",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write which record is which person: .csv or .parquet."),
    ] = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Count people once across files.

    Reads FILE..., finds which records are the same person although names are spelled otherwise, dates are swapped or
    people have moved, and prints how many people there are, with a range. Any text serves as an id; a cell that cannot
    be read is left blank. Files of `groundswell encode` are linked with one another, where they share a secret, and not
    with names; the range then allows for everybody who may be in both. Names go nowhere: --out holds the file, the row,
    the id that stands there and a number for each person.

    Example: groundswell unduplicate shelter.csv clinic.xlsx --out people.csv
    """
    output = Output(as_json)
    if engine not in ENGINES:
        raise typer.BadParameter("say own or splink", param_hint="--engine")
    if out is not None:
        _check_out(out, files)
    said = column_map(columns)
    with _nothing_quoted():
        began = time.perf_counter()
        tables, findings = _read(output, files, said)
        people = _link(output, tables, engine)
        took = time.perf_counter() - began
        findings += _about_encodings(tables, people)
        if out is not None:
            _write(out, _rows_out(tables, people))
        _tell(output, tables, people, findings, took, out)


def _check_out(out: Path, files: Sequence[Path]) -> None:
    if out.suffix.lower() not in ENDINGS:
        raise typer.BadParameter("name a file that ends with .csv or .parquet", param_hint="--out")
    if out.resolve() in {path.resolve() for path in files}:
        raise typer.BadParameter("that is one of the files that are read", param_hint="--out")
    if not out.resolve().parent.is_dir():
        raise InputError(error(f"there is no folder {out.parent}", "make it first, or name another file"))


@contextmanager
def _nothing_quoted() -> Iterator[None]:
    """What nobody foresaw is told by its kind and where it happened: its own words might quote a record."""
    try:
        yield
    except (InputError, typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception as failure:
        at = failure.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        place = f" at {Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
        raise RuntimeError(f"{type(failure).__name__}{place}") from None


class _Part:
    """One file: its name, its participants, and where each stood."""

    def __init__(self, name: str, table: "RecordColumns") -> None:
        self.name, self.table = name, table


def _read(output: Output, files: Sequence[Path], said: "ColumnMap | None") -> tuple[list[_Part], list[Finding]]:
    """Each file on its own, since an id in one is no id in another; for people, problems of a kind are summed up."""
    from groundswell.exchange.records import read_records
    from groundswell.exchange.records.wrongs import Telling

    parts: list[_Part] = []
    findings: list[Finding] = []
    shown: list[Finding] = []
    names, today = _names(files), datetime.now().astimezone().date()
    with output.progress("Reading") as progress:
        for number, (path, name) in enumerate(zip(files, names, strict=True)):
            progress(number, len(files))
            try:
                read = read_records([(name, path)], today=today, columns=said, table="participants", lenient=True)
            except OSError as failure:
                said_why = f"{name} cannot be read ({failure.strerror})"
                raise InputError(error(said_why, "see whether it is there")) from None
            if (table := read.tables.get("participants")) is not None and not _tells_apart(table):
                words = "no column tells people apart: there are no names, birth dates, phone numbers or agreed ids"
                fix = "bring the table of participants, or name its columns in a column map: first_name: YOUR HEADING"
                raise InputError(error(words, fix, file=name))
            telling = Telling(read.sources, _bearable(read), read.others)
            findings += telling.findings()
            shown += telling.findings(most=1)
            if "participants" in read.tables:
                parts.append(_Part(name, read.tables["participants"]))
    if has_errors(findings):
        raise InputError(*(findings if output.as_json else shown))
    return parts, findings if output.as_json else shown


def _tells_apart(table: "RecordColumns") -> bool:
    return any(name in TELLING_APART or name.startswith("id.") for name in table.columns)


def _names(files: Sequence[Path]) -> list[str]:
    """What the files are called; with their folders where two are called alike."""
    alone = [path.name for path in files]
    return alone if len(set(alone)) == len(alone) else [str(path) for path in files]


def _bearable(read: "ReadRecords") -> "list[Problem]":
    """What is wrong with a row's id is no error here: whether two records are one person is what linking finds out."""

    def softened(problem: "Problem") -> "Problem":
        is_id = problem.heading == read.place_of(problem.source, "participant_id")[0]
        if not (problem.rows and is_id and problem.wrong.severity is Severity.ERROR):
            return problem
        wrong = replace(problem.wrong, severity=Severity.WARNING, fix="it is linked as a record of its own")
        return replace(problem, wrong=wrong)

    return [softened(problem) for problem in read.problems]


class _People:
    """What came of linking."""

    def __init__(self, records: "PersonRecords", linkage: "Linkage", by_name: int, encoded: int) -> None:
        self.records, self.linkage, self.by_name, self.encoded = records, linkage, by_name, encoded


def _link(output: Output, parts: Sequence[_Part], engine: str) -> _People:
    from groundswell.engine.linkage import LinkageError, link
    from groundswell.engine.linkage.encoded import is_encoded
    from groundswell.engine.linkage.exact import exact_people
    from groundswell.engine.linkage.reading import records_from_columns
    from groundswell.engine.linkage.warming import is_warm

    records = records_from_columns([part.table.columns for part in parts])
    first = engine == "own" and not is_warm()
    with output.progress("Linking; the first time takes half a minute longer" if first else "Linking") as progress:
        step: Callable[[str, float], None] = lambda _step, share: progress(round(share * 100), 100)  # noqa: E731
        try:
            linkage = link(records, engine=engine, progress=step)  # type: ignore[arg-type]
        except LinkageError as failure:
            raise InputError(error(str(failure), "mend that, or say --engine own")) from None
    return _People(records, linkage, exact_people(records), int(is_encoded(records).sum()))


def _about_encodings(parts: Sequence[_Part], people: _People) -> list[Finding]:
    """What cannot be compared: encodings with names, and those of one secret with those of another."""
    found = []
    by_secret: dict[str, list[_Part]] = {}
    for part in parts:
        if check := _check_of(part):
            by_secret.setdefault(check, []).append(part)
    first, *others = sorted(by_secret.values(), key=lambda several: -sum(len(part.table) for part in several)) or [[]]
    fix = "let all providers use the same secret file, compare the eight letters that encode prints, and encode again"
    for part in (part for several in others for part in several):
        words = f"the encodings here were made with another secret than those in {first[0].name}"
        found.append(warning(f"{words}, and match none of them", fix, file=part.name))
    if people.encoded and any(map(_has_names, parts)):
        words = (
            f"{people.encoded:,} of {len(people.records):,} records are encoded and cannot be compared with names: who "
            "is among both is not known, and the range allows for everybody and for nobody"
        )
        found.append(info(words))
    return found


def _has_names(part: _Part) -> bool:
    from groundswell.engine.linkage.encoded import NAMES

    return any(any(part.table.columns[name].tolist()) for name in NAMES if name in part.table.columns)


def _check_of(part: _Part) -> str:
    """The letters of the secret behind a file's encodings, which are of one secret once they are read."""
    cells: list[str] = part.table.columns["encoding"].tolist() if "encoding" in part.table.columns else []
    return next((encoding_check(text) for text in cells if text), "")


def _rows_out(parts: Sequence[_Part], people: _People) -> "dict[str, NDArray[Any]]":
    """One row for each record, in the order of files and rows; people are numbered from 1."""
    import numpy as np

    def ids(part: _Part) -> "NDArray[np.object_]":
        found: NDArray[np.object_] = part.table.columns["participant_id"]
        return found

    return {
        "file": np.concatenate([np.full(len(part.table), part.name, object) for part in parts]),
        "row": np.concatenate([part.table.rows for part in parts]),
        "participant_id": np.concatenate([ids(part) for part in parts]),
        "person_id": people.linkage.person + 1,
    }


def _write(path: Path, columns: "dict[str, NDArray[Any]]") -> None:
    """Whole or not at all: a draft beside it takes its place."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.touch(mode=0o600)
        if path.suffix.lower() == ".csv":
            _write_csv(draft, columns)
        else:
            _write_parquet(draft, columns)
        draft.replace(path)
    except OSError as failure:
        said = f"{path} cannot be written ({failure.strerror})"
        raise InputError(error(said, "name a file in a folder that you may write to")) from None
    finally:
        draft.unlink(missing_ok=True)


def _write_csv(draft: Path, columns: "dict[str, NDArray[Any]]") -> None:
    from groundswell.exchange.writers.csv_export import write_csv

    with draft.open("w", encoding="utf-8", newline="") as stream:
        write_csv(stream, list(columns), zip(*(column.tolist() for column in columns.values()), strict=True))


def _write_parquet(draft: Path, columns: "dict[str, NDArray[Any]]") -> None:
    from groundswell.engine.connection import open_connection, quoted

    kinds = {"row": "BIGINT", "person_id": "BIGINT"}
    chosen = ", ".join(f"CAST({name} AS {kinds.get(name, 'VARCHAR')}) AS {name}" for name in columns)
    with open_connection([draft.parent], threads=1) as connection:  # one thread keeps the rows in their order
        connection.register("given", columns)
        target = quoted(str(draft.resolve()))
        connection.execute(f"COPY (SELECT {chosen} FROM given) TO {target} (FORMAT parquet)")  # noqa: S608


def _tell(
    output: Output, parts: Sequence[_Part], people: _People, findings: Sequence[Finding], took: float, out: Path | None
) -> None:
    from groundswell.engine.linkage import people_count

    linkage, count, by_name = people.linkage, people.linkage.count, people.by_name
    shares = [
        people_count(linkage.person, linkage.doubts, people.records.source == number) for number in range(len(parts))
    ]
    output.findings(findings)
    if len(parts) > 1:
        rows = [(part.name, f"{len(part.table):,}", f"{one.people:,}") for part, one in zip(parts, shares, strict=True)]
        output.table(("file", "records", "people"), rows, right=(1, 2))
    several = f" in {len(parts)} files" if len(parts) > 1 else ""
    output.result(
        f"{count.records:,} records{several} are {count.people:,} people "
        f"({count.level * 100:.0f} %: {count.low:,} to {count.high:,})."
    )
    if not people.encoded:
        more = f" ({(by_name / count.people - 1) * 100:+.1f} %)" if count.people else ""
        output.result(f"By the same name and birth date alone they would be {by_name:,}{more}.")
    output.result(
        f"Compared pairs: {linkage.candidate_pairs:,}; linked: {linkage.matched_pairs:,}; "
        f"doubtful: {len(linkage.doubtful):,}; that makes {count.groups:,} groups. {took:.1f} s ({linkage.engine})."
    )
    if out is not None:
        output.say(f"{out}: which record is which person.")
    output.document({
        "records": count.records, "encoded": people.encoded,
        "people": count.people, "low": count.low, "high": count.high, "level": count.level,
        "groups": count.groups, "candidate_pairs": linkage.candidate_pairs, "matched_pairs": linkage.matched_pairs,
        "doubtful_pairs": len(linkage.doubtful), "people_by_name_and_birth_date": by_name, "seconds": round(took, 3),
        "engine": linkage.engine,
        "files": [{"file": part.name, "records": len(part.table), "people": one.people}
                  for part, one in zip(parts, shares, strict=True)],
        "findings": [finding.as_dict() for finding in findings],
    })  # fmt: skip
