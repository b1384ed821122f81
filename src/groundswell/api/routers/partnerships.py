"""Partnerships, worksheets and one partnership: twins of their pages, and accounts and consents to write.

Everything is what the reader may read; an account that is shut is in no answer. Nothing of it is kept by caches.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pydantic import BaseModel, ValidationError

from groundswell.api.answers import csv_answer, found, object_answer, reader_of, xlsx_answer
from groundswell.api.bodies import Number, body_of, pointed
from groundswell.api.changing import changing
from groundswell.api.days import day_of
from groundswell.api.description import KEY, DescribedRouter, answers, sends
from groundswell.api.problems import Problem, ProblemError
from groundswell.api.refusals import misread, refused
from groundswell.api.schemas.partnerships import (
    AccountBody,
    ConsentBody,
    PartnersDocument,
    PartnershipDocument,
    PartnershipStoredDocument,
    WorksheetDocument,
)
from groundswell.api.schemas.people import ProblemDocument
from groundswell.api.tables import Row
from groundswell.apps.partnerships.actions import give_account, give_consent
from groundswell.apps.partnerships.queries import PartnershipFacts, PartnersPage, partners_page, partnership_page
from groundswell.apps.partnerships.queries.exporting import worksheet_entries
from groundswell.apps.people.actions.saving import Saved
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.core.collaboration.accounts import Account, Cell
from groundswell.core.permissions import Permission
from groundswell.exchange.worksheets import worksheet_headings, worksheet_rows

router = DescribedRouter(tags=["partners"])
ALL = "{community_id}/partners"
ONE = f"{ALL}/partnerships/{{partnership_id}}"
SHEET = f"{ALL}/organizations/{{organization_id}}"
PROBLEMS = {404: ProblemDocument}
SPEAKING = (Permission.CHANGE_OWN_PARTNERSHIPS,)
RECORDING = (Permission.CHANGE_PARTNERSHIPS, Permission.CHANGE_OWN_PARTNERSHIPS)
STORED = answers(PartnershipStoredDocument, made=True, writes=True)
HEADINGS = (
    *("partnership_id", "organization_id", "partner_id", "name", "purposes", "date", "side", "recorded_by", "highest"),
    *("actor", "level", "activity", "evidence", "since", "wanted_level", "next_step", "newer"),
)
Body = TypeVar("Body", bound=BaseModel)


@router.get(f"{ALL}.json", response={200: PartnersDocument, **PROBLEMS}, summary="Partnerships")
def partners_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """Those that you may know of, with the accounts that you may read; `?on=` as they stood on a day."""
    page = _page(request, community_id)
    facts = {"community_id": community_id, "date": _today(page), "partnerships": _documents(page.partnerships)}
    return _kept_by_nobody(object_answer(request, PartnersDocument.model_validate(facts)))


@router.get(f"{ALL}.csv", response=PROBLEMS, summary="Partnerships, as CSV")
def partners_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each cell, and one for a partnership of which you may read nothing."""
    page = _page(request, community_id)
    return _csv(request, _rows(page.partnerships), f"{community_id}-partners")


@router.get(f"{SHEET}.json", response={200: WorksheetDocument, **PROBLEMS}, summary="A worksheet")
def worksheet_json(request: HttpRequest, community_id: str, organization_id: str) -> HttpResponse:
    """The partnerships of one organization."""
    page = _sheet(request, community_id, organization_id)
    facts = {"community_id": community_id, "organization_id": organization_id, "date": _today(page),
             "partnerships": _documents(page.of(organization_id))}  # fmt: skip
    return _kept_by_nobody(object_answer(request, WorksheetDocument.model_validate(facts)))


@router.get(f"{SHEET}.csv", response=PROBLEMS, summary="A worksheet as on paper, as CSV")
def worksheet_csv(request: HttpRequest, community_id: str, organization_id: str) -> HttpResponse:
    """One row a date and side, in the columns of the paper first; it can be loaded again."""
    entries = worksheet_entries(_sheet(request, community_id, organization_id), organization_id)
    name, headings = f"{community_id}-worksheet-{organization_id}", worksheet_headings(entries)
    return _kept_by_nobody(csv_answer(request, headings, worksheet_rows(entries), version=_fresh(), name=name))


@router.get(f"{SHEET}.xlsx", response=PROBLEMS, summary="A worksheet as on paper, as a workbook")
def worksheet_xlsx(request: HttpRequest, community_id: str, organization_id: str) -> HttpResponse:
    """The same as the CSV, in one sheet."""
    entries = worksheet_entries(_sheet(request, community_id, organization_id), organization_id)
    name, headings = f"{community_id}-worksheet-{organization_id}", worksheet_headings(entries)
    return _kept_by_nobody(xlsx_answer(request, headings, worksheet_rows(entries), version=_fresh(), name=name))


@router.get(f"{ONE}.json", response={200: PartnershipDocument, **PROBLEMS}, summary="A partnership")
def partnership_json(request: HttpRequest, community_id: str, partnership_id: str) -> HttpResponse:
    """Both sides, as far as you may read them."""
    facts = _one(request, community_id, partnership_id)
    return _kept_by_nobody(object_answer(request, PartnershipDocument.model_validate(_document(facts))))


@router.get(f"{ONE}.csv", response=PROBLEMS, summary="A partnership, as CSV")
def partnership_csv(request: HttpRequest, community_id: str, partnership_id: str) -> HttpResponse:
    """One row for each cell of each account."""
    facts = _one(request, community_id, partnership_id)
    return _csv(request, _rows((facts,)), f"{community_id}-{partnership_id}")


@router.post(f"{ONE}/accounts", response=STORED, openapi_extra=sends(AccountBody, KEY), summary="Say how it is")
def give_partnership_account(request: HttpRequest, community_id: str, partnership_id: str) -> HttpResponse:
    """One side's whole account of a day; today's again replaces it, an earlier day's never changes."""

    def work(community: Community, by: Actor) -> HttpResponse:
        said = _read(body_of(request), AccountBody)
        cells = tuple(
            Cell(one.level, one.actor, one.activity, one.evidence, day_of(one.since, f"/cells/{at}/since"))
            for at, one in enumerate(said.cells)
        )
        day = day_of(said.date, "/date") or timezone.localdate()
        account = Account(partnership_id, day, said.side, said.recorded_by, cells, said.wanted_level, said.next_step)
        return _stored(request, give_account(community_id=community_id, account=account, seen=said.seen, by=by))

    return changing(request, community_id, RECORDING, work)


@router.post(f"{ONE}/consents", response=STORED, openapi_extra=sends(ConsentBody, KEY), summary="Say who may read it")
def give_partnership_consent(request: HttpRequest, community_id: str, partnership_id: str) -> HttpResponse:
    """For the organization that you answer for; nobody consents for another."""

    def work(community: Community, by: Actor) -> HttpResponse:
        said = _read(body_of(request), ConsentBody)
        facts: dict[str, Any] = {"organization_id": said.organization_id, "readers": said.readers, "by": by}
        return _stored(request, give_consent(community_id=community_id, partnership_id=partnership_id, **facts))

    return changing(request, community_id, SPEAKING, work)


# What is asked


def _page(request: HttpRequest, community_id: str) -> PartnersPage:
    return found(partners_page(community_id, reader=reader_of(request), on=_on(request)))


def _sheet(request: HttpRequest, community_id: str, organization_id: str) -> PartnersPage:
    page = _page(request, community_id)
    return found(page if organization_id in page.names else None)


def _one(request: HttpRequest, community_id: str, partnership_id: str) -> PartnershipFacts:
    return found(partnership_page(community_id, partnership_id, reader=reader_of(request), on=_on(request)))[1]


def _on(request: HttpRequest) -> date | None:
    return day_of(request.GET.get("on", ""), "?on")


def _read(document: Any, model: type[Body]) -> Body:
    if not isinstance(document, dict):
        raise misread([Problem("", "is no object", "send keys and values in braces")])
    try:
        return model.model_validate(_plain(document))
    except ValidationError as failure:
        errors = failure.errors(include_url=False, include_input=False)
        wrong = [Problem("".join(f"/{pointed(step)}" for step in one["loc"]), str(one["msg"])) for one in errors]
        raise misread(wrong) from None


def _plain(value: Any) -> Any:
    """The same with whole numbers as numbers."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, Number):
        return int(value.text) if value.text.isdecimal() else value.text
    return value


# What is answered


def _today(page: PartnersPage) -> str:
    return (page.partnerships[0].on if page.partnerships else page.today).isoformat()


def _documents(partnerships: tuple[PartnershipFacts, ...]) -> list[dict[str, Any]]:
    return [_document(one) for one in partnerships]


def _document(facts: PartnershipFacts) -> dict[str, Any]:
    pair = facts.said.pair
    return {
        "partnership_id": pair.id,
        "organization_id": pair.organization,
        "partner_id": pair.partner,
        "name": facts.said.name,
        "purposes": [one.id for one in facts.purposes],
        "answered": sorted(facts.answered),
        "newer": sorted(facts.said.newer),
        "accounts": [_account(one) for one in facts.said.accounts if one.day <= facts.on],
    }


def _account(account: Account) -> dict[str, Any]:
    cells = [
        {**{name: getattr(cell, name) for name in ("level", "actor", "activity", "evidence")},
         "since": cell.since.isoformat() if cell.since else ""}
        for cell in account.cells
    ]  # fmt: skip
    told = {name: getattr(account, name) for name in ("side", "recorded_by", "level", "wanted_level", "next_step")}
    return {"date": account.day.isoformat(), **told, "cells": cells, "version": account.version}


def _rows(partnerships: tuple[PartnershipFacts, ...]) -> Iterator[Row]:
    for one in _documents(partnerships):
        head = {name: one[name] for name in ("partnership_id", "organization_id", "partner_id", "name")}
        head |= {name: "; ".join(one[name]) for name in ("purposes", "newer")}
        for account in one["accounts"] or [{"cells": []}]:
            told = {**head, **{name: account.get(name) for name in ("date", "side", "recorded_by")}}
            told |= {"highest": account.get("level"), "wanted_level": account.get("wanted_level"),
                     "next_step": account.get("next_step")}  # fmt: skip
            for cell in account["cells"] or [{}]:
                yield tuple({**told, **cell}.get(name) for name in HEADINGS)


def _csv(request: HttpRequest, rows: Iterator[Row], name: str) -> HttpResponse:
    return _kept_by_nobody(csv_answer(request, HEADINGS, rows, version=_fresh(), name=name))


def _fresh() -> str:
    """A version that nobody holds yet: who may read changes with the day and with every consent."""
    return timezone.now().isoformat()


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _stored(request: HttpRequest, done: Saved) -> HttpResponse:
    if not done.is_done and all(not one.column for one in done.findings):
        said = done.findings[0]
        if "no such partnership" in said.message:
            raise ProblemError(404, "There is nothing here, or nothing that you may see.")
        raise ProblemError(409, f"{said.message}: {said.fix}.")
    if not done.is_done:
        raise refused(done.findings)
    return object_answer(request, {"id": done.id, "is_changed": done.is_changed}, status=201)
