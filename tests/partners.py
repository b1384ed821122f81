"""Communities of organizations that answer about each other, as packages: a few by hand, or hundreds at random."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

from tests.builders import package

from groundswell.exchange.package import Package

SECTORS = ("health", "education", "housing", "government", "philanthropy")
Row = Mapping[str, str]


def organization(name: str, **facts: str) -> dict[str, str]:
    """A row of organizations.csv; called by its id, with a capital."""
    return {"organization_id": name, "name": name.replace("-", " ").capitalize(), **facts}


def partnership(one: str, other: str) -> dict[str, str]:
    """A row of partnerships.csv; its id is that of both."""
    return {"partnership_id": f"{one}-{other}", "organization_id": one, "partner_id": other}


def note(pair: Row, side: str, level: int, *, on: str = "2025-03-01", **facts: str) -> dict[str, str]:
    """What one side says of a partnership on a day: something done at a level, by both."""
    said = {"date": on, "recorded_by": side, "on_behalf_of": side, "level": str(level), "activity": "Something"}
    return {"partnership_id": pair["partnership_id"], **said, **facts}


def consents(
    pair: Row, readers: str = "community", other: str | None = None, *, since: str = "2025-01-01"
) -> list[Row]:
    """What both sides let be read; `other`: what the second side lets, where it lets something else."""
    sides = ((pair["organization_id"], readers), (pair["partner_id"], other or readers))
    return [
        {"partnership_id": pair["partnership_id"], "organization_id": side, "since": since, "readers": let}
        for side, let in sides
    ]


def network_package(
    organizations: Iterable[Row],
    partnerships: Iterable[Row],
    notes: Iterable[Row],
    let: Iterable[Row],
    **tables: object,
) -> Package:
    """A package of what partners say, and nothing else."""
    return package([], tables={
        "organizations": organizations, "partnerships": partnerships, "partnership_notes": notes,
        "partnership_consents": let, **tables,
    })  # fmt: skip


def many_partners(
    organizations: int, ties: int, days: int = 1, *, seed: int = 5, readers: str = "everyone", answered: float = 0.9
) -> Package:
    """So many organizations with a backbone, so many partnerships among them, answered anew on each of so many days."""
    random = Random(seed)
    names = [f"org-{number:03}" for number in range(organizations)]
    rows = [organization(name, sector=random.choice(SECTORS), roles="provider") for name in names]
    rows[0] = organization(names[0], sector="philanthropy", roles="backbone")
    near = [(names[at], names[(at + step) % organizations]) for at in range(organizations) for step in (1, 2)]
    pairs = dict.fromkeys((min(pair), max(pair)) for pair in near[: ties // 3] if pair[0] != pair[1])
    while len(pairs) < min(ties, organizations * (organizations - 1) // 2):
        one = names[0] if random.random() < 0.04 else random.choice(names)
        other = random.choice(names)
        if one != other:
            pairs[min(one, other), max(one, other)] = None
    shared = [partnership(*pair) for pair in pairs]
    notes = []
    for pair in shared:
        level = random.randint(3, 5)
        sides = [pair[key] for key in ("organization_id", "partner_id") if random.random() < answered]
        for day in range(days):
            level = min(7, max(2, level + random.choice((-1, 0, 0, 1))))
            on = f"{2016 + day}-03-01"
            notes += [note(pair, side, min(7, max(1, level + random.choice((-2, 0, 0, 1)))), on=on) for side in sides]
    let = [row for pair in shared for row in consents(pair, readers, since="2016-01-01")]
    return network_package(rows, shared, notes, let)
