"""Programs, their measures, and the measures that they share: the twins of their pages."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query

from groundswell.api import program_tables as tables
from groundswell.api.answers import (
    csv_answer,
    csv_for_reader,
    found,
    json_answer,
    json_for_reader,
    reader_of,
    version_for_reader,
    xlsx_answer,
)
from groundswell.api.description import DescribedRouter
from groundswell.api.schemas.people import ProblemDocument
from groundswell.api.schemas.programs import (
    LibraryPageDocument,
    ProgramListDocument,
    ProgramMeasurePageDocument,
    ProgramPageDocument,
    SharedMeasurePageDocument,
)
from groundswell.apps.scorecards.queries import programs as queries

router = DescribedRouter(tags=["programs"])
PROBLEMS = {404: ProblemDocument}
Kind = Annotated[str, Query(description="A kind of period: quarter, year, split_year or month.")]
When = Annotated[str, Query(description="A period that the measure has; blank: the latest that most programs have.")]


@router.get("{community_id}/programs.json", response={200: ProgramListDocument, **PROBLEMS}, summary="Programs")
def programs_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """The programs that you may see, by name, with their headline measures."""
    page = found(queries.program_list(community_id, reader=reader_of(request)))
    return json_for_reader(request, ProgramListDocument, page, version=page.data_version)


@router.get("{community_id}/programs.csv", response=PROBLEMS, summary="Programs, as CSV")
def programs_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each figure of each headline measure."""
    page = found(queries.program_list(community_id, reader=reader_of(request)))
    name = f"{community_id}-programs"
    return csv_for_reader(request, tables.FIGURES, tables.of_programs(page), version=page.data_version, name=name)


@router.get(
    "{community_id}/programs/{program_id}.json", response={200: ProgramPageDocument, **PROBLEMS}, summary="A program"
)
def program_json(request: HttpRequest, community_id: str, program_id: str, periods: Kind = "") -> HttpResponse:
    """Its four boxes: how many, how well, what difference as a number and as a percent."""
    page = found(queries.program_page(community_id, program_id, reader=reader_of(request), kind=periods))
    return json_for_reader(request, ProgramPageDocument, page, version=page.data_version)


@router.get("{community_id}/programs/{program_id}.csv", response=PROBLEMS, summary="A program, as CSV")
def program_csv(request: HttpRequest, community_id: str, program_id: str, periods: Kind = "") -> HttpResponse:
    """One row for each figure."""
    page = found(queries.program_page(community_id, program_id, reader=reader_of(request), kind=periods))
    return csv_for_reader(request, tables.FIGURES, tables.of_program(page), version=page.data_version, name=program_id)


@router.get("{community_id}/programs/{program_id}.xlsx", response=PROBLEMS, summary="A program, as a workbook")
def program_xlsx(request: HttpRequest, community_id: str, program_id: str, periods: Kind = "") -> HttpResponse:
    """The same rows as the CSV, in a workbook that a spreadsheet opens without running anything."""
    page = found(queries.program_page(community_id, program_id, reader=reader_of(request), kind=periods))
    version = version_for_reader(request, page.data_version)
    return xlsx_answer(request, tables.FIGURES, tables.of_program(page), version=version, name=program_id)


@router.get(
    "{community_id}/programs/{program_id}/measures/{measure_id}.json",
    response={200: ProgramMeasurePageDocument, **PROBLEMS},
    summary="A measure of a program",
)
def program_measure_json(
    request: HttpRequest, community_id: str, program_id: str, measure_id: str, periods: Kind = ""
) -> HttpResponse:
    """Every period, and by site, place and group."""
    reader = reader_of(request)
    page = found(queries.measure_page(community_id, program_id, measure_id, reader=reader, kind=periods))
    return json_for_reader(request, ProgramMeasurePageDocument, page, version=page.data_version)


@router.get(
    "{community_id}/programs/{program_id}/measures/{measure_id}.csv",
    response=PROBLEMS,
    summary="A measure of a program, as CSV",
)
def program_measure_csv(
    request: HttpRequest, community_id: str, program_id: str, measure_id: str, periods: Kind = ""
) -> HttpResponse:
    """One row for each period, then for each part."""
    reader = reader_of(request)
    page = found(queries.measure_page(community_id, program_id, measure_id, reader=reader, kind=periods))
    name = f"{program_id}-{measure_id}"
    return csv_for_reader(request, tables.FIGURES, tables.of_measure(page), version=page.data_version, name=name)


@router.get("{community_id}/measures.json", response={200: LibraryPageDocument, **PROBLEMS}, summary="Shared measures")
def measures_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """The shared library, by name."""
    page = found(queries.library_page(community_id, reader=reader_of(request)))
    return json_answer(request, LibraryPageDocument.model_validate(page), version=page.data_version)


@router.get("{community_id}/measures.csv", response=PROBLEMS, summary="Shared measures, as CSV")
def measures_csv(request: HttpRequest, community_id: str) -> HttpResponse:
    """One row for each measure."""
    page = found(queries.library_page(community_id, reader=reader_of(request)))
    rows, name = tables.of_library(page), f"{community_id}-measures"
    return csv_answer(request, tables.LIBRARY, rows, version=page.data_version, name=name)


@router.get(
    "{community_id}/measures/{measure_id}.json",
    response={200: SharedMeasurePageDocument, **PROBLEMS},
    summary="A measure across programs",
)
def measure_json(request: HttpRequest, community_id: str, measure_id: str, period: When = "") -> HttpResponse:
    """What each program came to in a period, and whether they differ by more than chance; never a ranking."""
    page = found(queries.shared_measure_page(community_id, measure_id, reader=reader_of(request), period=period))
    return json_for_reader(request, SharedMeasurePageDocument, page, version=page.data_version)


@router.get("{community_id}/measures/{measure_id}.csv", response=PROBLEMS, summary="A measure across programs, as CSV")
def measure_csv(request: HttpRequest, community_id: str, measure_id: str, period: When = "") -> HttpResponse:
    """One row for each program, by name."""
    page = found(queries.shared_measure_page(community_id, measure_id, reader=reader_of(request), period=period))
    return csv_for_reader(request, tables.SHARED, tables.of_shared(page), version=page.data_version, name=measure_id)
