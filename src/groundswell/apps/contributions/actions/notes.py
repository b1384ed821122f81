"""What people say about links: steps of a contribution analysis, challenges and their answers. Nothing is taken away:
a note that should not be read any more is withdrawn, and kept."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone

from groundswell.apps.contributions.actions.checking import checked_row, is_id
from groundswell.apps.contributions.actions.links import CHANGING, current_row
from groundswell.apps.contributions.models import ContributionLink, ContributionNote
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, not_retired, require
from groundswell.apps.programs.actions.owning import require_one
from groundswell.apps.programs.queries import Sight, sight_of
from groundswell.core.contribution.notes import NoteStep
from groundswell.core.findings import error, has_errors
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.exchange.package.ids import fitting_id

LONGEST_NOTE = 2_000  # characters


def add_note(
    *,
    community_id: str,
    link_id: str,
    step: str,
    text: str,
    source: str = "",
    organization_id: str | None = None,
    by: Actor,
) -> Saved:
    """Say something about a link: a step of its analysis, a challenge, what must be true, what would change our mind.

    `organization_id` is on whose behalf; None: of the one organization that the actor speaks for, if any. Whoever
    takes part may, of programs of which they see something. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.NOTE_CONTRIBUTIONS, community)
            link = _link_seen(community, link_id, by)
            if step == NoteStep.ANSWER:
                fix = sentence("answer the challenge itself")
                raise RefusalError(error(sentence("an answer belongs to a challenge"), fix, column="step"))
            cells = {"step": step, "text": text, "source": source}
            return _written(community, link, cells, organization_id, by)

    return saved(change)


def answer_challenge(*, community_id: str, note_id: str, text: str, source: str = "", by: Actor) -> Saved:
    """Say something to a challenge; it stays beside it. Whoever may change the link may. Raises NotAllowedError."""

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            challenge = _note(community, note_id)
            link = _link_seen(community, challenge.link_id, by)
            require_one(community, link.program, by, CHANGING)
            if challenge.step != NoteStep.CHALLENGE:
                raise RefusalError(error(sentence("this is no challenge"), sentence("add a note instead")))
            cells = {"step": str(NoteStep.ANSWER), "text": text, "source": source, "answers": note_id}
            return _written(community, link, cells, None, by)

    return saved(change)


def withdraw_note(*, community_id: str, note_id: str, by: Actor) -> Saved:
    """Take a note from view; it is kept. Its author may, and whoever changes all links. Raises NotAllowedError."""

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            is_own = is_id(note_id) and _rows(community, note_id).filter(by=by.name).exists()
            require(by, Permission.NOTE_CONTRIBUTIONS if is_own else Permission.CHANGE_CONTRIBUTIONS, community)
            note = _note(community, note_id)
            note.retired = timezone.localdate()
            note.save(update_fields=["retired"])
            record_saving(community, "contribution_note", by, link=note.link_id, note=note_id, verb="withdrawn")
            return Saved(note_id, is_changed=True)

    return saved(change)


def _rows(community: Community, note_id: str) -> QuerySet[ContributionNote]:
    return ContributionNote.objects.filter(community=community, public_id=note_id)


def _note(community: Community, note_id: str) -> ContributionNote:
    found = not_retired(_rows(community, note_id)).first() if is_id(note_id) else None
    if found is None:
        raise RefusalError(error(sentence("there is no such note"), sentence("check the id"), column="note_id"))
    return found


def _link_seen(community: Community, link_id: str, by: Actor) -> ContributionLink:
    """The link, where the actor sees something of its program; else there is none."""
    row = current_row(community, link_id)
    if row is None or sight_of(row.program, reader=by, community=community) is Sight.NOTHING:
        raise RefusalError(error(sentence("there is no such link"), sentence("check the id"), column="link_id"))
    return row


def _written(
    community: Community, link: ContributionLink, said: Mapping[str, str], organization_id: str | None, by: Actor
) -> Saved:
    name = _next_id(community, link.public_id)
    today = timezone.localdate().isoformat()
    cells, findings = checked_row(
        "contribution_notes",
        {**said, "note_id": name, "link_id": link.public_id, "version": str(link.version), "date": today},
        community,
    )
    if len(cells["text"]) > LONGEST_NOTE:
        fix = sentence("keep it within {count} characters", count=f"{LONGEST_NOTE:,}")
        findings.append(error(sentence("is too long"), fix, column="text"))
    if has_errors(findings):
        raise RefusalError(*findings)
    organization = _spoken_for(community, organization_id, by)
    ContributionNote.objects.create(
        community=community, public_id=name, link_id=link.public_id, version=cells["version"], date=today,
        step=cells["step"], text=cells["text"], source=cells["source"], answers=cells["answers"],
        organization=organization, by=by.name,
    )  # fmt: skip
    record_saving(community, "contribution_note", by, link=link.public_id, note=name, verb=cells["step"])
    return Saved(name, findings=findings, is_changed=True)


def _next_id(community: Community, link_id: str) -> str:
    """Notes on a link are numbered as they come."""
    number = ContributionNote.objects.filter(community=community, link_id=link_id).count() + 1
    while _rows(community, name := fitting_id(link_id, f"note-{number}")).exists():
        number += 1
    return name


def _spoken_for(community: Community, organization_id: str | None, by: Actor) -> Organization | None:
    """The organization on whose behalf somebody speaks: one of those whose role they hold."""
    held = sorted({holding.organization_id for holding in by.held_in(community)} - {""})
    name = (held[0] if len(held) == 1 else "") if organization_id is None else organization_id
    if not name:
        return None
    if name not in held:
        fix = sentence("speak for an organization whose role you hold, or for none")
        raise RefusalError(error(sentence("is not yours to speak for"), fix, column="organization_id"))
    return Organization.objects.filter(community=community, public_id=name).first()
