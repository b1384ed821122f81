"""What each field is called on a form, and what belongs in it, in plain words.

A label is looked up as `kind.field`, then as `field`; a field that nobody described is called by its own name.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groundswell.web.presenters.desk.field_labels.communities import OF_COMMUNITIES
from groundswell.web.presenters.desk.field_labels.hints import Labels, Words
from groundswell.web.presenters.desk.field_labels.indicators import OF_INDICATORS
from groundswell.web.presenters.desk.field_labels.partners import OF_PARTNERS
from groundswell.web.presenters.desk.field_labels.programs import OF_PROGRAMS

LABELS: Labels = {**OF_COMMUNITIES, **OF_INDICATORS, **OF_PROGRAMS, **OF_PARTNERS}

# The short name in addresses; asked for only while an object is made.
ID_LABEL: tuple[Words, Words] = (
    _("Short name in addresses"),
    _("Small letters, digits and hyphens. Blank: made from the name. It never changes afterwards."),
)


def label_of(kind: str, name: str) -> str:
    """What a field is called, sister columns by their language: `Name (es)`."""
    column, _dot, language = name.partition(".")
    found = LABELS.get(f"{kind}.{name}") or LABELS.get(name)
    if found is None and language:
        return f"{label_of(kind, column)} ({language})"
    return str(found[0]) if found else name.replace("_", " ")


def help_of(kind: str, name: str) -> str:
    """What belongs in a field; "" where the label says it all."""
    found = LABELS.get(f"{kind}.{name}") or LABELS.get(name)
    return str(found[1]) if found else ""
