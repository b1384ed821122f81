"""One organization's worksheet, as on paper: partner, purpose, four columns, one row a date and side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage
from groundswell.core.collaboration.accounts import Account, Cell
from groundswell.web.presenters.communities import Surroundings
from groundswell.web.presenters.partners.around import around_partners
from groundswell.web.presenters.partners.cells import SheetCell, outer_words, sheet_cells
from groundswell.web.presenters.partners.words import (
    LevelWords,
    level_name,
    levels,
    newer_words,
    recorded_words,
    retired_words,
    unread_day_words,
    why_not_read,
)

BLANK_ROWS = 5  # on paper, as many as the sheet would have
MANY_ROWS = 7  # from so many on, paper has smaller type


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One account: when, whose, its cells. `is_older`: a later one of the same side stands, so paper leaves it out."""

    when: str
    whose: str
    recorded: str
    cells: tuple[SheetCell, ...]
    outer: str
    wanted: str
    next_step: str
    is_older: bool
    newer: str = ""  # on paper: that this side has said something since, which whoever printed it does not read


@dataclass(frozen=True, slots=True)
class SheetPartner:
    """A partnership on the sheet: its name and purpose, its rows, and what waits."""

    title: str
    address: str
    purpose: str
    rows: tuple[SheetRow, ...]
    waits: tuple[str, ...]
    answer_address: str


@dataclass(frozen=True, slots=True)
class WorksheetSheet:
    """The page."""

    around: Surroundings
    title: str
    organization: str
    partners_address: str
    partners: tuple[SheetPartner, ...]
    levels: tuple[LevelWords, ...]
    has_outer: bool
    has_many_rows: bool
    outer_address: str
    has_every: bool  # earlier answers too
    every_address: str  # the other of the two; blank where each side answered once
    on: str
    unread_day: str
    new_address: str
    import_address: str
    example: SheetRow
    printed: str
    blank_rows: tuple[int, ...]


def worksheet_sheet(
    page: PartnersPage,
    organization: str,
    path: str,
    *,
    outer: bool,
    on: date | None,
    every: bool = False,
    unread: str = "",
) -> WorksheetSheet:
    """Written out for the template: what stands on the day, or `every` answer given by then; `unread` was asked for as
    the day, and is none."""
    community = page.community.public_id
    shown = levels(outer=outer)
    whole = tuple(_partner(one, organization, shown, community) for one in page.of(organization))
    partners = whole if every else tuple(_standing(one) for one in whole)
    may_change = page.may_keep or organization in page.viewer.organizations
    asked = {"levels": "all" if outer else "", "answers": "all" if every else "", "on": on.isoformat() if on else ""}
    name = page.names[organization]
    printed_rows = sum(max(sum(not row.is_older for row in one.rows), 1) for one in partners)
    return WorksheetSheet(
        around=around_partners(page.community, path, on=on, with_workbook=True),
        title=gettext("Partnerships of %(name)s") % {"name": name},
        organization=name,
        partners_address=reverse("partners", args=[community]),
        partners=partners,
        levels=shown,
        has_outer=outer,
        has_many_rows=printed_rows >= MANY_ROWS,
        outer_address=_address(path, {**asked, "levels": "" if outer else "all"}),
        has_every=every,
        every_address=_address(path, {**asked, "answers": "" if every else "all"})
        if any(row.is_older for one in whole for row in one.rows)
        else "",
        on=on.isoformat() if on else "",
        unread_day=unread_day_words(unread),
        new_address=f"{reverse('new-partnership', args=[community])}?organization={organization}" if may_change else "",
        import_address=f"{reverse('import-worksheet', args=[community])}?organization={organization}"
        if may_change
        else "",
        example=example_row(shown),
        printed=date_format(on or page.today, "DATE_FORMAT"),
        blank_rows=tuple(range(max(BLANK_ROWS - printed_rows, 0))),
    )


def _address(path: str, asked: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


def _standing(partner: SheetPartner) -> SheetPartner:
    return replace(partner, rows=tuple(row for row in partner.rows if not row.is_older))


def example_row(shown: tuple[LevelWords, ...]) -> SheetRow:
    """The first row of the paper worksheet, which fills the empty page."""
    cells = (
        Cell(3, activity=gettext("On group listserv")),
        Cell(4, activity=gettext("Attend UW's trauma informed care training")),
        Cell(5, activity=gettext("Plan and execute homeless youth count")),
        Cell(6, activity=gettext("Activities and plans on goal of reducing homelessness by 2020")),
    )
    account = Account("example", date(2026, 1, 1), "", "", cells)
    return SheetRow("", "", "", sheet_cells(account, shown, {}), "", "", "", is_older=False)


def _partner(facts: PartnershipFacts, organization: str, shown: tuple[LevelWords, ...], community: str) -> SheetPartner:
    other = facts.said.pair.other(organization)
    told = [why_not_read(facts, side) or _newer(facts, side) for side in (organization, other)]
    waits = tuple(dict.fromkeys(words for words in (*told, retired_words(facts)) if words))
    answer = reverse("answer-partnership", args=[community, facts.id])
    return SheetPartner(
        title=facts.title_from(organization),
        address=reverse("partnership", args=[community, facts.id]),
        purpose=facts.purpose,
        rows=tuple(_rows(facts, organization, shown)),
        waits=waits,
        answer_address=answer if facts.may_answer and not facts.retired else "",
    )


def _newer(facts: PartnershipFacts, side: str) -> str:
    words = newer_words(facts, side)
    return gettext("%(name)s: %(words)s") % {"name": facts.name_of(side), "words": words} if words else ""


def _rows(facts: PartnershipFacts, organization: str, shown: tuple[LevelWords, ...]) -> Iterator[SheetRow]:
    """What was said by the day that is looked at, the oldest first."""
    told = [account for account in facts.said.accounts if account.day <= facts.on]
    standing = [facts.account_of(side) for side in facts.sides]
    passed = [facts.account_of(side) for side in facts.sides if newer_words(facts, side)]
    for account in told:
        names = names_for(facts, account.side)
        yield SheetRow(
            when=date_format(account.day, "DATE_FORMAT"),
            whose=names.get(account.side, gettext("both")),
            recorded=recorded_words(facts, account),
            cells=sheet_cells(account, shown, names),
            outer=outer_words(account, shown),
            wanted=level_name(account.wanted_level),
            next_step=account.next_step,
            is_older=account not in standing,
            newer=gettext("said anew since, not open to whoever printed this") if account in passed else "",
        )


def names_for(facts: PartnershipFacts, side: str) -> dict[str, str]:
    """What each of the two is called in what a side says: “we” is the reader's own, never as the partner's words."""
    names = {one: facts.name_of(one) for one in facts.sides}
    if len(facts.own) == 1 and side in ("", *facts.own):
        names[next(iter(facts.own))] = gettext("We")
    return names
