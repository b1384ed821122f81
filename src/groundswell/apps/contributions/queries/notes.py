"""What people said about links, in the order in which they said it."""

from __future__ import annotations

from dataclasses import dataclass

from groundswell.apps.contributions.models import ContributionNote
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.core.contribution.notes import NoteStep


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """One note: Markdown as somebody typed it, on behalf of an organization or of nobody.

    `by` is the actor who wrote it, blank where a package brought it; `version` the link's at that time.
    """

    id: str
    link_id: str
    version: str
    date: str
    step: NoteStep
    text: str
    source: str
    organization_id: str
    organization_name: str
    by: str
    answers: str = ""
    replies: tuple[NoteFacts, ...] = ()

    @property
    def is_open(self) -> bool:
        """True for a challenge that nobody has answered."""
        return self.step is NoteStep.CHALLENGE and not self.replies


def notes_of(community: Community, link_id: str = "") -> tuple[NoteFacts, ...]:
    """The notes in use on one link, or on all, the oldest first; answers stand with their challenges. One query.

    Whoever shows them shows those of programs that the reader sees.
    """
    rows = not_retired(ContributionNote.objects.filter(community=community)).select_related("organization")
    if link_id:
        rows = rows.filter(link_id=link_id)
    found = list(rows.order_by("date", "id"))
    replies: dict[str, list[NoteFacts]] = {}
    known = {row.public_id for row in found}
    for row in found:
        if row.answers in known:
            replies.setdefault(row.answers, []).append(_facts(row))
    return tuple(_facts(row, tuple(replies.get(row.public_id, ()))) for row in found if row.answers not in known)


def _facts(row: ContributionNote, replies: tuple[NoteFacts, ...] = ()) -> NoteFacts:
    return NoteFacts(
        id=row.public_id,
        link_id=row.link_id,
        version=row.version,
        date=row.date.isoformat(),
        step=NoteStep(row.step),
        text=row.text,
        source=row.source,
        organization_id=row.organization.public_id if row.organization else "",
        organization_name=row.organization.name if row.organization else "",
        by=row.by,
        answers=row.answers,
        replies=replies,
    )
