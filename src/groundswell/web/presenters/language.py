"""Sentences from the lower floors, said in the reader's language.

Core and the rooms answer with a `Sentence`: English that remembers its template and its values. Here the template is
looked up in the catalogue of the language and the values are written as that language writes them. Text that is no
Sentence (a name, a note that somebody typed) stays as it is.
"""

import re

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from groundswell.charts.scales import period_words
from groundswell.core.periods import Period, PeriodKind
from groundswell.core.sentences import Numeral, Sentence, Value

THIN = "\u202f"  # a narrow space that does not break: between a number and its sign
MINUS = "\u2212"
NO_BREAK = "\u00a0"
JOINED_DASH = "–\u2060"  # no line breaks behind it, so that 2029–30 stays in one piece
_HYPHENS = re.compile(r"(?<![\w–-])-(?=\d)")
_PAIRS = re.compile(r"\b(\d{4})(?:/|\.\.)(\d{4})\b")


def spoken(text: str) -> str:
    """The text in the active language, in the spelling of the pages."""
    return tight(_spoken(text)) if isinstance(text, Sentence | Numeral) else text


def stopped(text: str) -> str:
    """The text as a whole sentence, with its full stop."""
    said = spoken(text)
    return said if not said or said.endswith((".", "?", "!")) else gettext("%(sentence)s.") % {"sentence": said}


def called(name: str) -> str:
    """What somebody is called who may have given no name; never by an address."""
    return name or gettext("a person without a name")


def _spoken(text: Value) -> str:
    if isinstance(text, Sentence):
        return _translated(text)
    if isinstance(text, Numeral):
        return number_format(f"{text.number:.{text.decimals}f}", decimal_pos=text.decimals, force_grouping=True)
    if isinstance(text, Period):
        return period_text(text)
    return str(text)


def _translated(text: Sentence) -> str:
    template = ngettext(text.template, text.many, text.number) if text.many else gettext(text.template)
    if not text.values:
        return template
    values = {name: _spoken(value) for name, value in text.values.items()}
    try:
        return template.format_map(values)
    except (KeyError, IndexError, ValueError, AttributeError):  # a translation that names a value there is not
        return str(text)


def tight(text: str) -> str:
    """Words from the lower floors, in the spelling of the pages: percent signs, minus signs, and years that pair."""
    text = text.replace(" %", f"{THIN}%")
    text = _HYPHENS.sub(MINUS, text)
    return _PAIRS.sub(lambda years: f"{years[1]}{JOINED_DASH}{years[2][2:]}", text)


def period_text(period: Period | None) -> str:
    """A period in a sentence; a month by its name."""
    if period is None:
        return ""
    if period.kind is PeriodKind.MONTH:
        month = _months()[period.index % 12]
        return f"{month}{NO_BREAK}{period.first_year}"
    return period_words(period).replace("–", JOINED_DASH).replace(" ", NO_BREAK)


def _months() -> tuple[str, ...]:
    from django.utils.dates import MONTHS_AP

    return tuple(str(MONTHS_AP[number]) for number in range(1, 13))
