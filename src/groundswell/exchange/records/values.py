"""Values beside those that a program's measures name: a slip of the pen is told with the word that was meant.

A service that no measure asks for is no mistake, so it is only counted. A value is quoted nowhere: only the word that a
measure names is.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from groundswell.core.findings import Severity
from groundswell.exchange.records.headings import heading_key
from groundswell.exchange.records.wrongs import Wrong

_MOST_COMPARED = 500
_NEAR = 0.8


def tell_unknown_values(
    column: str, texts: Sequence[str], rows: Sequence[int], allowed: Sequence[str]
) -> Iterator[tuple[Wrong, list[int]]]:
    """What is to be said of values that no measure names, each with its rows."""
    unknown = [text for text in dict.fromkeys(texts) if text and text not in allowed]
    nearest = {text: near for text in unknown[:_MOST_COMPARED] if (near := nearest_value(text, allowed))}
    by_meant: dict[str, list[int]] = {}
    far: list[int] = []
    others = set(unknown) - set(nearest)
    for text, row in zip(texts, rows, strict=True):
        if text in nearest:
            by_meant.setdefault(nearest[text], []).append(row)
        elif text in others:
            far.append(row)
    for meant, places in by_meant.items():
        words = f"measures ask for {meant!r}, and this {column} is nearly that"
        yield Wrong("near_value", words, f"write {meant}, if it is meant", Severity.WARNING), places
    if far:
        many = "rows hold values" if len(far) > 1 else "row holds a value"
        words = f"{len(far):,} {many} of {column} that no measure asks for"
        yield Wrong("other_value", words, f"the measures know: {'; '.join(allowed[:10])}", Severity.INFO), []


def nearest_value(text: str, allowed: Sequence[str]) -> str:
    """The allowed value that was meant: the same letters in other dress, or all but the same; "" where none is near.

    >>> nearest_value("visitt", ["visit", "call"]), nearest_value("Home-Visit", ["home visit"])
    ('visit', 'home visit')
    """
    by_key = {heading_key(each): each for each in allowed}
    key = heading_key(text)
    if key in by_key:
        return by_key[key]
    near = get_close_matches(key, by_key, 1, _NEAR) if len(key) < 100 else []
    return by_key[near[0]] if near else ""
