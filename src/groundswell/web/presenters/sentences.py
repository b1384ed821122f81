"""The sentence an indicator's page opens with: the result in plain words, before any chart."""

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries import IndicatorPage
from groundswell.core.vocabulary import Verdict
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.writing import Pen, period_text


def opening(page: IndicatorPage, pen: Pen) -> str:
    """`59.6 % ± 1.1 in 2023: since the work began, on average 4.4 points above where it was heading.`"""
    now = _now(page, pen)
    difference = page.curve.mean_difference
    if difference is None or page.curve.verdict is None:
        return f"{now}."
    if pen.is_nothing(difference):
        return gettext("%(now)s: since the work began, where it was heading.") % {"now": now}
    words = _within_chance(difference) if page.curve.verdict is Verdict.AS_EXPECTED else _beyond_chance(difference)
    return words % {"now": now, "size": pen.size(difference)}


def _beyond_chance(difference: float) -> str:
    if difference > 0:
        return gettext("%(now)s: since the work began, on average %(size)s above where it was heading.")
    return gettext("%(now)s: since the work began, on average %(size)s below where it was heading.")


def _within_chance(difference: float) -> str:
    if difference > 0:
        return gettext("%(now)s: on average %(size)s above where it was heading, which chance alone can explain.")
    return gettext("%(now)s: on average %(size)s below where it was heading, which chance alone can explain.")


def _now(page: IndicatorPage, pen: Pen) -> str:
    latest = page.curve.latest
    if latest is None or page.curve.latest_period is None:
        return spoken(page.elsewhere) or gettext("No number has been published yet")
    said = {"value": pen.line(latest), "period": period_text(page.curve.latest_period)}
    return gettext("%(value)s in %(period)s") % said
