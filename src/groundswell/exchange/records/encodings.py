"""The column `encoding`: what came in place of names, looked at without knowing what it says."""

from collections import Counter
from collections.abc import Sequence

from groundswell.core.encodings import encoding_check, encoding_fault
from groundswell.core.findings import Severity
from groundswell.exchange.records.texts import TextsRead
from groundswell.exchange.records.wrongs import Wrong

_DAMAGED = Wrong(
    "encoding_damaged",
    "the cell holds no encoding, or one that was cut short",
    "make the file again with groundswell encode, and bring it without opening it in a spreadsheet",
)
_VERSION = Wrong(
    "encoding_version",
    "the encoding is of another version, which does not match those read here",
    "encode again with the release of Groundswell that is in use here",
)
_SECRETS = Wrong(
    "encoding_secrets",
    "the encoding was made with another secret than most of this column, and matches none of them",
    "encode all of the file with one secret",
)
_TWICE = Wrong(
    "encoding_twice",
    "the very same encoding stands in several rows",
    "encode the file again, so that each record has its own",
    Severity.WARNING,
)
_FAULTS = {"damaged": _DAMAGED, "version": _VERSION}


def read_encodings(cells: Sequence[str]) -> TextsRead:
    """Encodings that are whole; the others are told and left blank. No finding quotes one."""
    plain = [cell.strip() for cell in cells]
    faults = {cell: encoding_fault(text) for cell, text in zip(cells, plain, strict=True) if text}
    checks = Counter(encoding_check(text) for cell, text in zip(cells, plain, strict=True) if text and not faults[cell])
    most = checks.most_common(1)[0][0] if checks else ""
    often = Counter(cells)
    wrong: dict[str, Wrong] = {}
    for cell, fault in faults.items():
        if fault:
            wrong[cell] = _FAULTS[fault]
        elif encoding_check(cell.strip()) != most:
            wrong[cell] = _SECRETS
        elif often[cell] > 1:
            wrong[cell] = _TWICE
    broken = {cell for cell, each in wrong.items() if each.severity is Severity.ERROR}
    return TextsRead(["" if cell in broken else text for cell, text in zip(cells, plain, strict=True)], wrong)
