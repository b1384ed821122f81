"""A community's own words, and those of its framework, stand everywhere where a page speaks by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django.utils.translation import gettext
from pytest_django import DjangoDbBlocker
from tests.cast import DATA_LEAD, steward
from tests.integration.terms.walking import pages_of
from tests.standing import standing

from groundswell.apps.indicators.models import Result
from groundswell.apps.packages.actions import load_package
from groundswell.apps.people.actions import renew_data_version
from groundswell.apps.people.models import Community, Person
from groundswell.exchange.package import check_package
from groundswell.web.speaking_terms import SpeakingTerms, speaking_for

pytestmark = pytest.mark.django_db
REPO = Path(__file__).resolve().parents[3]
RIVERBEND = REPO / "examples" / "riverbend"
OWN = {"result": {"one": "Outcome", "many": "Outcomes"}}
WORD = re.compile(r"\bresults?\b(?!-)", re.IGNORECASE)  # Results-Based Accountability is a name


@pytest.fixture(scope="module", autouse=True)
def sam(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Person]:
    with standing(django_db_blocker):
        package, _ = check_package(RIVERBEND)
        assert package is not None
        assert load_package(package=package, by=DATA_LEAD).is_done
        yield steward(Community.objects.get())


def say(terms: object = "", framework: str = "") -> None:
    """Riverbend says it so from now on."""
    community = Community.objects.get(public_id="riverbend")
    community.document = {**community.document, "terms": terms, "framework": framework}
    community.framework = framework
    community.save()
    renew_data_version(community)


def browser(whom: Person | None = None, **headers: str) -> Client:
    client = Client(headers={"host": "localhost", **headers})
    if whom:
        client.force_login(whom)
    return client


def own_words() -> str:
    """Everything that the package says, as running text."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(RIVERBEND.rglob("*")) if path.is_file()]
    return " ".join(re.sub(r"[*#>_\"]|''", " ", "\n".join(texts)).split())


def spoken(text: str, data: str) -> str:
    """The text without the sentences that stand in the package; a word or two may be the page's own all the same."""
    parts = re.split(r"(?<=[.?!:]) |·|“|”", text)
    return " ".join(part for part in parts if len(part.split()) < 4 or part.strip(" “”.") not in data)


@pytest.mark.parametrize("who", ["public", "steward"])
def test_no_page_says_the_field_s_word_where_the_community_has_its_own(who: str, sam: Person) -> None:
    client, data = browser(sam if who == "steward" else None), own_words()
    say(OWN)
    left: dict[str, list[str]] = {}
    said, count = "", 0
    for address, read in pages_of(client, "/riverbend/"):
        count, said = count + 1, said + " ".join(read.texts)
        # An event, as it was recorded; and the table of words, which names the field's.
        texts = [text for text in read.texts if not text.startswith(("counts: ", "For “result"))]
        found = [text for text in texts if WORD.search(spoken(text, data))]
        if found:
            left[address] = found
    assert left == {}
    assert count > (25 if who == "public" else 60)
    assert "Outcomes" in said and "outcome" in said
    assert not re.search(r"\b[Aa] outcome", said)


def test_addresses_ids_and_what_is_sent_stay_as_they_are(sam: Person) -> None:
    before = {address: read.unspoken for address, read in pages_of(browser(sam), "/riverbend/", most=40)}
    say(OWN)
    after = {address: read.unspoken for address, read in pages_of(browser(sam), "/riverbend/", most=40)}
    assert list(before) == list(after)
    changed = {address: set(before[address]) ^ set(after[address]) for address in before}
    assert {address: differing for address, differing in changed.items() if differing} == {}


ADDRESSES = ("/riverbend/", "/riverbend/results/ready-for-school/", "/riverbend/programs/", "/riverbend/nowhere/")


def test_without_words_of_its_own_every_page_is_what_it_was_to_the_byte() -> None:
    def read() -> list[bytes]:
        say(framework=next(frameworks))
        version = Community.objects.get().data_version[:12].encode()
        return [browser().get(address).content.replace(version, b"") for address in ADDRESSES]

    frameworks = iter(("rba", "rba of our own", "oba"))
    spoken_with, other = read(), "groundswell.web.speaking_terms.SpeakingTerms"
    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != other]):
        spoken_without = read()
    assert spoken_with == spoken_without
    assert spoken_with != read()


def test_what_people_wrote_is_left_as_they_wrote_it(sam: Person) -> None:
    community = Community.objects.get()
    Result.objects.filter(community=community, public_id="ready-for-school").update(statement="A result we result in")
    say(OWN)
    page = browser(sam).get("/riverbend/results/ready-for-school/").content.decode()
    assert "A result we result in" in page
    document = browser(sam).get("/api/v1/riverbend/results/ready-for-school.json").json()
    assert "result" in document or "results" in str(document)
    assert "outcome" not in str(list(document)).lower()


def test_a_word_cannot_bring_markup_or_break_a_sentence() -> None:
    say({"result": {"one": "<script>x</script>", "many": "50%(n)s {of} it"}, "program": "pro&gram"})
    for address in ADDRESSES[:3]:
        answer = browser().get(address)
        assert answer.status_code == 200
        assert "<script>x" not in answer.content.decode() and "{of}" not in answer.content.decode()


def test_whoever_may_not_open_a_community_does_not_hear_its_words() -> None:
    say(OWN)
    Community.objects.update(visibility="private")
    closed, none = (browser().get(f"/{name}/results/x/").content.decode() for name in ("riverbend", "meadowvale"))
    assert closed.replace("riverbend", "meadowvale") == none


def _community(word: str) -> Community:
    return Community(public_id=word, document={"terms": {"result": word}}, language="en")


def test_two_requests_at_once_speak_each_in_its_own_community_s_words() -> None:
    both, heard = Barrier(2, timeout=10), dict[str, list[str]]()

    def view(request: HttpRequest) -> HttpResponse:
        found = [gettext("Results")]
        request.community = _community(request.GET["word"])  # type: ignore[attr-defined]
        for _ in range(50):
            both.wait()
            found.append(gettext("Results"))
        heard[request.GET["word"]] = found
        return HttpResponse()

    def ask(word: str) -> None:
        with translation.override("en"):
            SpeakingTerms(view)(RequestFactory().get("/", {"word": word}))
            heard[word].append(gettext("Results"))

    threads = [Thread(target=ask, args=(word,)) for word in ("goal", "outcome")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for word in ("goal", "outcome"):
        assert heard[word] == ["Results", *[f"{word.title()}s"] * 50, "Results"]


SPANISH = {
    "Results": "Resultados",
    "result": "resultado",
    "results": "resultados",
    "A result": "Un resultado",
    "program": "programa",
    "programs": "programas",
    "goals": "metas",
    "Programs": "Programas",
}


@pytest.fixture
def spanish(tmp_path: Path) -> Iterator[None]:
    catalog = Catalog(locale="es")
    for message, said in SPANISH.items():
        catalog.add(message, said)
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalog)
    with override_settings(LOCALE_PATHS=[tmp_path], LANGUAGES=[("en", "English"), ("es", "español")]):
        yield


@pytest.mark.usefixtures("spanish")
def test_a_page_in_spanish_takes_the_spanish_word_and_no_english_one() -> None:
    def said(community: Community, language: str = "es") -> list[str]:
        with translation.override(language), speaking_for(community):
            return [gettext("Results"), gettext("A result"), gettext("Programs")]

    terms = {"result": "Outcome", "result.es": {"one": "logro", "many": "logros"}, "program": "scheme"}
    two = Community(public_id="two", document={"terms": terms}, language="en")
    assert said(two) == ["Logros", "Un logro", "Programas"]
    assert said(two, "en") == ["Outcomes", "An outcome", "Schemes"]
    theirs = Community(public_id="theirs", document={"terms": {"program": "plan"}}, language="es")
    assert said(theirs) == ["Resultados", "Un resultado", "Programas"]  # nobody said the plural: it is left
    follows = Community(public_id="follows", framework="collective-impact")
    assert said(follows) == ["Metas", "Un resultado", "Programas"]  # as far as somebody translated it


@pytest.mark.usefixtures("spanish")
def test_a_page_of_riverbend_asked_for_in_spanish_speaks_riverbend_s_spanish() -> None:
    say({"program": "Scheme", "program.es": {"one": "servicio", "many": "servicios"}})
    page = browser(**{"accept-language": "es"}).get("/riverbend/").content.decode()
    assert 'lang="es"' in page
    assert ">Servicios<" in page and ">Programas<" not in page and "Schemes" not in page
