"""Compiling ahead of time: at set-up, so that nobody waits at the first file."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from groundswell.engine.encoding.encoding import as_texts, encode
from groundswell.engine.encoding.secret import Secret
from groundswell.engine.linkage import link
from groundswell.engine.linkage.records import PersonRecords


def warm() -> float:
    """Encode and link three invented records; gives the seconds it took."""
    began = time.perf_counter()
    names = np.array(["Ada", "Ada", "Bo"], object)
    births = np.array(["2001-02-03", "2001-02-03", "NaT"], "datetime64[D]")
    source = np.arange(3, dtype=np.int32)
    records = PersonRecords({"first_name": names, "last_name": names}, births, source, source)
    secret = Secret(bytes(range(32)))
    texts = np.array(as_texts(encode(records, ["1", "2", "3"], secret), secret), object)
    link(replace(records, texts={}, encodings=texts))
    return time.perf_counter() - began
