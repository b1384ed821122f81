"""A whole community brought in from its package: all of it, or nothing.

Loading a community that stands already brings it up to date. What the package mentions is added or changed; a value
that changed keeps a revision of what stood before; a frozen baseline is never overwritten; what the package does not
mention stays as it is, for nothing is ever deleted. A published source read again next year works the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundswell.apps.agenda.actions import store_agenda
from groundswell.apps.contributions.actions import store_contributions
from groundswell.apps.indicators.actions import (
    StoredObservations,
    draw_missing_baselines,
    keep_unknown_indicators,
    record_revisions,
    revision_findings,
    store_baselines,
    store_indicators,
    store_observations,
    store_results,
    store_revisions,
    store_strategies,
    store_targets,
    store_targets_seen,
)
from groundswell.apps.indicators.models import Baseline, Indicator, Result
from groundswell.apps.packages.actions.recording import record_overwritten, written_before
from groundswell.apps.packages.models import HeldFile
from groundswell.apps.partnerships.actions import store_partnerships
from groundswell.apps.people.actions import (
    Directory,
    Outcome,
    Progress,
    RefusalError,
    alone_with,
    directory_of,
    outcome_of,
    record_event,
    renew_data_version,
    store_community,
    store_records,
    store_table,
)
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, NotAllowedError, may, require, runs_installation
from groundswell.apps.places.actions import (
    keep_unmatched_groups,
    keep_unmatched_places,
    store_areas,
    store_groups,
    store_places,
)
from groundswell.apps.places.models import Group, Place
from groundswell.apps.places.queries import group_directory, place_directory
from groundswell.apps.programs.actions import (
    record_corrections,
    store_measure_revisions,
    store_measure_values,
    store_programs,
)
from groundswell.apps.scorecards.actions import store_stories
from groundswell.apps.sources.actions import finish_run, start_run, store_sources
from groundswell.apps.sources.models import Source
from groundswell.core.findings import Finding, error, info, warning
from groundswell.core.permissions import Permission
from groundswell.exchange.mapping.reading import OBSERVATION_COLUMNS, SourceReading
from groundswell.exchange.package.model import Package, counts
from groundswell.exchange.tables import Table

ROOMS_READ = frozenset(
    [
        "organizations",
        "places",
        "crosswalks",
        "groups",
        "populations",
        "results",
        "observations",
        "revisions",
        "baselines",
        "targets",
        "strategies",
        "programs",
        "grants",
        "measure_adoptions",
        "measure_values",
        "measure_revisions",
        "contributions",
        "contribution_notes",
        "scenarios",
        "modelled_years",
        "partnerships",
        "partnership_consents",
        "purposes",
        "partnership_purposes",
        "partnership_notes",
        "network_questions",
        "network_answers",
        "networks",
        "mandates",
        "commitments",
        "framework",
        "systems_scan",
    ]
)


def load_package(*, package: Package, by: Actor, progress: Progress | None = None) -> Outcome:
    """Bring a checked package in, in one transaction, and freeze the baselines that are not frozen yet.

    `progress(done, total)` counts observations. The outcome carries an error, and nothing was stored, where the package
    contradicts what stands.
    """
    return outcome_of(lambda: _load(package, by, progress))


def _load(package: Package, by: Actor, progress: Progress | None) -> Outcome:
    community_id = str(package.community["id"])
    with alone_with(community_id):
        _require_to_load(community_id, by)
        community, is_new = store_community(package.community)
        written = written_before(package, community)
        began_before = dict(Indicator.objects.filter(community=community).values_list("public_id", "work_began"))
        directory = _store_definitions(package, community)
        stored = _store_values(package, community, directory, progress)
        renewed = store_contributions(package.tables, community=community, directory=directory, written_by=by.name)
        kept = store_partnerships(
            package.tables, community=community, directory=directory, brings_answers=is_new or by.is_operator
        )
        store_agenda(package.tables, community=community, directory=directory)
        store_stories(package.stories, community=community)
        held = _hold_files(package, community)
        frozen = draw_missing_baselines(community)
        renew_data_version(community)
        details = {"is_new": is_new, "counts": counts(package), "revised": stored.revised, "frozen": frozen}
        event = record_event(community_id=community_id, action="load_package", by=by, details=details)
        record_overwritten(written, community=community, event=event, by=by)
    moved = _beginnings_that_moved(package, community, began_before)
    return Outcome(counts(package), [*moved, *revision_findings(stored), *renewed, *kept, *_told(held, frozen)])


def _require_to_load(community_id: str, by: Actor) -> None:
    """A community that stands is loaded over by its stewards; a new one is made by whoever runs the installation."""
    community = Community.objects.filter(public_id=community_id).first()
    if community is not None:
        require(by, Permission.LOAD_PACKAGE, community)
    elif not runs_installation(by):
        raise NotAllowedError(Permission.LOAD_PACKAGE)


def _store_definitions(package: Package, community: Community) -> Directory:
    """Everything that observations point to; returns where each id leads."""
    directory: Directory = {}
    store_table(Organization, package.tables.get("organizations"), community=community, directory=directory)
    directory[Organization] = directory_of(Organization, community)
    directory[Place] = store_places(package, community=community)
    directory[Group] = store_groups(package, community=community)
    store_areas(package, community=community, directory=directory)
    directory[Source] = store_sources(package.sources, community=community)
    directory[Result] = store_results(package, community=community, directory=directory)
    directory[Indicator] = store_indicators(package.indicators, community=community, directory=directory)
    store_strategies(package.tables.get("strategies"), community=community)
    store_programs(package, community=community, directory=directory)
    return directory


def _store_values(
    package: Package, community: Community, directory: Directory, progress: Progress | None
) -> StoredObservations:
    """Observations, what stood before them, where they were heading, and where they should go."""
    tables = package.tables
    brought = store_revisions(tables.get("revisions"), community=community, directory=directory)
    stored = StoredObservations()
    if observations := tables.get("observations"):
        stored = store_observations(
            observations, community=community, directory=directory, known_before=brought, progress=progress
        )
        record_revisions(stored, community=community, reason="load of a package")
    store_baselines(tables.get("baselines"), community=community, directory=directory)
    store_targets(package, community=community, directory=directory)
    told = store_measure_revisions(tables.get("measure_revisions"), community=community, directory=directory)
    values = store_measure_values(
        tables.get("measure_values"), community=community, directory=directory, known_before=told
    )
    record_corrections(values.corrected, community=community, reason="load of a package")
    return stored


def _hold_files(package: Package, community: Community) -> list[str]:
    """Keep files whose rooms are not built yet as they are; a later file takes an earlier one's place."""
    held: dict[str, Any] = {
        name: {"headings": table.headings, "columns": table.columns}
        for name, table in package.tables.items()
        if name not in ROOMS_READ
    }
    records = [{"name": name, "content": content} for name, content in sorted(held.items())]
    store_records(HeldFile, records, community=community)
    return sorted(held)


def _beginnings_that_moved(package: Package, community: Community, before: Mapping[str, str]) -> Iterator[Finding]:
    """A baseline outlives a change of mind about when the work began; whoever changes it should know."""
    frozen = Baseline.objects.filter(community=community).values_list("indicator__public_id", flat=True)
    standing = set(frozen.distinct())
    for name, document in sorted(package.indicators.items()):
        now = document.get("work_began", "")
        if name in standing and before.get(name, now) not in (now, ""):
            yield warning(
                f"the work began in {before[name]} and now in {now or 'no period'}; the frozen baseline stays",
                "keep the beginning, or judge the curve anew as another indicator",
                file=f"indicators/{name}.yaml",
                column="work_began",
            )


def _told(held: list[str], frozen: int) -> Iterator[Finding]:
    if held:
        names = ", ".join(name if "/" in name else f"{name}.csv" for name in held)
        yield info(f"kept as they are, for no room reads them yet: {names}", "a dump gives them back")
    if frozen:
        baselines = "1 baseline" if frozen == 1 else f"{frozen} baselines"
        yield info(f"{baselines} frozen today; later values never redraw what was frozen")


def store_reading(*, reading: SourceReading, community: str, by: Actor, mapping: str) -> Outcome:
    """Store what was read from a published source; all or nothing.

    Run again next year: the same value is left as it is, a value that changed becomes a revision with its history, a
    new period is added. Places, groups and indicators that the community does not know are kept until somebody decides.
    `mapping` is the text of the YAML that the source was read through; it becomes part of the community.
    """
    return outcome_of(lambda: _store_reading(reading, community, by, mapping))


def _store_reading(reading: SourceReading, community_id: str, by: Actor, mapping: str) -> Outcome:
    if not reading.is_sound:
        said = error("the reading has problems, so nothing was stored", "mend what is listed, then import again")
        raise RefusalError(said)
    with alone_with(community_id):
        community = Community.objects.filter(public_id=community_id).first()
        if community is None:
            raise RefusalError(error(f"there is no community {community_id!r}", "load its package first"))
        require(by, Permission.IMPORT_SOURCES, community)
        _refuse_to_define(reading, community, by)
        new = keep_unknown_indicators(reading, community=community)
        directory = _directory_for(reading, community, mapping)
        run = start_run(reading, community=community, source=directory[Source][reading.source_id], by=by)
        table = Table("observations", [*OBSERVATION_COLUMNS], reading.observations, reading.row_numbers)
        stored = store_observations(table, community=community, directory=directory, run=run)
        record_revisions(stored, community=community, reason=f"import of {reading.source_id}")
        store_targets_seen(reading.targets, community=community, directory=directory)
        finish_run(run, added=stored.added, revised=stored.revised + stored.amended, unchanged=stored.unchanged)
        frozen = draw_missing_baselines(community, only={seen.id for seen in reading.indicators})
        found = {**stored.counts(), "baselines": frozen}
        renew_data_version(community)
        details = {"source": reading.source_id, "run": run.id.hex, "counts": found}
        record_event(community_id=community_id, action="store_reading", by=by, details=details)
    return Outcome(found, [*new, *revision_findings(stored)])


def _refuse_to_define(reading: SourceReading, community: Community, by: Actor) -> None:
    """Whoever imports numbers and does not define what they mean imports into indicators that stand, with a unit."""
    if may(by, Permission.CHANGE_INDICATORS, community):
        return
    units = dict(Indicator.objects.filter(community=community).values_list("public_id", "unit"))
    fix = "import into one that stands, or ask somebody who may change indicators to make it first"
    if unknown := [seen.id for seen in reading.indicators if seen.id not in units]:
        words = f"there is no indicator {unknown[0]!r}" if len(unknown) == 1 else f"{len(unknown):,} indicators are new"
        said = f"{words}, and who imports here may not make any"
        raise RefusalError(error(said, fix, column="indicator_id"))
    if unsaid := [seen.id for seen in reading.indicators if seen.unit and not units[seen.id]]:
        said = f"{unsaid[0]!r} has no unit yet, and who imports here may not say it"
        raise RefusalError(error(said, "ask somebody who may change indicators to say it first", column="unit"))


def _directory_for(reading: SourceReading, community: Community, mapping: str) -> Directory:
    """Everything the reading points to, what is new to the community included."""
    places, groups = place_directory(community), group_directory(community)
    keep_unmatched_places(reading.places, community=community, places=places)
    keep_unmatched_groups(reading.groups, community=community, groups=groups)
    store_sources({reading.source_id: mapping}, community=community)
    return {
        Place: places,
        Group: groups,
        Source: directory_of(Source, community),
        Indicator: directory_of(Indicator, community),
    }
