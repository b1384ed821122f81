"""What is done about the community's own questions: asked, taken out of use, answered for one's own organization; and
that an organization has named all its partners."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from groundswell.apps.contributions.actions.checking import checked_row, is_id
from groundswell.apps.partnerships.actions.pairs import require_to_speak
from groundswell.apps.partnerships.models import NetworkAnswer, NetworkQuestion, Partnership
from groundswell.apps.partnerships.queries.questions import USUAL_STEPS, QuestionFacts, questions_of
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change, directory_of
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, not_retired, require
from groundswell.core.collaboration.ratings import COMPLETE, ROSTER
from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.exchange.package.cells import id_made_from
from groundswell.exchange.package.ids import free_id

_LONGEST_ID = 40


def ask_network_question(*, community_id: str, content: Mapping[str, str], by: Actor) -> Saved:
    """Ask a question in the community's own words, or change how one is asked; a blank `question_id` makes one.

    `content` are cells by the headings of network_questions.csv. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CHANGE_PARTNERSHIPS, community)
            name = str(content.get("question_id", "")).strip() or _new_id(community, str(content.get("wording", "")))
            whole = {"steps": str(USUAL_STEPS), **{key: cell for key, cell in content.items() if cell}}
            cells, findings = checked_row("network_questions", {**whole, "question_id": name}, community)
            if name == ROSTER:
                said = sentence("the question whether all partners are named is there already")
                findings.append(error(said, sentence("choose another id"), column="question_id"))
            if has_errors(findings):
                raise RefusalError(*findings)
            facts = {key: cells.get(key, "") for key in ("wording", "low_label", "high_label", "steps", "sort")}
            NetworkQuestion.objects.update_or_create(
                community=community, public_id=name, defaults={**facts, "retired": None}
            )
            record_saving(community, "network_question", by, question=name, verb="asked")
            return Saved(name, findings=findings, is_changed=True)

    return saved(change)


def retire_network_question(*, community_id: str, question_id: str, by: Actor) -> Saved:
    """Take a question out of use; what was answered stays. Raises NotAllowedError."""

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require(by, Permission.CHANGE_PARTNERSHIPS, community)
            rows = not_retired(NetworkQuestion.objects.filter(community=community))
            row = rows.filter(public_id=question_id).first() if is_id(question_id) else None
            if row is None:
                fix = sentence("choose one of those that are asked")
                raise RefusalError(error(sentence("there is no such question"), fix, column="question_id"))
            row.retired = timezone.localdate()
            row.save(update_fields=["retired"])
            record_saving(community, "network_question", by, question=question_id, verb="retired")
            return Saved(question_id, is_changed=True)

    return saved(change)


def answer_network_questions(
    *, community_id: str, organization_id: str, answers: Mapping[tuple[str, str], str], by: Actor
) -> Saved:
    """Answer for one's own organization: by partner and question, from 1 to the question's steps; blank takes back.

    What was answered on earlier days stays as it was. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require_to_speak(by, community, organization_id)
            own = _organization(community, organization_id)
            partners = _partners(community, own)
            questions = {one.id: one for one in questions_of(community)}
            findings = [found for way, said in answers.items() for found in _problems(way, said, partners, questions)]
            if has_errors(findings):
                raise RefusalError(*findings)
            changed = [_stored(community, own, partners[about], question, said.strip())
                       for (about, question), said in answers.items()]  # fmt: skip
            if any(changed):  # how many, and nothing of what was said about whom
                record_saving(community, "network_answer", by, organization=organization_id, answers=sum(changed))
            return Saved(organization_id, is_changed=any(changed))

    return saved(change)


def name_all_partners(*, community_id: str, organization_id: str, is_complete: bool, by: Actor) -> Saved:
    """Say for one's own organization that it has named all its partners, or that it has not. Raises NotAllowedError."""

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require_to_speak(by, community, organization_id)
            own = _organization(community, organization_id)
            is_changed = _stored(community, own, own, ROSTER, COMPLETE if is_complete else "")
            if is_changed:
                record_saving(community, "network_answer", by, organization=organization_id, question=ROSTER)
            return Saved(organization_id, is_changed=is_changed)

    return saved(change)


def _new_id(community: Community, wording: str) -> str:
    words = id_made_from(wording)[:_LONGEST_ID].strip("-") or "question"
    return free_id({*directory_of(NetworkQuestion, community), ROSTER}, words)


def _organization(community: Community, organization_id: str) -> Organization:
    rows = Organization.objects.filter(community=community, public_id=organization_id)
    found = rows.first() if is_id(organization_id) else None
    if found is None:
        fix = sentence("choose one that is kept")
        raise RefusalError(error(sentence("there is no such organization"), fix, column="organization_id"))
    return found


def _partners(community: Community, own: Organization) -> dict[str, Organization]:
    rows = not_retired(Partnership.objects.filter(community=community)).select_related("organization", "partner")
    ends = [(row.organization, row.partner) for row in rows if own.pk in (row.organization_id, row.partner_id)]
    return {end.public_id: end for pair in ends for end in pair if end.pk != own.pk}


def _problems(
    way: tuple[str, str], said: str, partners: Mapping[str, Organization], questions: Mapping[str, QuestionFacts]
) -> list[Finding]:
    about, question = way
    column = f"{about}/{question}"
    if about not in partners:
        fix = sentence("name the partnership first")
        return [error(sentence("this is no partner of the organization"), fix, column=column)]
    if question not in questions:
        fix = sentence("choose one of those that are asked")
        return [error(sentence("there is no such question"), fix, column=column)]
    steps = questions[question].steps
    if said.strip() and said.strip() not in {str(step) for step in range(1, steps + 1)}:
        fix = sentence("answer from 1 to {most}, or leave it blank", most=str(steps))
        return [error(sentence("is no answer to this question"), fix, column=column)]
    return []


def _stored(community: Community, own: Organization, about: Organization, question: str, answer: str) -> bool:
    """True where it is another answer than the one that stands."""
    today = timezone.localdate()
    rows = not_retired(NetworkAnswer.objects.filter(community=community, from_organization=own, to_organization=about))
    last = rows.filter(question=question, date__lte=today).order_by("-date").first()
    if answer == (last.answer if last else ""):
        return False
    NetworkAnswer.objects.update_or_create(
        community=community, from_organization=own, to_organization=about, question=question, date=today,
        defaults={"answer": answer, "retired": None},
    )  # fmt: skip
    return True
