"""What somebody typed on the form of an element, as cells of framework.csv."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from groundswell.web.forms.fields import plain

LINES = ("stance", "rating", "owner", "next_review")
PASSAGES = ("statement", "reason", "evidence")
LONGEST = 4_000  # characters of an answer


def typed_decision(sent: QueryDict) -> dict[str, str]:
    """The answers by heading, without blanks around; blank ones too, for a blank clears what stood there."""
    lines = {name: plain(sent.get(name, ""))[:LONGEST].strip() for name in LINES}
    return lines | {name: sent.get(name, "")[:LONGEST].strip() for name in PASSAGES}


def whole_decision(typed: Mapping[str, str], standing: Mapping[str, str]) -> dict[str, str]:
    """What is typed over what stands: what the form does not ask for stays as it is."""
    return {**standing, **typed}
