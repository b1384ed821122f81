"""What the API promises: every page has its twins, the twins agree with their description, and nothing leaks."""

import csv
import io
import json
from typing import Any

import jsonschema
import pytest
from django.test import Client
from tests.contract.conftest import Get

pytestmark = pytest.mark.django_db

PATHS = [
    "/",
    "/riverbend/",
    "/riverbend/results/ready-for-school/",
    "/riverbend/results/safely-housed/",
    "/riverbend/data/",
    "/riverbend/contribution/",
    "/riverbend/contribution/kindergarten-readiness/",
    "/riverbend/contribution/kindergarten-readiness/?model=added_chances",
    "/riverbend/indicators/chronic-absence/",
    "/riverbend/indicators/preschool-enrollment/",
    "/riverbend/indicators/median-rent/",
    "/riverbend/indicators/belonging/",
    "/riverbend/indicators/youth-homelessness/?place=millrace",
    "/riverbend/indicators/kindergarten-readiness/?group=lower-income",
]


def _twin(page: str, ending: str) -> str:
    """The address of a page's twin: /riverbend/ is /riverbend.json."""
    path, _, query = page.partition("?")
    path = f"{path.rstrip('/') or '/'}.{ending}"
    return f"{path}?{query}" if query else path


def _csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


@pytest.fixture(scope="module")
def description(riverbend: str) -> dict[str, Any]:
    """The OpenAPI document."""
    return json.loads(Client().get("/api/v1/openapi.json").content)


def _schema_of(page: str, description: dict[str, Any]) -> dict[str, Any]:
    parts = page.partition("?")[0].strip("/").split("/")
    if parts == [""]:
        route = "/api/v1/.json"
    elif len(parts) == 1:
        route = "/api/v1/{community_id}.json"
    elif len(parts) == 2:
        route = f"/api/v1/{{community_id}}/{parts[1]}.json"
    else:
        subject = "indicator" if parts[1] == "contribution" else parts[1].rstrip("s")
        route = f"/api/v1/{{community_id}}/{parts[1]}/{{{subject}_id}}.json"
    schema = description["paths"][route]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**schema, "components": description["components"]}


@pytest.mark.parametrize("page", PATHS)
def test_every_page_has_a_json_twin_that_keeps_to_its_description(
    page: str, get: Get, description: dict[str, Any]
) -> None:
    answer = get(_twin(page, "json"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    jsonschema.validate(answer.json(), _schema_of(page, description))


@pytest.mark.parametrize("page", PATHS)
def test_every_page_has_a_csv_twin_with_a_header_and_even_rows(page: str, get: Get) -> None:
    answer = get(_twin(page, "csv"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) > 1 or "belonging" in page  # nothing was ever measured there


@pytest.mark.parametrize("page", [path for path in PATHS if "?" not in path])
def test_the_literal_twin_of_a_path_that_ends_in_a_slash_answers_too(page: str, get: Get) -> None:
    assert get(f"{page}.json").content == get(_twin(page, "json")).content
    assert get(f"{page}.csv").status_code == 200


def test_percents_are_proportions_and_the_published_text_stands_beside_them(get: Get) -> None:
    seen = get("/riverbend/indicators/chronic-absence.json").json()["observations"][0]
    assert (seen["value"], seen["published"]) == (0.202, "20.2")
    row = _csv(get("/riverbend/indicators/chronic-absence.csv").content)[0]
    assert (row["value"], row["published"], row["unit"]) == ("0.202", "20.2", "percent")


def test_a_withheld_number_is_null_with_its_reason(get: Get) -> None:
    page = get("/riverbend/indicators/youth-homelessness.json?place=millrace").json()
    withheld = [seen for seen in page["observations"] if seen["status"] == "suppressed"]
    assert withheld
    assert all(seen["value"] is None and seen["reason"] and not seen["numerator"] for seen in withheld)
    rows = _csv(get("/riverbend/indicators/youth-homelessness.csv?place=millrace").content)
    assert all(row["value"] == "" and row["withheld_because"] for row in rows if row["status"] == "suppressed")


def test_a_curve_has_the_keys_of_the_curve_command(get: Get) -> None:
    curve = get("/riverbend/indicators/kindergarten-readiness.json").json()["curve"]
    promised = (
        "indicator_id place_id group_id observations latest frozen_at baseline level verdict reason mean_difference "
        "low high difference_level p_value method warnings"
    )
    assert list(curve) == promised.split()
    assert list(curve["latest"])[:3] == ["period", "value", "moe"]
    assert list(curve["baseline"][0]) == ["period", "value", "low", "high"]


def test_a_curve_of_the_api_is_the_curve_of_the_command(get: Get, repo: Any) -> None:
    from groundswell.core.curves import judge_curves
    from groundswell.core.periods import Period
    from groundswell.core.vocabulary import Polarity, Unit
    from groundswell.exchange.documents import curve_document
    from groundswell.exchange.series import read_series

    series, _ = read_series(repo / "examples" / "riverbend" / "observations.csv", unit=Unit.PERCENT)
    own = [s for s in series if s.key.indicator_id == "chronic-absence" and not s.key.place_id and not s.key.group_id]
    began = Period.parse("2022/2023")
    [curve] = judge_curves(own, work_began=began, polarity=Polarity.LOWER, unit=Unit.PERCENT)
    said = get("/riverbend/indicators/chronic-absence.json").json()["curve"]
    by_command = curve_document(curve)
    for key in ("verdict", "mean_difference", "p_value", "frozen_at", "observations"):
        told = by_command[key]  # a stored baseline has twelve figures
        assert said[key] == (pytest.approx(told, rel=1e-9) if isinstance(told, float) else told)


def test_an_answer_is_not_sent_again_to_those_who_have_it(get: Get) -> None:
    first = get("/riverbend/indicators/chronic-absence.json")
    again = get("/riverbend/indicators/chronic-absence.json", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_an_answer_is_sent_again_once_the_data_changed(get: Get) -> None:
    from groundswell.apps.people.models import Community

    first = get("/riverbend.json")
    Community.objects.filter(public_id="riverbend").update(data_version="another")
    assert get("/riverbend.json", **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere.json",
        "/riverbend/results/nothing.json",
        "/riverbend/indicators/nothing.csv",
        "/riverbend/indicators/chronic-absence.json?place=nowhere",
        "/riverbend/indicators/chronic-absence.json?group=nobody",
        "/riverbend/nonsense.json",
        "/",
        "/riverbend/indicators/..%2f..%2fetc%2fpasswd.json",
        "/%00.json",
    ],
)
def test_what_is_not_there_is_a_problem_document(path: str, get: Get) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_a_private_community_and_one_that_does_not_exist_get_the_same_answer(get: Get) -> None:
    from groundswell.apps.people.models import Community

    Community.objects.filter(public_id="riverbend").update(visibility="private")
    for path in ("", "/data", "/results/ready-for-school", "/indicators/chronic-absence"):
        hidden, absent = get(f"/riverbend{path}.json"), get(f"/nowhere{path}.json")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content
        assert "ETag" not in hidden.headers
    assert get("/.json").json() == {"communities": []}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(method: str, riverbend: str, client: Client) -> None:
    answer = getattr(client, method)("/api/v1/riverbend.json")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert answer["Content-Type"] == "application/problem+json"


def test_head_says_what_get_would(riverbend: str, client: Client) -> None:
    head, full = client.head("/api/v1/riverbend.json"), client.get("/api/v1/riverbend.json")
    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == full["ETag"]
    assert head["Content-Length"] == str(len(full.content))


def test_text_that_a_spreadsheet_would_run_is_disarmed(get: Get) -> None:
    from groundswell.apps.indicators.models import Indicator

    Indicator.objects.filter(public_id="chronic-absence").update(name="=HYPERLINK(1)")
    from groundswell.apps.people.models import Community

    Community.objects.filter(public_id="riverbend").update(data_version="armed")
    names = {row["name"] for row in _csv(get("/riverbend/data.csv").content)}
    assert "=HYPERLINK(1)" not in names
    assert not any(name.startswith(("=", "+", "@")) for name in names)


def test_the_documentation_page_loads_nothing_from_elsewhere(riverbend: str, client: Client) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"http://" not in page.content
    assert b"https://" not in page.content
    assert b"swagger-ui-bundle.js" in page.content


def test_other_origins_are_not_invited(get: Get) -> None:
    assert "Access-Control-Allow-Origin" not in get("/riverbend.json", Origin="https://elsewhere.example").headers


def test_what_goes_wrong_behind_an_answer_is_a_problem_document_without_its_insides(
    get: Get, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from groundswell.apps.scorecards import queries

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(queries, "community_page", fail)
    answer = get("/riverbend.json")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content
    assert "a secret of the house" in caplog.text
