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
from groundswell.core.specification.scan import services_of
from groundswell.core.specification.scan_crossing import Dimension

router = DescribedRouter(tags=["agenda"])
PROBLEMS = {404: ProblemDocument}
OfAges = Annotated[str, Query(max_length=40, description="Only what is for these ages, such as 3-5; blank: any.")]
OfOrganization = Annotated[str, Query(max_length=64, description="Only this institution; blank: every one.")]
OfGroup = Annotated[
    str, Query(max_length=64, description="People of this group beside it; blank: whoever fits the ages; or everyone.")
]
OfRows = Annotated[str, Query(max_length=20, description="In the rows: service, area, ages or institution.")]
OfColumns = Annotated[
    str, Query(max_length=20, description="In the columns, another one of the same; blank: services by areas.")
]
HEADINGS = {
    Dimension.SERVICE: ("service",),
    Dimension.AREA: ("place_id", "place"),
    Dimension.AGES: ("ages",),
    Dimension.INSTITUTION: ("organization_id", "organization"),
}
COUNTED = (
    *("presence", "lines", "services", "organization_ids", "capacity", "capacity_unknown"),
    *("people", "people_group_id", "people_period"),
)


def _page(request: HttpRequest, community_id: str, asked: tuple[str, str, str], rows: str, columns: str) -> ScanPage:
    ages, organization, group = asked
    wanted = ScanAsked(ages, organization, "" if group == "everyone" else group or None, rows, columns)
    return found(scan_page(community_id, wanted, reader=reader_of(request)))


@router.get("{community_id}/agenda/systems.json", response={200: ScanDocument, **PROBLEMS}, summary="Systems scan")
def systems_scan_json(
    request: HttpRequest,
    community_id: str,
    ages: OfAges = "",
    organization: OfOrganization = "",
    group: OfGroup = "",
    rows: OfRows = "",
    columns: OfColumns = "",
) -> HttpResponse:
    """Services by areas, or whatever else is asked for, with their capacity, empty cells too, beside how many people
    live there."""
    page = _page(request, community_id, (ages, organization, group), rows, columns)
    return json_answer(request, scan_document(page), version=version_for_reader(request, page.data_version))


@router.get("{community_id}/agenda/systems.csv", response=PROBLEMS, summary="Systems scan, as CSV")
def systems_scan_csv(
    request: HttpRequest,
    community_id: str,
    ages: OfAges = "",
    organization: OfOrganization = "",
    group: OfGroup = "",
    rows: OfRows = "",
    columns: OfColumns = "",
) -> HttpResponse:
    """A line for each row in each column, where nobody is too; what stands in rows and columns comes first."""
    page = _page(request, community_id, (ages, organization, group), rows, columns)
    crossing = page.crossing
    headings = (*HEADINGS[crossing.rows.dimension], *HEADINGS[crossing.columns.dimension], *COUNTED)
    return csv_for_reader(request, headings, _rows(page), version=page.data_version, name=f"{community_id}-systems")


def scan_document(page: ScanPage) -> ScanDocument:
    """The whole scan as it was asked for."""
    crossing = page.crossing
    return ScanDocument(
        rows=crossing.rows.dimension,
        columns=crossing.columns.dimension,
        ages=str(page.ages or ""),
        organization_id=page.asked.organization_id,
        people_group_id=page.people.group_id if page.people else "",
        people_period=str(page.people.period) if page.people else "",
        cells_in_all=len(crossing.cells),
        cells_empty=len(crossing.empty),
        areas=[
            ScanAreaDocument(
                place_id=total.area.id,
                name=total.area.name,
                capacity=_number(total.room.known),
                capacity_unknown=total.room.unknown,
                people=total.people,
                per_100=total.per_100,
            )
            for total in page.totals.values()
        ],
        cells=[
            ScanCellDocument(
                service=crossing.value(cell, Dimension.SERVICE),
                place_id=crossing.value(cell, Dimension.AREA),
                ages=crossing.value(cell, Dimension.AGES),
                organization_id=crossing.value(cell, Dimension.INSTITUTION),
                presence=cell.presence,
                lines=len(cell.lines),
                capacity=_number(cell.room.known),
                capacity_unknown=cell.room.unknown,
            )
            for cell in crossing.cells.values()
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
    crossing = page.crossing
    of = (page.people.group_id, str(page.people.period)) if page.people else ("", "")
    for cell in crossing.cells.values():
        area = crossing.value(cell, Dimension.AREA)
        yield (
            *_heads(page, crossing.rows.dimension, cell.row),
            *_heads(page, crossing.columns.dimension, cell.column),
            *(str(cell.presence), len(cell.lines)),
            "; ".join(services_of(cell.lines)),
            "; ".join(sorted({line.organization_id for line in cell.lines})),
            *(_number(cell.room.known), cell.room.unknown),
            *((page.totals[area].people, *of) if area is not None else (None, "", "")),
        )


def _heads(page: ScanPage, dimension: Dimension, value: str) -> tuple[str, ...]:
    if dimension is Dimension.AREA:
        return value, page.totals[value].area.name
    return (value, page.organizations[value]) if dimension is Dimension.INSTITUTION else (value,)


def _number(capacity: Decimal | None) -> float | None:
    return float(capacity) if capacity is not None else None
