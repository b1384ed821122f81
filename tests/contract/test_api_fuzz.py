"""The API tried with what nobody would type, against its own description: never a 500, never an undescribed answer."""

from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, given, settings

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
ROUTES = [
    "/.json",
    "/.csv",
    "/{community_id}.json",
    "/{community_id}.csv",
    "/{community_id}/results/{result_id}.json",
    "/{community_id}/data.csv",
    "/{community_id}/indicators/{indicator_id}.json",
    "/{community_id}/indicators/{indicator_id}.csv",
]


@pytest.fixture(scope="module")
def described(riverbend: str) -> Any:
    """The API as its description has it, with Riverbend behind it, without a network."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers={"Host": "localhost"})
    return {operation.ok().path: operation.ok() for operation in schema.get_all_operations()}


@pytest.mark.parametrize("route", ROUTES)
def test_whatever_is_asked_the_answer_is_one_that_is_described(route: str, described: Any) -> None:
    answered = []

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(case=described[f"/api/v1{route}"].as_strategy())
    def ask(case: Any) -> None:
        response = case.call(headers={"Host": "localhost"})
        case.validate_response(response)
        answered.append(response.status_code)

    ask()
    assert set(answered) <= {200, 404, 422}
