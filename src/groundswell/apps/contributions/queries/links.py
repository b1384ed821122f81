"""Links as they stand, as they stood on a day, and version by version: what was entered, and what is computed with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from groundswell.apps.contributions.models import ContributionLink
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.apps.programs.queries import programs_seen
from groundswell.core.contribution.claims import link_from
from groundswell.core.contribution.links import Link


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """One version of a link: every column as it was entered, and whose and what it is about by name.

    A blank place is the community's own, a blank group is everyone. Days are ISO dates or blank. `by` is the actor
    who wrote this version, blank where a package brought it from elsewhere.
    """

    id: str
    version: int
    program_id: str
    indicator_id: str
    measure_id: str = ""
    place_id: str = ""
    group_id: str = ""
    mechanism: str = ""
    served: str = ""
    served_before: str = ""
    served_period: str = ""
    in_population_share: str = ""
    in_population_share_low: str = ""
    in_population_share_high: str = ""
    completion: str = ""
    completion_low: str = ""
    completion_high: str = ""
    baseline_risk: str = ""
    baseline_risk_low: str = ""
    baseline_risk_high: str = ""
    effect_kind: str = ""
    effect: str = ""
    effect_low: str = ""
    effect_high: str = ""
    evidence: str = ""
    evidence_source: str = ""
    lag_years: str = ""
    capacity: str = ""
    unit_cost: str = ""
    owner: str = ""
    reviewed: str = ""
    next_review: str = ""
    recorded: str = ""
    retired: str = ""
    program_name: str = ""
    indicator_name: str = ""
    organization_id: str = ""
    by: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What stands for this version and no other: `link@version`."""
        return f"{self.id}@{self.version}"

    @property
    def is_withdrawn(self) -> bool:
        """True where this version was retired."""
        return bool(self.retired)

    @property
    def content(self) -> dict[str, str]:
        """The cells as `save_link` takes them, blanks left out; a form begins with these."""
        cells = {name: getattr(self, "id" if name == "link_id" else name) for name in _ENTERED}
        return {name: cell for name, cell in {**cells, **self.translations}.items() if cell}

    @property
    def is_computable(self) -> bool:
        """True where an effect is said, so that something follows from reach."""
        return bool(self.effect and self.effect_kind)

    def link(
        self,
        *,
        served: float | None = None,
        served_before: float | None = None,
        by_cell: Mapping[str, float] | None = None,
        population_risk: float | None = None,
    ) -> Link:
        """The link in computing units.

        `served` and `served_before`, in people, take the place of what was entered (counted from records, planned);
        `population_risk` stands for a baseline risk that nobody declared. Raises ValueError where no effect is said.
        """
        found = link_from(
            self.content, name=self.id, served=served, served_before=served_before, by_cell=by_cell,
            population_risk=population_risk,
        )  # fmt: skip
        if found is None:
            raise ValueError(f"{self.key} says no effect")
        return found


_ENTERED = tuple(name for name in ContributionLink.columns if name not in ("version", "recorded"))


def links_of(
    community: Community, *, indicator_id: str = "", program_id: str = "", at: date | None = None
) -> tuple[LinkFacts, ...]:
    """The links in use, of one indicator or program where said, as they stood at the end of a day where one is said.

    In order of program and id. Whoever shows them shows those of programs that the reader sees. One query.
    """
    rows = ContributionLink.objects.filter(community=community)
    if indicator_id:
        rows = rows.filter(indicator__public_id=indicator_id)
    if program_id:
        rows = rows.filter(program__public_id=program_id)
    if at is not None:
        rows = rows.filter(Q(recorded=None) | Q(recorded__lte=at))
    found = [one for one in _current(_facts(rows)) if not one.retired or (at and one.retired > at.isoformat())]
    return tuple(sorted(found, key=lambda one: (one.program_name, one.program_id, one.id)))


def links_seen(
    community: Community, *, reader: Actor, indicator_id: str = "", program_id: str = ""
) -> tuple[LinkFacts, ...]:
    """The links in use of programs of which this reader sees something."""
    seen = {program.public_id for program, _ in programs_seen(community, reader=reader)}
    found = links_of(community, indicator_id=indicator_id, program_id=program_id)
    return tuple(one for one in found if one.program_id in seen)


def versions_of(community: Community, link_id: str) -> tuple[LinkFacts, ...]:
    """Every version of one link, the latest first; none where there is no such link. One query."""
    rows = ContributionLink.objects.filter(community=community, public_id=link_id)
    return tuple(sorted(_facts(rows), key=lambda one: -one.version))


def link_of(community: Community, link_id: str) -> LinkFacts | None:
    """One link as it stands, withdrawn or not; None where there is none."""
    return next(iter(versions_of(community, link_id)), None)


def _current(versions: Iterable[LinkFacts]) -> Iterable[LinkFacts]:
    found: dict[str, LinkFacts] = {}
    for one in versions:
        if one.id not in found or found[one.id].version < one.version:
            found[one.id] = one
    return found.values()


def _facts(rows: QuerySet[ContributionLink]) -> Iterator[LinkFacts]:
    related = ("program__organization", "indicator", "measure", "place", "group")
    return (facts_of_link(row) for row in rows.select_related(*related))


def facts_of_link(row: ContributionLink) -> LinkFacts:
    """One row with all that it points to."""
    texts = {name: _cell(getattr(row, name)) for name in ContributionLink.columns.values() if name not in _POINTING}
    return LinkFacts(
        id=row.public_id,
        version=row.version,
        program_id=row.program.public_id,
        indicator_id=row.indicator.public_id,
        measure_id=row.measure.public_id if row.measure else "",
        place_id="" if row.place.is_own else row.place.public_id,
        group_id=row.group.public_id,
        retired=_cell(row.retired),
        program_name=row.program.name or row.program.public_id,
        indicator_name=row.indicator.name or row.indicator.public_id,
        organization_id=row.program.organization.public_id if row.program.organization else "",
        by=row.by,
        translations=row.translations,
        **texts,
    )


_POINTING = ("public_id", "version", "program", "indicator", "measure", "place", "group")


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
