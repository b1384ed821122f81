"""A worksheet as entries of a file: what one reader may read of it, in the words of the organization whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from groundswell.apps.partnerships.queries.worksheets import PartnershipFacts, PartnersPage
from groundswell.core.collaboration.accounts import Account
from groundswell.exchange.worksheets import BOTH, THEY, WE, Entry, EntryCell
from groundswell.exchange.worksheets.entries import FOR_BOTH, OURS, THEIRS


def worksheet_entries(page: PartnersPage, organization: str) -> tuple[Entry, ...]:
    """One entry an account, the oldest first; a partnership of which nothing may be read names its partner alone."""
    found = (entry for one in page.of(organization) for entry in _entries(one, organization))
    return tuple(found)


def _entries(facts: PartnershipFacts, own: str) -> Iterator[Entry]:
    told = [one for one in facts.said.accounts if one.day <= facts.on]
    for account in told:
        yield _entry(facts, own, account)
    if not told:
        yield _entry(facts, own, None)


def _entry(facts: PartnershipFacts, own: str, account: Account | None) -> Entry:
    partner = facts.said.pair.other(own)
    whose = {own: OURS, partner: THEIRS}.get(account.side, FOR_BOTH) if account else ""
    who = {own: WE, partner: THEY}
    return Entry(
        row=0,
        partner=facts.title_from(own),
        organization=facts.name_of(partner) if facts.said.name else "",
        partnership_id=facts.id,
        purpose=facts.purpose,
        day=account.day if account else None,
        whose=whose,
        cells=tuple(
            EntryCell(cell.level, who.get(cell.actor, BOTH), cell.activity, cell.evidence, cell.since)
            for cell in (account.cells if account else ())
        ),
        wanted_level=account.wanted_level if account else None,
        next_step=account.next_step if account else "",
    )
