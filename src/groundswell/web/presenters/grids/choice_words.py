"""The words of a forced choice: among the indicators of a result, and among the measures of a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from groundswell.core.votes import Settled

Words = str | Promise
STANDINGS: dict[str, Words] = {
    "headline": _("Headline"),
    "secondary": _("Secondary"),
    "development": _("Data development agenda"),
    "": _("Not decided"),
}
WHY: dict[Settled, Words] = {
    Settled.VOTES: "",
    Settled.BORDA: _("As many put another first; this one stands higher on the ballots altogether."),
    Settled.NAME: _("Nothing on the ballots tells it from the next but its name; talk it over."),
}


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """What the pages of one kind of choice say; `leading` is told how many lead (count), and their names."""

    title: Words
    lede: Words
    one: Words
    questions: tuple[Words, ...]
    hint: Words
    data_questions: tuple[Words, ...]
    none_chosen: Words
    closing: Words
    leading: Any
    undone: Words
    empty: Words
    empty_lede: Words
    empty_door: Words


OF_INDICATORS = ChoiceWords(
    title=_("Which indicators speak for this result?"),
    lede=_(
        "Rate each indicator, then vote. Three to five become headline indicators, those without data go on the data "
        "development agenda, and the rest are secondary."
    ),
    one=_("Indicator"),
    questions=(
        _("If you could show only one of these to the community, which one?"),
        _("If you could show a second one, which?"),
        _("And a third?"),
        _("And a fourth?"),
        _("And a fifth?"),
    ),
    hint="",
    data_questions=(
        _("These lack good data. If you could have data for only one of them, which one?"),
        _("And data for a second one?"),
        _("And for a third?"),
    ),
    none_chosen=_("You chose no indicator that has data."),
    closing=_(
        "Each indicator becomes headline, secondary or data development agenda, as the ballots say. You can change "
        "that by hand afterwards. A new round opens."
    ),
    leading=ngettext_lazy("The headline indicator is %(names)s.", "The headline indicators are %(names)s.", "count"),
    undone=_("The closing is taken back: every indicator is what it was, and the round is open with its ballots."),
    empty=_("No indicator speaks to this result yet"),
    empty_lede=_(
        "Add every indicator that somebody at the table proposes, even those without data. The vote puts them in order."
    ),
    empty_door=_("Add an indicator"),
)
OF_MEASURES = ChoiceWords(
    title=_("Which measures speak for this program?"),
    lede=_(
        "Three to five measures become headline measures, those without figures go on the data development agenda in "
        "the order of their priority, and the rest are secondary."
    ),
    one=_("Measure"),
    questions=(
        _("If you had to talk about this program with only one of these measures, which would it be?"),
        _("If you could talk about a second one, which?"),
        _("And a third?"),
        _("And a fourth?"),
        _("And a fifth?"),
    ),
    hint=_("What says most stands mostly under “How well?” and “What difference? (%)”."),
    data_questions=(
        _("These have no figures yet. If you could have figures for only one of them, which one?"),
        _("And figures for a second one?"),
        _("And for a third?"),
    ),
    none_chosen=_("You chose no measure that has figures."),
    closing=_(
        "Each measure of this program becomes headline, secondary or data development agenda, as the ballots say. You "
        "can change that by hand afterwards. A new round opens."
    ),
    leading=ngettext_lazy("The headline measure is %(names)s.", "The headline measures are %(names)s.", "count"),
    undone=_("The closing is taken back: every measure stands as it did, and the round is open with its ballots."),
    empty=_("This program has adopted no measure yet"),
    empty_lede=_(
        "Adopt every measure that somebody at the table proposes, even those without figures. The vote puts them in "
        "order."
    ),
    empty_door=_("Adopt a measure"),
)
