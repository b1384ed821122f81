"""The systems scan: the twins of its page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query

from groundswell.api.answers import csv_for_reader, found, json_answer, reader_of, version_for_reader
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.people import ProblemDocument
from groundswell.api.schemas.systems_scan import ScanAreaDocument, ScanCellDocument, ScanDocument, ScanLineDocument
from groundswell.api.tables import Row
from groundswell.apps.scorecards.queries.agenda.scan import ScanAsked, ScanPage, scan_page

router = DescribedRouter(tags=["agenda"])
PROBLEMS = {404: ProblemDocument}
OfAges = Annotated[str, Query(max_length=40, description="Only what is for these ages, such as 3-5; blank: any.")]
OfOrganization = Annotated[str, Query(max_length=64, description="Only this institution; blank: every one.")]
OfGroup = Annotated[
    str, Query(max_length=64, description="People of this group beside it; blank: whoever fits the ages; or everyone.")
]
CELLS = (
    *("service", "place_id", "place", "presence", "lines", "organization_ids", "capacity", "capacity_unknown"),
    *("people", "people_group_id", "people_period"),
)


def _page(request: HttpRequest, community_id: str, ages: str, organization: str, group: str) -> ScanPage:
    asked = ScanAsked(ages, organization, "" if group == "everyone" else group or None)
    return found(scan_page(community_id, asked, reader=reader_of(request)))


@router.get("{community_id}/agenda/systems.json", response={200: ScanDocument, **PROBLEMS}, summary="Systems scan")
def systems_scan_json(
    request: HttpRequest, community_id: str, ages: OfAges = "", organization: OfOrganization = "", group: OfGroup = ""
) -> HttpResponse:
    """Services by areas with their capacity, empty cells too, beside how many people live there."""
    page = _page(request, community_id, ages, organization, group)
    return json_answer(request, scan_document(page), version=version_for_reader(request, page.data_version))


@router.get("{community_id}/agenda/systems.csv", response=PROBLEMS, summary="Systems scan, as CSV")
def systems_scan_csv(
    request: HttpRequest, community_id: str, ages: OfAges = "", organization: OfOrganization = "", group: OfGroup = ""
) -> HttpResponse:
    """One row for each service in each area, where nobody is too."""
    page = _page(request, community_id, ages, organization, group)
    return csv_for_reader(request, CELLS, _rows(page), version=page.data_version, name=f"{community_id}-systems")


def scan_document(page: ScanPage) -> ScanDocument:
    """The whole scan as it was asked for."""
    return ScanDocument(
        ages=str(page.ages or ""),
        organization_id=page.asked.organization_id,
        people_group_id=page.people.group_id if page.people else "",
        people_period=str(page.people.period) if page.people else "",
        cells_in_all=len(page.matrix.cells),
        cells_empty=len(page.matrix.empty),
        areas=[
            ScanAreaDocument(
                place_id=total.area.id,
                name=total.area.name,
                capacity=_number(total.room.known),
                capacity_unknown=total.room.unknown,
                people=total.people,
                per_100=total.per_100,
            )
            for total in page.totals
        ],
        cells=[
            ScanCellDocument(
                service=cell.service,
                place_id=cell.place_id,
                presence=cell.presence,
                lines=len(cell.lines),
                capacity=_number(cell.room.known),
                capacity_unknown=cell.room.unknown,
            )
            for cell in page.matrix.cells.values()
        ],
        lines=list(_lines(page)),
    )


def _lines(page: ScanPage) -> Iterator[ScanLineDocument]:
    for line in page.lines:
        ages = line.ages_read
        yield ScanLineDocument(
            organization_id=line.organization_id,
            organization=page.organizations[line.organization_id],
            service=line.service,
            ages=line.ages,
            age_from=ages.low if ages else None,
            age_to=ages.high if ages else None,
            place_id=line.place_id,
            capacity=_number(line.capacity),
            note=line.note,
        )


def _rows(page: ScanPage) -> Iterator[Row]:
    areas = {total.area.id: total for total in page.totals}
    of = (page.people.group_id, str(page.people.period)) if page.people else ("", "")
    for cell in page.matrix.cells.values():
        total = areas[cell.place_id]
        ids = "; ".join(sorted({line.organization_id for line in cell.lines}))
        yield (
            *(cell.service, cell.place_id, total.area.name, str(cell.presence), len(cell.lines), ids),
            *(_number(cell.room.known), cell.room.unknown, total.people, *of),
        )


def _number(capacity: Decimal | None) -> float | None:
    return float(capacity) if capacity is not None else None
