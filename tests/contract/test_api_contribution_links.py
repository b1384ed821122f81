"""Links over the API: read with their versions and notes, written by version, refused in the words of the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from django.test import Client
from tests import cast
from tests.contract.keeping import Program, program_of
from tests.integration.contributions.elmwood_links import elmwood

from groundswell.apps.contributions.models import ContributionLink
from groundswell.apps.people.models import Community, Organization, Person

pytestmark = pytest.mark.django_db
ALL = "/contribution/links/"
ONE = f"{ALL}mentoring-k-readiness"
BODY = {"program_id": "mentoring", "indicator_id": "k-readiness", "served": 320, "effect_kind": "risk_ratio",
        "effect": "0.80", "effect_low": 0.7, "effect_high": 0.9, "baseline_risk": 0.35,
        "evidence": "randomized"}  # fmt: skip


@pytest.fixture
def community() -> Community:
    """Elmwood with two links."""
    return elmwood()


@pytest.fixture
def sam(community: Community) -> Program:
    """A system of the backbone."""
    return program_of(cast.steward(community))


def of(community: Community, organization: str, who: Callable[..., Person]) -> Program:
    return program_of(who(community, Organization.objects.get(public_id=organization)))


def test_a_link_is_read_with_its_versions_and_notes_as_described(sam: Program) -> None:
    sam.post(f"{ONE}/notes", {"step": "challenge", "text": "Is it so?"})
    answer = sam.get(f"{ONE}.json")
    found = answer.json()
    assert (answer["ETag"], found["version"], found["content"]["served"]) == ('"1"', 1, "300")
    assert [one["text"] for one in found["notes"]] == ["Is it so?"]
    assert found["versions"][0]["content"]["effect"] == "0.75"
    described = Client().get("/api/v1/openapi.json").json()
    schema = {**described["components"]["schemas"]["ContributionLinkDocument"], "components": described["components"]}
    jsonschema.validate(found, schema)


def test_a_link_is_made_and_its_address_is_said(sam: Program) -> None:
    body = {**BODY, "indicator_id": "on-time"}
    answer = sam.post(ALL, body)
    assert answer.status_code == 201
    assert answer["Location"].endswith("/contribution/links/mentoring-on-time")
    assert sam.get(f"{ALL}mentoring-on-time.json").json()["content"]["effect"] == "0.80"


def test_a_change_is_another_version_of_the_one_that_was_seen(sam: Program) -> None:
    assert sam.put(ONE, BODY).status_code == 428
    answer = sam.put(ONE, BODY, "1")
    assert (answer.status_code, answer.json()["version"], answer["ETag"]) == (200, 2, '"2"')
    late = sam.put(ONE, {**BODY, "served": 1}, "1")
    assert late.status_code == 409
    assert late.json()["current"]["served"] == "320"
    assert ContributionLink.objects.filter(public_id="mentoring-k-readiness").count() == 2


@pytest.mark.parametrize(("said", "pointer"), [
    ({"effect_kind": "risk_difference", "effect": 0.72}, "/effect"),
    ({"evidence": "pre_post", "effect_low": None, "effect_high": None}, "/effect_high"),
    ({"completion": 2}, "/completion"),
    ({"strange": "x"}, "/strange"),
    ({"link_id": "another"}, "/link_id"),
])  # fmt: skip
def test_what_the_form_refuses_is_refused_with_its_place(sam: Program, said: dict[str, Any], pointer: str) -> None:
    body = {name: cell for name, cell in {**BODY, **said}.items() if cell is not None}
    answer = sam.put(ONE, body, "1")
    assert answer.status_code == 422
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]
    assert all(one["message"] for one in answer.json()["errors"])


def test_a_link_is_withdrawn_and_a_version_restored(sam: Program) -> None:
    assert sam.delete(ONE, "1").status_code == 200
    assert sam.get(f"{ONE}.json").json()["retired"]
    answer = sam.post(f"{ONE}/restore", {"version": 1}, If_Match='"1"')
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert sam.post(f"{ONE}/restore", {"version": 9}, If_Match='"2"').status_code == 422
    assert sam.post(f"{ONE}/restore", {"version": "one"}, If_Match='"2"').status_code == 422


def test_a_challenge_is_answered_where_it_stands(sam: Program) -> None:
    challenge = sam.post(f"{ONE}/notes", {"step": "challenge", "text": "Is it so?"}).json()["id"]
    assert sam.post(f"{ONE}/notes", {"answers": challenge, "text": "It is."}).status_code == 201
    assert sam.post(f"{ONE}/notes", {"answers": "none", "text": "It is."}).status_code == 422
    notes = sam.get(f"{ONE}.json").json()["notes"]
    assert [one["answers"][0]["text"] for one in notes] == ["It is."]


def test_a_provider_writes_links_of_the_own_programs_only(community: Community) -> None:
    pia = of(community, "library", cast.provider_data_manager)
    omar = of(community, "school", cast.other_provider_data_manager)
    assert pia.put(ONE, BODY, "1").status_code == 200
    assert omar.put(ONE, BODY, "2").status_code == 403
    assert omar.delete(ONE, "2").status_code == 403
    assert omar.post(ALL, {**BODY, "indicator_id": "on-time"}).status_code == 403


def test_the_public_reads_published_links_without_names_and_writes_nothing(sam: Program) -> None:
    sam.post(f"{ONE}/notes", {"step": "story", "text": "So far"})
    everybody = Program()
    found = everybody.get(f"{ONE}.json").json()
    assert found["notes"][0]["by"] == "" and found["versions"][0]["by"] == ""
    unpublished = ContributionLink.objects.get(program__public_id="texts").public_id
    assert everybody.get(f"{ALL}{unpublished}.json").status_code == 404
    assert everybody.put(ONE, BODY, "1").status_code in (401, 403)


def test_the_same_request_twice_makes_one_link(sam: Program) -> None:
    body = {**BODY, "indicator_id": "on-time"}
    first, again = (sam.post(ALL, body, Idempotency_Key="once") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert ContributionLink.objects.filter(indicator__public_id="on-time").count() == 1
