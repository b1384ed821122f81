"""What was promised toward the part of a gap that nobody owns: a line on the contribution page, and where it leads."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.contributions.pages import ContributionPage
from groundswell.apps.scorecards.queries.partnerships.commitments import PromisedPeople
from groundswell.web.presenters.writing import grouped


def promised_words(promised: PromisedPeople) -> str:
    """`Promised toward it: 60 people, of whom 20 are kept so far, in 3 commitments.`"""
    number = promised.commitments
    said = {
        "people": grouped(float(promised.people.standing)),
        "kept": grouped(float(promised.people.kept)),
        "commitments": ngettext("%(n)s commitment", "%(n)s commitments", number) % {"n": grouped(number)},
    }
    if not promised.people.pledged:
        return gettext("Promised toward it: %(commitments)s, none of them in people.") % said
    return (
        gettext("Promised toward what nobody owns: %(people)s people, kept so far %(kept)s (%(commitments)s).") % said
    )


def promised_address(page: ContributionPage, promised: PromisedPeople) -> str:
    """The commitments toward this indicator, or the page that everybody reads."""
    if not promised.is_for_all:
        return reverse("promises", args=[page.community.id])
    asked = urlencode({"indicator": page.indicator.id})
    return f"{reverse('commitments', args=[page.community.id])}?{asked}"
