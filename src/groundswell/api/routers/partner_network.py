"""The network of partners and a community's own questions about partners: the twins of their pages."""

from collections.abc import Iterator
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from groundswell.api.answers import csv_for_reader, found, json_for_reader, reader_of
from groundswell.api.days import day_of
from groundswell.api.description import DescribedRouter, answers
from groundswell.api.schemas.partner_network import NetworkQuestionsDocument, PartnerNetworkDocument
from groundswell.api.schemas.people import ProblemDocument
from groundswell.api.tables import Row
from groundswell.apps.partnerships.queries.network import network_page
from groundswell.apps.partnerships.queries.network_documents import network_document, questions_document
from groundswell.apps.partnerships.queries.questions import questions_of, readable_answers
from groundswell.apps.people.queries import community_for, require
from groundswell.core.permissions import Permission

router = DescribedRouter(tags=["partners"])
PROBLEMS = {404: ProblemDocument}
When = Annotated[str, Query(description="A day, as 2025-03-01; blank: today.")]
What = Annotated[str, Query(description="The id of a purpose; blank: every purpose.")]
Which = Annotated[str, Query(description="A sector, as it is written; blank: every sector.")]
High = Annotated[str, Query(description="From which level on an answer is a tie, 3 to 7; blank: 3.")]
HEADINGS = (
    *("kind", "organization_id", "name", "sector", "is_backbone", "given", "received", "confirmed", "broker_share"),
    *("is_cut_point", "part", "one_id", "other_id", "level_one", "level_other", "origin_one", "origin_other", "level"),
    *("standing", "is_disputed"),
)
ANSWERED = ("question_id", "from_organization", "to_organization", "answer", "date")


@router.get("{community_id}/partners/network.json", response={200: PartnerNetworkDocument, **PROBLEMS},
            summary="The network of partners")  # fmt: skip
def partner_network_json(
    request: HttpRequest, community_id: str, on: When = "", purpose: What = "", sector: Which = "", level: High = ""
) -> HttpResponse:
    """Density, reciprocity, parts, cut points, brokers and agreement, with what missing answers could change."""
    said, version = _network(request, community_id, on=on, purpose=purpose, sector=sector, level=level)
    return json_for_reader(request, PartnerNetworkDocument, said, version=version)


@router.get("{community_id}/partners/network.csv", response=PROBLEMS, summary="The network of partners, as CSV")
def partner_network_csv(
    request: HttpRequest, community_id: str, on: When = "", purpose: What = "", sector: Which = "", level: High = ""
) -> HttpResponse:
    """One row for each organization, then one for each pair about which anybody answered."""
    said, version = _network(request, community_id, on=on, purpose=purpose, sector=sector, level=level)
    return csv_for_reader(request, HEADINGS, _rows(said), version=version, name=f"{community_id}-partner-network")


@router.get("{community_id}/partners/network/questions.json", response=answers(NetworkQuestionsDocument),
            summary="A community's own questions about partners")  # fmt: skip
def network_questions_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """The questions, and those answers that the reader may read; for who takes part."""
    said, version = _questions(request, community_id)
    return json_for_reader(request, NetworkQuestionsDocument, said, version=version)


@router.get("{community_id}/partners/network/questions.csv", response={403: ProblemDocument, **PROBLEMS},
            summary="Answers to a community's own questions, as CSV")  # fmt: skip
def network_questions_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each answer that the reader may read."""
    said, version = _questions(request, community_id)
    rows = (tuple(one[name] for name in ANSWERED) for one in said["answers"])
    return csv_for_reader(request, ANSWERED, rows, version=version, name=f"{community_id}-network-questions")


def _questions(request: HttpRequest, community_id: str) -> tuple[dict[str, Any], str]:
    reader = reader_of(request)
    community = found(community_for(community_id, reader=reader))
    require(reader, Permission.READ_PARTNERSHIPS, community)
    said = questions_document(questions_of(community), tuple(readable_answers(community, reader=reader)))
    return said, f"{community.data_version}-{timezone.localdate()}"


def _network(request: HttpRequest, community_id: str, **asked: str) -> tuple[dict[str, Any], str]:
    reader = reader_of(request)
    community = found(community_for(community_id, reader=reader))
    day_of(asked["on"], "?on")
    page = network_page(community, reader=reader, **asked)
    version = f"{page.data_version}-{timezone.localdate()}-{request.GET.urlencode()}"
    return network_document(page), version


def _rows(said: dict[str, Any]) -> Iterator[Row]:
    for kind, rows in (("organization", said["organizations"]), ("tie", said["ties"])):
        for one in rows:
            yield tuple(({**one, "kind": kind}).get(name) for name in HEADINGS)
