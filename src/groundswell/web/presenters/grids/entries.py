"""What stands in a grid: rows as they are kept, as somebody typed them, or as they were pasted, before they are drawn.

A row that is kept carries what it said when the page was made (`base`), so that whoever saves later learns whether
somebody else changed it meanwhile. A row with no base is new.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from groundswell.exchange.package.cells import canonical, nearest
from groundswell.exchange.package.columns import Kind
from groundswell.web.presenters.grids.tables import GridTable

Content = dict[str, Any]
MOST_LINES = 1000
_SAID = (
    "value",
    "moe",
    "low",
    "high",
    "level",
    "numerator",
    "denominator",
    "status",
)  # a change in these is a revision


@dataclass(slots=True)
class Entry:
    """One row of a table: its key as ids, what it should say, and what it said. `number` is its line in the grid."""

    number: int
    key: dict[str, str]
    content: Content
    base: Content | None = None
    typed: dict[str, str] = field(default_factory=dict)  # cells as they were typed, by heading
    problems: dict[str, list[str]] = field(default_factory=dict)  # by heading; "" for the row
    theirs: dict[str, str] = field(default_factory=dict)  # what somebody else wrote meanwhile, by heading
    is_retired: bool = False

    @property
    def is_new(self) -> bool:
        """True for a row that is not kept yet."""
        return self.base is None

    @property
    def is_changed(self) -> bool:
        """True where saving would change something, or somebody began a new row."""
        is_begun = self.is_new and any(self.typed.get(heading) for heading in self.key)
        return self.is_retired or is_begun or self.content != (self.base or {})

    @property
    def is_correction(self) -> bool:
        """True where a number that stands would be another one afterwards, or none."""
        if self.base is None or not self.base.get("value"):
            return False
        return self.is_retired or any(self.content.get(name) != self.base.get(name) for name in _SAID)

    def say(self, heading: str, problem: str) -> None:
        """Add a problem, once."""
        said = self.problems.setdefault(heading, [])
        if problem not in said:
            said.append(problem)


@dataclass(frozen=True, slots=True)
class Naming:
    """Places, groups, sources and organizations by id, and how a person may write them: by id or by name.

    `own_place` is the id of the community's own place, which stands as a blank in a key.
    """

    names: Mapping[str, Mapping[str, str]]  # for each kind of id ("place_id"), the names by id
    own_place: str = ""

    def name(self, heading: str, public_id: str) -> str:
        """What an id is called; itself where nobody named it."""
        return self.names.get(_kind(heading), {}).get(public_id, public_id)

    def id_of(self, heading: str, written: str) -> str:
        """The id that somebody wrote, or wrote the name of; "?" where there is none."""
        known = self.names.get(_kind(heading))
        if known is None or not written:
            return written
        folded = written.casefold()
        found = [public_id for public_id, name in known.items() if folded in (public_id.casefold(), name.casefold())]
        if written in known:
            found = [written]
        if len(found) != 1:
            return "?"
        return "" if heading == "place_id" and found[0] == self.own_place else found[0]

    def problem(self, heading: str, written: str) -> str:
        """What is wrong with a name that nobody has, and what may be meant."""
        known = self.names.get(_kind(heading), {})
        meant = nearest(written, [*known, *known.values()])
        said = gettext("“%(name)s” is not known here.") % {"name": written[:60]}
        return f"{said} {gettext('Is “%(name)s” meant?') % {'name': meant}}" if meant else said


def _kind(heading: str) -> str:
    return heading.removeprefix("from_").removeprefix("to_")


def kept_entries(rows: Iterable[tuple[Mapping[str, str], Content]], start: int = 0) -> list[Entry]:
    """Rows as they are kept, in the order given."""
    return [
        Entry(number, dict(key), dict(content), dict(content))
        for number, (key, content) in enumerate(rows, start=start)
    ]


def blank_entries(key: Mapping[str, str], count: int, start: int) -> list[Entry]:
    """Rows to type in."""
    return [Entry(number, dict(key), {}) for number in range(start, start + count)]


def typed_entries(form: Mapping[str, str], table: GridTable, naming: Naming, fixed: Mapping[str, str]) -> list[Entry]:
    """Every line of a grid that was sent, as it was typed; what is wrong with a key is said in its row."""
    entries = []
    for number in range(_count(form)):
        told = _told(form.get(f"k{number}", ""))
        base = told.get("base")
        key = _texts(told.get("key") or {})
        entry = Entry(number, key or dict(fixed), {}, base if isinstance(base, dict) else None)
        if entry.is_new:
            _read_key(entry, form, table, naming)
        _read_facts(entry, form, table)
        entry.is_retired = not entry.is_new and form.get(f"r{number}-retire") == "on"
        entries.append(entry)
    return entries


def _count(form: Mapping[str, str]) -> int:
    text = form.get("lines", "0")
    return min(int(text), MOST_LINES) if text.isascii() and text.isdecimal() else 0


def _told(text: str) -> dict[str, Any]:
    """What the page said of a row when it was made. Whoever alters it deceives only themselves."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _texts(found: Any) -> dict[str, str]:
    return {str(name): str(cell) for name, cell in found.items()} if isinstance(found, dict) else {}


def _read_key(entry: Entry, form: Mapping[str, str], table: GridTable, naming: Naming) -> None:
    for heading in table.keys:
        written = form.get(f"r{entry.number}-{heading}")
        if written is None:
            continue
        put_key(entry, heading, written.strip(), naming)


def put_key(entry: Entry, heading: str, written: str, naming: Naming) -> None:
    """Say one part of a new row's key, as a person writes it."""
    entry.typed[heading] = written
    found = naming.id_of(heading, written)
    entry.key[heading] = written if found == "?" else found
    if found == "?":
        entry.say(heading, naming.problem(heading, written))


def _read_facts(entry: Entry, form: Mapping[str, str], table: GridTable) -> None:
    before = {} if entry.base is None else entry.base
    content = dict(before)
    for heading in table.facts:
        written = form.get(f"r{entry.number}-{heading}")
        if written is None:
            continue
        if form.get(f"r{entry.number}-take-{heading}") == "theirs":
            written = str(before.get(heading, ""))
        put_fact(entry, heading, written, table, content)
    entry.content = content


def put_fact(entry: Entry, heading: str, written: str, table: GridTable, content: Content) -> None:
    """Put one cell into a row's content as the package writes it; a blank cell is no cell."""
    entry.typed[heading] = written
    column = table.columns[heading]
    cell = canonical(column, written if column.kind is Kind.TEXT else written.strip())
    if cell == "false" and column.kind is Kind.BOOLEAN:
        cell = ""
    if cell.strip():
        content[heading] = cell
    else:
        content.pop(heading, None)


def worth_saving(entries: Iterable[Entry]) -> list[Entry]:
    """The rows that saving would change; a new row in which nothing was typed is none."""
    return [entry for entry in entries if entry.is_changed]


def pasted_entries(
    rows: Sequence[Mapping[str, str]],
    table: GridTable,
    naming: Naming,
    *,
    fixed: Mapping[str, str],
    standing: Callable[[Mapping[str, str]], Content | None],
    start: int = 0,
) -> Iterator[Entry]:
    """Rows of a long paste; where a row with the same key stands already, what was pasted is typed over it."""
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in enumerate(rows, start=start):
        entry = Entry(number, dict(fixed), {})
        for heading in table.keys:
            if heading in cells:
                put_key(entry, heading, cells[heading], naming)
            entry.key.setdefault(heading, "")
        base = standing(entry.key)
        entry.base = dict(base) if base is not None else None
        content = dict(base or {})
        for heading in table.facts:
            if heading in cells:
                put_fact(entry, heading, cells[heading], table, content)
        entry.content = content
        identity = tuple(entry.key[heading] for heading in table.keys)
        if identity in seen:
            entry.say(table.keys[0], gettext("This row stands twice in what was pasted; keep one."))
        seen.setdefault(identity, number)
        yield entry
