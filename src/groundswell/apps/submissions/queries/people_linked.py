"""Who is one person across the programs of a community, where people were linked."""

from __future__ import annotations

from groundswell.apps.people.models import Community
from groundswell.apps.submissions.queries.linked import standing_links, standing_run
from groundswell.engine.measures.parts import People


def linked_people(community: Community) -> People | None:
    """Which participants are one person; None where nobody was linked yet. Never shown: it names participants.

    Raises StoreError where it is not in the store.
    """
    links = standing_links(community)
    return links.people(at_provider=False) if links else None


def linking_of(community: Community) -> str:
    """Which linking stands, by an id that says nothing else; blank before the first. One query."""
    run = standing_run(community)
    return run.pk.hex if run else ""
