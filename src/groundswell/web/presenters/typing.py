"""What fields are called on their forms, for typing that is given back where nobody could take it.

Labels follow from the form alone, never from what a community holds: a community that is there and one that never was
are answered alike, so an organization or a partner stands by its id as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.urls import ResolverMatch
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groundswell.apps.packages.queries.kinds import OBJECT_KINDS
from groundswell.web.forms.fields import PREFIX
from groundswell.web.presenters.desk.labels import ID_LABEL, label_of
from groundswell.web.presenters.partners.words import level_name

_DESK = {"desk-new", "desk-object"}
_LONGEST_NUMBER = 9  # digits by which a row is counted; whoever writes more made up the name
_CELL = re.compile(r"([1-7])-(.+)-(activity|evidence|since|so)")
_OF_CELLS: Mapping[str, Promise] = {
    "activity": _("what is done"),
    "evidence": _("what shows it"),
    "since": _("since when"),
    "so": _("is so"),
}
# What a form keeps for itself: sent again, and not typed by anybody.
_OF_MACHINES = frozenset({
    "about", "base", "began", "by", "change", "clashes", "do", "facts", "id", "key", "keys", "lines", "round", "seen",
    "session", "shown", "version", "view", "wide",
})  # fmt: skip
_KEPT = (".was", ".rows")  # what stood there before, and how many there are
_ABOUT_PARTNER = re.compile(r"answer/([^/]+)/([^/]+)")
_LABELS: Mapping[str, Mapping[str, Promise]] = {
    "answer-partnership": {
        "whom": _("Whose answer is this?"),
        "purpose": _("Purpose"),
        "wanted": _("Wanted level"),
        "next_step": _("Next step"),
        "day": _("This is how it is on"),
        "readers": _("Who may read it"),
    },
    "change-partnership": {"name": _("What it is called"), "purpose": _("What it is for, from today on")},
    "partnership-consent": {"readers": _("Who may read it"), "side": _("Organization")},
    "new-partnership": {
        "organization": _("Organization"),
        "partner": _("Partner"),
        "partner_name": _("If it is not in the list: its name"),
        "name": _("If it is about one initiative: what it is called"),
    },
    "ask-network-question": {
        "wording": _("The question, in your own words"),
        "low_label": _("What the lowest answer means"),
        "high_label": _("What the highest answer means"),
        "steps": _("Answers from 1 to"),
    },
    "answer-network-questions": {"complete": _("These are all our partners")},
    "commitment-status": {"evidence": _("What shows it, or why not"), "kept_amount": _("Kept so far")},
}


def is_typed(name: str) -> bool:
    """False for what a form carries along for itself: which version was seen, which button was pressed.

    >>> is_typed("next_step"), is_typed("seen-library+both"), is_typed("version")
    (True, False, False)
    """
    return name.partition("-")[0] not in _OF_MACHINES and not name.endswith(_KEPT)


def field_label(form: ResolverMatch, name: str) -> str:
    """What a field is called on the form of an address; its own name where the form does not know it by itself."""
    if form.url_name in _DESK and name.startswith(PREFIX) and not name.endswith(".rows"):
        return _at_the_desk(str(form.kwargs["kind"]), name.removeprefix(PREFIX))
    if form.url_name == "answer-partnership" and (cell := _CELL.fullmatch(name)):
        return _of_a_cell(*cell.groups())
    if form.url_name == "answer-network-questions" and (about := _ABOUT_PARTNER.fullmatch(name)):
        return gettext("%(question)s, about %(partner)s") % {"question": about[2], "partner": about[1]}
    if form.url_name == "agenda-element":
        return label_of("framework", name)
    return str(_LABELS.get(form.url_name or "", {}).get(name, name))


def _at_the_desk(kind: str, name: str) -> str:
    """Also of a row within a field: `Earlier definitions 2: From`."""
    column, number, inner = (*name.split(".", 2), "", "")[:3]
    if inner and number.isdecimal() and len(number) <= _LONGEST_NUMBER:
        return gettext("%(field)s %(number)s: %(part)s") % {
            "field": label_of(kind, column),
            "number": int(number) + 1,
            "part": label_of(kind, f"{column}.{inner}"),
        }
    is_id = kind in OBJECT_KINDS and name == OBJECT_KINDS[kind].id_field
    return str(ID_LABEL[0]) if is_id else label_of(kind, name)


def _of_a_cell(level: str, who: str, part: str) -> str:
    whose = gettext("both together") if who == "both" else who
    return gettext("%(level)s, %(who)s: %(part)s") % {
        "level": level_name(int(level)),
        "who": whose,
        "part": _OF_CELLS[part],
    }
