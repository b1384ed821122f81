"""A whole worksheet put away at once: partners, partnerships, purposes and accounts; all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from groundswell.apps.partnerships.actions.accounts import problems_of, put_account
from groundswell.apps.partnerships.actions.pairs import (
    new_organization,
    open_pair,
    organization_in,
    pair_of,
    require_side,
)
from groundswell.apps.partnerships.actions.purposes import put_purpose
from groundswell.apps.partnerships.models import Partnership
from groundswell.apps.partnerships.queries import partners_page, purposes_of
from groundswell.apps.partnerships.queries.importing import (
    NEW,
    PlannedRow,
    WorksheetPlan,
    cell_problems,
    worksheet_plan,
)
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.actions.saving import Saved, saved
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor
from groundswell.core.collaboration.accounts import Account, Pair
from groundswell.core.findings import Finding, error
from groundswell.core.sentences import sentence
from groundswell.exchange.worksheets import Entry
from groundswell.exchange.worksheets.entries import DATE, ORGANIZATION, PARTNER, PARTNERSHIP_ID, PURPOSE


def load_worksheet(
    *,
    community_id: str,
    organization_id: str,
    entries: Sequence[Entry],
    choices: Mapping[str, str] | None = None,
    file: str = "",
    by: Actor,
) -> Saved:
    """Put away what the worksheet of one organization says; what stands already is passed over.

    `choices` say which organization an unknown spelling means; without one a new organization is kept. What is wrong
    comes back by row and column, and then nothing is stored. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require_side(by, community, organization_id)
            own = organization_in(community, organization_id, "organization_id")
            plan = _plan(community_id, organization_id, entries, choices or {}, file, by)
            if not plan.is_sound:
                nothing = error(
                    sentence("there is nothing to load"), sentence("bring a worksheet with rows"), file=file
                )
                raise RefusalError(*(plan.findings or (nothing,)))
            is_changed, refused = _all_stored(community, own, plan, by, file)
            if refused:
                raise RefusalError(*refused)
            return Saved(organization_id, findings=list(plan.findings), is_changed=is_changed)

    return saved(change)


def planned(
    community_id: str, organization_id: str, entries: Sequence[Entry], choices: Mapping[str, str], file: str, by: Actor
) -> WorksheetPlan:
    """What loading would do, with all that is wrong: what the preview shows.

    Whatever storing would refuse is found by storing it and taking all of it back, so the preview knows no less.
    """
    plan = _plan(community_id, organization_id, entries, choices, file, by)

    def rehearse() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            own = organization_in(community, organization_id, "organization_id")
            _, refused = _all_stored(community, own, plan, by, file)
            transaction.set_rollback(True)
            return Saved(findings=refused)

    refused = saved(rehearse).findings if plan.rows else []
    told = {(one.row, one.column, one.message) for one in plan.findings}
    new = [one for one in refused if (one.row, one.column, one.message) not in told]
    return replace(plan, findings=(*plan.findings, *new))


def _plan(
    community_id: str, organization_id: str, entries: Sequence[Entry], choices: Mapping[str, str], file: str, by: Actor
) -> WorksheetPlan:
    page = partners_page(community_id, reader=by)
    if page is None:
        return WorksheetPlan()
    plan = worksheet_plan(page, purposes_of(page.community), organization_id, entries, choices=choices, file=file)
    findings = list(plan.findings)
    for row in plan.rows:
        if row.account is not None and not row.is_known:
            pair = Pair(row.partnership_id, organization_id, row.partner_id or NEW)
            findings += cell_problems(row, list(problems_of(row.account, pair)), file)
    return replace(plan, findings=tuple(findings))


def _all_stored(
    community: Community, own: Organization, plan: WorksheetPlan, by: Actor, file: str
) -> tuple[bool, list[Finding]]:
    """Put away every row of which the plan finds nothing wrong, and say whether anything changed and what was refused.

    Of a row that does name its partner, that partner is put away all the same: what is wrong with it is found too.
    """
    wrong = {(one.row, one.column) for one in plan.findings if one.is_error}
    made: dict[tuple[str, ...], Partnership] = {}
    is_changed, refused = False, []
    for row in plan.rows:
        if any((row.entry.row, row.entry.heading(name)) in wrong for name in (PARTNER, PARTNERSHIP_ID)):
            continue
        is_faulty, before = any(row.entry.row == each for each, _ in wrong), dict(made)
        try:
            with transaction.atomic():
                is_changed |= _stored(community, own, row, made, by, is_faulty=is_faulty)
        except RefusalError as refusal:
            made = before  # what this row made was taken back with it
            refused += [_at(finding, row, file) for finding in refusal.findings]
    return is_changed, refused


def _stored(
    community: Community,
    own: Organization,
    row: PlannedRow,
    made: dict[tuple[str, ...], Partnership],
    by: Actor,
    *,
    is_faulty: bool,
) -> bool:
    partnership, is_changed = _partnership(community, own, row, made, by)
    if row.purpose_id and row.entry.day:
        is_changed |= put_purpose(community, partnership, row.purpose_id, row.entry.day, by).is_changed
    if row.account is not None and not row.is_known and not is_faulty:
        account = _of(row.account, pair_of(partnership), own.public_id)
        is_changed |= put_account(community, partnership, account, by).is_changed
    return is_changed


def _partnership(
    community: Community, own: Organization, row: PlannedRow, made: dict[tuple[str, ...], Partnership], by: Actor
) -> tuple[Partnership, bool]:
    rows = Partnership.objects.filter(community=community).select_related("organization", "partner")
    if not row.is_new:
        return rows.get(public_id=row.partnership_id), False
    key = (row.partner_id, row.partner_name, row.name)
    if key in made:
        return made[key], False
    known = next((one.partner for other, one in made.items() if other[:2] == key[:2]), None)
    partner = known or (
        organization_in(community, row.partner_id, "partner_id")
        if row.partner_id
        else new_organization(community, row.partner_name, "partner_name")
    )
    opened = open_pair(community, own, partner, row.name, by, is_new=not row.partner_id and known is None)
    made[key] = rows.get(public_id=opened.id)
    return made[key], True


def _of(account: Account, pair: Pair, own: str) -> Account:
    """The same account of a partnership that stands by now, the partner by its id."""
    partner = pair.other(own)
    cells = tuple(replace(cell, actor=partner) if cell.actor == NEW else cell for cell in account.cells)
    side = partner if account.side == NEW else account.side
    return replace(account, partnership=pair.id, side=side, cells=cells)


def _at(finding: Finding, row: PlannedRow, file: str) -> Finding:
    """A refusal at the row and under the heading that somebody sees in the file."""
    named = ORGANIZATION if row.entry.organization else PARTNER
    headed = {"partner_name": named, "partner_id": named, "name": PARTNER, "purpose": PURPOSE, "since": DATE}
    column = row.entry.heading(headed[finding.column]) if finding.column in headed else finding.column
    return replace(finding, file=file, row=row.entry.row, column=column)
