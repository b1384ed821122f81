"""One element of a framework, as the library describes it: what it asks for, why, and what would show it."""

from dataclasses import dataclass

from groundswell.core.specification.frameworks import Family


@dataclass(frozen=True, slots=True)
class Element:
    """What a framework asks of a community, in our own words; `source` names who set it out, and when.

    `needs` are the ids of elements without which this one hangs in the air. `replaces` are the ids of elements in
    whose place a later author offers this one: nobody takes up both unless they mean to.
    """

    id: str
    family: Family
    name: str
    statement: str
    why: str
    evidence: str
    source: str
    needs: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
