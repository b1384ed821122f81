"""Versions of a link side by side: who wrote each and when, and what one says otherwise than the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.contributions.queries import LinkFacts
from groundswell.apps.scorecards.queries.contributions.ledger import LinkPage
from groundswell.core.vocabulary import Polarity
from groundswell.web.presenters.audit import who_did
from groundswell.web.presenters.contributions.assumptions import assumptions_of
from groundswell.web.presenters.contributions.words import evidence_words

MOST_VERSIONS = 4  # side by side


@dataclass(frozen=True, slots=True)
class VersionCell:
    """What one version says of one assumption, and whether the version before said otherwise."""

    words: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number, day and writer. `can_be_restored`: it does not count today."""

    number: int
    words: str
    by: str
    can_be_restored: bool
    is_current: bool


def version_of(facts: LinkFacts, page: LinkPage) -> Version:
    is_current = facts is page.facts
    return Version(
        number=facts.version,
        words=day_words(facts.recorded) or gettext("from the beginning"),
        by=who_did(facts.by, page.names) if facts.by and page.knows_who else "",
        can_be_restored=page.may_change and (not is_current or bool(facts.retired)),
        is_current=is_current and not facts.retired,
    )


def compared(
    versions: Sequence[LinkFacts], polarity: Polarity | None, owners: Mapping[str, str]
) -> list[tuple[str, tuple[VersionCell, ...]]]:
    """Each line of what versions say, the latest first; what the version before said otherwise is marked."""
    told = [_told(one, polarity, owners) for one in versions[: MOST_VERSIONS + 1]]
    labels = list(dict.fromkeys(label for each in told for label in each))
    found = []
    for label in labels:
        cells = [each.get(label, "") for each in told]
        shown = [
            VersionCell(cell, at + 1 < len(cells) and cell != cells[at + 1])
            for at, cell in enumerate(cells[:MOST_VERSIONS])
        ]
        found.append((label, tuple(shown)))
    return found


def _told(facts: LinkFacts, polarity: Polarity | None, owners: Mapping[str, str]) -> dict[str, str]:
    said = {gettext("How it helps"): facts.mechanism}
    for one in assumptions_of(facts, polarity):
        said[one.label] = " ".join(part for part in (one.value, f"({one.range})" if one.range else "") if part)
    said |= {
        gettext("Evidence"): evidence_words(facts.evidence)[0],
        gettext("Source"): facts.evidence_source,
        gettext("Answers for it"): owners.get(facts.owner, facts.owner),
        gettext("Reviewed"): day_words(facts.reviewed),
        gettext("Next review"): day_words(facts.next_review),
    }
    return said


def day_words(text: str) -> str:
    """An ISO date as pages write it; blank for none."""
    return str(date_format(date.fromisoformat(text), "DATE_FORMAT")) if text else ""
