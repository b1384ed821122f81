"""The whole API tried with what nobody would type, by nobody, by a reader and by a steward's program: never a 500,
never an answer that the description does not have, and nothing stored that breaks the package."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks
from tests.cast import steward, viewer
from tests.contract.keeping import Program, elmwood, program_of

from groundswell.apps.packages.queries import OBJECT_KINDS, package_of
from groundswell.exchange.package import read_package, write_package

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
WHO = ["nobody", "reader", "steward"]


@pytest.fixture(scope="module")
def operations(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """Every operation of the description, by its name."""
    with django_db_blocker.unblock():  # a request looks whether the connection is still good, where there is one
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers={"Host": "localhost"})
    found = (operation.ok() for operation in schema.get_all_operations())
    return {f"{operation.method.upper()} {operation.path}": operation for operation in found}


def _programs() -> dict[str, Program]:
    community = elmwood()
    keeper = program_of(steward(community))
    keeper.post("/groups/", {"group_id": "all", "dimension": "age", "label": "All"})
    keeper.post("/sources/", {"source_id": "s", "mapping": "indicator_id: k-readiness\n"})
    keeper.post("/stories/", {"story_id": "st", "subject": "community", "question": "story", "text": "Well."})
    return {"nobody": Program(), "reader": program_of(viewer(community), may_write=False), "steward": keeper}


def _headers(case: Any, program: Program, version: str) -> dict[str, str]:
    headers = {"Host": "localhost"}
    if program.secret:
        headers["Authorization"] = f"Bearer {program.secret}"
    if version:
        headers["If-Match"] = f'"{version}"'
    return headers


def _known(case: Any, program: Program) -> str:
    """Lead a case to something that is there; gives its version."""
    case.path_parameters["community_id"] = "elmwood"
    kind = case.operation.path.split("/")[4] if case.operation.path.count("/") > 3 else ""
    if "object_id" in case.path_parameters and kind in OBJECT_KINDS:
        kept = program.get(f"/{kind}/?limit=200").json()[kind]
        if kept:
            case.path_parameters["object_id"] = kept[0]["id"]
            return str(kept[0]["version"])
    if "indicator_id" in case.path_parameters:
        case.path_parameters["indicator_id"] = "k-readiness"
    if "indicator_id" in (case.query or {}):
        case.query["indicator_id"] = "k-readiness"
    if isinstance(case.body, dict) and "indicator_id" in case.body:
        case.body["indicator_id"] = "k-readiness"
    return ""


def _try(operation: Any, programs: dict[str, Program], examples: int) -> set[int]:
    answered: set[int] = set()

    @settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
    )
    @given(case=operation.as_strategy(), who=st.sampled_from(WHO), is_known=st.booleans())
    def ask(case: Any, who: str, is_known: bool) -> None:
        version = _known(case, programs["steward"]) if is_known and case.path_parameters else ""
        response = case.call(headers=_headers(case, programs[who], version))
        case.validate_response(response, checks=CHECKS, headers=None)
        answered.add(response.status_code)

    ask()
    return answered


def _sweep(operations: dict[str, Any], wanted: list[str], examples: int, tmp_path: Any) -> set[int]:
    programs, answered = _programs(), set()
    for name in wanted:
        answered |= _try(operations[name], programs, examples)
    whole = package_of("elmwood")
    assert whole is not None
    write_package(whole, tmp_path / "out")
    package, findings = read_package(tmp_path / "out")
    assert package is not None, findings
    return answered


@pytest.mark.parametrize("method", METHODS)
def test_whatever_is_sent_the_answer_is_one_that_is_described(
    method: str, operations: dict[str, Any], tmp_path: Any
) -> None:
    wanted = [name for name in operations if name.startswith(f"{method} ")]
    assert len(wanted) > 5
    answered = _sweep(operations, wanted, 3, tmp_path)
    assert 404 in answered
    assert max(answered) < 500


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_however_long_it_is_tried_no_answer_is_undescribed(
    method: str, operations: dict[str, Any], tmp_path: Any
) -> None:
    wanted = [name for name in operations if name.startswith(f"{method} ")]
    assert max(_sweep(operations, wanted, 200, tmp_path)) < 500


def test_the_description_names_every_address_and_every_status_is_a_problem_document() -> None:
    from groundswell.api.urls import api

    schema = json.loads(json.dumps(api.get_openapi_schema()))
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            statuses = set(operation["responses"])
            writes = {"304"} if method == "get" else {"400", "403", "409", "413", "415", "428"}
            wanted = {"401", "404", "405", "422", "429"} | writes
            assert wanted <= statuses, (path, method, wanted - statuses)
            for status in statuses - {"200", "201", "304"}:
                assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
