"""One door for every table that somebody brings: `read_table` finds out what a file is, and reads it."""

import re
from pathlib import Path

from groundswell.core.findings import Finding, Severity, error
from groundswell.exchange.readers.assembly import assemble
from groundswell.exchange.readers.contents import Kind, kind_of, ole_words
from groundswell.exchange.readers.delimited import find_delimiter, records
from groundswell.exchange.readers.encodings import decode
from groundswell.exchange.readers.workbooks import visible_sheets, workbook_records
from groundswell.exchange.tables import DEFAULT_LIMITS, CellRemark, Limits, Table

_STRANGE = re.compile(r"[^\w .()+-]+")


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_rows: int = 1,
    skip_rows: int = 0,
    unwrap_formulas: bool = False,
    duplicates_are: Severity = Severity.ERROR,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Table | None, list[Finding]]:
    """Read a delimited text file or a sheet of a workbook as text, never raising for what is in it.

    Encoding and delimiter are found where they are not said. The first `skip_rows` lines are titles; `header_rows`
    lines of headings are joined. The table is None where nothing could be read; it may be there beside errors, so
    that all problems of a file can be told at once. Raises OSError only where the file cannot be opened.
    """
    content, findings = read_content(path, limits)
    if content is None:
        return None, findings
    return table_from(
        content,
        path.name,
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
        header_rows=header_rows,
        skip_rows=skip_rows,
        unwrap_formulas=unwrap_formulas,
        duplicates_are=duplicates_are,
        limits=limits,
    )


def read_content(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[bytes | None, list[Finding]]:
    """The bytes of a file, or a finding where there are more than may be; never more is read than may be."""
    with path.open("rb") as stream:
        content = b"" if _size(path) > limits.file_bytes else stream.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes or _size(path) > limits.file_bytes:
        most = limits.file_bytes // (1024 * 1024)
        return None, [error(f"the file is larger than {most:,} MB", "split it into several files", file=path.name)]
    return content, []


def _size(path: Path) -> int:
    return path.stat().st_size


def table_from(
    content: bytes,
    name: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_rows: int = 1,
    skip_rows: int = 0,
    unwrap_formulas: bool = False,
    duplicates_are: Severity = Severity.ERROR,
    limits: Limits = DEFAULT_LIMITS,
    remarks: list[CellRemark] | None = None,
) -> tuple[Table | None, list[Finding]]:
    """As `read_table`, from bytes that are already here.

    Where `remarks` is given, what is noticed about single cells goes there, all of it, and no finding quotes a cell: so
    are records about people read.
    """
    quoting = remarks is None
    first_column = 1
    findings: list[Finding] = []
    try:
        kind = kind_of(content)
        if kind is Kind.OLE and (words := ole_words(content)):
            raise ValueError(words)
    except ValueError as words:
        fix = "bring CSV, XLSX, XLS or ODS; open the file in a spreadsheet and save it as one of them"
        return None, [error(f"the file is {words}, whatever its name says", fix, file=name)]
    if kind is Kind.TEXT:
        text, findings = decode(content, name, encoding, quoting=quoting)
        if text is None:
            return None, findings
        rows = records(text, delimiter or find_delimiter(text), name, findings)
    else:
        found, findings = workbook_records(
            content, name, kind=kind, sheet=sheet, above=skip_rows, limits=limits, remarks=remarks
        )
        if found is None:
            return None, findings
        rows, first_column = found.records(), found.first_column
    table = assemble(
        rows,
        name=name,
        header_rows=header_rows,
        skip_rows=skip_rows,
        unwrap_formulas=unwrap_formulas,
        duplicates_are=duplicates_are,
        limits=limits,
        findings=findings,
        first_column=first_column,
        quoting=quoting,
    )
    return table, findings


def sheets_of(content: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[list[str] | None, list[Finding]]:
    """The sheets of a workbook that can be seen; None where `content` is no workbook that is read.

    Whether it is a sound one is judged first; what is wrong is told by `table_from`, which is asked next.
    """
    try:
        kind = kind_of(content)
    except ValueError:
        return None, []
    if kind is Kind.TEXT or (kind is Kind.OLE and ole_words(content)):
        return None, []
    return visible_sheets(content, name, kind=kind, limits=limits)


def plain_name(name: str, default: str = "file") -> str:
    """A file's name without anything that leads elsewhere, hides or means something to a terminal.

    >>> plain_name("C:\\\\fakepath\\\\services.csv")
    'services.csv'
    """
    plain = _STRANGE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return plain[-100:].lstrip(" .") or default
