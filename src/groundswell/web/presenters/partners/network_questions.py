"""The page of a community's own questions: what one's own organization answers, and what may be read of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.partnerships.queries.questions import QuestionFacts, QuestionsPage
from groundswell.apps.people.models import Community
from groundswell.core.findings import Finding
from groundswell.web.presenters.communities import Surroundings
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.partners.around import around_partners

PREFIX = "answer"


@dataclass(frozen=True, slots=True)
class AnswerField:
    """One question about one partner; `choices` are values with words, the chosen one marked."""

    name: str
    label: str
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class PartnerFields:
    """The questions about one partner."""

    name: str
    fields: tuple[AnswerField, ...]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """An answer that may be read."""

    question: str
    one: str
    about: str
    answer: str
    when: str


@dataclass(frozen=True, slots=True)
class QuestionsSheet:
    """The page."""

    around: Surroundings
    address: str
    network_address: str
    questions: tuple[QuestionFacts, ...]
    organization: str
    organization_name: str
    others: tuple[tuple[str, str], ...]  # addresses and names of other organizations that one answers for
    partners: tuple[PartnerFields, ...]
    is_complete: bool
    readable: tuple[ReadLine, ...]
    may_change: bool
    problems: tuple[str, ...]
    typed: Mapping[str, str]


def questions_sheet(
    page: QuestionsPage, community: Community, problems: Sequence[Finding] = (), typed: Mapping[str, str] | None = None
) -> QuestionsSheet:
    """Everything on the page; `problems` and what was `typed` where a form could not be taken."""
    typed = typed or {}
    address = reverse("network-questions", args=[community.public_id])
    words = {one.id: one.wording for one in page.questions}
    return QuestionsSheet(
        around=around_partners(community, address),
        address=address,
        network_address=reverse("partner-network", args=[community.public_id]),
        questions=page.questions,
        organization=page.organization,
        organization_name=page.names.get(page.organization, ""),
        others=tuple((f"{address}?organization={one}", page.names[one]) for one in page.organizations
                     if one != page.organization),
        partners=tuple(PartnerFields(page.names[one], tuple(_field(one, each, page, typed) for each in page.questions))
                       for one in page.partners),
        is_complete=page.is_complete,
        readable=tuple(
            ReadLine(words[one.question], page.names[one.one], page.names[one.about], one.answer,
                     date_format(one.day, "DATE_FORMAT"))
            for one in page.readable if one.question in words
        ),
        may_change=page.may_change,
        problems=tuple(_said(finding) for finding in problems),
        typed=typed,
    )  # fmt: skip


def _field(partner: str, question: QuestionFacts, page: QuestionsPage, typed: Mapping[str, str]) -> AnswerField:
    name = f"{PREFIX}/{partner}/{question.id}"
    stands = typed.get(name, page.own.get((partner, question.id), ""))
    values = [""] + [str(step) for step in range(1, question.steps + 1)]
    ends = {"": gettext("no answer"), "1": question.low_label, str(question.steps): question.high_label}
    choices = ((value, _choice(value, ends.get(value, "")), value == stands) for value in values)
    return AnswerField(name, question.wording, tuple(choices))


def _choice(value: str, words: str) -> str:
    return f"{value} – {words}" if value and words else value or words


def _said(finding: Finding) -> str:
    words = f"{spoken(finding.message)}: {spoken(finding.fix)}" if finding.fix else spoken(finding.message)
    return words[:1].upper() + words[1:]
