"""A provider's participants to the file that leaves the house: encodings in place of all that tells who somebody is.

What goes out: the id of the row (or a pseudonym for it), what tells nobody who a person is (sex, race and ethnicity,
place, groups), and the encoding. The file is written beside its place and moved there whole. Nothing but what goes out
is ever written, so that a crash leaves no name behind.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundswell.core.findings import Finding, error, info, warning
from groundswell.core.records import AGREED_ID_PREFIX, ENCODING, PARTICIPANTS, RecordKind
from groundswell.engine.connection import open_connection, quoted, quoted_name
from groundswell.engine.encoding.coding import SSN, STUDENT
from groundswell.engine.encoding.encoding import as_texts, encode
from groundswell.engine.encoding.secret import Secret
from groundswell.engine.linkage.records import TEXT_FIELDS, PersonRecords
from groundswell.exchange.records import RecordColumns

Texts = NDArray[np.object_]
ID = "participant_id"
_WORTH_HAVING = ("first_name", "last_name", "birth_date")
_READ = ("first_name", "last_name", "birth_date", "postal_code", "phone", "street", SSN, STUDENT)


def person_records(table: RecordColumns) -> PersonRecords:
    """Participants as records of people, all from one source."""
    size = len(table)
    nobody = np.zeros(size, np.int32)
    births = table.columns.get("birth_date", np.full(size, np.datetime64("NaT", "D"), "datetime64[D]"))
    texts = {name: table.columns[name] for name in TEXT_FIELDS if name in table.columns}
    ids = {name: column for name, column in table.columns.items() if name.startswith(AGREED_ID_PREFIX)}
    return PersonRecords(texts, births, nobody, nobody, ids)


def encoded_columns(
    table: RecordColumns,
    secret: Secret,
    *,
    pseudonyms: bool = False,
    leave_out: Collection[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Texts]:
    """The columns that go out, in their order. `leave_out` names columns that stay at home."""
    ids = [str(each) for each in table.columns[ID].tolist()]
    texts = as_texts(encode(person_records(table), ids, secret, progress), secret)
    out = {ID: _objects([secret.pseudonym(each) for each in ids] if pseudonyms else ids)}
    for name, column in table.columns.items():
        known = PARTICIPANTS.column(name)
        if known is None or known.identifying or name in leave_out or not any(column.tolist()):
            continue
        if known.kind in (RecordKind.TEXT, RecordKind.ID):
            out[name] = column
    return out | {ENCODING.name: _objects(texts)}


def nothing_to_encode(table: RecordColumns, file: str) -> list[Finding]:
    """Why no encoding can be made of this file: it is encoded already, or says of nobody who he is."""
    if ENCODING.name in table.columns:
        fix = "submit it as it is, or encode the file with the names"
        return [error("the file is encoded already", fix, file=file, column=ENCODING.name)]
    if any(name in table.columns for name in _READ):
        return []
    words = "no column tells people apart: there are no names, birth dates, phone numbers or agreed ids"
    fix = "bring the table of participants, or name its columns in a column map, as in first_name: YOUR HEADING"
    return [error(words, fix, file=file)]


def findings_about(table: RecordColumns, file: str) -> list[Finding]:
    """What a provider should know before the file goes out: what would link better, and what is not used."""
    found = []
    for name in _WORTH_HAVING:
        if name not in table.columns:
            fix = f"name yours in a column map, as in {name}: YOUR HEADING"
            words = f"there is no column {name}, and without it people are hard to find again"
            found.append(warning(words, fix, file=file))
    unused = [name for name in table.columns if name.startswith(AGREED_ID_PREFIX) and name not in (SSN, STUDENT)]
    for name in unused:
        found.append(info(f"{name} has no place in an encoding and stays here", file=file, column=name))
    if too_little := int((~says_enough(table)).sum()):
        many = "records say" if too_little > 1 else "record says"
        words = f"{too_little:,} {many} too little to be linked with any other"
        found.append(warning(words, "fill in names and birth dates, where they are known", file=file))
    return found


def says_enough(table: RecordColumns) -> NDArray[np.bool_]:
    """For each record whether at least one view of it can be made."""
    has = {name: _filled(table, name) for name in _READ}
    named = has["first_name"] & has["last_name"] & (has["postal_code"] | has["phone"])
    reached = has["first_name"] & has["phone"]
    found: NDArray[np.bool_] = has["birth_date"] | named | reached | has[SSN] | has[STUDENT]
    return found


def write_encoded(path: Path, columns: Mapping[str, Texts]) -> None:
    """Write a CSV or a Parquet file, by its ending; whole or not at all.

    Raises OSError where it cannot be written, ValueError for another ending.
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise ValueError("an encoded file ends in .csv or .parquet")
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        (_write_csv if ending == ".csv" else _write_parquet)(unfinished, columns)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_csv(path: Path, columns: Mapping[str, Texts]) -> None:
    """Cells as they are: an id that an apostrophe was put before would be another id."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))


def _write_parquet(path: Path, columns: Mapping[str, Texts]) -> None:
    with open_connection([path.parent], threads=1) as connection:  # one thread keeps the rows in their order
        connection.register("given", {f"c{at}": column for at, column in enumerate(columns.values())})
        chosen = ", ".join(
            f"NULLIF(CAST(c{at} AS VARCHAR), '') AS {quoted_name(name)}" for at, name in enumerate(columns)
        )
        target = quoted(str(path.resolve()))
        how = "FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false"
        connection.execute(f"COPY (SELECT {chosen} FROM given) TO {target} ({how})")  # noqa: S608 - columns of ours
    path.chmod(0o600)


def _filled(table: RecordColumns, name: str) -> NDArray[np.bool_]:
    column = table.columns.get(name)
    if column is None:
        return np.zeros(len(table), bool)
    return ~np.isnat(column) if column.dtype.kind == "M" else column.astype(bool)


def _objects(values: list[str]) -> Texts:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
