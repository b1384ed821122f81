"""Every CSV file of a community package, as data: columns in order, keys, and what points to what.

This is the promise made to people who keep packages in spreadsheets and in git: it changes only by adding. Blank
`place_id` is the community's own place and blank `group_id` is everyone, so neither is ever required.
"""

from groundswell.core.collaboration.words import CommitmentKind, CommitmentStatus, Readers
from groundswell.core.contribution.notes import NoteStep
from groundswell.core.specification.words import Stance
from groundswell.core.vocabulary import ObservationStatus, Standing, Use, ValueState
from groundswell.exchange.package.columns import (
    Column,
    TableLayout,
    boolean,
    code,
    date,
    decimal,
    identifier,
    integer,
    level,
    period,
    prose,
    share,
    text,
    url,
    word,
)

READERS = tuple(str(readers) for readers in Readers)
KINDS_OF_COMMITMENT = tuple(str(kind) for kind in CommitmentKind)
COMMITMENT_STATUSES = tuple(str(status) for status in CommitmentStatus)
STANCES = tuple(str(stance) for stance in Stance)
NOTE_STEPS = tuple(str(step) for step in NoteStep)
STATUSES = tuple(str(status) for status in ObservationStatus)
PLACE = identifier("place_id", "places")
GROUP = identifier("group_id", "groups")
SOURCE = identifier("source_id", "sources")
RESULTS = identifier("result_ids", "results", many=True)
GOVERNANCE = (text("owner"), date("reviewed"), date("next_review"))
RESERVED = ("convenings", "convening_items", "table_notes")


def _key(name: str, to: str = "") -> Column:
    return identifier(name, to, required=True)


def _with_interval(name: str) -> tuple[Column, ...]:
    return share(name), share(f"{name}_low"), share(f"{name}_high")


def _table(name: str, key: str, *columns: Column, is_unique: bool = True) -> TableLayout:
    return TableLayout(name, tuple(key.split()), columns, is_unique)


_PLACES = (
    _table("places", "place_id", _key("place_id"), prose("name", required=True), text("kind"),
           identifier("parent_id", "places"), code("geoid"), text("vintage")),
    _table("crosswalks", "from_place_id to_place_id basis", _key("from_place_id", "places"),
           _key("to_place_id", "places"), decimal("weight", 0, required=True),
           word("basis", "population", "households", "area")),
    _table("groups", "group_id", _key("group_id"), text("dimension", required=True), prose("label", required=True),
           integer("sort")),
    _table("populations", "place_id period group_id", PLACE, period(required=True), GROUP,
           decimal("count", 0, required=True), decimal("moe", 0), level(), SOURCE),
)  # fmt: skip

_PEOPLE = (
    _table("organizations", "organization_id", _key("organization_id"), prose("name", required=True),
           text("roles", many=True), text("sector"), url("website")),
)  # fmt: skip

_CONDITIONS = (
    _table("results", "result_id", _key("result_id"), prose("statement", required=True), prose("population"), PLACE,
           prose("experience"), integer("sort")),
    _table("observations", "indicator_id place_id period group_id", _key("indicator_id", "indicators"), PLACE,
           period(required=True), GROUP, decimal("value"), decimal("moe", 0), decimal("low"), decimal("high"), level(),
           decimal("numerator", 0), decimal("denominator", 0), word("status", *STATUSES), boolean("break"),
           text("quality"), SOURCE, date("as_of"), text("note")),
    _table("revisions", "indicator_id place_id period group_id recorded", _key("indicator_id", "indicators"), PLACE,
           period(required=True), GROUP, decimal("value"), date("recorded", required=True), code("reason"),
           is_unique=False),
    _table("baselines", "indicator_id place_id group_id period", _key("indicator_id", "indicators"), PLACE, GROUP,
           date("frozen_on", required=True), code("method", required=True), period(required=True),
           decimal("value", required=True), decimal("low"), decimal("high"), level(),
           # Beyond the published face: with these four a frozen baseline is whole wherever it is carried.
           integer("observations", 0, 100_000), integer("span", 0, 100_000), decimal("slope"), decimal("sd", 0)),
    _table("targets", "subject subject_id program_id place_id group_id period",
           word("subject", "indicator", "measure", required=True), _key("subject_id"),
           identifier("program_id", "programs"), PLACE, GROUP, period(required=True), decimal("value", required=True)),
    _table("strategies", "strategy_id", _key("strategy_id"), RESULTS, prose("name", required=True),
           prose("description")),
)  # fmt: skip

_PROGRAMS = (
    _table("programs", "program_id", _key("program_id"), identifier("organization_id", "organizations"),
           identifier("strategy_ids", "strategies", many=True), prose("name", required=True), prose("customers"), PLACE,
           date("started"), date("ended"),
           # Beyond the published face: where it works, and whether everybody may read how it is doing.
           text("sites", many=True), boolean("published")),
    _table("grants", "grant_id", _key("grant_id"), identifier("funder_id", "organizations"),
           identifier("recipient_id", "organizations"), identifier("program_ids", "programs", many=True),
           decimal("amount", 0), code("currency"), date("awarded"), date("starts"), date("ends")),
    _table("measure_adoptions", "program_id measure_id since", _key("program_id", "programs"),
           _key("measure_id", "measures"), word("use", *Use), word("standing", *Standing), date("since"),
           # Beyond the published face: its place among those that stand alike, as a vote or a steward puts them.
           date("until"), integer("sort")),
    _table("measure_values", "program_id measure_id period site place_id group_id", _key("program_id", "programs"),
           _key("measure_id", "measures"), period(required=True), text("site"), PLACE, GROUP, decimal("value"),
           decimal("numerator", 0), decimal("denominator", 0),
           word("state", *ValueState), text("reason"), text("note")),
    # Beyond the published face: what stood at a value before it was corrected, and why it was.
    _table("measure_revisions", "program_id measure_id period site place_id group_id recorded",
           _key("program_id", "programs"), _key("measure_id", "measures"), period(required=True), text("site"), PLACE,
           GROUP, decimal("value"), decimal("numerator", 0), decimal("denominator", 0), date("recorded", required=True),
           text("reason"), is_unique=False),
    _table("contributions", "link_id version", identifier("link_id"), integer("version", 1),
           _key("program_id", "programs"), identifier("measure_id", "measures"), _key("indicator_id", "indicators"),
           PLACE, GROUP, prose("mechanism"), decimal("served", 0), decimal("served_before", 0), period("served_period"),
           *_with_interval("in_population_share"), *_with_interval("completion"), *_with_interval("baseline_risk"),
           word("effect_kind", "risk_ratio", "risk_difference", "cohens_d"), decimal("effect"), decimal("effect_low"),
           decimal("effect_high"), word("evidence", "randomized", "quasi_experimental", "pre_post", "expert"),
           text("evidence_source"), decimal("lag_years", 0), decimal("capacity", 0), decimal("unit_cost", 0),
           *GOVERNANCE,
           # Beyond the published face: the day on which this version was written; blank: from the beginning.
           date("recorded")),
    # Beyond the published face: what people said about links, what they would plan, and what was modelled for a year.
    _table("contribution_notes", "note_id", _key("note_id"), _key("link_id", "contributions"), integer("version", 1),
           date("date", required=True), word("step", *NOTE_STEPS, required=True), text("text", required=True),
           text("source"), identifier("organization_id", "organizations"), identifier("answers", "contribution_notes")),
    _table("scenarios", "scenario_id", _key("scenario_id"), _key("indicator_id", "indicators"), PLACE, GROUP,
           prose("name", required=True), period(), decimal("target"), word("minimize", "cost", "slots"),
           decimal("budget", 0), code("settings"), text("note")),
    _table("modelled_years", "modelled_id", _key("modelled_id"), _key("indicator_id", "indicators"), PLACE, GROUP,
           period(required=True), date("kept_on", required=True), decimal("joint_points"), decimal("low"),
           decimal("high"), level(), share("forecast"), decimal("population", 0), code("model"), integer("seed"),
           integer("draws", 0), code("links", many=True), code("content"), text("note")),
)  # fmt: skip

_PARTNERSHIPS = (
    _table("partnerships", "partnership_id", _key("partnership_id"), _key("organization_id", "organizations"),
           _key("partner_id", "organizations"), prose("name")),
    # Beyond the published face: whom each side lets read what both answered, from a day on.
    _table("partnership_consents", "partnership_id organization_id since", _key("partnership_id", "partnerships"),
           _key("organization_id", "organizations"), date("since", required=True),
           word("readers", *READERS, required=True)),
    _table("purposes", "purpose_id", _key("purpose_id"), prose("label", required=True), text("step"),
           prose("description"), text("from_source")),
    _table("partnership_purposes", "partnership_id since purpose_id", _key("partnership_id", "partnerships"),
           date("since", required=True), _key("purpose_id", "purposes")),
    _table("partnership_notes", "partnership_id date recorded_by on_behalf_of actor level",
           _key("partnership_id", "partnerships"), date("date", required=True), text("recorded_by"),
           identifier("on_behalf_of", "organizations"), identifier("actor", "organizations"), integer("level", 1, 7),
           text("activity"), text("evidence"), date("since"), integer("wanted_level", 1, 7), text("next_step")),
    # Beyond the published face: the words of the questions that network_answers.csv answers, from 1 to so many steps.
    _table("network_questions", "question_id", _key("question_id"), prose("wording", required=True), prose("low_label"),
           prose("high_label"), integer("steps", 2, 10), integer("sort")),
    _table("network_answers", "date from_organization_id to_organization_id question", date("date", required=True),
           _key("from_organization_id", "organizations"), _key("to_organization_id", "organizations"),
           text("question", required=True), text("answer")),
    _table("networks", "network_id", _key("network_id"), prose("name", required=True),
           identifier("members", "organizations", many=True),
           # Beyond the published face: what makes several providers one system.
           prose("description"), identifier("purpose_id", "purposes"), date("since"), prose("common_entry"),
           prose("joint_planning"), identifier("measure_ids", "measures", many=True)),
    _table("mandates", "mandate_id", _key("mandate_id"), identifier("network_id", "networks"),
           identifier("organization_id", "organizations"), text("representative"), text("table"), boolean("formal"),
           word("can_commit", *KINDS_OF_COMMITMENT, many=True), text("document"), date("since"),
           date("until")),
    _table("commitments", "commitment_id", _key("commitment_id"), identifier("organization_id", "organizations"),
           identifier("network_id", "networks"), word("kind", *KINDS_OF_COMMITMENT),
           prose("statement"), identifier("strategy_id", "strategies"), identifier("indicator_id", "indicators"),
           decimal("amount"), text("unit"), date("made"), date("due"),
           word("status", *COMMITMENT_STATUSES), decimal("kept_amount"),
           text("evidence"),
           # Beyond the published face: the program that it is for, where it is one.
           identifier("program_id", "programs")),
)  # fmt: skip

_AGENDA = (
    _table("framework", "element_id", _key("element_id"), text("condition"), prose("statement"),
           word("stance", *STANCES), text("reason"), text("rating"), text("evidence"),
           *GOVERNANCE),
    _table("systems_scan", "organization_id service ages place_id", _key("organization_id", "organizations"),
           text("service", required=True), text("ages"), PLACE, decimal("capacity", 0), text("note")),
    _table("actions", "action_id", _key("action_id"), identifier("strategy_id", "strategies"),
           identifier("commitment_id", "commitments"), prose("title", required=True),
           identifier("owner_id"), date("starts"), date("due"), text("status"),
           decimal("percent_done", 0, 100), decimal("cost"), boolean("low_or_no_cost")),
)  # fmt: skip

TABLES: dict[str, TableLayout] = {
    table.name: table for table in (*_PLACES, *_PEOPLE, *_CONDITIONS, *_PROGRAMS, *_PARTNERSHIPS, *_AGENDA)
}
