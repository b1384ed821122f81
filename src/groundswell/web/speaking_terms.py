"""Pages in a community's words: what a page says by itself is said with the words that the community uses.

Everything that pages say goes through gettext, in the reader's language, before values stand in it. Here one step is
put behind the translation: once a view has found the community of a request (and so has made sure that the reader may
open it), its words take the place of the field's. Data, addresses, ids and the keys of JSON never pass here. Where a
community has no words of its own, and follows no framework that has some, sentences come back as they went in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, trans_real

from groundswell.apps.people.models import Community
from groundswell.core.specification.terms import TERMS, Words, framework_words, own_words
from groundswell.core.specification.wording import Wording


class SpeakingTerms:
    """Middleware, within the one that chooses the language: what is translated also speaks the community's words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the community's words; afterwards this thread speaks as before."""
        with _spoken_by(lambda: getattr(request, "community", None)):
            return self.get_response(request)


@contextmanager
def speaking_for(community: Community, language: str = "") -> Iterator[None]:
    """What is said within is said in a community's words, in another language where one is named."""
    with _spoken_by(lambda: community, trans_real.translation(language) if language else None):
        yield


@contextmanager
def _spoken_by(found: Callable[[], Community | None], translation: Any = None) -> Iterator[None]:
    """What is said within is said in the words of the community that `found` finds; then as it was said before."""
    thread = _of_this_thread()
    before = getattr(thread, "value", None)
    translation = translation or before or trans_real.translation(trans_real.get_language())
    thread.value = _InOwnWords(translation, found)
    try:
        yield
    finally:
        if before is None:
            del thread.value
        else:
            thread.value = before


def _of_this_thread() -> Any:
    """Where Django keeps the translation of a thread (or task); it has no public way to put something behind it."""
    return trans_real._active  # type: ignore[attr-defined]


class _InOwnWords:
    """A translation of Django's, and after it the words of the community that `found` finds, as soon as it does."""

    def __init__(self, translation: Any, found: Callable[[], Community | None]) -> None:
        self._translation, self._found = translation, found
        self._wording: Wording | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._translation, name)

    def gettext(self, message: str) -> str:
        """The message in the reader's language and the community's words."""
        # What nobody has translated comes back with its context before it.
        return self._said(self._translation.gettext(message).rpartition(trans_real.CONTEXT_SEPARATOR)[2])

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The same of a message that depends on a number."""
        return self._said(self._translation.ngettext(singular, plural, number))

    def _said(self, text: str) -> str:
        if self._wording is None:
            community = self._found()
            if community is None:
                return text
            self._wording = wording_of(community, self._translation)
        return self._wording.said(text) if self._wording else text


def wording_of(community: Community, translation: Any) -> Wording:
    """How sentences in the language of this translation are said in this community."""
    terms = community.document.get("terms")
    if not terms and not framework_words(community.framework):
        return _NOTHING_ELSE
    said = json.dumps(terms, sort_keys=True) if isinstance(terms, dict) else "{}"
    return _wording(said, community.framework, community.language, translation.to_language(), translation)


_NOTHING_ELSE = Wording((), is_english=True)


@lru_cache(maxsize=256)
def _wording(terms: str, framework: str, own_language: str, language: str, translation: Any) -> Wording:
    is_english = language.partition("-")[0] == "en"
    own = own_words(json.loads(terms), language=language, own_language=own_language)
    theirs = framework_words(framework)

    def pairs() -> Iterator[tuple[str, str]]:
        for name, term in TERMS.items():
            words = own.get(name) or _translated(theirs.get(name), translation, is_english=is_english)
            for old, new in zip(term.words, words, strict=True):
                yield translation.gettext(old), new

    return Wording(pairs(), is_english=is_english)


def _translated(words: Words | None, translation: Any, *, is_english: bool) -> Words:
    """A framework's words in the language of pages; blank where nobody has translated one."""
    said = [(word, translation.gettext(word)) for word in words or ("", "") if word]
    return Words(*(found if is_english or found != word else "" for word, found in said)) if said else Words("", "")


def in_the_field_s_words(message: str) -> str:
    """A message in the reader's language and the field's own words, wherever it is said."""
    active = getattr(_of_this_thread(), "value", None)
    if isinstance(active, _InOwnWords):
        said: str = active._translation.gettext(message)
        return said
    return gettext(message)


def in_words_of(content: Mapping[str, Any], language: str, messages: Iterable[Any]) -> tuple[str, ...]:
    """Messages in another language, with the words of a community as somebody has typed it and not stored it yet."""
    community = Community(
        document={"terms": content.get("terms")},
        framework=str(content.get("framework", "")),
        language=str(content.get("language", "")),
    )
    with speaking_for(community, language):
        return tuple(map(str, messages))
