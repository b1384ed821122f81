"""A program's report over the API: by version, all or nothing, once; seen as far as its reader may."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from django.test import Client
from tests import cast
from tests.builders import package
from tests.contract.keeping import Program, program_of

from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.programs.models import MeasureValue

pytestmark = pytest.mark.django_db
AT = "/programs/visits/reports/2025-Q1"


@pytest.fixture
def community() -> Community:
    """Elmwood, with a program of the library and two measures that are typed."""
    carried = package(
        measures={
            "served": {"name": "Served", "question": "how_many", "unit": "number"},
            "on-track": {"name": "On track", "question": "what_difference", "unit": "percent"},
        },
        tables={
            "organizations": [{"organization_id": "library", "name": "Library", "roles": "provider"},
                              {"organization_id": "clinic", "name": "Clinic", "roles": "provider; funder"}],
            "programs": [{"program_id": "visits", "organization_id": "library", "name": "Visits"}],
            "grants": [{"grant_id": "g", "funder_id": "clinic", "recipient_id": "library", "program_ids": "visits"}],
            "measure_adoptions": [{"program_id": "visits", "measure_id": one, "use": "required"}
                                  for one in ("served", "on-track")],
        },
    )  # fmt: skip
    outcome = load_package(package=carried, by=cast.COMMAND_LINE)
    assert outcome.is_done, outcome.findings
    return Community.objects.get(public_id="elmwood")


@pytest.fixture
def pia(community: Community) -> Program:
    """A system of the library."""
    return program_of(cast.provider_data_manager(community, Organization.objects.get(public_id="library")))


@pytest.fixture
def sam(community: Community) -> Program:
    """A system of the backbone."""
    return program_of(cast.steward(community))


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return found


def version_of(program: Program, at: str = AT) -> str:
    return str(program.get(at).json()["version"])


def put(program: Program, *lines: dict[str, str], at: str = AT, version: str = "", **facts: Any) -> Any:
    headers = facts.pop("headers", {})
    body = {"lines": list(lines), **facts}
    return program.put(at, body, version or version_of(program, at), **headers)


def line(measure: str, value: str = "", **cells: str) -> dict[str, str]:
    return {"measure_id": measure, **({"value": value} if value else {}), **cells}


def step(program: Program, verb: str, **said: Any) -> Any:
    return program.post(f"{AT}/{verb}", said)


def states(answer: Any) -> dict[str, str]:
    return {one["measure_id"]: one["state"] for one in answer.json()["lines"]}


def test_a_report_goes_all_the_way_over_the_api(pia: Program, sam: Program) -> None:
    stored = put(pia, line("served", "412"), line("on-track", numerator="281", denominator="412"))
    assert stored.status_code == 200, stored.content
    found = {one["measure_id"]: one for one in stored.json()["lines"]}
    assert (found["on-track"]["value"], found["on-track"]["state"]) == ("68.2", "draft")
    assert stored["ETag"] == f'"{version_of(pia)}"'
    assert step(pia, "submit", words="All of it").status_code == 200
    returned = step(sam, "return", words="Nearly", remarks={"served": "Unduplicated?"})
    assert set(states(returned).values()) == {"returned"}
    last = pia.get(AT).json()["steps"][0]
    assert (last["verb"], last["words"], last["remarks"]) == ("returned", "Nearly", {"served": "Unduplicated?"})
    assert last["by_name"] == "Sam"
    put(pia, line("served", "398"))
    for program, verb, state in ((pia, "submit", "submitted"), (sam, "accept", "accepted"), (sam, "lock", "locked")):
        assert set(states(step(program, verb)).values()) == {state}
    assert step(sam, "reopen").status_code == 422
    assert set(states(step(sam, "reopen", words="A slip")).values()) == {"accepted"}


@pytest.mark.parametrize(
    ("method", "route", "status"),
    [("get", "", "200"), ("put", "", "200"), ("post", "/submit", "200")],
)
def test_answers_keep_to_their_description(
    method: str, route: str, status: str, pia: Program, description: dict[str, Any]
) -> None:
    stored = put(pia, line("served", "412"))
    answer = {"get": lambda: pia.get(AT), "put": lambda: stored, "post": lambda: step(pia, "submit")}[method]()
    assert answer.status_code == 200
    path = f"/api/v1/{{community_id}}/programs/{{program_id}}/reports/{{period}}{route}"
    said = description["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json(), {**said, "components": description["components"]})


def test_a_line_that_is_not_sent_stays_and_a_blank_one_is_taken_back(pia: Program) -> None:
    put(pia, line("served", "412"), line("on-track", numerator="1", denominator="2"))
    put(pia, line("served", "398"))
    assert {one["measure_id"]: one["value"] for one in pia.get(AT).json()["lines"]} == {
        "served": "398", "on-track": "50.0"
    }  # fmt: skip
    put(pia, line("served"))
    assert states(pia.get(AT)) == {"on-track": "draft"}


def test_a_version_must_be_named_and_another_is_told(pia: Program) -> None:
    assert pia.put(AT, {"lines": [line("served", "1")]}).status_code == 428
    seen = version_of(pia)
    put(pia, line("served", "412"))
    answer = put(pia, line("served", "500"), version=seen)
    assert answer.status_code == 409
    assert answer.json()["version"] == version_of(pia)
    assert answer.json()["current"]["lines"][0]["value"] == "412"
    assert MeasureValue.objects.get().value == "412"


def test_a_step_may_name_what_it_was_decided_by(pia: Program, sam: Program) -> None:
    put(pia, line("served", "412"))
    step(pia, "submit")
    seen = version_of(sam)
    put(pia, line("served", "398"))
    step(pia, "submit")
    assert sam.post(f"{AT}/accept", {}, If_Match=f'"{seen}"').status_code == 409
    assert sam.post(f"{AT}/accept", {}, If_Match=f'"{version_of(sam)}"').status_code == 200


def test_a_request_that_is_sent_again_is_done_once(pia: Program) -> None:
    headers = {"Idempotency_Key": "one"}
    seen = version_of(pia)
    first = put(pia, line("served", "412"), version=seen, headers=headers)
    again = put(pia, line("served", "412"), version=seen, headers=headers)
    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert AuditEvent.objects.filter(action="save_report").count() == 1
    submitted = [pia.post(f"{AT}/submit", {}, Idempotency_Key="two") for _ in range(2)]
    assert [one.status_code for one in submitted] == [200, 200]
    assert AuditEvent.objects.filter(action="report_step").count() == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/lines"),
        ([], ""),
        ({"lines": [{"value": "3"}]}, "/lines/0/measure_id"),
        ({"lines": [{"measure_id": "served", "value": 3}]}, "/lines/0/value"),
        ({"lines": [{"measure_id": "served", "vlaue": "3"}]}, "/lines/0/vlaue"),
        ({"lines": [{"measure_id": "served", "value": "3"}, {"measure_id": "served", "value": "x", "site": "B"}]},
         "/lines/1/value"),
        ({"lines": [{"measure_id": "on-track", "numerator": "9", "denominator": "8"}]}, "/lines/0/numerator"),
        ({"lines": [{"measure_id": "nothing", "value": "3"}]}, "/lines/0/value"),
        ({"lines": [{"measure_id": "served", "value": "3"}] * 2}, "/lines/1"),
        ({"lines": [], "reason": "a\u0000b"}, "/reason"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_pointer_and_nothing_is_stored(pia: Program, body: Any, pointer: str) -> None:
    answer = pia.put(AT, body, version_of(pia))
    assert answer.status_code == 422, answer.content
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert not MeasureValue.objects.exists()


def test_a_correction_says_its_reason(pia: Program, sam: Program) -> None:
    put(pia, line("served", "412"))
    step(pia, "submit")
    step(sam, "accept")
    refused = put(pia, line("served", "398"))
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/reason"]
    assert put(pia, line("served", "398"), reason="Siblings were counted twice").status_code == 200


def test_a_small_number_is_null_with_its_reason_for_whoever_does_not_keep_the_records(
    pia: Program, sam: Program
) -> None:
    put(pia, line("served", "7", note="Only seven"), line("on-track", numerator="40", denominator="48"))
    whole, protected = pia.get(AT).json()["lines"], sam.get(AT).json()["lines"]
    assert {one["value"] for one in whole} == {"7", "83.3"}
    for one in protected:
        assert [one[cell] for cell in ("value", "numerator", "denominator", "note")] == [None] * 4
        assert "fewer than 11 people" in one["withheld_because"]
    assert "seven" not in sam.get(AT).content.decode()
    clash = put(sam, line("served", "30"), version="0" * 32)
    assert clash.status_code == 409 and "seven" not in clash.content.decode()


def test_a_version_does_not_tell_what_is_withheld(pia: Program, sam: Program) -> None:
    from groundswell.apps.programs.models import Program as Row
    from groundswell.apps.programs.queries import entered_values, report_version

    put(pia, line("served", "7"))
    plain = report_version(entered_values([Row.objects.get()], period="2025-Q1", with_unfinished=True))
    answer = sam.get(AT)
    assert plain not in answer.content.decode() and plain not in str(answer.headers)


def test_a_withheld_number_is_not_found_by_guessing(pia: Program, sam: Program) -> None:
    put(pia, line("served", "7"))
    step(pia, "submit")
    step(sam, "accept")
    for guess in ("7", "8"):
        refused = put(sam, line("served", guess))
        assert [one["pointer"] for one in refused.json()["errors"]] == ["/reason"]


@pytest.mark.parametrize(
    ("role", "organization", "status"),
    [
        (cast.other_provider_data_manager, "clinic", 404),
        (cast.viewer, "", 404),
        (cast.funder, "clinic", 403),
        (cast.analyst, "", 403),
    ],
)
def test_a_report_is_read_by_its_organization_and_the_backbone_alone(
    community: Community, role: Any, organization: str, status: int
) -> None:
    parts = [Organization.objects.get(public_id=organization)] if organization else []
    program = program_of(role(community, *parts))
    assert program.get(AT).status_code == status
    assert program.put(AT, {"lines": []}, "0" * 32).status_code in (403, 404)
    assert program.post(f"{AT}/accept", {}).status_code in (403, 404)


def test_a_provider_decides_nothing_of_its_own(pia: Program) -> None:
    put(pia, line("served", "412"))
    step(pia, "submit")
    for verb in ("return", "accept", "lock", "reopen"):
        assert step(pia, verb, words="x").status_code == 403
    assert states(pia.get(AT)) == {"served": "submitted"}


def test_a_school_year_stands_under_an_address_without_a_slash(pia: Program) -> None:
    at = AT.replace("2025-Q1", "2024-2025")
    assert put(pia, line("served", "3"), at=at).json()["period"] == "2024/2025"
    assert pia.get(AT.replace("2025-Q1", "spring")).status_code == 404
