"""Contribution, never attribution: no sentence of the product says that a program moved a whole population.

Every string that people read is looked at: the catalogue of the pages, the text of every template, every sentence in
the code (what commands print and what is refused among them), and the story of Riverbend. A text that needs one of the
words for something else is named below with its reason; one that is named and is gone fails as well.
"""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from tests.architecture.checkout import REPO

SOURCE = REPO / "src" / "groundswell"
CLAIMS = {
    "caused": r"\bcaus(?:e[ds]?|ing)\b",
    "because of": r"\bbecause of\b",
    "led to": r"\bled to\b|\bleads? to (?:more|fewer|less|better|higher|lower)\b",
    "resulted in": r"\bresult(?:ed|s|ing) in\b",
    "attributable": r"\battribut(?:able|ed|es|ing)\b|(?<!never )\battribution\b",
    "due to": r"\b(?:due|owing) to\b",
    "thanks to": r"\bthanks to\b",
    "impact of": r"\bimpacts? (?:of|on)\b",
    "produced": r"\bprograms? (?:has |have )?(?:moved|turned|raised|lowered|reduced|improved|increased|closed|"
    r"produced)\b",
    "brought about": r"\bbr(?:ings?|ought|inging) about\b",
}
ALLOWED = {
    "This is no proof of its cause.": "denies it",
    "Numbers go up and down without a cause.": "speaks of chance",
    "A difference is not proof of its cause.": "denies it",
    "A difference from a baseline is not proof of what caused it.": "denies it",
    "does not say that one led to the other": "denies it",
    "figure of the program moved": "speaks of a program's own figures",
    "figures of the program moved": "speaks of a program's own figures",
    "No figure of the program moved as it was accepted.": "speaks of a program's own figures",
}
SAYING_SO = {
    "caused": "Tutoring caused the rise",
    "because of": "Readiness rose because of the programs",
    "led to": "The hubs led to more children being ready",
    "resulted in": "Home visiting resulted in 40 more",
    "attributable": "Two points are attributable to the rooms",
    "due to": "The change is due to three programs",
    "thanks to": "Up four points, thanks to the partners",
    "impact of": "The impact of the programs on readiness",
    "produced": "The programs have closed the gap",
    "brought about": "It was brought about by the rooms",
}


def claims_in(text: str) -> list[str]:
    """The names of the claims that a text makes."""
    return [name for name, pattern in CLAIMS.items() if re.search(pattern, text, re.IGNORECASE)]


def _catalogue() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", REPO / "docs" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _templates() -> list[Path]:
    return sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("templates/**/*.txt")])


def _of_the_catalogue() -> Iterator[tuple[str, str]]:
    """What is translated in templates; what is translated in code is among the strings of the code."""
    messages_in = _catalogue().messages_in
    for path in _templates():
        for message, _ in messages_in(path):
            for text in message if isinstance(message, tuple) else (message,):
                yield "catalogue", text


def _of_templates() -> Iterator[tuple[str, str]]:
    for path in _templates():
        bare = re.sub(r"{#.*?#}|<script.*?</script>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for text in re.split(r"{%.*?%}|{{.*?}}", bare, flags=re.DOTALL):
            if text.strip():
                yield path.relative_to(SOURCE).as_posix(), text
        yield from ((path.relative_to(SOURCE).as_posix(), one) for one in re.findall(r'translate "([^"]+)"', bare))


def _of_code() -> Iterator[tuple[str, str]]:
    """String constants that are no docstrings."""
    for path in sorted(SOURCE.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield path.relative_to(SOURCE).as_posix(), node.value


def _of_riverbend() -> Iterator[tuple[str, str]]:
    for path in sorted((REPO / "examples" / "riverbend").rglob("*")):
        if path.suffix in {".md", ".yaml", ".csv"}:
            for line in path.read_text(encoding="utf-8").splitlines():
                yield path.relative_to(REPO).as_posix(), line


def _said() -> list[tuple[str, str]]:
    return [*_of_the_catalogue(), *_of_templates(), *_of_code(), *_of_riverbend()]


@pytest.fixture(scope="module")
def said() -> list[tuple[str, str]]:
    return _said()


def test_no_sentence_says_that_a_program_moved_a_population(said: list[tuple[str, str]]) -> None:
    found = sorted({(place, text) for place, text in said if claims_in(text)})
    assert [(place, text) for place, text in found if not any(known in text for known in ALLOWED)] == []


@pytest.mark.parametrize("name", CLAIMS)
def test_a_sentence_that_claims_it_would_be_found(name: str) -> None:
    assert name in claims_in(SAYING_SO[name])


def test_never_attribution_claims_nothing() -> None:
    assert claims_in("Contribution, never attribution.") == []
    assert claims_in("The programs could add up to 1.4 points.") == []


@pytest.mark.parametrize("words", ALLOWED)
def test_what_is_allowed_is_still_said(words: str, said: list[tuple[str, str]]) -> None:
    assert any(words in text and claims_in(text) for _, text in said)


def test_every_kind_of_text_is_read(said: list[tuple[str, str]]) -> None:
    places = {place.partition("/")[0] for place, _ in said}
    assert {"catalogue", "web", "core", "cli", "apps", "charts", "api", "examples"} <= places
