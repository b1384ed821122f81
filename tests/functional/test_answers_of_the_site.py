"""What every answer carries: a strict policy, a version of its data, the notice of an invented community, twins."""

import html
import re
from typing import Any

import pytest

INDICATOR = "/riverbend/indicators/kindergarten-readiness/"


@pytest.fixture(scope="module")
def pages(site: Any) -> dict[str, Any]:
    """The answer to each path of the site, each asked for once."""
    return {path: site.get(path) for path in site.paths}


def test_every_answer_forbids_strangers_scripts_and_styles(site: Any, pages: dict[str, Any]) -> None:
    others = {path: site.get(path) for path in ("/static/groundswell/page.css", "/api/v1/riverbend.json")}
    for path, answer in {**pages, **others}.items():
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert policy and "script-src 'self'" in policy, path
        assert "unsafe-eval" not in policy, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert headers["X-Frame-Options"] == "DENY", path


def test_no_page_carries_inline_script_or_style(pages: dict[str, Any]) -> None:
    for path, answer in pages.items():
        text = answer.text
        assert not re.search(r"<[^>]+\sstyle=", text), path
        assert "<style" not in text, path
        assert not re.search(r"\son[a-z]+=\"", text), path
        for script in re.findall(r"<script\b[^>]*>", text):
            assert " src=" in script or 'type="application/json"' in script, (path, script)


def test_no_page_loads_anything_from_elsewhere(pages: dict[str, Any]) -> None:
    for path, answer in pages.items():
        for loaded in re.findall(r'<(?:script|link|img|iframe)\b[^>]*(?:src|href)="([^"]*)"', answer.text):
            assert loaded.startswith("/"), (path, loaded)


def test_a_reader_who_has_the_page_is_told_so(site: Any) -> None:
    first = site.get(INDICATOR)
    assert first.headers["ETag"]
    again = site.get(INDICATOR, If_None_Match=first.headers["ETag"])
    assert (again.status, again.text) == (304, "")


def test_the_middle_of_a_page_is_another_page_than_the_whole(site: Any) -> None:
    whole, middle = site.get(INDICATOR), site.get(INDICATOR, HX_Request="true")
    assert whole.headers["ETag"] != middle.headers["ETag"]
    assert "HX-Request" in whole.headers["Vary"]
    assert "<!doctype html>" in whole.text
    assert "<!doctype" not in middle.text
    assert '<main id="main"' in middle.text


def test_every_page_of_an_invented_community_says_so(pages: dict[str, Any]) -> None:
    for path, answer in pages.items():
        if path.startswith("/riverbend/"):
            assert '<aside class="notice"' in answer.text, path


def test_every_page_with_numbers_has_its_twins(site: Any, pages: dict[str, Any]) -> None:
    for path, answer in pages.items():
        if not path.startswith("/riverbend/") or path == "/riverbend/permissions/":  # roles are no numbers
            continue
        for kind in ("json", "csv"):
            twin = re.search(rf'href="(/api/v1/riverbend[^"?]*\.{kind}(?:\?[^"]*)?)"', answer.text)
            assert twin, (path, kind)
            assert site.get(html.unescape(twin.group(1))).status == 200, twin.group(1)


@pytest.mark.parametrize("path", ["/nowhere/", "/riverbend/results/none/", INDICATOR + "?place=atlantis", "/x/y/z/"])
def test_what_is_not_here_is_said_in_the_same_dress(site: Any, path: str) -> None:
    answer = site.get(path)
    assert answer.status == 404
    assert "There is no such page here" in answer.text
    assert 'class="masthead"' in answer.text


def test_a_page_asked_for_through_a_proxy_is_the_public_s(site: Any) -> None:
    assert "Riverbend" in site.get("/").text
    forwarded = site.get("/", X_Forwarded_For="203.0.113.9")
    assert forwarded.status == 200
    through = site.get("/riverbend/", X_Forwarded_For="203.0.113.9")
    assert through.status in {200, 404}


def test_stylesheets_together_stay_small(site: Any) -> None:
    names = ("tokens", "page", "components", "forms", "print")
    assert sum(len(site.get(f"/static/groundswell/{name}.css").text) for name in names) < 40_000


def test_what_people_typed_is_never_taken_for_markup(site: Any) -> None:
    answer = site.get(INDICATOR + "?place=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status == 404
    assert "<script>alert" not in answer.text
