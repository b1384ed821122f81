"""Money as a sentence says it: `about $7.4 million`, in the community's currency."""

from __future__ import annotations

from math import log10

from django.utils.formats import number_format
from django.utils.translation import gettext

from groundswell.charts.scales import Scale
from groundswell.core.vocabulary import Unit
from groundswell.web.presenters.writing import Pen, grouped

MILLION, FIGURES = 1_000_000, 2


def money(amount: float, currency: str) -> str:
    """The amount in full: `$7,412,000`."""
    return f"{sign_of(currency)}{grouped(amount)}"


def money_words(amount: float, currency: str) -> str:
    """The amount with two figures that matter: `$7.4 million`, `$94,000`."""
    if amount >= MILLION:
        decimals = 0 if amount >= 100 * MILLION else 1
        number = number_format(f"{amount / MILLION:.{decimals}f}", decimal_pos=decimals, force_grouping=True)
        return gettext("%(money)s million") % {"money": f"{sign_of(currency)}{number}"}
    return money(_rounded(amount), currency)


def _rounded(amount: float) -> float:
    if amount <= 0:
        return 0.0
    step = 10.0 ** max(0, int(log10(amount)) + 1 - FIGURES)
    return round(amount / step) * step


def money_scale(most: float, currency: str) -> tuple[Scale, str]:
    """How an axis writes money up to this much, and what stands beneath it."""
    if most >= 2 * MILLION:
        return Scale(1 / MILLION, sign_of(currency)), gettext("cost, in millions")
    return Scale(1.0, sign_of(currency)), gettext("cost")


def sign_of(currency: str) -> str:
    """What stands before an amount."""
    return Pen(Unit.CURRENCY, currency=currency).sign
