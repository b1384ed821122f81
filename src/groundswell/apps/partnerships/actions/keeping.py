"""What a package may not do to what partners said: an account that stands stays as its side gave it.

A package is loaded by whoever keeps the community, and an account belongs to the side that gave it. So an older package
takes no newer account away; nothing is said of whether it differs, for whoever loads could learn by that what stands;
and only whoever runs the installation, who can read its files anyway, brings answers and consents into a community that
stands: a consent of somebody else's making would open what it does not own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from groundswell.apps.partnerships.models import NetworkAnswer, Partnership, PartnershipConsent, PartnershipNote
from groundswell.apps.people.actions import RefusalError
from groundswell.apps.people.models import Community, CommunityRow
from groundswell.core.collaboration.accounts import BACKBONE
from groundswell.core.findings import Finding, error, info, warning
from groundswell.core.sentences import counted_sentence, sentence
from groundswell.exchange.package.partnership_check import Sides, sides_of
from groundswell.exchange.tables import Table

SAID: tuple[type[CommunityRow], ...] = (PartnershipConsent, PartnershipNote, NetworkAnswer)
Key = tuple[str, ...]
Cells = Mapping[str, str]


def refuse_other_sides(table: Table | None, community: Community) -> None:
    """Whose a partnership is never changes: what was said of it would be others' to read. Raises RefusalError."""
    standing, brought = sides_that_stand(community), sides_of(table)
    rows = dict(zip(brought, table.rows, strict=False)) if table else {}
    fix = sentence("give the other partnership an id of its own")
    moved = [name for name, sides in brought.items() if standing.get(name, sides) != sides]
    if moved:
        said = sentence("is a partnership of two others in this community")
        facts = {"file": "partnerships.csv", "column": "partnership_id"}
        raise RefusalError(*(error(said, fix, row=rows[name], **facts) for name in moved))


def sides_that_stand(community: Community) -> Sides:
    """The two organizations of each partnership of a community."""
    rows = Partnership.objects.filter(community=community)
    named = rows.values_list("public_id", "organization__public_id", "partner__public_id")
    return {name: (mine, theirs) for name, mine, theirs in named}


def new_only(
    tables: Mapping[str, Table], community: Community, *, brings_answers: bool
) -> tuple[dict[str, Table], list[Finding]]:
    """The tables without what stands already of what partners said, and what to tell whoever loads them.

    Without `brings_answers` they come without any of it.
    """
    kept, findings = dict(tables), []
    for model in SAID:
        table = tables.get(model.file)
        if table is None:
            continue
        if not brings_answers:
            del kept[model.file]
            findings.append(_not_theirs_to_bring(table))
            continue
        kept[model.file], stood = _without_what_stands(table, model, community)
        if stood:
            findings.append(_left_as_it_was(table, stood))
    return kept, findings


def _not_theirs_to_bring(table: Table) -> Finding:
    said = sentence("is left out: what partners said of each other, and whom they let read it, is theirs to give")
    fix = sentence("each side answers by itself; whoever runs the installation loads a whole community")
    return warning(said, fix, file=f"{table.name}.csv")


def _left_as_it_was(table: Table, stood: int) -> Finding:
    said = counted_sentence(
        "of {count} answer something stands already; it stays as its side gave it, whatever the package says",
        "of {count} answers something stands already; it stays as its side gave it, whatever the package says",
        stood,
    )
    return info(said, sentence("a side answers anew on another day"), file=f"{table.name}.csv")


def _without_what_stands(table: Table, model: type[CommunityRow], community: Community) -> tuple[Table, int]:
    """The rows of answers of which nothing stands yet, and how many answers were left as they are."""
    key_of = _keys[model](sides_that_stand(community))
    standing = {key_of(cells) for cells in _standing(model, community)}
    keys = [key_of(cells) for cells in table.records()]
    new = [at for at, key in enumerate(keys) if key not in standing]
    columns = {name: [cells[at] for at in new] for name, cells in table.columns.items()}
    rows = [table.rows[at] for at in new]
    return Table(table.name, table.headings, columns, rows), len(standing.intersection(keys))


def _standing(model: type[CommunityRow], community: Community) -> Iterator[Cells]:
    """The parts of each key as a package writes them."""
    rows = model._default_manager.filter(community=community)
    parts = {"partnership": "partnership__public_id", "organization": "organization__public_id",
             "on_behalf_of": "on_behalf_of__public_id", "from_organization": "from_organization__public_id",
             "to_organization": "to_organization__public_id"}  # fmt: skip
    headings = {heading: parts.get(name, name) for heading, name in model.columns.items() if name in model.natural_key}
    for values in rows.values_list(*headings.values()):
        yield {heading: str(value or "") for heading, value in zip(headings, values, strict=True)}


def _of_an_account(sides: Sides) -> Callable[[Cells], Key]:
    """An account is of a partnership and a day, of one side or for both, by who recorded it: all its cells together."""

    def key_of(cells: Cells) -> Key:
        name, recorded_by = cells["partnership_id"], cells["recorded_by"]
        own = recorded_by if recorded_by in sides.get(name, ()) else ""
        side = cells["on_behalf_of"] or own
        return name, cells["date"], side, recorded_by or side or BACKBONE

    return key_of


def _of_columns(*names: str) -> Callable[[Sides], Callable[[Cells], Key]]:
    return lambda _: lambda cells: tuple(cells[name] for name in names)


_keys: dict[type[CommunityRow], Callable[[Sides], Callable[[Cells], Key]]] = {
    PartnershipConsent: _of_columns("partnership_id", "organization_id", "since"),
    PartnershipNote: _of_an_account,
    NetworkAnswer: _of_columns("date", "from_organization_id", "to_organization_id", "question"),
}
