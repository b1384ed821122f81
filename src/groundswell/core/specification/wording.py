"""A sentence with a community's words in the place of the field's.

Only sentences of the pages' own are said anew, before any value stands in them: names, stories and numbers come after.
A word is replaced whole, with the capital it had, and `a` and `an` before it follow. What holds a place for a value,
markup, names of files and columns and words with a hyphen stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_KEPT = (
    r"%\(\w+\)[a-z]|%%|\{\w*\}|<[^>]*>|&#?\w+;"  # places for values, markup
    r"|https?://\S+|\w*_\w+|[\w-]+\.(?:csv|yaml|json|md|xlsx)\b"  # addresses, columns, files
)
# Where English uses the same letters for something else: a verb, a risk, a word of a file, a program of a computer.
_OTHER_SENSES = (
    r"\b(?:[Tt]o|would|could|should|must|can|will|not|we|they|you) measure\b",
    r"\bbaseline risk",
    r"backbone; provider; funder; \w+; government",
    r"\bidentity of the provider\b",
    r"\bprograms? (?:that )?use the API\b",
)
_AN = re.compile(r"[aeiou]|hour|hono|heir", re.IGNORECASE)
_NOT_AN = re.compile(r"uni|us[eua]|eu|one\b|once", re.IGNORECASE)
_SPELLED_AN = frozenset("AEFHILMNORSX")  # letters whose name begins with a vowel


class Wording:
    """Says the sentences of one language with other words."""

    def __init__(self, pairs: Iterable[tuple[str, str]], *, is_english: bool) -> None:
        """`pairs` are the word that stands in sentences, in lower case or as the language writes it, and the new."""
        self._new = {old: new for old, new in pairs if old and new and old != new}
        self._pattern = self._compiled(is_english) if self._new else None
        self.said = lru_cache(maxsize=8192)(self._said)

    def __bool__(self) -> bool:
        """False where every word is the field's."""
        return bool(self._new)

    def _compiled(self, is_english: bool) -> re.Pattern[str]:
        olds = sorted({form for old in self._new for form in (old, _capital(old))}, key=len, reverse=True)
        words = "|".join(map(re.escape, olds))
        kept = "|".join((_KEPT, *(_OTHER_SENSES if is_english else ())))
        article = r"(?:(?P<article>\b[Aa]n?)(?P<gap>\s+))?" if is_english else ""
        return re.compile(rf"(?P<kept>{kept})|{article}(?<![\w-])(?P<word>{words})(?![\w-])")

    def _said(self, text: str) -> str:
        return self._pattern.sub(self._replaced, text) if self._pattern else text

    def _replaced(self, found: re.Match[str]) -> str:
        if found["kept"] is not None:
            return found[0]
        new = self._new.get(found["word"]) or self._new[_small(found["word"])]
        new = _capital(new) if found["word"][0].isupper() else _small(new)
        article = found.groupdict().get("article")
        return f"{article[0]}{'n' if takes_an(new) else ''}{found['gap']}{new}" if article else new


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _small(word: str) -> str:
    """With a small first letter, unless it has capitals of its own (a name, an abbreviation)."""
    return word if any(letter.isupper() for letter in word[1:]) else word[:1].lower() + word[1:]


def takes_an(word: str) -> bool:
    """Whether English says `an` before a word.

    >>> [takes_an(word) for word in ("outcome", "goal", "unit", "hour", "BHAG", "MOU")]
    [True, False, False, True, False, True]
    """
    first = word.split()[0] if word.split() else ""
    if len(first) > 1 and first.isupper():
        return first[0] in _SPELLED_AN
    return bool(_AN.match(first)) and not _NOT_AN.match(first)
