"""Networks of providers: the twins of their pages."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groundswell.api import mandate_tables as tables
from groundswell.api.answers import csv_answer, found, json_answer, reader_of, version_for_reader
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.mandates import NetworksDocument, ProviderNetworkDocument
from groundswell.api.schemas.people import ProblemDocument
from groundswell.apps.scorecards.queries.partnerships.networks import NetworkPage, network_list, network_page

router = DescribedRouter(tags=["partnerships"])
PROBLEMS = {404: ProblemDocument}
ONE = "{community_id}/partners/networks/{network_id}"


@router.get(
    "{community_id}/partners/networks.json",
    response={200: NetworksDocument, **PROBLEMS},
    summary="Networks of providers",
)
def provider_networks_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """Several providers that act as one system, and what each still lacks of it."""
    page = found(network_list(community_id, reader=reader_of(request)))
    return json_answer(request, NetworksDocument.model_validate(page), version=page.data_version)


@router.get("{community_id}/partners/networks.csv", response=PROBLEMS, summary="Networks of providers, as CSV")
def provider_networks_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each network."""
    page = found(network_list(community_id, reader=reader_of(request)))
    name = f"{community_id}-networks"
    return csv_answer(request, tables.NETWORKS, tables.of_networks(page), version=page.data_version, name=name)


def _page(request: HttpRequest, community_id: str, network_id: str) -> tuple[NetworkPage, str]:
    """The page, and what it changes with: the data, the reader, today's mandates."""
    today = timezone.localdate()
    page = found(network_page(community_id, network_id, reader=reader_of(request), on=today))
    return page, f"{version_for_reader(request, page.data_version)}-{today.isoformat()}"


@router.get(f"{ONE}.json", response={200: ProviderNetworkDocument, **PROBLEMS}, summary="One network of providers")
def provider_network_json(request: HttpRequest, community_id: str, network_id: str) -> HttpResponse:
    """Its members, what makes it one system, its joint measures and reach, and who speaks for it."""
    page, version = _page(request, community_id, network_id)
    return json_answer(request, ProviderNetworkDocument.model_validate(page), version=version)


@router.get(f"{ONE}.csv", response=PROBLEMS, summary="One network of providers, as CSV")
def provider_network_csv(request: HttpRequest, community_id: str, network_id: str) -> HttpResponse:
    """One row for each member, program and measure."""
    page, version = _page(request, community_id, network_id)
    return csv_answer(request, tables.NETWORK, tables.of_network(page), version=version, name=network_id)
