"""The objects and rows that people keep, as programs send and receive them: each kind has a type, made of its columns.

What is sent is content; what is answered is an object: its content with its id, its version, and whether it retired.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, create_model

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.api.schemas.contents import content_model
from groundswell.apps.packages.queries import OBJECT_KINDS, ROW_KINDS, ObjectKind, RowKind
from groundswell.exchange.package.columns import Column

EDITS_AT_MOST = 5_000
Version = Annotated[str, Field(description="Sixteen hexadecimal digits; the ETag, and what If-Match must say.")]


class WarningDocument(BuiltLate):
    """Something that was stored and is worth a second look."""

    field: str
    message: str
    fix: str


class KeptObjectDocument(BuiltLate):
    """What every kept object says of itself."""

    kind: str
    id: str
    title: str
    version: Version
    retired: str = Field(description="The day it retired; blank while it is in use.")
    warnings: list[WarningDocument] = Field(default=[], description="What is doubtful about what was stored just now.")


class DifferenceDocument(BuiltLate):
    """One field that differs."""

    field: str
    before: Any = None
    after: Any = None


class KeptChangeDocument(BuiltLate):
    """One change: who, when, what stood before and after."""

    id: str
    at: datetime
    by: str
    by_name: str = Field(description="Blank for who gave no name.")
    verb: str
    kind: str
    key: str
    before: Any = None
    after: Any = None
    differences: list[DifferenceDocument]
    can_be_undone: bool


class HistoryDocument(BuiltLate):
    """Changes, the latest first."""

    changes: list[KeptChangeDocument]


class OrderDocument(BuiltLate):
    """The ids of objects in the order in which people put them."""

    ids: list[str]


class Sent(BuiltLate):
    """What is sent has the keys that are named, and no others."""

    model_config = ConfigDict(extra="forbid")


class RowsStoredDocument(BuiltLate):
    """How many rows were added, changed, retired, and were as they are already; what undoes it."""

    status: str
    counts: dict[str, int]
    change_id: str
    warnings: list[dict[str, Any]] = []


class UndoneDocument(BuiltLate):
    """What an undo came to."""

    status: str
    change_id: str


def _named(kind: ObjectKind | RowKind) -> str:
    singular = kind.singular if isinstance(kind, ObjectKind) else kind.name.removesuffix("s")
    return singular.capitalize()


def _optional(column: Column) -> Column:
    """The id of a new object may be left out: one is made from its name."""
    return Column(column.name, column.kind, to=column.to)


def sent_fields(kind: ObjectKind, *, is_new: bool = False) -> tuple[Column, ...]:
    """The columns that may be sent; the id is said by the address, or made from the name."""
    return tuple(_optional(each) if each.name == kind.id_field else each for each in kind.fields)


def _model(name: str, doc: str, members: dict[str, Any], base: type[BuiltLate] = BuiltLate) -> Any:
    """A type with members that are known only from the columns."""
    return create_model(name, __base__=base, __doc__=doc, **members)


def _many(of: Any) -> Any:
    """A list of what is known only from the columns."""
    return list.__class_getitem__(of)


def _contents(name: str, fields: tuple[Column, ...], doc: str, *, is_answer: bool = False) -> Any:
    return content_model(name, fields, doc=doc, is_answer=is_answer)


OBJECT_BODIES: dict[str, Any] = {}
OBJECT_DOCUMENTS: dict[str, Any] = {}
OBJECT_LISTS: dict[str, Any] = {}
ROW_KEYS: dict[str, Any] = {}
ROW_CONTENTS: dict[str, Any] = {}
ROW_EDITS: dict[str, Any] = {}
ROW_LISTS: dict[str, Any] = {}


def _describe_objects(name: str, kind: ObjectKind) -> None:
    words, plain = _named(kind), kind.singular
    kept = _contents(f"{words}Content", kind.fields, f"A {plain} as kept.", is_answer=True)
    document = _model(
        f"Kept{words}Document", f"A {plain} that people keep.", {"content": (kept, ...)}, KeptObjectDocument
    )
    members = {name: (_many(document), ...), "next": (str | None, ...)}
    OBJECT_BODIES[name] = _contents(f"{words}Body", sent_fields(kind), f"What may be sent of a {plain}.")
    OBJECT_DOCUMENTS[name] = document
    OBJECT_LISTS[name] = _model(f"Kept{words}ListDocument", f"Some {name}, in the order people gave them.", members)


def _describe_rows(name: str, kind: RowKind) -> None:
    words, what = _named(kind), "What tells a row from others"
    key = _contents(f"{words}Key", kind.key_fields, f"{what}; blanks may be left out.")
    cells = _contents(f"{words}Cells", kind.fields, "The other cells of a row.")
    kept_key = _contents(f"{words}KeptKey", kind.key_fields, f"{what}.", is_answer=True)
    kept_cells = _contents(f"{words}KeptCells", kind.fields, "The other cells of a row.", is_answer=True)
    edit = _model(
        f"{words}Edit",
        "One row as it is to be: `content` null retires it; `base` is what you saw, null for a new row.",
        {"key": (key, ...), "base": (kept_cells | None, None), "content": (cells | None, ...)},
        Sent,
    )
    whose: dict[str, Any] = {"indicator_id": (str, ...)} if kind.is_of_indicator else {}
    reason: Any = Annotated[str, Field(description="Why published numbers are corrected.")]
    edits: Any = (_many(edit), Field(min_length=1, max_length=EDITS_AT_MOST))
    ROW_KEYS[name], ROW_CONTENTS[name] = key, cells
    ROW_EDITS[name] = _model(
        f"{words}Edits",
        f"Changes to {name}, all or none of them.",
        {**whose, "reason": (reason, ""), "edits": edits},
        Sent,
    )
    shown = {"key": (kept_key, ...), "version": (Version, ...), "content": (kept_cells, ...)}
    members = {name: (_many(_model(f"Kept{words}Document", "One row.", shown)), ...), "next": (str | None, ...)}
    ROW_LISTS[name] = _model(f"{words}ListDocument", f"Some {name}, in the order of their keys.", members)


for _name, _kind in OBJECT_KINDS.items():
    _describe_objects(_name, _kind)
for _name, _rows in ROW_KINDS.items():
    _describe_rows(_name, _rows)
