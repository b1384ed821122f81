"""From columns as providers send them to the records that are linked: those that tell who a person is, and no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.core.records import AGREED_ID_PREFIX, ENCODING
from groundswell.engine.linkage.records import TEXT_FIELDS, PersonRecords, Texts

Columns = Mapping[str, NDArray[Any]]


def records_from_columns(
    files: Sequence[Columns], *, sources: Sequence[int] | None = None, providers: Sequence[int] | None = None
) -> PersonRecords:
    """Participants of several files as one set of records, in the order of the files.

    A file is its columns by name, as `exchange.records` reads them: texts "" or None where they are blank, birth_date
    datetime64. Sources and providers are numbers of the files; without them each file is a source of its own, and each
    source a provider. A column that a file lacks is blank there; columns that say nothing of who a person is are not
    taken. Raises ValueError where the columns of a file differ in length.
    """
    sizes = [_rows(columns) for columns in files]
    sources = range(len(files)) if sources is None else sources
    providers = sources if providers is None else providers
    names = list(dict.fromkeys(name for columns in files for name in columns))
    texts = {name: _joined(files, sizes, name) for name in TEXT_FIELDS if name in names}
    ids = {
        name.removeprefix(AGREED_ID_PREFIX): _joined(files, sizes, name)
        for name in names
        if name.startswith(AGREED_ID_PREFIX)
    }
    births = [_days(columns, size) for columns, size in zip(files, sizes, strict=True)]
    return PersonRecords(
        texts, np.concatenate([np.zeros(0, "datetime64[D]"), *births]), _repeated(sources, sizes),
        _repeated(providers, sizes), ids, _joined(files, sizes, ENCODING.name) if ENCODING.name in names else None,
    )  # fmt: skip


def _rows(columns: Columns) -> int:
    sizes = {len(column) for column in columns.values()}
    if len(sizes) > 1:
        raise ValueError("the columns of a file are of one length")
    return sizes.pop() if sizes else 0


def _joined(files: Sequence[Columns], sizes: Sequence[int], name: str) -> Texts:
    parts = [_texts(columns, name, size) for columns, size in zip(files, sizes, strict=True)]
    return np.concatenate([np.zeros(0, object), *parts])


def _texts(columns: Columns, name: str, size: int) -> Texts:
    if name not in columns:
        return np.full(size, "", object)
    column = columns[name].astype(object)
    column[[cell is None for cell in column.tolist()]] = ""
    return column


def _days(columns: Columns, size: int) -> NDArray[np.datetime64]:
    if "birth_date" not in columns:
        return np.full(size, np.datetime64("NaT", "D"), "datetime64[D]")
    return columns["birth_date"].astype("datetime64[D]")


def _repeated(numbers: Sequence[int], sizes: Sequence[int]) -> NDArray[np.int32]:
    return np.repeat(np.asarray(numbers, np.int32), sizes)
