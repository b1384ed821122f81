"""The field's terms, what each framework calls them, and what a community calls them.

Pages speak the field's words: result, indicator, measure, program. A community may follow a framework that says it
otherwise (an outcome is what a result is elsewhere), or have words of its own, which win over both. `contribution` is
not among them: it says what a page claims and what it does not claim, and stays.

community.yaml writes them as `terms: {result: {one: Outcome, many: Outcomes}}`, in another language than the
community's own as `result.es`. A word is plain text: what could be read as markup or as a place for a value is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

from groundswell.core.findings import Finding, error, warning
from groundswell.core.sentences import sentence
from groundswell.core.specification.frameworks import framework_named

LONGEST = 40  # characters: it must fit into a heading, a table's head and a button
FORMS = ("one", "many")
_PLAIN = re.compile(r"\w[\w ’'.,()/+-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Words(NamedTuple):
    """A term as it is said of one and of many; of what is no noun, in its two forms. Blank: as the field says it."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Term:
    """One of the field's terms: its name in community.yaml, and the words that pages speak."""

    id: str
    words: Words


def _term(name: str, one: str, many: str) -> Term:
    return Term(name, Words(one, many))


TERMS: Mapping[str, Term] = {
    term.id: term
    for term in (
        _term("result", sentence("result"), sentence("results")),
        _term("indicator", sentence("indicator"), sentence("indicators")),
        _term("measure", sentence("measure"), sentence("measures")),
        _term("program", sentence("program"), sentence("programs")),
        _term("strategy", sentence("strategy"), sentence("strategies")),
        _term("target", sentence("target"), sentence("targets")),
        _term("baseline", sentence("baseline"), sentence("baselines")),
        _term("headline", sentence("headline"), sentence("headlines")),
        _term("customer", sentence("customer"), sentence("customers")),
        _term("partner", sentence("partner"), sentence("partners")),
        _term("provider", sentence("provider"), sentence("providers")),
        _term("funder", sentence("funder"), sentence("funders")),
        _term("backbone", sentence("backbone"), sentence("backbones")),
        _term("mandate", sentence("mandate"), sentence("mandates")),
        _term("commitment", sentence("commitment"), sentence("commitments")),
        _term("curve", sentence("curve"), sentence("curves")),
        _term("turn_the_curve", sentence("turn the curve"), sentence("turning the curve")),
        _term("story", sentence("story"), sentence("stories")),
        _term("story_behind_the_curve", sentence("story behind the curve"), sentence("stories behind the curves")),
        _term("data_development_agenda", sentence("data development agenda"), sentence("data development agendas")),
        _term("common_agenda", sentence("common agenda"), sentence("common agendas")),
        _term("shared_measurement", sentence("shared measurement"), sentence("shared measurements")),
        _term("mutually_reinforcing_activities", sentence("mutually reinforcing activity"),
              sentence("mutually reinforcing activities")),
        _term("continuous_communication", sentence("continuous communication"), sentence("continuous communications")),
    )
}  # fmt: skip
_ALSO = {"performance_measure": "measure", "programme": "program"}

# Hanleybrown, Kania and Kramer 2012 speak of a goal; Cabaj and Weaver 2016 set five words in the place of the five
# conditions. RBA's words are the field's.
FRAMEWORK_WORDS: Mapping[str, Mapping[str, Words]] = {
    "oba": {"result": Words(sentence("outcome"), sentence("outcomes"))},
    "collective-impact": {"result": Words(sentence("goal"), sentence("goals"))},
    "collective-impact-3": {
        "common_agenda": Words(sentence("community aspiration"), sentence("community aspirations")),
        "shared_measurement": Words(sentence("strategic learning"), sentence("strategic learnings")),
        "mutually_reinforcing_activities": Words(
            sentence("high-leverage activity"), sentence("high-leverage activities")
        ),
        "continuous_communication": Words(
            sentence("inclusive community engagement"), sentence("inclusive community engagements")
        ),
        "backbone": Words(sentence("container for change"), sentence("containers for change")),
    },
}


def term_named(said: str) -> Term | None:
    """The term that somebody means, however they write its spaces.

    >>> term_named("Common agenda").id, term_named("performance measure").id, term_named("contribution")
    ('common_agenda', 'measure', None)
    """
    name = re.sub(r"[\s-]+", "_", said.strip().casefold())
    return TERMS.get(_ALSO.get(name, name))


def framework_words(framework: str) -> Mapping[str, Words]:
    """What a framework calls the terms that it calls otherwise than the field, by term; in English."""
    known = framework_named(framework)
    return FRAMEWORK_WORDS.get(known.id, {}) if known else {}


def own_words(terms: Mapping[str, Any], *, language: str, own_language: str) -> dict[str, Words]:
    """What a community calls the terms when pages speak `language`; blank forms, and terms it leaves as they are,
    left out.

    A word without a language is in the community's own. A regional language falls back on its language.

    >>> own_words({"result": "Outcome"}, language="en-gb", own_language="en")
    {'result': Words(one='Outcome', many='Outcomes')}
    """
    found: dict[str, Words] = {}
    for name in _languages_first(language):
        for key, value in terms.items():
            term, of = _read_key(key, own_language)
            if term is not None and of == name and term.id not in found:
                words = _words_of(value, is_english=name.startswith("en"))
                if any(words):
                    found[term.id] = words
    return found


def _languages_first(language: str) -> tuple[str, ...]:
    code = (language or "en").lower().replace("_", "-")
    return tuple(dict.fromkeys((code, code.partition("-")[0])))


def _read_key(key: str, own_language: str) -> tuple[Term | None, str]:
    name, _dot, language = str(key).partition(".")
    of = (language or own_language or "en").lower().replace("_", "-")
    own = (own_language or "en").lower().replace("_", "-")
    return term_named(name), of.partition("-")[0] if of == own and not language else of


def _words_of(value: Any, *, is_english: bool) -> Words:
    """A word, or its forms; whatever else stands there says nothing. In English the plural can be left out."""
    forms = value if isinstance(value, Mapping) else {"one": value}
    one, many = (_spoken(forms.get(name, "")) for name in FORMS)
    return Words(one, many or (plural_of(one) if is_english and one else ""))


def _spoken(value: Any) -> str:
    text = " ".join(value.split()).replace("'", "’") if isinstance(value, str) else ""
    return text if not problem_with(text) else ""


def problem_with(word: str) -> tuple[str, str] | None:
    """Why a word cannot be spoken, and what would be right; None where it can. Blank is left to the field.

    >>> problem_with("Outcome"), problem_with("<b>")[0]
    (None, 'holds a sign that no word has')
    """
    if len(word) > LONGEST:
        return "is too long for a heading", f"say it within {LONGEST} letters"
    if word and not _PLAIN.fullmatch(word):
        return "holds a sign that no word has", "write it with letters, spaces and hyphens"
    return None


def plural_of(one: str) -> str:
    """The regular English plural.

    >>> [plural_of(word) for word in ("Outcome", "agency", "process", "way")]
    ['Outcomes', 'agencies', 'processes', 'ways']
    """
    if re.search(r"[^aeiou]y$", one):
        return one[:-1] + "ies"
    return one + ("es" if re.search(r"(s|x|z|ch|sh)$", one) else "s")


Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Telling:
    """Where findings about terms are: the file, and the line of each key where there are lines."""

    file: str
    lines: Mapping[Path, int]

    def of(self, make: Callable[..., Finding], problem: tuple[str, str], *path: str) -> Finding:
        return make(*problem, file=self.file, row=self.lines.get(path), column=".".join(path))


def problems_of_terms(terms: Any, file: str = "", lines: Mapping[Path, int] | None = None) -> list[Finding]:
    """Everything that is wrong or doubtful in a community's terms; `column` says where, such as `terms.result.one`."""
    if not isinstance(terms, Mapping):
        return []
    telling = _Telling(file, lines or {})
    found = [finding for key, value in terms.items() for finding in _problems_of_one(str(key), value, telling)]
    return [*found, *_alike(terms, telling)]


def _problems_of_one(key: str, value: Any, telling: _Telling) -> Iterator[Finding]:
    name, _dot, language = key.partition(".")
    if term_named(name) is None:
        yield telling.of(warning, _stranger(name), "terms", key)
    if language and not _LANGUAGE.fullmatch(language):
        yield telling.of(warning, (f"{language!r} is no language", "write its code, such as es"), "terms", key)
    for form, word in value.items() if isinstance(value, Mapping) else (("", value),):
        path = ("terms", key, str(form)) if form else ("terms", key)
        if form and form not in FORMS:
            said = f"{form!r} is no form of a word", "the forms are one and many"
            yield telling.of(warning, said, *path)
        elif not isinstance(word, str):
            yield telling.of(error, ("is not a word", "write one word, or a few"), *path)
        elif problem := problem_with(" ".join(word.split())):
            yield telling.of(error, problem, *path)


def _stranger(name: str) -> tuple[str, str]:
    if name.strip().casefold() in ("contribution", "contributions"):
        return "contribution stays contribution", "leave it out: it says what a page claims, and what it does not claim"
    near = get_close_matches(name.casefold(), TERMS, n=1)
    fix = f"did you mean {near[0]}?" if near else f"the terms are {', '.join(TERMS)}"
    return f"{name!r} is no term of the field, and no page speaks it", fix


def _alike(terms: Mapping[str, Any], telling: _Telling) -> Iterator[Finding]:
    """Two terms that would be called alike, in one language: readers could not tell them apart."""
    seen: dict[tuple[str, str], str] = {}
    for key, value in terms.items():
        term, language = _read_key(str(key), "")
        if term is None:
            continue
        for word in sorted({word.casefold() for word in _words_of(value, is_english=False) if word}):
            other = seen.setdefault((language, word), term.id)
            if other != term.id:
                said = f"{word!r} is said for {other} too", "choose words that can be told apart"
                yield telling.of(warning, said, "terms", str(key))
