"""By what the list of commitments can be narrowed: only by what some commitment says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.partnerships.commitments import CommitmentsPage, Named, known_by
from groundswell.core.collaboration.words import CommitmentKind, CommitmentStatus
from groundswell.web.presenters.partners.commitment_words import kind_words, status_words
from groundswell.web.presenters.selectors import Option, Selector


def commitment_choices(page: CommitmentsPage) -> Iterator[Selector]:
    """Each choice above the list, with what is chosen."""
    chosen, every = page.chosen, page.every
    people = {one.id: one for one in (*known_by(every, lambda line: line.organization),
                                      *known_by(every, lambda line: line.network))}  # fmt: skip
    kinds = [Named(str(kind), kind_words(kind)[0]) for kind in CommitmentKind]
    statuses = [Named("overdue", gettext("Overdue")), *(Named(str(one), status_words(one)) for one in CommitmentStatus)]
    offered: tuple[tuple[str, str, Sequence[Named]], ...] = (
        ("organization", gettext("Promised by"), list(people.values())),
        ("kind", gettext("What will shift"), kinds),
        ("status", gettext("How it stands"), statuses),
        ("strategy", gettext("Toward the strategy"), known_by(every, lambda line: line.strategy)),
        ("indicator", gettext("Toward the indicator"), known_by(every, lambda line: line.indicator)),
    )
    for name, label, found in offered:
        if found:
            asked = getattr(chosen, name)
            options = (Option(one.id, one.name, one.id == asked) for one in found)
            yield Selector(name, label, (Option("", gettext("Any"), not asked), *options))
