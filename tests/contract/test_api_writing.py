"""What programs may change: by token and never by session, by version, strictly typed, all or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.cast import (
    analyst,
    data_manager,
    emergency_administrator,
    expired_steward,
    provider_data_manager,
    steward,
    stranger,
    viewer,
)
from tests.contract.keeping import Program, elmwood, program_of

from groundswell.apps.people.models import AuditEvent, Change, Community, Organization

pytestmark = pytest.mark.django_db
RESULT = {"statement": "Families are safely housed", "population": "Families"}
EVERY_KIND = ["organizations", "places", "groups", "results", "indicators", "sources", "stories"]


@pytest.fixture
def community() -> Community:
    """Elmwood, public."""
    return elmwood()


@pytest.fixture
def program(community: Community) -> Program:
    """A program of a data manager."""
    return program_of(data_manager(community))


def _edit(period: str, content: Any, base: Any = None, **key: str) -> dict[str, Any]:
    return {"key": {"period": period, **key}, "base": base, "content": content}


def _rows(*edits: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"indicator_id": "k-readiness", "edits": list(edits), **facts}


# ---- who writes


def test_without_a_token_nothing_is_written_and_the_answer_says_what_to_send(community: Community) -> None:
    answer = Program().post("/results/", RESULT)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_session_reads_and_never_writes(community: Community) -> None:
    client = Client()
    client.force_login(steward(community))
    program = Program(client=client)
    assert program.get("/changes/").status_code == 200
    assert program.post("/results/", RESULT).status_code == 401
    assert Change.objects.count() == 0


@pytest.mark.parametrize("header", ["Bearer gsw_nothing", "Bearer", "Basic c3R1ZmY6c3R1ZmY=", "", "Bearer gsw_\u00e9"])
def test_a_bad_token_is_refused_even_where_the_public_may_read(header: str, community: Community) -> None:
    cache.clear()
    assert Program().get("/results/", Authorization=header).status_code == 401
    assert Client().get("/api/v1/elmwood.json", headers={"Authorization": header}).status_code == 401


def test_a_token_that_ran_out_or_was_revoked_is_refused_at_once(community: Community, program: Program) -> None:
    cache.clear()
    assert program.get("/results/").status_code == 200
    for facts in ({"revoked": timezone.now()}, {"expires": timezone.now() - timedelta(seconds=1), "revoked": None}):
        type(program.token).objects.filter(pk=program.token.pk).update(**facts)
        assert program.get("/results/").status_code == 401


def test_whoever_tries_many_tokens_waits_and_others_do_not(
    community: Community, program: Program, settings: Any
) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    answers = [Program(secret=f"gsw_{'a' * 43}").get("/results/") for _ in range(32)]
    assert {answer.status_code for answer in answers[:30]} == {401}
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert program.get("/results/").status_code == 200
    cache.clear()


def test_a_role_that_is_missing_is_named_with_those_that_would_do(community: Community) -> None:
    answer = program_of(viewer(community)).post("/results/", RESULT)
    assert answer.status_code == 403
    assert answer.json()["permission"] == "change results"
    assert answer.json()["roles"] == ["Steward", "Data manager"]


def test_a_token_for_reading_does_not_write_whatever_the_person_may(community: Community) -> None:
    answer = program_of(steward(community), may_write=False).post("/results/", RESULT)
    assert answer.status_code == 403
    assert "may read and not write" in answer.json()["detail"]


def test_a_role_that_ended_ends_what_its_token_may(community: Community) -> None:
    assert program_of(expired_steward(community)).post("/results/", RESULT).status_code == 403


def test_a_token_bound_to_one_community_does_nothing_in_another(community: Community) -> None:
    other = elmwood(id="oakwood", visibility="private")
    who = steward(community)
    from groundswell.apps.people.models import Appointment

    Appointment.objects.create(person=who, community=other, role="steward", given_by="test")
    bound = program_of(who, community=community)
    bound.at = "/api/v1/oakwood"
    assert bound.get("/results/").status_code == 404
    assert bound.post("/results/", RESULT).status_code == 404
    bound.at = "/api/v1/elmwood"
    assert bound.post("/results/", RESULT).status_code == 201


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/results/"),
        ("GET", "/results/ready"),
        ("POST", "/results/"),
        ("PUT", "/results/ready"),
        ("PATCH", "/results/ready"),
        ("DELETE", "/results/ready"),
        ("GET", "/observations/?indicator_id=k-readiness"),
        ("PATCH", "/observations/"),
        ("GET", "/people/"),
        ("GET", "/audit-log/"),
        ("GET", "/changes/"),
        ("POST", "/changes/0198f000000070008000000000000000/undo"),
    ],
)
def test_a_private_community_answers_a_stranger_like_one_that_does_not_exist(method: str, path: str) -> None:
    elmwood(visibility="private")
    outsider = program_of(stranger())
    hidden = outsider.ask(method, path, RESULT, If_Match='"0"')
    outsider.at = "/api/v1/nowhere"
    absent = outsider.ask(method, path, RESULT, If_Match='"0"')
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert dict(hidden.headers) == dict(absent.headers)


def test_communities_are_made_by_no_token(community: Community) -> None:
    program = program_of(steward(community))
    assert program.post("/api/v1/communities/", {"id": "new"}).status_code == 403
    assert Program().post("/api/v1/communities/", {"id": "new"}).status_code == 401


def test_emergency_access_is_for_a_person_and_opens_nothing_to_a_program(community: Community) -> None:
    Community.objects.update(visibility="private")
    assert program_of(emergency_administrator(community)).get("/results/").status_code == 404


# ---- objects


def test_an_object_is_made_read_changed_retired_and_restored(program: Program) -> None:
    made = program.post("/results/", {"result_id": "housed", **RESULT})
    assert made.status_code == 201, made.content
    assert made["Location"] == "/api/v1/elmwood/results/housed"
    read = program.get("/results/housed")
    assert {**read.json(), "warnings": []} == made.json()
    assert read["ETag"] == f'"{read.json()["version"]}"'
    changed = program.put("/results/housed", {**read.json()["content"], "statement": "Housed"}, read.json()["version"])
    assert changed.json()["content"] == {"result_id": "housed", "statement": "Housed", "population": "Families"}
    retired = program.delete("/results/housed", changed.json()["version"])
    assert retired.json()["retired"]
    assert "housed" not in [each["id"] for each in program.get("/results/").json()["results"]]
    assert Program().get("/results/housed").status_code == 404
    restored = program.ask("POST", "/results/housed/restore", If_Match=retired["ETag"])
    assert restored.json()["content"] == changed.json()["content"]
    verbs = [each["verb"] for each in program.get("/results/housed/history").json()["changes"]]
    assert verbs == ["restored", "retired", "changed", "made"]


def test_a_new_object_without_an_id_gets_one_from_its_name(program: Program) -> None:
    assert program.post("/results/", RESULT).json()["id"] == "families-are-safely-housed"
    assert program.post("/results/", RESULT).json()["id"] == "families-are-safely-housed-2"


def test_an_id_that_is_taken_is_not_given_again(program: Program) -> None:
    answer = program.post("/results/", {"result_id": "ready", **RESULT})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/result_id"


def test_nothing_is_changed_without_saying_which_version_was_seen(program: Program) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        for headers in ({}, {"If_Match": "*"}, {"If_Match": "unquoted"}):
            assert program.ask(method, "/results/ready", RESULT, **headers).status_code == 428


def test_the_second_of_two_programs_is_shown_what_differs_and_nothing_is_lost(program: Program) -> None:
    seen = program.get("/results/ready").json()
    first = program.put("/results/ready", {**seen["content"], "population": "All children"}, seen["version"])
    assert first.status_code == 200
    second = program.put("/results/ready", {**seen["content"], "population": "Pupils"}, seen["version"])
    assert second.status_code == 409
    problem = second.json()
    assert problem["difference"] == [
        {"field": "population", "yours": "Pupils", "theirs": "All children", "base": "Children"}
    ]
    assert problem["version"] == first.json()["version"]
    assert {**problem["current"], "warnings": []} == first.json()
    merged = program.put("/results/ready", {**seen["content"], "population": "Pupils"}, problem["version"])
    assert merged.json()["content"]["population"] == "Pupils"


def test_a_patch_changes_what_it_names_and_null_clears(program: Program) -> None:
    seen = program.get("/results/ready").json()
    patched = program.patch("/results/ready", {"population": None, "statement": "Ready"}, seen["version"])
    assert patched.json()["content"] == {"result_id": "ready", "statement": "Ready"}
    again = program.patch(
        "/results/ready",
        {"population": "Children"},
        patched.json()["version"],
        Content_Type="application/merge-patch+json",
    )
    assert again.json()["content"]["population"] == "Children"


def test_the_community_itself_is_kept_too_and_only_a_steward_publishes_it(community: Community) -> None:
    keeper = program_of(steward(community))
    seen = keeper.get("/community").json()
    named = keeper.patch("/community", {"purpose": "All children thrive"}, seen["version"])
    assert named.json()["content"]["purpose"] == "All children thrive"
    assert keeper.patch("/community", {"visibility": "private"}, named.json()["version"]).status_code == 200
    other = program_of(data_manager(community))
    assert other.patch("/community", {"purpose": "x"}, named.json()["version"]).status_code == 403


def test_a_provider_changes_its_own_entry_and_no_other(community: Community) -> None:
    library = Organization.objects.get(community=community, public_id="library")
    keeper = program_of(data_manager(community))
    keeper.post("/organizations/", {"organization_id": "clinic", "name": "Clinic", "roles": ["provider", "funder"]})
    provider = program_of(provider_data_manager(community, library))
    for name, status in (("library", 200), ("clinic", 403)):
        seen = provider.get(f"/organizations/{name}").json()
        answer = provider.patch(f"/organizations/{name}", {"sector": "culture"}, seen["version"])
        assert answer.status_code == status
    assert seen["content"]["roles"] == ["provider", "funder"]


def test_the_order_of_results_is_said_by_their_ids(program: Program) -> None:
    program.post("/results/", {"result_id": "housed", **RESULT})
    assert program.put("/order/results", {"ids": ["housed", "ready"]}).json() == {"ids": ["housed", "ready"]}
    assert [each["id"] for each in program.get("/results/").json()["results"]] == ["housed", "ready"]
    assert program.put("/order/results", {"ids": ["nothing"]}).status_code == 422
    assert program.put("/order/results", {"ids": [1]}).status_code == 422


def test_who_saw_another_order_is_told_the_one_that_stands(program: Program) -> None:
    program.post("/results/", {"result_id": "housed", **RESULT})
    seen = program.get("/order/results").json()["ids"]
    wanted = list(reversed(seen))
    assert program.put("/order/results", {"ids": wanted, "seen": seen}).status_code == 200
    late = program.put("/order/results", {"ids": seen, "seen": seen})
    assert late.status_code == 409
    assert late.json()["current"] == {"ids": wanted}
    assert program.get("/order/results").json() == {"ids": wanted}
    assert program.put("/order/results", {"ids": seen, "seen": "ready"}).status_code == 422


def test_lists_are_read_page_by_page_and_each_thing_once(program: Program) -> None:
    for number in range(7):
        assert program.post("/places/", {"place_id": f"p-{number}", "name": f"Place {number}"}).status_code == 201
    whole = [each["id"] for each in program.get("/places/").json()["places"]]
    seen, address = [], "/api/v1/elmwood/places/?limit=3"
    while address:
        page = Program().get(address)
        seen += [each["id"] for each in page.json()["places"]]
        address = page["Link"].split(">")[0][1:] if "Link" in page else ""
    assert seen == whole
    assert len(whole) == 9
    for wrong in ("limit=0", "limit=201", "limit=x", "after=nowhere"):
        assert Program().get(f"/places/?{wrong}").status_code == 422


def test_what_somebody_has_is_not_sent_again(program: Program) -> None:
    first = program.get("/results/ready")
    assert program.get("/results/ready", If_None_Match=first["ETag"]).status_code == 304


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_what_is_read_can_be_sent_back_as_it_is(kind: str, program: Program, community: Community) -> None:
    program.post(
        "/stories/", {"subject": "result", "subject_id": "ready", "question": "story", "text": "# Why\n\nWell."}
    )
    for kept in program.get(f"/{kind}/").json()[kind]:
        answer = program.put(f"/{kind}/{kept['id']}", kept["content"], kept["version"])
        assert answer.status_code == 200, answer.content
        assert answer.json() == {**kept, "warnings": []}


def test_answers_keep_to_their_description(program: Program) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    for path in ("results", "indicators", "places"):
        one = described["paths"][f"/api/v1/{{community_id}}/{path}/{{object_id}}"]["get"]
        schema = one["responses"]["200"]["content"]["application/json"]["schema"]
        validator = jsonschema.Draft202012Validator({**schema, "components": described["components"]})
        kept = program.get(f"/{path}/").json()[path]
        assert kept
        assert not [list(validator.iter_errors(each)) for each in kept if not validator.is_valid(each)]


# ---- strictly


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"{", 400),
        (b"", 415),
        (b"\xff\xfe", 400),
        (b'{"statement": "a", "statement": "b"}', 400),
        (b'{"sort": NaN}', 400),
        (b'{"statement": "\\ud800"}', 400),
        (b'{"\\udc00": "x"}', 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 60 + b"1" + b"}" * 60, 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"statement": 5}', 422),
        (b'{"statement": null}', 422),
        (b'{"statement": "x", "sort": true}', 422),
        (b'{"statement": "x", "sort": 1.5}', 422),
        (b'{"statement": "x", "sort": 1e400}', 422),
        (b'{"statement": "x", "sort": ' + b"9" * 5000 + b"}", 422),
        (b'{"statement": "x", "nothing": "y"}', 422),
        (b'{"statement": "x\\u0000"}', 422),
        (b'{"population": "no statement"}', 422),
        (b'{"statement": "x", "place_id": "nowhere"}', 422),
        (b'{"statement": "x", "result_id": "Not An Id"}', 422),
        (b'{"statement": "' + b"x" * 1_000_001 + b'"}', 413),
    ],
)
def test_what_is_no_result_is_refused_in_a_sentence(raw: bytes, status: int, program: Program) -> None:
    before = Change.objects.count()
    answer = program.ask("POST", "/results/", raw=raw)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    assert answer.json()["detail"]
    if status == 422:
        assert all(each["message"] for each in answer.json()["errors"])
    assert Change.objects.count() == before


def test_every_problem_is_named_at_once_by_its_pointer(program: Program) -> None:
    body = {"statment": "x", "sort": False, "population": ["x"]}
    errors = {each["pointer"]: each for each in program.post("/results/", body).json()["errors"]}
    assert set(errors) == {"/statment", "/statement", "/sort", "/population"}
    assert errors["/statment"]["fix"] == "did you mean statement?"


def test_another_format_is_refused(program: Program) -> None:
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1"):
        assert program.post("/results/", RESULT, Content_Type=content_type).status_code == 415


def test_false_is_not_zero_and_numbers_keep_their_digits(program: Program) -> None:
    for wrong in ("false", "true", '"twelve"', "null", "[]", '"1,5"', "-0", '""x'):
        raw = b'{"indicator_id": "k-readiness", "edits": [{"key": {"period": "2030"}, "content": {"value": %s}}]}'
        answer = program.ask("PATCH", "/observations/", raw=raw % wrong.encode())
        assert answer.status_code in (400, 422), wrong
    sent = enumerate((b"20.40", b'"20.40"', b"0", b"1.5e1", b"0.1000000001"), 2030)
    edits = [b'{"key": {"period": "%d"}, "content": {"value": %s}}' % one for one in sent]
    raw = b'{"indicator_id": "k-readiness", "edits": [' + b",".join(edits) + b"]}"
    assert program.ask("PATCH", "/observations/", raw=raw).json()["counts"]["added"] == 5
    rows = program.get("/observations/?indicator_id=k-readiness").json()["observations"]
    values = {row["key"]["period"]: row["content"]["value"] for row in rows}
    assert [values[str(year)] for year in range(2030, 2035)] == ["20.40", "20.40", "0", "15", "0.1000000001"]


def test_a_control_character_in_an_address_is_no_error_of_ours(program: Program) -> None:
    assert program.get("/results/%00").status_code == 404
    assert program.get("/observations/?indicator_id=%00").status_code == 422


# ---- rows


def test_rows_are_stored_all_or_none_and_each_problem_is_named(program: Program) -> None:
    answer = program.patch(
        "/observations/",
        _rows(
            _edit("2030", {"value": "61.0"}), _edit("20-31", {"value": "1"}), _edit("2032", {"value": "1", "moe": "-1"})
        ),
    )
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/edits/1/key/period", "/edits/2/content/moe"]
    rows = program.get("/observations/?indicator_id=k-readiness").json()["observations"]
    assert "2030" not in {row["key"]["period"] for row in rows}


def test_a_row_that_others_changed_is_shown_with_both(program: Program) -> None:
    rows = program.get("/observations/?indicator_id=k-readiness").json()["observations"]
    seen = rows[-1]
    first = _edit(seen["key"]["period"], {**seen["content"], "value": "70.0"}, seen["content"])
    assert program.patch("/observations/", _rows(first, reason="recount")).status_code == 200
    second = _edit(seen["key"]["period"], {**seen["content"], "value": "71.0"}, seen["content"])
    answer = program.patch("/observations/", _rows(_edit("2030", {"value": "5"}), second))
    assert answer.status_code == 409
    [clash] = answer.json()["clashes"]
    assert (clash["index"], clash["current"]["value"], clash["yours"]["value"]) == (1, "70.0", "71.0")
    rows = program.get("/observations/?indicator_id=k-readiness").json()["observations"]
    assert "2030" not in {row["key"]["period"] for row in rows}


def test_true_and_false_stand_in_rows_as_json_has_them(program: Program) -> None:
    program.patch("/observations/", _rows(_edit("2030", {"value": 5, "break": True}), _edit("2031", {"value": 5})))
    rows = program.get("/observations/?indicator_id=k-readiness").json()["observations"]
    kept = {row["key"]["period"]: row["content"] for row in rows}
    assert kept["2030"]["break"] is True
    edit = _edit("2030", {**kept["2030"], "break": False}, kept["2030"])
    assert program.patch("/observations/", _rows(edit)).json()["counts"]["changed"] == 1


def test_rows_are_read_page_by_page(program: Program) -> None:
    whole = program.get("/observations/?indicator_id=k-readiness&limit=200").json()["observations"]
    seen, after = [], ""
    while after is not None:
        page = program.get(f"/observations/?indicator_id=k-readiness&limit=5&after={after}").json()
        seen, after = seen + page["observations"], page["next"]
    assert seen == whole
    assert program.get("/observations/").status_code == 422
    assert program.get("/observations/?indicator_id=nothing").status_code == 404
    assert program.get("/observations/?indicator_id=k-readiness&after=%5B").status_code == 422


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("targets", {"indicator_id": "k-readiness", "edits": [{"key": {"period": "2035"}, "content": {"value": 70}}]}),
        ("populations", {"edits": [{"key": {"period": "2023"}, "content": {"count": "1200"}}]}),
        (
            "crosswalks",
            {
                "edits": [
                    {
                        "key": {"from_place_id": "elmwood", "to_place_id": "hill", "basis": "area"},
                        "content": {"weight": 0.25},
                    }
                ]
            },
        ),
    ],
)
def test_other_rows_are_kept_in_the_same_way(kind: str, body: dict[str, Any], program: Program) -> None:
    answer = program.patch(f"/{kind}/", body)
    assert answer.status_code == 200, answer.content
    assert answer.json()["counts"]["added"] == 1
    query = "?indicator_id=k-readiness" if "indicator_id" in body else ""
    [row] = program.get(f"/{kind}/{query}").json()[kind]
    retired = {**body, "edits": [{"key": row["key"], "base": row["content"], "content": None}]}
    assert program.patch(f"/{kind}/", retired).json()["counts"]["retired"] == 1


def test_a_provider_corrects_what_its_organization_owns_and_nothing_else(
    community: Community, program: Program
) -> None:
    library = Organization.objects.get(community=community, public_id="library")
    provider = program_of(provider_data_manager(community, library))
    body = _rows(_edit("2030", {"value": "61.0"}))
    assert provider.patch("/observations/", body).status_code == 403
    seen = program.get("/indicators/k-readiness").json()
    program.patch("/indicators/k-readiness", {"owner": "library"}, seen["version"])
    assert provider.patch("/observations/", body).status_code == 200


# ---- what was done


def test_a_change_is_undone_within_the_hour_and_restored_later(program: Program) -> None:
    seen = program.get("/results/ready").json()
    changed = program.patch("/results/ready", {"population": "Pupils"}, seen["version"])
    undone = program.post(f"/changes/{changed['Change-Id']}/undo")
    assert undone.json()["status"] == "stored"
    assert program.get("/results/ready").json()["content"] == seen["content"]
    assert program.post(f"/changes/{changed['Change-Id']}/undo").status_code == 422
    restored = program.post(f"/changes/{changed['Change-Id']}/restore", {"side": "after"})
    assert restored.status_code == 200
    assert program.get("/results/ready").json()["content"]["population"] == "Pupils"
    assert program.post(f"/changes/{changed['Change-Id']}/restore", {"side": "beside"}).status_code == 422
    assert program.post("/changes/nothing/undo").status_code == 404


def test_who_takes_part_is_told_to_those_who_may_know_and_that_is_recorded(community: Community) -> None:
    reader = program_of(analyst(community))
    [part] = reader.get("/people/").json()["people"]
    assert (part["name"], part["email"], part["role"]) == ("Ali", "", "analyst")
    assert AuditEvent.objects.filter(
        community="elmwood", action="read_people", by=f"person:{part['person_id']}"
    ).exists()
    assert Program().get("/people/").status_code == 403


def test_the_audit_log_is_for_stewards(community: Community) -> None:
    keeper = program_of(steward(community))
    keeper.post("/results/", RESULT)
    log = keeper.get("/audit-log/?limit=1").json()
    assert log["events"][0]["action"] == "change"
    assert log["next"] == log["events"][0]["sequence"]
    assert keeper.get(f"/audit-log/?before={log['next']}").json()["next"] is None
    assert program_of(data_manager(community)).get("/audit-log/").status_code == 403


def test_nobody_is_called_by_their_address(community: Community) -> None:
    who = data_manager(community)
    who.name = ""
    who.save()
    program_of(who).post("/results/", {"result_id": "housed", **RESULT})
    answer = program_of(analyst(community)).get("/results/housed/history")
    assert b"@" not in answer.content
