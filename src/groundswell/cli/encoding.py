"""`encode`: on the provider's own machine, records to keyed encodings that can be linked and not read."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.output import InputError, JsonOption, Output, Progress
from groundswell.cli.records import column_map
from groundswell.core.findings import Finding, error

if TYPE_CHECKING:
    from groundswell.engine.encoding import Secret
    from groundswell.exchange.records import ColumnMap, RecordColumns


def encode(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="The participants: CSV, XLSX or Parquet.", exists=True, dir_okay=False),
    ] = None,
    secret_file: Annotated[
        Path | None,
        typer.Option("--secret-file", metavar="FILE", help="The secret that all providers share.", exists=True,
                     dir_okay=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where the encodings go: .csv or .parquet.", dir_okay=False),
    ] = None,
    new_secret: Annotated[
        Path | None,
        typer.Option("--new-secret", metavar="FILE", help="Make a new secret, for your eyes only, and use it.",
                     dir_okay=False),
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option("--columns", metavar="MAP.yaml", help="Which of your headings is which column.", exists=True),
    ] = None,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Write keyed pseudonyms in place of your own participant ids.")
    ] = False,
    leave_out: Annotated[
        list[str] | None,
        typer.Option("--leave-out", metavar="COLUMN", help="A column that stays at home, such as sex; repeatable."),
    ] = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Turn records about people into encodings that can be linked and not read.

    Reads the participants in FILE and the secret, on this machine and without a network. Writes --out: your participant
    ids, what tells nobody who a person is (sex, race_ethnicity, place_id, groups), and one column `encoding` in place
    of names, birth dates, addresses, numbers. Prints eight letters that all providers with the same secret see alike.
    Ends with 1 where the file or the secret has problems; nothing is then written.

    Example: groundswell encode participants.csv --secret-file secret.txt --out encoded.csv
    """
    output = Output(as_json)
    _check_usage(file, secret_file, out, new_secret)
    _check_left_out(leave_out or [])
    said = column_map(columns)
    secret = _secret(secret_file, new_secret)
    if new_secret is not None:
        output.result(f"{new_secret}: a new secret. Give it to the other providers by hand, and to nobody else.")
    if file is None or out is None:
        output.report([], {}, check=secret.check)
        return
    with output.progress("Encoding") as progress:
        try:
            findings, records = _encoded(file, said, secret, out, pseudonyms, leave_out or [], progress)
        except (InputError, KeyboardInterrupt):
            raise
        except OSError as failure:
            raise InputError(
                error(
                    f"{failure.strerror or 'the file could not be written'}",
                    "name another file with --out",
                    file=out.name,
                )
            ) from None
        except Exception as failure:  # its words might quote a cell
            words = f"something unforeseen happened while encoding ({type(failure).__name__}); nothing was written"
            raise InputError(error(words, "please report it, without the file")) from None
    output.result(f"{out}: {records:,} people encoded. Secret {secret.check}, alike for all who share it.")
    output.report(findings, {"participants": records}, check=secret.check, out=str(out))


def _check_usage(file: Path | None, secret_file: Path | None, out: Path | None, new_secret: Path | None) -> None:
    if secret_file is None and new_secret is None:
        raise typer.BadParameter(
            "say where the secret is, or where to make one with --new-secret", param_hint="--secret-file"
        )
    if secret_file is not None and new_secret is not None:
        raise typer.BadParameter("say one of the two", param_hint="--secret-file and --new-secret")
    if file is None and new_secret is None:
        raise typer.BadParameter("say which file holds the participants", param_hint="FILE")
    if (file is None) != (out is None):
        raise typer.BadParameter("FILE and --out go together", param_hint="--out")
    if file is not None and secret_file is not None and file.samefile(secret_file):
        raise typer.BadParameter(
            "the participants are no secret; name the file that holds it", param_hint="--secret-file"
        )
    if out is None:
        return
    if out.suffix.lower() not in (".csv", ".parquet"):
        raise typer.BadParameter("an encoded file ends in .csv or .parquet", param_hint="--out")
    if out.exists() and any(
        other is not None and other.exists() and out.samefile(other) for other in (file, secret_file)
    ):
        raise typer.BadParameter("the encodings would take the place of what is read", param_hint="--out")
    if not out.absolute().parent.is_dir():
        raise typer.BadParameter("there is no such folder", param_hint="--out")


def _check_left_out(names: list[str]) -> None:
    """A name that is no column of ours would leave nothing out, and say nothing."""
    from groundswell.core.records import PARTICIPANTS

    for name in names:
        if PARTICIPANTS.column(name) is None:
            words = f"no column is called {name}; say sex, race_ethnicity, place_id or group.NAME, as encode writes it"
            raise typer.BadParameter(words, param_hint="--leave-out")


def _secret(path: Path | None, new: Path | None) -> "Secret":
    from groundswell.engine.encoding import SecretError, new_secret, read_secret

    named = path or new
    assert named is not None  # the usage was checked
    try:
        return read_secret(named) if path is not None else new_secret(named)
    except SecretError as failure:
        fix = "make one with groundswell encode --new-secret FILE, and share it"
        raise InputError(error(str(failure), fix, file=named.name)) from None
    except FileExistsError:
        raise InputError(error("there is a file of this name already", "use it with --secret-file, or name another",
                               file=named.name)) from None  # fmt: skip
    except OSError as failure:
        words = f"the secret cannot be read or written ({failure.strerror})"
        raise InputError(error(words, "look at who may read the file", file=named.name)) from None


def _encoded(
    file: Path, said: "ColumnMap | None", secret: "Secret", out: Path, pseudonyms: bool, leave_out: list[str],
    progress: Progress,
) -> tuple[list[Finding], int]:  # fmt: skip
    """Read, encode, write; what is to be said, and of how many people."""
    from groundswell.engine.encoding.files import encoded_columns, findings_about, nothing_to_encode, write_encoded

    table, findings = _participants(file, said)
    if hopeless := nothing_to_encode(table, file.name):
        raise InputError(*hopeless)
    findings += findings_about(table, file.name)
    columns = encoded_columns(table, secret, pseudonyms=pseudonyms, leave_out=leave_out, progress=progress)
    write_encoded(out, columns)
    return findings, len(table)


def _participants(file: Path, said: "ColumnMap | None") -> tuple["RecordColumns", list[Finding]]:
    from groundswell.exchange.records import read_records

    read = read_records(
        [(file.name, file)], today=datetime.now(UTC).date(), columns=said, table="participants", lenient=True
    )
    table = read.tables.get("participants")
    if table is None and read.ok:
        raise InputError(*read.findings, error("there are no participants in it", "bring the table that has one row "
                                               "for each person", file=file.name))  # fmt: skip
    if table is None or not read.ok:
        raise InputError(*read.findings)
    return table, read.findings
