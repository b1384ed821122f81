"""One object, or a few rows, against the package's own checks: what a whole package would refuse is refused here.

Findings name the field they are about (`column`), so that a form can say each beside its field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from groundswell.apps.packages.models import HeldFile
from groundswell.apps.packages.queries.kinds import OBJECT_KINDS, ObjectKind
from groundswell.apps.people.models import Community
from groundswell.apps.places.models import Place
from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.measures.rule_nodes import MOST_FINDINGS
from groundswell.core.measures.rule_text import parse_rule
from groundswell.core.merging import Content, without_blanks
from groundswell.core.specification.decisions import Decision, problems_of
from groundswell.core.specification.terms import problems_of_terms
from groundswell.exchange.package.cells import problem_with_text
from groundswell.exchange.package.columns import Column, TableLayout
from groundswell.exchange.package.commitment_check import check_commitments
from groundswell.exchange.package.cross_check import (
    SUBJECTS,
    check_indicator,
    check_measure,
    check_order_of_dates,
    check_parents,
    check_story,
)
from groundswell.exchange.package.csv_table import column_named
from groundswell.exchange.package.document_layout import COMMUNITY, INDICATOR, MEASURE, STORY
from groundswell.exchange.package.documents import DocumentCheck
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.mandate_check import check_mandates
from groundswell.exchange.package.model import Story
from groundswell.exchange.package.reading import check_source, source_text
from groundswell.exchange.package.table_check import check_cells, check_references
from groundswell.exchange.package.yaml_text import Parsed, parse_yaml
from groundswell.exchange.readers.delimited import LONGEST_CELL
from groundswell.exchange.tables import Table

Checked = tuple[Content, list[Finding]]


def known_ids(community: Community, name: str) -> Collection[str]:
    """The ids that a table or folder of this community defines, retired ones too: what pointed to them still does."""
    described = OBJECT_KINDS.get(name)
    if described is not None and described.model is not None:
        rows = described.model._default_manager.filter(community=community).exclude(public_id="")
        return frozenset(rows.values_list("public_id", flat=True))
    layout = TABLES.get(name)
    if layout is not None:
        held = HeldFile.objects.filter(community=community, name=name).first()
        columns: Mapping[str, list[str]] = held.content["columns"] if held else {}
        return frozenset(columns.get(layout.key[0], ())) - {""}
    folder = HeldFile.objects.filter(community=community, name__startswith=f"{name}/").values_list("name", flat=True)
    return frozenset(each.partition("/")[2] for each in folder)


class KnownIds(dict[str, Collection[str]]):
    """Known ids by the name of their table or folder, each looked up when it is first asked for."""

    def __init__(self, community: Community) -> None:
        """`community` is the one whose ids are meant."""
        super().__init__()
        self._community = community

    def __missing__(self, name: str) -> Collection[str]:
        found = self[name] = known_ids(self._community, name)
        return found


def checked_object(described: ObjectKind, community: Community, object_id: str, content: Mapping[str, Any]) -> Checked:
    """The content in canonical form with its id in it, and everything that is wrong with it."""
    tidy = without_blanks({**with_line_feeds(dict(content)), described.id_field: object_id})
    if problems := [*text_problems(tidy), *_strangers(described, tidy)]:
        return tidy, problems
    known = KnownIds(community)
    if described.is_table:
        found, findings = _checked_row(described, community, tidy, known)
    elif described.name == "sources":
        found, findings = _checked_source(tidy)
    elif described.name == "stories":
        found, findings = _checked_story(tidy, known)
    else:
        found, findings = _checked_document(described, tidy, known)
    return without_blanks(found), [replace(finding, file="", row=None) for finding in findings]


def with_line_feeds(value: Any) -> Any:
    """Text with LF at the end of its lines, to any depth: browsers send CR LF."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, Mapping):
        return {key: with_line_feeds(part) for key, part in value.items()}
    return [with_line_feeds(part) for part in value] if isinstance(value, list | tuple) else value


def text_problems(value: Any, column: str = "") -> Iterator[Finding]:
    """What no file could carry, to any depth: other things than text, control characters, texts beyond measure."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            name = f"{column}.{key}" if column else str(key)
            yield from text_problems(key, column or "name")
            yield from text_problems(part, name)
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from text_problems(part, f"{column}.{at + 1}")
    elif not isinstance(value, str):
        yield error(f"is {type(value).__name__}, not text", "write it as text, in quotation marks", column=column)
    elif problem := problem_with_text(value):
        yield error(*problem, column=column)
    elif len(value) > LONGEST_CELL:
        yield error(f"is {len(value):,} characters long", f"keep it within {LONGEST_CELL:,}", column=column)


def _strangers(described: ObjectKind, content: Content) -> Iterator[Finding]:
    if "retired" in content:
        yield error("is not set by hand", "retire or restore the object instead", column="retired")


def _checked_row(described: ObjectKind, community: Community, content: Content, known: KnownIds) -> Checked:
    layout = TABLES[described.name]
    cells = {name: "; ".join(cell) if isinstance(cell, list) else cell for name, cell in content.items()}
    if unknown := [name for name in cells if column_named(name, layout) is None]:
        names = ", ".join(layout.headings)
        return content, [
            error(f"there is no field {name!r}", f"the fields are {names}", column=name) for name in unknown
        ]
    table, findings = check_cells(table_of_cells(layout, [cells]), layout)
    findings += check_references(table, layout, known) + check_order_of_dates(table)
    if described.name == "mandates":
        findings += check_mandates(table)
    if described.name == "commitments":
        findings += check_commitments(table)
    if described.name == "places" and table.columns["parent_id"][0]:
        findings += _check_place(table, community)
    if described.name == "framework":
        findings += problems_of(Decision.of(next(table.records())))
    return {name: column[0] for name, column in table.columns.items()}, findings


def table_of_cells(layout: TableLayout, rows: list[dict[str, Any]]) -> Table:
    """Rows of cells as a table with every heading of its layout; its rows are numbered from 0."""
    extra = sorted({name for row in rows for name in row} - set(layout.headings))
    headings = [*layout.headings, *extra]
    columns = {name: [row.get(name, "") for row in rows] for name in headings}
    return Table(layout.name, headings, columns, list(range(len(rows))))


def _check_place(table: Table, community: Community) -> list[Finding]:
    """No place lies, by way of others, within itself."""
    stored = Place.objects.filter(community=community).exclude(public_id="")
    parents = {name: parent or "" for name, parent in stored.values_list("public_id", "parent__public_id")}
    parents[table.columns["place_id"][0]] = table.columns["parent_id"][0]
    columns = {"place_id": list(parents), "parent_id": list(parents.values())}
    return check_parents(Table("places", list(columns), columns, list(range(len(parents)))))[:1]


def _checked_document(described: ObjectKind, content: Content, known: KnownIds) -> Checked:
    is_community = described.name == "community"
    body = content if is_community else {name: part for name, part in content.items() if name != described.id_field}
    body, problems = _with_rule_read(body) if described.name == "measures" else (body, [])
    layouts = {"community": COMMUNITY, "indicators": INDICATOR, "measures": MEASURE}
    fields: tuple[Column, ...] = layouts[described.name].fields
    check = DocumentCheck(Parsed(body), "")
    found = check.typed(body, fields)
    check.references(found, fields, known)
    findings = [*problems, *check.findings]
    if is_community:
        findings += problems_of_terms(found.get("terms"))
    elif described.name == "indicators":
        findings += check_indicator(found, "")
    elif described.name == "measures":
        findings += check_measure(found, "")
        if isinstance(content.get("rule"), str) and has_errors(findings):
            found["rule"] = content["rule"]  # as it was typed, to be mended
    return found if is_community else {described.id_field: content[described.id_field], **found}, findings


def _with_rule_read(content: Content) -> Checked:
    """A measure whose rule came as the text that a package holds, with what that text says in its place."""
    text = content.get("rule")
    if not isinstance(text, str):
        return content, []
    read, findings = rule_of_text(text)
    return {**{name: part for name, part in content.items() if name != "rule"}, "rule": read}, findings


def rule_of_text(text: str) -> tuple[Any, list[Finding]]:
    """What the YAML (or JSON) of a rule says, nothing of it judged yet; "" and findings where it cannot be read.

    Whoever pastes it out of a package brings the key `rule` along, which is taken as meant.
    """
    parsed = parse_yaml(text, "")
    if parsed.findings:
        return "", [
            replace(each, message=f"line {each.row}: {each.message}" if each.row else each.message, column="rule")
            for each in parsed.findings[:MOST_FINDINGS]
        ]
    found = parsed.document
    if isinstance(found, dict) and list(found) == ["rule"]:
        found = found["rule"]
    if found and not isinstance(found, Mapping):
        return "", parse_rule(found)[1]
    problems = list(text_problems(found, "rule"))  # an escape may write what no text could hold
    return ("", problems[:MOST_FINDINGS]) if problems else (found, [])


def _checked_source(content: Content) -> Checked:
    """The YAML of a source; what is wrong within it is said of the mapping, with the line it stands on."""
    text, source_id = source_text(str(content.get("mapping", ""))), str(content["source_id"])
    findings = [
        error(f"there is no field {name!r}", "the fields are source_id, mapping", column=name)
        for name in content
        if name not in ("source_id", "mapping")
    ]
    if not text.strip():
        findings.append(error("is blank", "write the mapping", column="mapping"))
    for finding in check_source(text, parse_yaml(text, ""), source_id, ""):
        where = f"line {finding.row}, " if finding.row else ""
        said = f"{where}{finding.column}: {finding.message}" if finding.column else f"{where}{finding.message}"
        findings.append(replace(finding, message=said, column="mapping"))
    return {"source_id": source_id, "mapping": text}, findings


def _checked_story(content: Content, known: KnownIds) -> Checked:
    facts = {name: part for name, part in content.items() if name not in ("story_id", "text")}
    check = DocumentCheck(Parsed(facts), "")
    found = check.typed(facts, STORY.fields)
    text = content.get("text", "")
    if not isinstance(text, str):
        return content, [error("is not text", "write the passage as one text", column="text")]
    text = text.strip("\n")
    findings = list(check.findings)
    if not text.strip():
        findings.append(error("says nothing", "write the passage", column="text"))
    story = story_of({**found, "story_id": content["story_id"], "text": text})
    needed = {to: known[to] for to in SUBJECTS.values()} if found.get("subject") in SUBJECTS else {}
    findings += check_story(story, needed, "")
    return {"story_id": content["story_id"], **found, "text": text}, findings


def story_of(content: Mapping[str, Any]) -> Story:
    """A story's content as a passage of a package."""
    names = ("subject", "subject_id", "question", "period", "text", "retired")
    return Story(str(content["story_id"]), **{name: str(content.get(name, "")) for name in names})
