"""One link as a reader may see it: what stands, every version before it, what was said about it, what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from groundswell.apps.contributions.queries import LinkFacts, NoteFacts, notes_of, versions_of
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, may, names_of, organization_names
from groundswell.apps.programs.models import Program
from groundswell.apps.programs.queries import programs_seen
from groundswell.apps.scorecards.queries.contributions.asking import (
    LinkAsking,
    LinkPreview,
    asking_of,
    link_preview,
    may_link,
)
from groundswell.apps.scorecards.queries.contributions.inputs import indicator_in, inputs_of
from groundswell.apps.scorecards.queries.contributions.pages import model_of
from groundswell.apps.scorecards.queries.programs.figures import shortest_shown
from groundswell.core.findings import Finding, error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence

COUNTS = ("served", "served_before")  # numbers of people that somebody typed


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A link; `versions` are the latest first, `facts` the one that counts. Where a number of people that was typed is
    so small that it could tell of them, `<11` stands in its place, whoever reads.

    `names` are those of who wrote, by actor, for a reader who may know who did what; empty for others.
    `asking` None: its indicator is no longer in use, so nothing is worked out.
    """

    community: Community
    facts: LinkFacts
    versions: tuple[LinkFacts, ...]
    notes: tuple[NoteFacts, ...]
    program: Program
    asking: LinkAsking | None
    preview: LinkPreview | None
    may_change: bool
    may_note: bool
    knows_who: bool
    names: dict[str, str]
    owners: dict[str, str]  # organizations by id


def link_page(community_id: str, link_id: str, *, reader: Actor) -> LinkPage | None:
    """A link for a reader; None where there is none, or none whose program they may see."""
    community = community_for(community_id, reader=reader)
    versions = versions_of(community, link_id) if community else ()
    if community is None or not versions:
        return None
    raw, smallest = versions[0], shortest_shown(community)
    versions = tuple(_told(one, smallest) for one in versions)
    facts = versions[0]
    program = _program(community, facts.program_id, reader)
    if program is None:
        return None
    notes = notes_of(community, link_id)
    indicator = indicator_in(community, facts.indicator_id)
    asking = asking_of(community, indicator, program, reader=reader) if indicator else None
    knows_who = may(reader, Permission.READ_HISTORY, community)
    return LinkPage(
        community=community,
        facts=facts,
        versions=versions,
        notes=notes,
        program=program,
        asking=asking,
        preview=_preview(asking, raw, reader) if asking else None,
        may_change=may_link(reader, community, program),
        may_note=may(reader, Permission.NOTE_CONTRIBUTIONS, community),
        knows_who=knows_who,
        owners=organization_names(community),
        names=names_of(_writers(versions, notes)) if knows_who else {},
    )


def _preview(asking: LinkAsking, facts: LinkFacts, reader: Actor) -> LinkPreview:
    """What the link comes to; its part is that of its indicator's page, where it counts there."""
    preview = link_preview(asking, facts.content)
    if preview.part is None or facts.retired:
        return preview
    found, _ = model_of(inputs_of(asking.community, asking.indicator, reader=reader))
    part = next((one for one in found.programs if one.id == facts.id), preview.part) if found else preview.part
    return replace(preview, part=part)


def too_few_to_tell(content: Mapping[str, str], smallest: int) -> Iterator[Finding]:
    """Typed numbers of people that nobody should read: what is said of a link is said to everybody who may open it."""
    for name in COUNTS:
        if _is_few(content.get(name, ""), smallest):
            said = sentence("fewer than {count} people could be told of by it", count=smallest)
            fix = sentence("leave it blank, or write {count} or more", count=smallest)
            yield error(said, fix, column=name)


def _told(facts: LinkFacts, smallest: int) -> LinkFacts:
    few = {name: f"<{smallest}" for name in COUNTS if _is_few(getattr(facts, name), smallest)}
    return replace(facts, **few) if few else facts  # type: ignore[arg-type]


def _is_few(cell: str, smallest: int) -> bool:
    try:
        return 0 < float(cell or 0) < smallest
    except ValueError:  # no number at all, which is told elsewhere
        return False


def _program(community: Community, program_id: str, reader: Actor) -> Program | None:
    seen = (row for row, _ in programs_seen(community, reader=reader))
    return next((row for row in seen if row.public_id == program_id), None)


def _writers(versions: Iterable[LinkFacts], notes: Iterable[NoteFacts]) -> set[str]:
    said = [one.by for note in notes for one in (note, *note.replies)]
    return {by for by in (*(one.by for one in versions), *said) if by}
