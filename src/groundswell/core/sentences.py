"""Sentences that can be said in another language.

The ground floor answers in plain English, and an answer is text like any other. A `Sentence` is that text and also
remembers how it was made: the template, and the values that stand in it. Whoever talks to people looks the template up
in the reader's language and puts the values in again; files, JSON and the command line keep the English.

Templates are literals where they are written, so that `docs/catalogue.py` finds them all.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from groundswell.core.periods import Period


class Numeral(str):
    """A number as English writes it, which can be written again with another language's signs."""

    number: float
    decimals: int

    @classmethod
    def of(cls, number: float, decimals: int) -> "Numeral":
        """With thousands apart and so many decimals.

        >>> Numeral.of(12345.6, 0)
        '12,346'
        """
        numeral = cls(f"{number:,.{decimals}f}")
        numeral.number, numeral.decimals = number, decimals
        return numeral


Value: TypeAlias = "str | int | Period"  # a Sentence is said again, a name stays what it is


class Sentence(str):
    """English text that remembers its template and values; `many` is the template for a `number` other than one."""

    template: str
    many: str
    number: int
    values: Mapping[str, Value]


def sentence(template: str, /, **values: Value) -> Sentence:
    """A sentence from a template with its values in braces.

    >>> said = sentence("{first} and {second}", first="Hill", second=sentence("two more"))
    >>> said, said.template
    ('Hill and two more', '{first} and {second}')
    """
    return _made(template, "", 1, values)


def counted_sentence(one: str, many: str, count: int, /, **values: Value) -> Sentence:
    """A sentence that depends on a number, which its templates call {count}.

    >>> counted_sentence("{count} point", "{count} points", 2)
    '2 points'
    """
    return _made(one, many, count, {"count": count, **values})


def with_values(said: Sentence, /, **values: Value) -> Sentence:
    """The same sentence with other values in some of its places.

    >>> with_values(sentence("{first} and {second}", first="Hill", second="Dale"), second="Brook")
    'Hill and Brook'
    """
    return _made(said.template, said.many, said.number, {**said.values, **values})


def _made(template: str, many: str, count: int, values: Mapping[str, Value]) -> Sentence:
    english = many if many and count != 1 else template
    made = Sentence(english.format_map(values) if values else english)
    made.template, made.many, made.number, made.values = template, many, count, values
    return made


def listed(words: Sequence[str]) -> str:
    """Words in a row: `a, b and c`."""
    if len(words) < 2:
        return words[0] if words else ""
    return sentence("{several} and {last}", several=_in_a_row(words[:-1]), last=words[-1])


def _in_a_row(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else sentence("{first}, {others}", first=words[0], others=_in_a_row(words[1:]))


def after_one_another(sentences: Sequence[str]) -> str:
    """Whole sentences, each with its full stop; those that say nothing are left out.

    >>> after_one_another(["One is wider", "", "None is new"])
    'One is wider. None is new.'
    """
    said = [one for one in sentences if one]
    if not said:
        return ""
    first = said[0] if said[0].endswith(".") else sentence("{sentence}.", sentence=said[0])
    if len(said) == 1:
        return first
    return sentence("{first} {others}", first=first, others=after_one_another(said[1:]))
