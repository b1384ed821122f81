"""What somebody typed into the form of a partnership, and the account that it comes to.

Fields of a cell are called `LEVEL-WHO-PART`: the level's number, the id of one of the two or `both`, and `activity`,
`evidence`, `since`, or `so` for a level at which nothing needs to be done. What was typed stays as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext

from groundswell.core.collaboration.accounts import BACKBONE, Account, Cell, Pair
from groundswell.core.collaboration.levels import Level
from groundswell.core.collaboration.words import Readers
from groundswell.core.findings import Finding, error

BOTH = "both"
PARTS = ("activity", "evidence", "since", "so")
_LONGEST = 20_000  # characters of one field that are looked at


@dataclass(frozen=True, slots=True)
class TypedAccount:
    """Every field as it was typed, by its name."""

    said: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.said.get(name, "")

    def cell(self, level: int, who: str) -> dict[str, str]:
        """The parts of one cell."""
        return {part: self[f"{level}-{who}-{part}"] for part in PARTS}


def typed_account(sent: QueryDict) -> TypedAccount:
    """What came with a form."""
    return TypedAccount({name: str(value).replace("\r\n", "\n").strip()[:_LONGEST] for name, value in sent.items()})


def who_of(pair: Pair) -> tuple[str, str, str]:
    """The ids by which fields of cells are called."""
    return (pair.organization, pair.partner, BOTH)


def typed_from(account: Account, pair: Pair) -> dict[str, str]:
    """The fields that would come to this account: what the form begins with."""
    said = {"wanted": str(account.wanted_level or ""), "next_step": account.next_step}
    for cell in account.cells:
        start = f"{cell.level}-{cell.actor or BOTH}"
        said |= {f"{start}-activity": cell.activity, f"{start}-evidence": cell.evidence}
        said[f"{start}-since"] = cell.since.isoformat() if cell.since else ""
        said[f"{start}-so"] = "yes" if cell.level <= Level.COEXIST else ""
    return said


@dataclass(frozen=True, slots=True)
class ReadAccount:
    """What was read: the account, whom the side lets read (blank: nothing said), what it is for, and the problems."""

    account: Account
    readers: str
    purpose: str
    problems: tuple[Finding, ...]


def read_account(
    typed: TypedAccount, pair: Pair, *, today: date, whoms: tuple[str, ...], purposes: Collection[str] = ()
) -> ReadAccount:
    """The account that was typed; `whoms` are the answers to whose it is that this person may give, `purposes` the ids
    of what a partnership here can be for."""
    problems: list[Finding] = []
    whom = typed["whom"] or (whoms[0] if len(whoms) == 1 else "")
    if whom not in whoms:
        problems.append(error(gettext("nobody says whose answer this is"), gettext("choose one"), column="side"))
        whom = whoms[0]
    day = _day(typed["day"], "day", problems) or today
    cells = tuple(_cells(typed, pair, problems))
    wanted = int(typed["wanted"]) if typed["wanted"] in {str(int(level)) for level in Level} else None
    if typed["wanted"] and wanted is None:
        problems.append(error(_unknown(typed["wanted"]), gettext("choose a level"), column="wanted_level"))
    if typed["purpose"] and typed["purpose"] not in purposes:
        problems.append(error(_unknown(typed["purpose"]), gettext("choose a purpose"), column="purpose"))
    side, recorder = side_of(whom)
    readers = typed["readers"]
    if readers and readers not in list(Readers):
        problems.append(error(gettext("nobody can tell who may read it"), gettext("choose one"), column="readers"))
    account = Account(pair.id, day, side, recorder, cells, wanted, typed["next_step"])
    return ReadAccount(account, readers, typed["purpose"], tuple(problems))


def _unknown(text: str) -> str:
    return gettext("“%(text)s” is not in the list") % {"text": text[:40]}


def side_of(whom: str) -> tuple[str, str]:
    """Whose answer it is, blank for both, and who records it: `library`, `library+both`, `backbone+library`.

    >>> side_of("library"), side_of("library+both"), side_of("backbone+both")
    (('library', 'library'), ('', 'library'), ('', 'backbone'))
    """
    recorder, _, behalf = whom.partition("+")
    if not behalf:
        return recorder, recorder
    return ("" if behalf == BOTH else behalf), recorder


def whoms_of(pair: Pair, own: frozenset[str], *, may_record: bool) -> tuple[str, ...]:
    """The answers to whose it is that somebody may give, the likeliest first."""
    sides = [side for side in (pair.organization, pair.partner) if side in own]
    found = [*sides, *(f"{side}+{BOTH}" for side in sides)]
    if may_record:
        found += [f"{BACKBONE}+{whom}" for whom in (pair.organization, pair.partner, BOTH)]
    return tuple(found)


def _cells(typed: TypedAccount, pair: Pair, problems: list[Finding]) -> Iterator[Cell]:
    for level in Level:
        for who in who_of(pair):
            parts = typed.cell(int(level), who)
            if any(parts.values()):
                since = _day(parts["since"], f"{int(level)}-{who}-since", problems)
                yield Cell(int(level), "" if who == BOTH else who, parts["activity"], parts["evidence"], since)


def _day(text: str, column: str, problems: list[Finding]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        said = gettext("“%(text)s” is no day") % {"text": text[:40]}
        problems.append(error(said, gettext("write it like 2026-05-31"), column=column))
        return None
