"""Text that breaks lesser programs goes through every form of the desk unchanged, and none of it runs."""

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from tests.naughty import NAUGHTY_NAMES, RUNNING

pytestmark = pytest.mark.django_db
DESK = "/elmwood/desk/"
# Some of each kind; all go through the actions behind the desk (`editing/test_any_text_is_kept.py`).
AWKWARD = (*RUNNING[::6], *NAUGHTY_NAMES[::18], "  blanks around  ")


def base_of(page: Any) -> dict[str, Any]:
    found = re.search(r'name="base" value="([^"]*)"', page.content.decode())
    assert found is not None
    kept: dict[str, Any] = json.loads(html.unescape(found[1]))
    return kept


def save(client: Client, address: str, **fields: str) -> Any:
    page = client.get(address).content.decode()
    hidden = {
        name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1]) for name in ("version", "base")
    }  # type: ignore[index]
    return client.post(address, hidden | {f"f.{name}": value for name, value in fields.items()})


@pytest.mark.parametrize("text", AWKWARD)
def test_a_line_comes_back_as_it_was_typed(sam: Client, text: str) -> None:
    address = f"{DESK}places/hill/"
    assert save(sam, address, name=text).status_code == 302
    page = sam.get(address)
    assert base_of(page)["name"] == text
    shown = re.search(r'<input type="text" id="f-name"[^>]*? value="([^"]*)"', page.content.decode())
    assert shown is not None and html.unescape(shown[1]) == text
    assert "<script>alert" not in page.content.decode() and "<img src=x" not in page.content.decode()
    for other in ("", "places/", "places/hill/history/", "changes/"):
        assert "<script>alert" not in sam.get(DESK + other).content.decode()


@pytest.mark.parametrize("text", AWKWARD)
def test_a_passage_comes_back_as_it_was_typed_line_by_line(sam: Client, text: str) -> None:
    address, passage = f"{DESK}indicators/k-readiness/", f"\n{text}\n\n{text}"
    assert save(sam, address, definition=passage.replace("\n", "\r\n")).status_code == 302
    page = sam.get(address)
    assert base_of(page)["definition"] == passage
    shown = re.search(r'<textarea id="f-definition"[^>]*>\n(.*?)</textarea>', page.content.decode(), re.DOTALL)
    assert shown is not None and html.unescape(shown[1]) == passage


def test_a_control_character_is_refused_in_words_and_never_stored(sam: Client) -> None:
    answer = save(sam, f"{DESK}places/hill/", name="Hi\x00ll")
    assert answer.status_code == 422
    assert "control character" in answer.content.decode()
    assert base_of(sam.get(f"{DESK}places/hill/"))["name"] == "Hill"
