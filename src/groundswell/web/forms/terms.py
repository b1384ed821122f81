"""A community's own words as a form asks for them: for each of the field's terms one word and its plural, by language.

What somebody wrote under a name that is no term is shown too, so that it can be mended or taken away, and stays where
the form does not ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import QueryDict

from groundswell.core.specification.terms import FORMS, TERMS, term_named

NAME = "terms"


def languages_asked(terms: Any, own_language: str) -> tuple[str, ...]:
    """The languages that words are asked in: "" for the community's own, then those spoken already, then those that
    pages are offered in."""
    own = (own_language or "en").partition("-")[0]
    spoken = [key.partition(".")[2] for key in _mapping(terms)]
    offered = [code for code, _name in settings.LANGUAGES if code.partition("-")[0] != own]
    return tuple(dict.fromkeys(("", *filter(None, spoken), *offered)))


def keys_asked(terms: Any, language: str) -> tuple[str, ...]:
    """The keys of one language's table, as community.yaml has them: every term, then whatever else stands there."""
    ending = f".{language}" if language else ""
    known = [f"{term}{ending}" for term in TERMS]
    others = [key for key in _mapping(terms) if key.partition(".")[2] == language and canonical(key) not in known]
    return (*known, *others)


def canonical(key: str) -> str:
    """A key with the term's own name in it, however it was written."""
    name, dot, language = key.partition(".")
    term = term_named(name)
    return f"{term.id}{dot}{language}" if term else key


def words_at(terms: Any, key: str) -> tuple[str, str]:
    """What is typed for one of a term and for many."""
    found = next((value for name, value in _mapping(terms).items() if canonical(name) == key), "")
    forms = found if isinstance(found, Mapping) else {"one": found}
    one, many = (forms.get(form, "") for form in FORMS)
    return (one if isinstance(one, str) else "", many if isinstance(many, str) else "")


def terms_as_sent(post: QueryDict, prefix: str, terms: Any, own_language: str) -> dict[str, Any]:
    """The document that a form says; a word that is left as a single text stays one."""
    said: dict[str, Any] = {}
    before = {canonical(key): value for key, value in _mapping(terms).items()}
    for language in languages_asked(terms, own_language):
        for key in keys_asked(terms, language):
            stood = before.get(key)
            typed = {form: post.get(f"{prefix}{NAME}.{key}.{form}") for form in FORMS}
            if all(text is None for text in typed.values()):  # not asked for, or the form was cut short
                words = stood
            else:
                words = {form: " ".join(text.split()) for form, text in typed.items() if text and text.strip()}
            if isinstance(stood, str) and words == {"one": stood}:
                words = stood
            if words:
                said[key] = words
    return said


def _mapping(terms: Any) -> Mapping[str, Any]:
    return terms if isinstance(terms, Mapping) else {}
