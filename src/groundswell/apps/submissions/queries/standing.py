"""What stands of a program's records: which parts are in use, what its measures ask for, and where it belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from django.conf import settings

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.programs.models import Measure, MeasureAdoption, Program
from groundswell.apps.submissions.models import ColumnMemory, Submission
from groundswell.core.measures.implied import named_words
from groundswell.core.measures.rule_text import parse_rule
from groundswell.core.measures.rules import Rule
from groundswell.core.permissions import Permission
from groundswell.core.vocabulary import Use
from groundswell.engine.measures.parts import ComputedMeasure, Part, ProgramPlace
from groundswell.engine.store import Fault, StoreError, part_folder
from groundswell.exchange.package.cells import list_of
from groundswell.exchange.records import ColumnMap, Template, column_map_from, template_for

IN_USE = ("accepted", "warned")
SUBMITTING = (Permission.SUBMIT_RECORDS, Permission.SUBMIT_OWN_RECORDS)


def store_root() -> Path:
    """The folder of all records about people; readable by its owner only."""
    return Path(settings.HOME) / "records"


def submissions_in_use(community: Community, programs: Iterable[Program] | None = None) -> list[Submission]:
    """Accepted submissions that were neither superseded nor withdrawn nor purged, in the order of acceptance."""
    rows = Submission.objects.filter(community=community, state__in=IN_USE, superseded_by=None, purged_at=None)
    if programs is not None:
        rows = rows.filter(program__in=list(programs))
    return list(rows.select_related("program").order_by("at", "number"))


def parts_named(submissions: Iterable[Submission]) -> list[Part]:
    """The parts that submissions name, whether or not they are in the store."""
    root = store_root()
    return [Part(one.program.public_id, part_folder(root, one.digest), one.digest) for one in submissions]


def parts_of(submissions: Iterable[Submission]) -> list[Part]:
    """The parts that submissions name, as the engine reads them. Raises StoreError where one is missing."""
    root = store_root()
    submissions = list(submissions)
    for one in submissions:
        if not part_folder(root, one.digest).is_dir():
            said = f"the records of submission {one.number} of {one.program.public_id} are not in the store"
            raise StoreError(f"{said}; bring back the folder records from the backup", Fault.MISSING)
    return parts_named(submissions)


def rule_of(measure: Measure) -> Rule | None:
    """The rule of a computed measure; None for one that is entered, or whose rule cannot be read."""
    mapping = measure.definition.get("rule")
    return parse_rule(mapping)[0] if mapping else None


def computed_measures(
    community: Community, programs: Iterable[Program] | None = None, *, is_linked: bool = False
) -> list[ComputedMeasure]:
    """Measures with a rule, each with the programs that adopt it, in order of id. One query.

    Who moved on to a next program is counted where people are linked across programs (`is_linked`): until then nobody
    could tell, and nobody is not the answer.
    """
    rows = not_retired(MeasureAdoption.objects.filter(community=community, measure__retired=None, until=None))
    if programs is not None:
        rows = rows.filter(program__in=list(programs))
    adopting: dict[str, set[str]] = defaultdict(set)
    measures: dict[str, Measure] = {}
    for one in rows.select_related("program", "measure"):
        measures[one.measure.public_id] = one.measure
        adopting[one.measure.public_id].add(one.program.public_id)
    rules = {name: rule_of(measure) for name, measure in measures.items()}
    return [
        ComputedMeasure(name, rule, tuple(sorted(adopting[name])))
        for name, rule in sorted(rules.items())
        if rule is not None and (is_linked or not named_words(rule).next_programs)
    ]


def program_places(community: Community) -> dict[str, ProgramPlace]:
    """The organization and the strategies of every program, by its public id. One query."""
    rows = Program.objects.filter(community=community).select_related("organization")
    return {
        row.public_id: ProgramPlace(
            row.organization.public_id if row.organization else "", tuple(list_of(row.strategies))
        )
        for row in rows
    }


def told_until(submissions: Sequence[Submission]) -> dict[str, date]:
    """The last day that the records of each program tell of, where they name one: after it nothing is known."""
    found: dict[str, date] = {}
    for one in submissions:
        if one.told_until is not None:
            found[one.program.public_id] = max(found.get(one.program.public_id, one.told_until), one.told_until)
    return found


def purged_submissions(community: Community) -> list[Submission]:
    """Submissions that count though their records were purged by the clock, in the order of acceptance. One query."""
    rows = Submission.objects.filter(community=community, state__in=IN_USE, superseded_by=None)
    return list(rows.exclude(purged_at=None).select_related("program").order_by("at", "number"))


# Who a person is lets people be counted once across providers; groups and places let nobody be lost in an average.
_WORTH_HAVING = ("first_name", "last_name", "birth_date", "sex", "race_ethnicity", "postal_code", "place_id")


def template_of(program: Program) -> Template:
    """What a program's computed measures ask of its records: tables, columns, and why."""
    rows = not_retired(MeasureAdoption.objects.filter(program=program, measure__retired=None, until=None))
    rules = ((one, rule_of(one.measure)) for one in rows.select_related("measure").order_by("measure__name"))
    return template_for(
        ((one.measure.name or one.measure.public_id, rule, one.use == Use.REQUIRED) for one, rule in rules if rule),
        sites=list_of(program.sites), worth_having=_WORTH_HAVING,
    )  # fmt: skip


def remembered_columns(program: Program) -> ColumnMap | None:
    """How this program's headings were matched the last time; None where nothing was accepted yet. One query."""
    memory = ColumnMemory.objects.filter(program=program).first()
    if memory is None or not memory.columns.get("text"):
        return None
    return column_map_from(memory.columns["text"])[0]
