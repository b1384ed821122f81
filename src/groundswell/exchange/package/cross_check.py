"""What only shows when the parts of a package are laid side by side: what points to what, and what must agree."""

from collections.abc import Collection, Iterator, Mapping

from groundswell.core.findings import Finding, Severity, error, warning
from groundswell.core.measures.rule_text import parse_rule
from groundswell.core.sentences import sentence
from groundswell.exchange.package.account_check import check_accounts
from groundswell.exchange.package.columns import Column, Kind
from groundswell.exchange.package.commitment_check import check_commitments
from groundswell.exchange.package.contribution_check import check_contributions, check_json, check_notes
from groundswell.exchange.package.encoded import numbers
from groundswell.exchange.package.framework_check import check_framework
from groundswell.exchange.package.layout import TABLES
from groundswell.exchange.package.mandate_check import check_mandates
from groundswell.exchange.package.model import Document, Story
from groundswell.exchange.package.network_check import check_answers, check_networks
from groundswell.exchange.package.observation_check import check_interval, check_observations
from groundswell.exchange.package.partnership_check import (
    Sides,
    check_consents,
    check_partnerships,
    check_purposes_of_partnerships,
)
from groundswell.exchange.package.scan_check import check_scan
from groundswell.exchange.package.table_check import FOLDERS, check_keys, check_references, listed, missing_ids
from groundswell.exchange.tables import Table

_BEGINNINGS_AND_ENDS = (
    ("started", "ended"),
    ("since", "until"),
    ("starts", "ends"),
    ("starts", "due"),
    ("made", "due"),
)
_ONE_FREEZING = ("frozen_on", "method", "level", "observations", "span", "slope", "sd")
# What a story or a target may be about, and where its id must be found.
SUBJECTS = {
    "result": "results",
    "indicator": "indicators",
    "measure": "measures",
    "strategy": "strategies",
    "program": "programs",
    "organization": "organizations",
    "partnership": "partnerships",
    "network": "networks",
}
Known = Mapping[str, Collection[str]]


def ids_known(
    tables: Mapping[str, Table], folders: Mapping[str, Collection[str]], own_place: str
) -> dict[str, frozenset[str]]:
    """The ids that each table and folder defines; the community's own place is known where no places are listed."""
    known: dict[str, frozenset[str]] = {}
    for name, layout in TABLES.items():
        table = tables.get(name)
        known[name] = frozenset(table.columns[layout.key[0]] if table else ()) - {""}
    if own_place and not known["places"]:
        known["places"] = frozenset((own_place,))
    return known | {name: frozenset(ids) for name, ids in folders.items()}


def check_table_in_package(
    table: Table, known: Known, indicators: Mapping[str, Document], own_place: str
) -> list[Finding]:
    """What is wrong with one table beyond its cells."""
    layout = TABLES[table.name]
    findings = check_references(table, layout, known)
    findings += check_keys(table, layout, own_place)
    findings += check_order_of_dates(table)
    match table.name:
        case "observations":
            findings += check_observations(table, indicators)
        case "baselines":
            findings += check_interval(table, layout.file, numbers(table.columns["value"])) + _check_freezings(table)
            findings += _check_bands(table)
        case "targets":
            findings += _check_subjects(table, known)
        case "places":
            findings += check_parents(table)
        case "crosswalks":
            findings += check_weights(table)
        case "contributions":
            findings += check_contributions(table, indicators)
        case "contribution_notes":
            findings += check_notes(table)
        case "scenarios":
            findings += check_json(table, "settings")
        case "modelled_years":
            findings += check_json(table, "content")
        case "framework":
            findings += check_framework(table)
        case "commitments":
            findings += check_commitments(table)
    return findings


def check_among_partners(table: Table, sides: Sides, organizations: Collection[str]) -> list[Finding]:
    """What is wrong with one table about partners beyond its cells and keys; `sides`: the two of each partnership."""
    match table.name:
        case "partnerships":
            return check_partnerships(table)
        case "partnership_consents":
            return check_consents(table, sides)
        case "partnership_purposes":
            return check_purposes_of_partnerships(table)
        case "partnership_notes":
            return check_accounts(table, sides, organizations)
        case "network_answers":
            return check_answers(table)
        case "networks":
            return check_networks(table)
        case "mandates":
            return check_mandates(table)
        case "systems_scan":
            return check_scan(table)
    return []


def check_indicator(indicator: Document, file: str) -> list[Finding]:
    """What an indicator must say before numbers can stand under it."""
    findings: list[Finding] = []
    is_measured = indicator.get("standing") != "development"
    if is_measured and not indicator.get("unit"):
        findings.append(error("is missing", "say percent, rate, count, currency or index", file=file, column="unit"))
    if is_measured and not indicator.get("polarity"):
        message = "is missing, so no verdict can be given"
        findings.append(warning(message, "say higher, lower or neutral", file=file, column="polarity"))
    if indicator.get("per") and indicator.get("unit") not in ("rate", None):
        message = f"stands beside the unit {indicator.get('unit')}"
        findings.append(error(message, "only a rate is per a number of people", file=file, column="per"))
    return findings


def check_measure(measure: Document, file: str) -> list[Finding]:
    """What a measure must say before values can stand under it, and a rule that can be computed."""
    findings: list[Finding] = []
    for key, words in (("question", "how_many, how_well or what_difference"), ("unit", "number or percent")):
        if not measure.get(key):
            findings.append(warning("is missing", f"say {words}", file=file, column=key))
    if mapping := measure.get("rule"):
        rule, found = parse_rule(mapping, file=file)
        findings += found
        unit = measure.get("unit")
        if rule is not None and unit and (unit == "percent") != rule.is_share:
            said = "has a denominator (of), so it is a percent" if rule.is_share else "has no denominator (of)"
            fix = "say unit: percent" if rule.is_share else "say unit: number, or say of whom in `of`"
            findings.append(error(said, fix, file=file, column="rule"))
    return findings


def check_story(story: Story, known: Known, file: str) -> list[Finding]:
    """A story must be about something that exists."""
    if story.subject == "community":
        if story.subject_id:
            return [error("names what needs no id", "leave it out", file=file, column="subject_id")]
        return []
    to = SUBJECTS.get(story.subject)
    if to is None:
        return []
    if not story.subject_id:
        return [error("is missing", f"name the {story.subject}", file=file, column="subject_id")]
    problems = missing_ids(Column("subject_id", Kind.ID, to=to), [story.subject_id], known[to])
    return [error(what, fix, file=file, column="subject_id") for what, fix in problems.values()]


def _check_subjects(table: Table, known: Known) -> list[Finding]:
    findings = []
    for row, subject, name in zip(table.rows, table.columns["subject"], table.columns["subject_id"], strict=True):
        to = SUBJECTS.get(subject)
        if to and name and name not in known[to]:
            where = FOLDERS.get(to, f"{to}.csv")
            fix = f"add {where}{name}.yaml, or check the id"
            findings.append(error(f"'{name}' is not in {where}", fix, file="targets.csv", row=row, column="subject_id"))
    return listed(findings)


def _check_freezings(table: Table) -> list[Finding]:
    """A series is frozen once: every point of its baseline tells of the same freezing."""
    columns = table.columns
    firsts: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}
    findings = []
    series = zip(columns["indicator_id"], columns["place_id"], columns["group_id"], strict=True)
    frozen = zip(*(columns[name] for name in _ONE_FREEZING), strict=True)
    for row, key, facts in zip(table.rows, series, frozen, strict=True):
        first_row, first = firsts.setdefault(key, (row, facts))
        if facts != first:
            name = next(name for name, a, b in zip(_ONE_FREEZING, facts, first, strict=True) if a != b)
            message = f"differs from row {first_row} of the same baseline"
            fix = "a baseline is frozen once; its points share this"
            findings.append(error(message, fix, file="baselines.csv", row=row, column=name))
    return listed(findings)


def _check_bands(table: Table) -> list[Finding]:
    """A forecast is never bare: without its band nobody could tell a curve that left it from one that did not."""
    ends = zip(table.rows, table.columns["low"], table.columns["high"], strict=True)
    problem = ("a baseline has no band here", "write its low and high")
    return listed(
        [error(*problem, file="baselines.csv", row=row, column="low") for row, *both in ends if not all(both)]
    )


def check_parents(table: Table) -> list[Finding]:
    """No place lies, by way of others, within itself."""
    parents = dict(zip(table.columns["place_id"], table.columns["parent_id"], strict=True))
    findings = []
    settled: set[str] = set()
    for row, place in zip(table.rows, parents, strict=False):
        trail = list(_upwards(place, parents, settled))
        if trail and parents.get(trail[-1]) in trail:
            message = f"'{place}' lies within itself: {' in '.join([*trail, parents[trail[-1]]])}"
            fix = "let the largest place have no parent"
            findings.append(error(message, fix, file="places.csv", row=row, column="parent_id"))
        settled.update(trail)
    return listed(findings)


def _upwards(place: str, parents: Mapping[str, str], settled: Collection[str]) -> Iterator[str]:
    seen: set[str] = set()
    while place and place not in seen and place not in settled:
        seen.add(place)
        yield place
        place = parents.get(place, "")


def check_weights(table: Table) -> list[Finding]:
    """The parts of a place are not more than the whole, but for rounding."""
    columns = table.columns
    sums: dict[tuple[str, str], float] = {}
    firsts: dict[tuple[str, str], int] = {}
    weights = numbers(columns["weight"]).tolist()
    for row, place, basis, weight in zip(table.rows, columns["from_place_id"], columns["basis"], weights, strict=True):
        firsts.setdefault((place, basis), row)
        sums[place, basis] = sums.get((place, basis), 0.0) + (weight if weight == weight else 0.0)
    over = [(firsts[key], key[0], total) for key, total in sums.items() if total > 1.01]
    fix = "the weights of one place add up to 1 at most"
    return listed(
        [
            warning(
                f"the weights of '{place}' add up to {total:.3f}", fix, file="crosswalks.csv", row=row, column="weight"
            )
            for row, place, total in over
        ]
    )


def check_order_of_dates(table: Table) -> list[Finding]:
    """What ends comes after it began."""
    findings: list[Finding] = []
    for start, end in _BEGINNINGS_AND_ENDS:
        starts, ends = table.columns.get(start), table.columns.get(end)
        if starts is None or ends is None or not any(ends):
            continue
        for row, first, last in zip(table.rows, starts, ends, strict=True):
            if first and last and last < first:
                message = sentence("{last} comes before {field} {first}", last=last, field=start, first=first)
                fix = "exchange or correct the two dates"
                findings.append(Finding(Severity.ERROR, message, fix, TABLES[table.name].file, row, end))
    return listed(findings)
