"""A worksheet before it is loaded: what would be read of it, row by row, and what stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.partnerships.queries import PartnersPage
from groundswell.apps.partnerships.queries.importing import NEW, PlannedRow, WorksheetPlan
from groundswell.core.findings import Finding
from groundswell.web.forms.worksheets import CHOICE, Brought, carried
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.partners.cells import SheetCell, sheet_cells
from groundswell.web.presenters.partners.form import Option
from groundswell.web.presenters.partners.words import LevelWords, finding_words, levels


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it would be read."""

    row: int
    partner: str
    partnership: str  # new, or the one that stands
    purpose: str
    when: str
    whose: str
    cells: tuple[SheetCell, ...]
    state: str


@dataclass(frozen=True, slots=True)
class UnknownPartner:
    """A spelling that names nobody who is kept, and what it could mean."""

    name: str
    field: str
    spelling: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """The page."""

    around: Surroundings
    address: str
    partners_address: str
    organizations: tuple[Option, ...]
    organizations_address: str
    day: str
    latest_day: str
    rows: tuple[PreviewRow, ...]
    levels: tuple[LevelWords, ...]
    unknown: tuple[UnknownPartner, ...]
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    table: str
    file: str
    may_load: bool


def import_sheet(
    page: PartnersPage, path: str, chosen: str, *, sent: Brought | None = None, plan: WorksheetPlan | None = None,
    findings: Sequence[Finding] = (),
) -> ImportSheet:  # fmt: skip
    """Written out for the template: the form, and the preview where a table was read."""
    own = sorted(page.viewer.organizations & set(page.names))
    whose = sorted(page.names, key=lambda key: page.names[key].casefold()) if page.may_keep else own
    chosen = chosen or (own[0] if own else "")
    told = sorted([*(sent.findings if sent else ()), *findings], key=lambda each: each.row or 0)
    faulty = {each.row for each in told if each.is_error}
    shown = levels(
        outer=any(cell.level not in (3, 4, 5, 6) for row in (plan.rows if plan else ()) for cell in row.entry.cells)
    )
    return ImportSheet(
        around=bare_surroundings(page.community),
        address=path,
        partners_address=reverse("partners", args=[page.community.public_id]),
        organizations=tuple(Option(key, page.names[key], is_chosen=key == chosen) for key in whose),
        organizations_address=reverse("desk-list", args=[page.community.public_id, "organizations"]),
        day=sent.day_text if sent and sent.day_text else page.today.isoformat(),
        latest_day=page.today.isoformat(),
        rows=tuple(_rows(page, plan, shown, chosen, faulty)) if plan else (),
        levels=shown,
        unknown=tuple(_unknown(page, plan, sent, chosen)) if plan and sent else (),
        problems=tuple(_where(each) for each in told if each.is_error),
        remarks=tuple(_where(each) for each in told if not each.is_error),
        table=carried(sent.table) if sent and sent.table else "",
        file=sent.table.name if sent and sent.table else "",
        may_load=bool(plan and plan.rows) and not any(each.is_error for each in told),
    )


def _where(finding: Finding) -> str:
    """FILE:ROW:COLUMN, as a spreadsheet shows them, and then what is wrong."""
    parts = [finding.file, str(finding.row or ""), finding.column or ""] if finding.file else []
    where = ":".join(part for part in parts if part)
    return f"{where}: {finding_words(finding)}" if where else finding_words(finding)


def _rows(
    page: PartnersPage, plan: WorksheetPlan, shown: tuple[LevelWords, ...], own: str, faulty: Collection[int | None]
) -> Iterator[PreviewRow]:
    for row in plan.rows:
        account = row.account
        names = {**page.names, own: gettext("we"), NEW: row.partner_name}
        partner = page.names.get(row.partner_id, row.partner_name)
        yield PreviewRow(
            row.entry.row,
            row.name or partner,
            _partnership_words(row, partner),
            row.entry.purpose,
            date_format(account.day, "DATE_FORMAT") if account else "",
            (names.get(account.side, "") if account.side else gettext("both")) if account else "",
            sheet_cells(account, shown, names) if account else (),
            gettext("is to be mended") if row.entry.row in faulty else _state(row),
        )


def _partnership_words(row: PlannedRow, partner: str) -> str:
    if not row.is_new:
        return gettext("named already")
    if not partner:
        return ""  # the row names nobody
    if not row.partner_id:
        return gettext("new, with a new organization: %(name)s") % {"name": partner}
    return gettext("new, with %(name)s") % {"name": partner}


def _state(row: PlannedRow) -> str:
    if row.account is None:
        return gettext("names the partner")
    return gettext("stands already") if row.is_known else gettext("new answer")


def _unknown(page: PartnersPage, plan: WorksheetPlan, sent: Brought, own: str) -> Iterator[UnknownPartner]:
    for spelling, called in plan.unknown.items():
        chosen = sent.choices.get(spelling, NEW)
        options = [Option(NEW, gettext("A new organization: %(name)s") % {"name": called}, is_chosen=chosen == NEW)]
        options += [Option(key, name, is_chosen=chosen == key) for key, name in page.names.items() if key != own]
        yield UnknownPartner(called, f"{CHOICE}{spelling}", spelling, tuple(options))
