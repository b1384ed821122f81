"""What loading a worksheet would do, row by row, before anything is done: partners found or new, accounts new or known.

The action that loads it asks the same once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from groundswell.apps.partnerships.queries.purposes import PurposeFacts
from groundswell.apps.partnerships.queries.worksheets import PartnershipFacts, PartnersPage
from groundswell.core.collaboration.accounts import BACKBONE, Account, Cell
from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.sentences import sentence
from groundswell.exchange.mapping.spellings import name_key
from groundswell.exchange.worksheets import BOTH, THEY, WE, Entry
from groundswell.exchange.worksheets.entries import (
    DATE,
    FOR_BOTH,
    NEXT_STEP,
    OURS,
    PARTNER,
    PARTNERSHIP_ID,
    PURPOSE,
    THEIRS,
    WANTED,
    WHOSE,
)

NEW = "new"  # the choice to keep an unknown partner as a new organization
_HEADED = {"day": DATE, "side": WHOSE, "wanted_level": WANTED, "next_step": NEXT_STEP}  # fields of an account
_DASHES = (" – ", " — ", " - ")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row, resolved: which partnership, or with whom one is opened, for what, and the account if it says one.

    `partner_id` is blank for a new organization, which `partner_name` names. The account of a partnership that is not
    there yet names none, and calls the partner by `NEW` where it has no id yet.
    """

    entry: Entry
    partnership_id: str = ""
    partner_id: str = ""
    partner_name: str = ""
    name: str = ""
    purpose_id: str = ""
    account: Account | None = None
    is_known: bool = False  # the very account stands already

    @property
    def is_new(self) -> bool:
        """True where a partnership is opened for it."""
        return not self.partnership_id


@dataclass(frozen=True, slots=True)
class WorksheetPlan:
    """What loading would do, all that stands in the way, and the partners of whom nobody has heard, by spelling."""

    rows: tuple[PlannedRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)  # spelling: what a new organization would be called

    @property
    def is_sound(self) -> bool:
        """True where it can be loaded."""
        return bool(self.rows) and not has_errors(self.findings)


def worksheet_plan(
    page: PartnersPage,
    purposes: Sequence[PurposeFacts],
    own: str,
    entries: Sequence[Entry],
    *,
    choices: Mapping[str, str],
    file: str,
) -> WorksheetPlan:
    """What comes of a worksheet of one organization; `choices` say which organization an unknown spelling means."""
    return _Planning(page, purposes, own, choices, file).plan(entries)


class _Planning:
    """One pass over the entries."""

    def __init__(
        self, page: PartnersPage, purposes: Sequence[PurposeFacts], own: str, choices: Mapping[str, str], file: str
    ) -> None:
        self.page, self.own, self.choices, self.file = page, own, choices, file
        self.recorder = own if own in page.viewer.organizations else BACKBONE
        self.purposes = {name_key(text): one.id for one in purposes for text in (one.id, one.label)}
        self.labels = [one.label for one in purposes]
        self.organizations = {name_key(text): key for key, name in page.names.items() for text in (key, name)}
        self.findings: list[Finding] = []
        self.unknown: dict[str, str] = {}

    def plan(self, entries: Sequence[Entry]) -> WorksheetPlan:
        rows = [self._planned(entry) for entry in entries]
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            if row.account is None:
                continue
            key = (
                row.partnership_id or f"{row.partner_id}/{row.partner_name}/{row.name}",
                str(row.account.day),
                row.account.side,
            )
            if key in seen:
                said = sentence("says the same partner, day and side as row {row}", row=str(seen[key]))
                self._wrong(row.entry, PARTNER, said, sentence("put the two together, or give one its own day"))
            seen.setdefault(key, row.entry.row)
        return WorksheetPlan(tuple(rows), tuple(self.findings), self.unknown)

    def _planned(self, entry: Entry) -> PlannedRow:
        row = self._partner(entry)
        row = replace(row, purpose_id=self._purpose(entry))
        if entry.cells or entry.wanted_level or entry.next_step:
            account = self._account(entry, row)
            row = replace(row, account=account, is_known=self._stands(account, row))
            if not row.is_known:
                self._judge(entry, row, account)
        return row

    # Who

    def _partner(self, entry: Entry) -> PlannedRow:
        mine = self.page.of(self.own)
        given = next((one for one in mine if one.id == entry.partnership_id), None)
        if given is not None:
            return self._of(entry, given)
        if entry.partnership_id and not (entry.partner or entry.organization):
            said = sentence("{id} is no partnership of this organization", id=entry.partnership_id)
            self._wrong(entry, PARTNERSHIP_ID, said, sentence("check the id, or open the partnership first"))
            return PlannedRow(entry)
        named = [one for one in mine if entry.partner and name_key(one.title_from(self.own)) == name_key(entry.partner)]
        if len(named) == 1:
            return self._of(entry, named[0])
        return self._by_name(entry, mine)

    def _by_name(self, entry: Entry, mine: Sequence[PartnershipFacts]) -> PlannedRow:
        spelling = entry.organization or entry.partner
        found = self.organizations.get(name_key(spelling), "")
        head = next((spelling.partition(dash)[0].strip() for dash in _DASHES if dash in spelling), "")
        found = found or (self.organizations.get(name_key(head), "") if head else "")
        called = "" if found else self._unknown(entry.organization or head or spelling, spelling)
        if spelling in self.choices and self.choices[spelling] in self.page.names:
            found = self.choices[spelling]
        if found == self.own:
            said = sentence("an organization cannot be its own partner")
            self._wrong(entry, PARTNER, said, sentence("name the other one"))
        title = self.page.names.get(found, called)
        name = _own_name(entry.partner, title)
        for one in mine:
            if found and one.said.pair.other(self.own) == found and name_key(one.said.name) == name_key(name):
                return self._of(entry, one)
        return PlannedRow(entry, partner_id=found, partner_name="" if found else called, name=name)

    def _unknown(self, called: str, spelling: str) -> str:
        if spelling:
            self.unknown.setdefault(spelling, called)
        return called

    def _of(self, entry: Entry, one: PartnershipFacts) -> PlannedRow:
        partner = one.said.pair.other(self.own)
        return PlannedRow(entry, one.id, partner, "", one.said.name)

    def _purpose(self, entry: Entry) -> str:
        if not entry.purpose:
            return ""
        found = self.purposes.get(name_key(entry.purpose), "")
        if not found:
            said = sentence("{purpose} is no purpose of this community", purpose=entry.purpose[:80])
            known = sentence("take up the proposed purposes first, or leave it blank")
            fix = sentence("write one of {names}", names="; ".join(self.labels)) if self.labels else known
            self._wrong(entry, PURPOSE, said, fix)
        return found

    # What

    def _account(self, entry: Entry, row: PlannedRow) -> Account:
        partner = row.partner_id or NEW
        who = {WE: self.own, THEY: partner, BOTH: "", "": ""}
        cells = tuple(
            Cell(one.level, who.get(one.who, one.who), one.activity, one.evidence, one.since) for one in entry.cells
        )
        side = {OURS: self.own, THEIRS: partner, FOR_BOTH: "", BACKBONE: ""}.get(entry.whose, entry.whose)
        recorder = self.recorder if side in ("", self.own) or self.recorder == BACKBONE else side
        assert entry.day is not None  # reading gives every entry one
        return Account(row.partnership_id, entry.day, side, recorder, cells, entry.wanted_level, entry.next_step)

    def _stands(self, account: Account, row: PlannedRow) -> bool:
        one = next((one for one in self.page.partnerships if one.id == row.partnership_id), None)
        told = one.said.accounts if one else ()
        return any((each.day, each.side, each.version) == (account.day, account.side, account.version) for each in told)

    def _judge(self, entry: Entry, row: PlannedRow, account: Account) -> None:
        if account.recorded_by not in (self.own, BACKBONE):
            said = sentence("one side does not answer for the other")
            self._wrong(entry, WHOSE, said, sentence("leave out what the partner says; its own people say it"))
        one = next((one for one in self.page.partnerships if one.id == row.partnership_id), None)
        for each in one.said.accounts if one else ():
            if (each.day, each.side, each.recorded_by) == (account.day, account.side, account.recorded_by):
                said = sentence("what stands for {day} says something else", day=account.day.isoformat())
                fix = sentence("change today's answer on its page; what was said earlier never changes")
                self._wrong(entry, PARTNER, said, fix)

    def _wrong(self, entry: Entry, column: str, said: str, fix: str) -> None:
        self.findings.append(error(said, fix, file=self.file, row=entry.row, column=entry.heading(column)))


def _own_name(written: str, partner: str) -> str:
    """What a partnership is called besides its partner: blank where the row names the partner alone."""
    if name_key(written) == name_key(partner):
        return ""
    for dash in _DASHES:
        if written.casefold().startswith(f"{partner}{dash}".casefold()):
            return written[len(partner) + len(dash) :].strip()
    return written


def cell_problems(row: PlannedRow, problems: Sequence[Finding], file: str) -> Iterator[Finding]:
    """What is wrong with an account, at the row and the column that somebody sees in the file."""
    columns = {str(cell.level): cell.column for cell in row.entry.cells}
    columns |= {field: row.entry.heading(name) for field, name in _HEADED.items()}
    for problem in problems:
        level = (problem.column or "").partition("-")[0]
        yield replace(problem, file=file, row=row.entry.row, column=columns.get(level, problem.column))
