"""What a program sends, read strictly: one JSON document, each key once, numbers exactly as they were written.

A number keeps the digits of its literal (`20.40` stays 20.40, never a binary fraction), `true` is no number, and what
is too large, too deep or in another format is refused in a sentence before anything is looked at.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from django.http import HttpRequest, UnreadablePostError

from groundswell.api.problems import Problem, ProblemError

BYTES = 1_000_000  # of a whole request
DEPTH = 24  # of lists and objects within each other
JSON_TYPES = ("application/json",)
MERGE_PATCH = "application/merge-patch+json"
LONGEST_NUMBER = 64  # characters, as a package has it
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number as its sender wrote it."""

    literal: str

    @property
    def text(self) -> str:
        """Plain digits: 1e3 is 1000. The literal itself where it is too long to be meant."""
        if "e" not in self.literal.lower():
            return self.literal
        try:
            exact = Decimal(self.literal)
        except InvalidOperation:  # an exponent that no machine counts to
            return self.literal
        exponent = exact.as_tuple().exponent
        is_plain = isinstance(exponent, int) and abs(exponent) + len(exact.as_tuple().digits) <= LONGEST_NUMBER
        return format(exact, "f") if is_plain else self.literal


def body_of(request: HttpRequest, *, types: tuple[str, ...] = JSON_TYPES) -> Any:
    """The JSON document in a request, numbers as `Number`; raises ProblemError (400, 413, 415) where there is none."""
    content_type = str(request.META.get("CONTENT_TYPE", ""))
    charset = _CHARSET.search(content_type)
    if content_type.partition(";")[0].strip().lower() not in types or (
        charset and charset.group(1).lower() not in ("utf-8", "utf8")
    ):
        raise ProblemError(415, f"Send JSON in UTF-8, with Content-Type: {types[0]}.")
    return parsed(bytes_of(request))


def bytes_of(request: HttpRequest) -> bytes:
    """What was sent, where it is not too much."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise ProblemError(400, "Content-Length is not a number.") from None
    if length > BYTES:
        raise ProblemError(413, f"At most {BYTES:,} bytes can be sent at once: send fewer things, in several requests.")
    try:
        return request.body
    except UnreadablePostError:
        raise ProblemError(400, "The request broke off before all of it had arrived.") from None


def parsed(raw: bytes) -> Any:
    """A JSON document; raises ProblemError (400) saying where it stops being one."""
    try:
        document = json.loads(
            raw.decode("utf-8"),
            parse_int=Number,
            parse_float=Number,
            parse_constant=_no_number,
            object_pairs_hook=_each_key_once,
        )
    except UnicodeDecodeError as failure:
        raise ProblemError(400, f"This is not UTF-8: byte {failure.start + 1} belongs to no character.") from None
    except json.JSONDecodeError as failure:
        where = f"line {failure.lineno}, column {failure.colno}"
        raise ProblemError(400, f"This is not JSON: {failure.msg.lower()} at {where}.") from None
    except RecursionError:
        raise _too_deep() from None
    _check(document)
    return document


def _no_number(word: str) -> NoReturn:
    raise ProblemError(400, f"{word} is not a number in JSON: leave out what is not known.")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ProblemError(400, f"The key {json.dumps(twice[:60])} stands twice in one object: which is meant?")
    return found


def _check(document: Any) -> None:
    """Refuse halves of characters, which no file can hold, and what is nested too deeply to be meant."""
    waiting: list[tuple[Any, str, int]] = [(document, "", 0)]
    while waiting:
        value, pointer, depth = waiting.pop()
        if depth > DEPTH:
            raise _too_deep()
        if isinstance(value, str) and not _is_whole(value):
            raise ProblemError(400, "A text holds half a character.", errors=(_half(pointer),))
        if isinstance(value, list):
            waiting += [(part, f"{pointer}/{at}", depth + 1) for at, part in enumerate(value)]
        elif isinstance(value, dict):
            if not all(map(_is_whole, value)):
                raise ProblemError(400, "A key holds half a character.", errors=(_half(pointer),))
            waiting += [(part, f"{pointer}/{pointed(key)}", depth + 1) for key, part in value.items()]


def pointed(key: str | int) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text) if not text.isascii() else True


def _half(pointer: str) -> Problem:
    return Problem(pointer, "holds half a character (a lone surrogate)", "send both halves, or neither")


def _too_deep() -> ProblemError:
    return ProblemError(400, f"Lists and objects stand within each other more than {DEPTH} deep.")
