"""One row of a worksheet as a file holds it: a partner, a purpose, and what is done at each level, by whom.

On paper the columns hold "specific roles that you play or activities that you conduct": a plain column is what we do.
What they do, what both do, what shows it and since when stand in columns of their own beside it, where there is any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from groundswell.core.collaboration.levels import LEVELS, Level

WE, THEY, BOTH = "we", "they", "both"
OURS, THEIRS, FOR_BOTH = "ours", "theirs", "both"
ACTIVITY, EVIDENCE, SINCE = "activity", "evidence", "since"
PARTNER, PURPOSE = "Name of Partner/Partnership", "Purpose"
DATE, WHOSE, WANTED, NEXT_STEP = "Date", "Whose account", "Wanted level", "Next step"
ORGANIZATION, PARTNERSHIP_ID = "Partner organization", "Partnership ID"
RECORDED_BY = "Recorded by"
BESIDE = {EVIDENCE: "what shows it", SINCE: "since"}
YES = "yes"  # for competing and co-existing, which need nothing done


@dataclass(frozen=True, slots=True)
class EntryCell:
    """What is done at a level. `who` is we, they or both; in a table of the package the id of an organization, or
    blank for both. `column` is the heading that it stands under."""

    level: int
    who: str
    activity: str = ""
    evidence: str = ""
    since: date | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One account in one row, or in several of the package's table. `whose` is ours, theirs or both, or an id.

    `partner` is what the row calls the partner or the partnership, `organization` the partner's own name where the row
    says it besides.
    """

    row: int
    partner: str = ""
    organization: str = ""
    partnership_id: str = ""
    purpose: str = ""
    day: date | None = None
    whose: str = OURS
    cells: tuple[EntryCell, ...] = ()
    wanted_level: int | None = None
    next_step: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)  # the heading of the file for each of ours

    def heading(self, name: str) -> str:
        """What the file calls a column."""
        return self.headings.get(name, name)


def level_heading(level: int, who: str = WE, part: str = ACTIVITY) -> str:
    """The heading of a column of a level.

    >>> level_heading(3), level_heading(3, "they"), level_heading(3, "both", "since")
    ('Communicate', 'Communicate, they', 'Communicate, both: since')
    """
    by = "" if who == WE else f", {who}"
    beside = f": {BESIDE[part]}" if part in BESIDE else ""
    return f"{LEVELS[Level(level)].name}{by}{beside}"


def plain(text: str) -> str:
    """A heading without case and with single blanks, so that many spellings are one."""
    return re.sub(r"[\s_]+", " ", text).strip().casefold()


_NAMES = {re.sub(r"\W", "", str(about.name)).casefold(): int(level) for level, about in LEVELS.items()}
_NAMES["coexistence"] = int(Level.COEXIST)
_LEVEL = re.compile(r"\W*(co-existence|co-exist|\w+)\s*(.*)", re.DOTALL)
_PARTS = re.compile(r"(?:[,(]\s*(we|us|they|them|both|together)\b\s*\)?)?\s*(?::\s*(.*))?", re.DOTALL)
_WHO = {"we": WE, "us": WE, "they": THEY, "them": THEY, "both": BOTH, "together": BOTH}


def level_meant(heading: str) -> tuple[int, str, str] | None:
    """The level, who does it and which part a heading means; None where it is of no level.

    >>> level_meant("Communicate Information-sharing"), level_meant("cooperate (they): evidence")
    ((3, 'we', 'activity'), (4, 'they', 'evidence'))
    """
    found = _LEVEL.fullmatch(plain(heading).removeprefix("partnership commitment level"))
    level = _NAMES.get(found[1].replace("-", "")) if found else None
    if found is None or level is None:
        return None
    parts = _PARTS.fullmatch(found[2])
    if parts is None:
        return level, WE, ACTIVITY
    beside = parts[2] or ""
    part = SINCE if beside == "since" else EVIDENCE if beside in ("evidence", "what shows it") else ACTIVITY
    return level, _WHO.get(parts[1] or "", WE), part


def wanted_meant(text: str) -> int | None:
    """A level by its number or its name; None where it is none.

    >>> wanted_meant("Coordinate"), wanted_meant("6"), wanted_meant("more")
    (5, 6, None)
    """
    if text.strip() in {str(int(level)) for level in Level}:
        return int(text)
    found = level_meant(text)
    return found[0] if found and found[1:] == (WE, ACTIVITY) else None
