"""The CSV twins of mandates and networks of providers: one row for each line, values for arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from groundswell.api.tables import Row
from groundswell.apps.scorecards.queries.partnerships.mandates import MandatesPage, Seat
from groundswell.apps.scorecards.queries.partnerships.networks import NetworkList, NetworkPage
from groundswell.exchange.documents import number

MANDATES = (
    *("row", "table", "speaks_for", "organization_id", "network_id", "representative", "presence", "can_commit"),
    *("document", "since", "until", "providers", "of_providers", "share", "people_share", "people_low", "people_high"),
    *("indicator_id", "unowned_people"),
)
NETWORKS = (
    "network_id",
    "name",
    "members",
    "purpose",
    "since",
    "common_entry",
    "joint_planning",
    "measures",
    "missing",
)
NETWORK = ("row", "id", "name", "measure_id", "period", "value", "numerator", "denominator", "low", "high", "reason")


def of_mandates(page: MandatesPage) -> Iterator[Row]:
    """Coverage first, then gaps, seats, who is at no table, and seats that begin later."""
    for rung in page.rungs:
        people = rung.people
        shares = (people.share, people.low, people.high) if people else (None, None, None)
        counts = (rung.providers, page.providers, number(rung.share), *map(number, shares))
        yield (rung.name, *_blank(6), rung.kind or "", *_blank(3), *counts, "", None)
    for gap in page.gaps:
        counted = (gap.with_power, gap.providers, None, None, None, None)
        yield ("gap", *_blank(10), *counted, gap.indicator_id, number(gap.unowned_people))
    for name, seats in (("seat", [one for board in page.tables for one in board.seats]), ("coming", page.coming)):
        for seat in seats:
            yield (name, *_seat(seat), *([None] * 6), "", None)
    for organization_id, name in page.absent:
        yield ("absent", "", name, organization_id, *_blank(7), *([None] * 6), "", None)


def _blank(count: int) -> tuple[str, ...]:
    return ("",) * count


def _seat(seat: Seat) -> Row:
    return (
        *(seat.table, seat.speaks_for, seat.organization_id, seat.network_id, seat.representative, str(seat.presence)),
        *("; ".join(seat.can_commit), seat.document, str(seat.since or ""), str(seat.until or "")),
    )


def of_networks(page: NetworkList) -> Iterator[Row]:
    """One row for each network."""
    for one in page.networks:
        facts = one.facts
        yield (
            *(facts.id, facts.name, "; ".join(facts.members), facts.purpose, str(facts.since or "")),
            *(facts.common_entry, facts.joint_planning, "; ".join(facts.measure_ids), "; ".join(facts.missing)),
        )


def of_network(page: NetworkPage) -> Iterator[Row]:
    """Members, joint reach, then for each shared measure its programs and the network together."""
    for organization_id, name in page.members:
        yield ("member", organization_id, name, *_blank(2), *([None] * 5), "")
    if page.reach:
        people, ends = page.reach.people, (page.reach.fewest, page.reach.most)
        yield ("reach", "", "", "", str(page.reach_period or ""), number(people), None, None, *map(number, ends), "")
    for one in page.measures:
        period = str(one.period or "")
        for row in one.rows:
            found = row.observation.estimate if row.observation else None
            said = (found.value, found.numerator, found.denominator, found.low, found.high) if found else (None,) * 5
            reason = found.reason if found else ""
            yield ("program", row.program_id, row.name, one.measure.id, period, *map(number, said), reason)
        joint = one.joint
        together = (joint.value, joint.numerator, joint.denominator, joint.low, joint.high) if joint else (None,) * 5
        yield ("together", page.facts.id, page.facts.name, one.measure.id, period, *map(number, together), one.reason)
