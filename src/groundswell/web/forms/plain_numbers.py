"""Numbers as people write them in answers: "8 in 10", "80 %", ".8", "1,240", "half"; read as exact decimals.

Whoever asks says back what was read, so that nobody is misunderstood unawares. What could mean two things is not read.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation, localcontext

from django.utils.translation import gettext

from groundswell.web.forms.fields import plain

FINEST = Decimal("0.000001")
LONGEST = 40
_NUMBER = r"[+−-]?\d*[.,]?\d+"
_PART = re.compile(rf"({_NUMBER})(?:\s*/\s*|\s+[^\d.,%\s]+(?:\s+[^\d.,%\s]+)?\s+)(\d+(?:[.,]\d+)?)\D*")
_PERCENT = re.compile(rf"({_NUMBER})\s*(?:%|[^\d.,%\s]*cent[^\d.,%\s]*|per cent)")
_THOUSANDS = re.compile(r"[+−-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LEAST_UNCLEAR, _MOST_UNCLEAR = Decimal(1), Decimal(10)


class UnclearError(ValueError):
    """A text that is no number, or could be two; its words say what to write instead."""


def number_of(text: str) -> Decimal | None:
    """A plain number, with or without its thousands apart; None for a blank. Raises UnclearError.

    >>> number_of(" 1,240 "), number_of("3 500"), number_of("2,5")
    (Decimal('1240'), Decimal('3500'), Decimal('2.5'))
    """
    said = _tidy(text)
    if not said:
        return None
    return _decimal(said.lstrip("$€£"), gettext("write a number, such as 300"))


def share_of(text: str) -> Decimal | None:
    """A share of people as a proportion; None for a blank. Raises UnclearError.

    A bare number above ten is taken for a percent, below one for a proportion; between them it could be either.

    >>> [str(share_of(said)) for said in ("8 in 10", "8 out of 10", "80 %", "80", ".8", "4/5", "half")]
    ['0.8', '0.8', '0.8', '0.8', '0.8', '0.8', '0.5']
    """
    said = _tidy(text).lower()
    if not said:
        return None
    if said in _words():
        return _words()[said]
    help_ = gettext("write it like “8 in 10” or “80 %”")
    if found := _PART.fullmatch(said):
        some, all_ = (_decimal(each, help_) for each in found.groups())
        if all_ <= 0:
            raise UnclearError(help_)
        return _proportion(some / all_)
    if found := _PERCENT.fullmatch(said):
        return _proportion(_decimal(found[1], help_) / 100)
    number = _decimal(said, help_)
    if _LEAST_UNCLEAR <= number <= _MOST_UNCLEAR:
        mean = {"number": said}
        raise UnclearError(gettext("“%(number)s” could be %(number)s in 10 or %(number)s %%: write which") % mean)
    return _proportion(number if number < 1 else number / 100)


def of_hundred(text: str) -> Decimal | None:
    """How many of a hundred, as a proportion: a bare number is taken as it stands. Raises UnclearError.

    A bare number between nothing and one is asked about: it was hardly meant as a part of one person.

    >>> of_hundred("6"), of_hundred("6 in 10")
    (Decimal('0.06'), Decimal('0.6'))
    """
    said = _tidy(text)
    if not said:
        return None
    try:
        number = _decimal(said, "")
    except UnclearError:
        return share_of(said)
    if 0 < abs(number) < 1:
        mean = {"many": written(number * 100), "number": said}
        raise UnclearError(
            gettext("Did you mean %(many)s of 100? Write %(many)s; if not, write “%(number)s %%”") % mean
        )
    return _proportion(number / 100)


def written(number: Decimal) -> str:
    """A number as the package writes it.

    >>> written(Decimal("0.80")), written(Decimal("1E+3"))
    ('0.8', '1000')
    """
    text = f"{number.quantize(FINEST) if number.as_tuple().exponent < -6 else number:f}"  # type: ignore[operator]
    return text.rstrip("0").rstrip(".") if "." in text else text


def _proportion(number: Decimal) -> Decimal:
    if not -1 <= number <= 1:
        raise UnclearError(gettext("no more than all of them: write at most 100 %%") % {})
    return Decimal(written(number))


def _decimal(text: str, help_: str) -> Decimal:
    said = text.replace("−", "-").replace(" ", "")
    said = said.replace(",", "") if _THOUSANDS.fullmatch(said) else said.replace(",", ".")
    try:
        with localcontext(prec=30):
            number = Decimal(said)
    except InvalidOperation:
        raise UnclearError(help_) from None
    if not number.is_finite() or abs(number) > Decimal(10) ** 12 or not set(said) <= set("0123456789.+-"):
        raise UnclearError(help_)
    return number


def _tidy(text: str) -> str:
    said = " ".join(plain(text).replace("\u202f", " ").replace("\u00a0", " ").split())
    if len(said) > LONGEST:
        raise UnclearError(gettext("write a number only"))
    return said


def _words() -> dict[str, Decimal]:
    """Shares that people say in a word."""
    return {
        gettext("all"): Decimal(1), gettext("everyone"): Decimal(1), gettext("everybody"): Decimal(1),
        gettext("half"): Decimal("0.5"), gettext("a quarter"): Decimal("0.25"), gettext("none"): Decimal(0),
        gettext("nobody"): Decimal(0),
    }  # fmt: skip
