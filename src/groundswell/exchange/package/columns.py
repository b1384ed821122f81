"""What can stand under a heading of a package, as data: the kind of cell, whether it may be blank, what it points to.

The same words describe a column of a CSV file and a key of a YAML file, so that one set of checks serves both.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How the text of a cell is to be read."""

    ID = "id"
    TEXT = "text"
    DECIMAL = "decimal"
    INTEGER = "integer"
    PERIOD = "period"
    DATE = "date"
    MOMENT = "moment"  # a period or a date
    BOOLEAN = "boolean"
    WORD = "word"  # one of a closed list
    URL = "url"
    DOCUMENT = "document"  # nested YAML


_CALLED_BY = frozenset({"name", "label", "title", "representative", "table"})


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what may stand under it.

    `many` cells are lists: `; ` between in CSV, a sequence in YAML. `to` names the table or folder whose key the ids
    must be found in. `low` and `high` bound a number, both included unless `is_open`. `is_translatable` columns may
    have sisters such as `name.es`. `fields` are the keys of a nested document; none means any.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    many: bool = False
    words: tuple[str, ...] = ()
    to: str = ""
    low: float | None = None
    high: float | None = None
    is_open: bool = False
    is_translatable: bool = False
    fields: tuple["Column", ...] = ()

    @property
    def is_name(self) -> bool:
        """True for what something or somebody is called by, in whatever language; false for what is said of them."""
        return self.kind is Kind.TEXT and self.name.partition(".")[0] in _CALLED_BY


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A CSV file: its stem, its columns in order, and the columns that together tell its rows apart.

    `is_unique` is false for a history, which may say the same thing twice.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    is_unique: bool = True

    @property
    def file(self) -> str:
        """The file's name in a package."""
        return f"{self.name}.csv"

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class DocumentLayout:
    """A YAML file, or a folder of them named by id: its keys in order."""

    name: str
    fields: tuple[Column, ...]


RETIRED = Column("retired", Kind.DATE)


def identifier(name: str, to: str = "", *, required: bool = False, many: bool = False) -> Column:
    """An id, or a list of ids, that must be found in `to` where that is said."""
    return Column(name, Kind.ID, required=required, many=many, to=to)


def text(name: str, *, required: bool = False, many: bool = False) -> Column:
    """Words as people wrote them; one cell of them may stand in several languages."""
    return Column(name, Kind.TEXT, required=required, many=many, is_translatable=not many)


def code(name: str, *, required: bool = False, many: bool = False) -> Column:
    """A text that is the same in every language: a currency, a method."""
    return Column(name, Kind.TEXT, required=required, many=many)


def prose(name: str, *, required: bool = False) -> Column:
    """Words that residents read on the pages, and so the first that people translate."""
    return text(name, required=required)


def decimal(
    name: str, low: float | None = None, high: float | None = None, *, is_open: bool = False, required: bool = False
) -> Column:
    """An exact decimal."""
    return Column(name, Kind.DECIMAL, required=required, low=low, high=high, is_open=is_open)


def integer(name: str, low: float | None = None, high: float | None = None, *, required: bool = False) -> Column:
    """A whole number."""
    return Column(name, Kind.INTEGER, required=required, low=low, high=high)


def share(name: str) -> Column:
    """A proportion between 0 and 1."""
    return decimal(name, 0, 1)


def level(name: str = "level") -> Column:
    """A confidence level, strictly between 0 and 1."""
    return decimal(name, 0, 1, is_open=True)


def period(name: str = "period", *, required: bool = False) -> Column:
    """A period in one of its five spellings."""
    return Column(name, Kind.PERIOD, required=required)


def date(name: str, *, required: bool = False) -> Column:
    """A day, year-month-day."""
    return Column(name, Kind.DATE, required=required)


def boolean(name: str) -> Column:
    """true or false."""
    return Column(name, Kind.BOOLEAN)


def word(name: str, *words: str, required: bool = False, many: bool = False) -> Column:
    """One of a closed list of words, or several of them."""
    return Column(name, Kind.WORD, required=required, many=many, words=words)


def url(name: str) -> Column:
    """An address on the web."""
    return Column(name, Kind.URL)
