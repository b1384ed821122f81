"""What the words of closed lists mean, in plain words: `headline`, `under_way`, `as_written`.

They are looked up by the name of their field; the three powers of an indicator share one list.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as p

from groundswell.web.presenters.desk.field_labels.hints import Words

WORDS: dict[str, dict[str, Words]] = {
    "unit": {
        "percent": _("Percent"),
        "rate": _("Rate, such as 12.1 per 1,000"),
        "count": _("Count"),
        "number": _("Number"),
        "currency": _("Money"),
        "index": _("Index or score"),
    },
    "polarity": {
        "higher": _("Higher is better"),
        "lower": _("Lower is better"),
        "neutral": _("Neither: it is only watched"),
    },
    "standing": {
        "headline": _("Headline: we lead with it"),
        "secondary": _("Secondary: it stands behind the headline"),
        "development": _("Data development agenda: we still must find the data"),
    },
    "power": {"high": p("power of an indicator", "High"), "medium": p("power of an indicator", "Medium"),
              "low": p("power of an indicator", "Low")},
    "visibility": {
        "public": _("Public: everybody finds it"),
        "unlisted": _("Unlisted: whoever has the address"),
        "private": _("Private: only who holds a role"),
    },
    "comparison_rule": {
        "nchs": _("By the margin of error: a change that chance could make is no change (NCHS)"),
        "ties_improve": _("Plainly: better is improving, and a tie counts as improving (New York)"),
    },
    "fiscal_year_named_by": {"start": _("the year it begins in"), "end": _("the year it ends in")},
    "question": {
        "how_many": _("How many? How much we did"),
        "how_well": _("How well? How well we did it"),
        "what_difference": _("What difference? Who is better off"),
        "story": _("The story behind the curve"),
        "partners": _("Partners with a part to play"),
        "what_works": _("What works"),
        "action": _("What we propose to do"),
    },
    "stance": {
        "as_written": _("As written: we take it up in the library’s words"),
        "adapted": _("Adapted: we take it up in words of our own"),
        "waived": _("Waived: we leave it out, and say why"),
        "later": _("Later: we decide about it by a day"),
    },
    "use": {
        "required": _("Required: everybody who serves these people reports it"),
        "menu": _("From the menu: chosen from the shared library"),
        "local": _("Local: this program's own"),
    },
    "kind": {
        "priorities": _("Priorities: what we put first"),
        "resources": _("Resources: money, people, places, data"),
        "practices": _("Practices: how we work"),
    },
    "status": {
        "pledged": _("Pledged: said, and not begun"),
        "under_way": _("Under way"),
        "kept": _("Kept"),
        "broken": _("Broken: it will not be kept"),
        "released": _("Released: those who were to receive it let it go"),
    },
    "published": {"true": _("Yes"), "false": _("No")},
    "public_promises": {"true": _("Yes"), "false": _("No")},
    "formal": {
        "true": _("Formally: the organization has given them the mandate"),
        "false": _("Not formally: a friendly presence"),
    },
    "can_commit": {
        "priorities": _("Priorities: what the organization puts first"),
        "resources": _("Resources: money, people, rooms, data"),
        "practices": _("Practices: how the organization works"),
    },
    "subject": {
        "program": _("Programs"),
        "measure": _("Measures"),
        "strategy": _("Strategies"),
        "community": _("The whole community"),
        "result": _("Results"),
        "indicator": _("Indicators"),
        "organization": _("Organizations"),
    },
}  # fmt: skip  # fmt: skip


def word_of(name: str, word: str) -> str:
    """What a word of a closed list means to a person."""
    table = WORDS.get("power" if name.endswith("_power") else name, {})
    return str(table.get(word, word.replace("_", " ")))
