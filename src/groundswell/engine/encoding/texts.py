"""The column `encoding` of a submission back to words of bits, with what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell.core.encodings import BODY_BYTES, encoding_body, encoding_check, encoding_fault
from groundswell.core.findings import Finding, error
from groundswell.engine.encoding.keyed import Words
from groundswell.engine.encoding.views import WORDS


class Decoded(NamedTuple):
    """Encodings (n, 66) and what is to be said; `known` is False where a record has none that can be used.

    `check` are the letters of the secret behind them; "" where there are none.
    """

    words: Words
    known: np.ndarray[tuple[int], np.dtype[np.bool_]]
    findings: list[Finding]
    check: str


def decode_column(texts: Sequence[str], *, file: str = "", check: str = "") -> Decoded:
    """The encodings of n records, and findings about those that cannot be linked with the others.

    `check` is that of the encodings already there; without it the one that most records here have. Records of another
    secret are told, and are not known. Nothing quotes an encoding.
    """
    faults = Counter(encoding_fault(text) for text in texts if text)
    checks = Counter(encoding_check(text) for text in texts if text and not encoding_fault(text))
    wanted = check or (checks.most_common(1)[0][0] if checks else "")
    known = np.array(
        [bool(text) and not encoding_fault(text) and encoding_check(text) == wanted for text in texts], bool
    )
    body = b"".join(encoding_body(text) if here else bytes(BODY_BYTES) for text, here in zip(texts, known, strict=True))
    words = np.frombuffer(body, "<u8").reshape(len(texts), WORDS).astype(np.uint64)
    return Decoded(words, known, _findings(faults, sum(checks.values()) - int(known.sum()), file), wanted)


def _findings(faults: Counter[str], others: int, file: str) -> list[Finding]:
    found = []
    if faults["damaged"]:
        words = f"{faults['damaged']:,} encodings are damaged or cut short"
        found.append(
            error(words, "make the file again with groundswell encode, and open it in no spreadsheet", file=file)
        )
    if faults["version"]:
        words = f"{faults['version']:,} encodings are of another version of the format"
        found.append(error(words, "let all providers encode with the same release of Groundswell", file=file))
    if others:
        words = f"{others:,} encodings were made with another secret, and match nothing here"
        found.append(error(words, "let all providers use the same secret file, and encode again", file=file))
    return found
