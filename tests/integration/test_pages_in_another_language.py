"""Every string that a person reads on a page can be said in another language."""

import importlib.util
import io
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.test import Client, override_settings
from django.utils import translation
from tests.cast import DATA_LEAD

from groundswell.apps.packages.actions import load_package
from groundswell.config.settings import languages_in
from groundswell.core import reasons
from groundswell.core.periods import Period
from groundswell.core.sentences import Sentence, sentence
from groundswell.core.vocabulary import Unit, Verdict
from groundswell.exchange.package import check_package
from groundswell.web.presenters.language import JOINED_DASH, THIN, spoken

REPO = Path(__file__).resolve().parents[2]
RIVERBEND = REPO / "examples" / "riverbend"
LANGUAGE = "tlh"  # Django knows no Klingon, so that whatever is said in it we said ourselves
_GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "αβψδεφγηιξκλμνοπθρστυωςχζϊΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΩϋΧΖΪ"
)
_KEPT = re.compile(r"(%\(\w+\)s|%%|\{\w+\}|<[^>]*>)")
_WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]+(?: [A-Za-z][A-Za-z'’-]*)+")  # two words of English and more
_PAGES = (
    "/",
    "/riverbend/",
    "/riverbend/data/",
    "/riverbend/results/ready-for-school/",
    "/riverbend/indicators/belonging/",
    "/riverbend/indicators/kindergarten-readiness/",
    "/riverbend/indicators/preschool-enrollment/",
    "/riverbend/indicators/shelter-returns/",
)


def _catalogue_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", REPO / "docs" / "catalogue.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _greek(text: str) -> str:
    """The text in letters that English does not have; what stands for values is kept."""
    return "".join(part if _KEPT.fullmatch(part) else part.translate(_GREEK) for part in _KEPT.split(text))


def _pseudo_catalogue(module: ModuleType) -> Catalog:
    """Out of the template that is kept: that it holds every string is a test of its own."""
    catalog = Catalog(charset="utf-8", project="Groundswell")
    for message in read_po(io.StringIO(module.TEMPLATE.read_text(encoding="utf-8"))):
        if not message.id:
            continue
        several = isinstance(message.id, tuple)
        said_greek = tuple(map(_greek, message.id)) if several else _greek(message.id)
        catalog.add(message.id, said_greek, context=message.context)
    return catalog


@pytest.fixture(scope="module")
def greek(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A language in which every word of ours is written in Greek letters."""
    module, locale = _catalogue_module(), tmp_path_factory.mktemp("locale")
    folder = locale / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(module.compiled(_pseudo_catalogue(module)))
    settings = {"LOCALE_PATHS": [locale], "LANGUAGES": [("en", "English"), (LANGUAGE, "Greek letters")]}
    with override_settings(**settings):
        yield


class _Read(HTMLParser):
    """What a page says to eyes and ears."""

    SILENT = frozenset({"script", "style", "pre"})
    SPOKEN = frozenset({"aria-label", "title", "alt", "placeholder"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self._silent.append(tag)
        self.texts += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(" ".join(data.split()))


def _english_left_in(html: str, own_words: str) -> list[str]:
    read = _Read()
    read.feed(html)
    return [run for text in read.texts for run in _WORDS.findall(text) if run not in own_words]


def _words_of(package: Path) -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted(package.rglob("*")) if path.is_file()]
    return " ".join(re.sub(r"[*#>_]|''", " ", "\n".join(texts)).split())


@pytest.mark.django_db
def test_a_page_in_another_language_has_no_english_sentence_of_ours_left(greek: None) -> None:
    package, _ = check_package(RIVERBEND)
    assert package is not None
    load_package(package=package, by=DATA_LEAD)
    own_words, left = _words_of(RIVERBEND), {}
    for page in _PAGES:
        answer = Client(SERVER_NAME="localhost", headers={"accept-language": LANGUAGE}).get(page)
        assert answer.status_code == 200
        found = _english_left_in(answer.content.decode(), own_words)
        if found:
            left[page] = found
    assert not left


@pytest.mark.usefixtures("greek")
def test_a_sentence_of_core_is_put_together_again_with_values_as_the_language_writes_them() -> None:
    text = reasons.measured(Verdict.TURNED, 3, 0.0164, -0.0024, 0.0304, 0.0605, Unit.PERCENT)
    with translation.override(LANGUAGE):
        text_spoken = spoken(text)
    assert not _WORDS.search(text_spoken)
    assert "1.6" in text_spoken and "−0.2" in text_spoken and f"90{THIN}%" in text_spoken
    with translation.override("en"):
        assert spoken(text) == str(text).replace(" %", f"{THIN}%").replace("-0.2", "−0.2")


def test_numbers_and_periods_inside_a_sentence_follow_the_language() -> None:
    text = reasons.measured(Verdict.TURNED, 3, 1234.5, 1000.0, 2000.0, 0.0605, Unit.RATE)
    with translation.override("de"):
        assert "6,0" in spoken(text) and "1.234" in spoken(text)
        assert spoken(sentence("{period}", period=Period.parse("2022/2023"))) == f"2022{JOINED_DASH}23"


def test_a_translation_that_names_a_value_there_is_not_falls_back_to_english(tmp_path: Path) -> None:
    catalog = Catalog(charset="utf-8")
    catalog.add("Quite {right}", "Ganz {falsch}")
    folder = tmp_path / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(_catalogue_module().compiled(catalog))
    with override_settings(LOCALE_PATHS=[tmp_path]), translation.override(LANGUAGE):
        assert spoken(sentence("Quite {right}", right="so")) == "Quite so"


def test_a_sentence_is_text_that_survives_being_kept() -> None:
    text = reasons.too_few_before(4)
    kept = pickle.loads(pickle.dumps(text))
    assert isinstance(kept, Sentence)
    assert kept == "Only 4 points before the work began; 6 are needed"
    assert (kept.template, kept.number) == (text.template, 4)


def test_the_catalogue_holds_every_string() -> None:
    command = [sys.executable, str(REPO / "docs" / "catalogue.py"), "--check"]
    ended = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_every_template_of_a_sentence_is_a_literal_that_a_catalogue_can_hold() -> None:
    assert _catalogue_module().sentences_without_a_literal() == []


def test_a_language_is_offered_when_its_catalogue_is_there(tmp_path: Path) -> None:
    assert languages_in(tmp_path) == [("en", "English")]
    (tmp_path / "es" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "es" / "LC_MESSAGES" / "django.mo").write_bytes(b"")
    assert [code for code, _ in languages_in(tmp_path)] == ["en", "es"]
