"""A mapping read from its YAML file and judged whole: every problem is told at once, with the line it stands in."""

import re
from pathlib import Path

from groundswell.core.findings import Finding, error, has_errors, warning
from groundswell.exchange.mapping.definition import (
    ColumnRule,
    GroupRule,
    IndicatorRule,
    IntervalRule,
    Mapping,
    PeriodFormat,
    PeriodRule,
    PlaceRule,
    PublishedUnit,
)
from groundswell.exchange.mapping.nodes import Node
from groundswell.exchange.mapping.period_spellings import reader_of, target_period_of
from groundswell.exchange.package.yaml_text import parse_yaml
from groundswell.exchange.readers import read_content
from groundswell.exchange.readers.encodings import decode

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LEVEL = re.compile(r"0?\.\d{1,6}")
# A repeated group in a pattern can take for ever on a short line; a year is found without one.
_REPEATED_GROUP = re.compile(r"\)[*+{]")
_LONGEST_PATTERN = 200
# Each repetition multiplies the ways to try by the length of the line, each choice doubles them: a few find a year.
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_REPETITIONS = re.compile(r"[*+]|\{\d*,\d*\}")
_CHOICES = re.compile(r"[?|]")
_MOST_REPETITIONS, _MOST_CHOICES = 2, 3
_OPENING = re.compile(r"\(\?(?::|P?<[A-Za-z_]\w*>)")  # a group; other signs there change what a pattern means
_FORMATS = [each.value for each in PeriodFormat if each]
_DIMENSION_SIGNS = re.compile(r"[^a-z0-9]+")


def read_mapping(path: Path) -> tuple[Mapping | None, list[Finding]]:
    """The mapping in a YAML file; its id is the file's stem. None where the findings hold an error."""
    text, findings = mapping_text(path)
    if text is None:
        return None, findings
    mapping, more = mapping_from(text, path.stem, path.name)
    return mapping, findings + more


def mapping_text(path: Path) -> tuple[str | None, list[Finding]]:
    """The text of a mapping's file, in whatever encoding it was saved; None and why where it cannot be read."""
    content, findings = read_content(path)
    return decode(content, path.name) if content is not None else (None, findings)


def mapping_from(text: str, source_id: str, file: str) -> tuple[Mapping | None, list[Finding]]:
    """As `read_mapping`, from text that is already here."""
    parsed = parse_yaml(text, file)
    findings = list(parsed.findings)
    if has_errors(findings):
        return None, findings
    if not isinstance(parsed.document, dict):
        return None, [error("this is no mapping", "write keys such as indicator_id: and file:", file=file)]
    top = Node(parsed.document, (), file, parsed.lines, findings)
    mapping = _mapping(top, source_id)
    top.finish()
    return (None if has_errors(findings) else mapping), findings


def _mapping(top: Node, source_id: str) -> Mapping:
    if not _ID.fullmatch(source_id) or len(source_id) > 64:
        fix = "name the file in lower-case letters, digits and hyphens"
        top.refuse(f"the file's name gives the id {source_id!r}, which is none", fix)
    value, unit, decimal = _value(top)
    moe, moe_level = _moe(top)
    indicator_id, indicator = _indicator_id(top), _indicator(top)
    period = _period(top, is_wide=bool(value.columns))
    target, target_period = _target(top, period)
    return Mapping(
        id=source_id,
        file=top.file,
        pattern=top.text("file"),
        indicator_id=indicator_id,
        indicator=indicator,
        period=period,
        place=_place(top),
        groups=tuple(_group(node) for node in top.nodes("group")),
        value=value,
        unit=unit,
        decimal=decimal,
        moe=moe,
        moe_level=moe_level,
        interval=_interval(top),
        numerator=_column(top, "numerator"),
        denominator=_column(top, "denominator"),
        quality=_column(top, "quality"),
        target=target,
        target_period=target_period,
        where=_where(top),
        suppressed=frozenset(top.texts("suppressed")),
        missing=frozenset(top.texts("missing")),
        not_applicable=frozenset(top.texts("not_applicable")),
        header_rows=max(1, top.number("header_rows", 1)),
        skip_rows=top.number("skip_rows", 0),
        unwrap_formulas=top.flag("unwrap_formulas"),
        sheet=top.text("sheet") or None,
        encoding=top.text("encoding") or None,
        delimiter=_delimiter(top),
        lines=dict(top.lines),
        **_words(top),
    )


def _words(top: Node) -> dict[str, str]:
    """What is said about the source for people to read."""
    words = {key: top.text(key) for key in ("url", "name", "publisher", "licence")}
    top.asked |= {key for key in top.content if re.fullmatch(r"(name|publisher)\.[A-Za-z-]+", key)} | {"retired"}
    if words["url"] and not re.match(r"https?://\S+$", words["url"]):
        top.refuse(f"{words['url']!r} is no address", "write https://...", "url")
    if not top.has("file") and not words["url"]:
        top.refuse("the mapping does not say which file to read", "write file: NAME.csv")
    return words


def _indicator_id(top: Node) -> str:
    text = top.text("indicator_id")
    if text and (not _ID.fullmatch(text) or len(text) > 64):
        top.refuse(f"{text!r} is no id", "write lower-case letters, digits and hyphens", "indicator_id")
    if bool(text) == top.has("indicator"):
        fix = "write indicator_id: ID, or indicator: {column: HEADING} where a file holds many"
        top.refuse("the mapping names both" if text else "the mapping does not say which indicator this is", fix)
    return text


def _indicator(top: Node) -> IndicatorRule | None:
    node = top.node("indicator")
    if node is None:
        return None
    polarity, polarities = _words_of(node, "polarity", ("higher", "lower", "neutral"))
    unit, units = _words_of(node, "unit", tuple(PublishedUnit))
    rule = IndicatorRule(_needed(node, "column"), node.text("name"), polarity, polarities, unit, units)
    node.finish()
    return rule


def _words_of(node: Node, key: str, known: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """A column whose spellings are mapped to words that are known."""
    beneath = node.node(key)
    if beneath is None:
        return "", {}
    column, words = _needed(beneath, "column"), beneath.pairs("map")
    for word in words.values():
        if word not in known:
            beneath.refuse(f"{word!r} is not known here", f"write one of {', '.join(known)}", "map")
    beneath.finish()
    return column, words


def _needed(node: Node, key: str) -> str:
    text = node.text(key)
    if not text:
        node.refuse(f"{key} is missing", f"write {key}: HEADING, as it stands in the file")
    return text


def _value(top: Node) -> tuple[ColumnRule, PublishedUnit | None, str]:
    node = top.node("value")
    if node is None:
        top.refuse("the mapping does not say where the values are", "write value: {column: HEADING, unit: percent}")
        return ColumnRule(), None, "."
    rule = ColumnRule(node.text("column"), node.pairs("columns"))
    if bool(rule.column) == bool(rule.columns):
        node.refuse("a value has one column, or columns by period", 'write column: HEADING, or columns: {2019: "2019"}')
    unit = node.word("unit", PublishedUnit)
    decimal = node.word("decimal", (".", ","), ".")
    node.finish()
    return rule, PublishedUnit(unit) if unit else None, decimal


def _column(top: Node, key: str) -> ColumnRule | None:
    node = top.node(key)
    if node is None:
        return None
    rule = ColumnRule(node.text("column"), node.pairs("columns"))
    if not rule.column and not rule.columns:
        node.refuse("column is missing", "write column: HEADING, as it stands in the file")
    node.finish()
    return rule


def _moe(top: Node) -> tuple[ColumnRule | None, str]:
    node = top.node("moe")
    if node is None:
        return None, ""
    level = _level(node)
    if not level:
        words = "the margin of error has no level and is taken as 90 %"
        row = top.lines.get(("moe",))
        top.findings.append(warning(words, "write level: 0.90", file=top.file, row=row, column="moe.level"))
    rule = ColumnRule(node.text("column"), node.pairs("columns"))
    if not rule.column and not rule.columns:
        node.refuse("column is missing", "write column: HEADING, as it stands in the file")
    node.finish()
    return rule, level or "0.90"


def _interval(top: Node) -> IntervalRule | None:
    node = top.node("interval")
    if node is None:
        return None
    level = _level(node)
    if not level:
        node.refuse("level is missing", "write level: 0.95, as the publisher says it")
    rule = IntervalRule(_needed(node, "low"), _needed(node, "high"), level)
    if top.has("moe"):
        node.refuse("the mapping has both moe and interval", "keep the one that is published")
    node.finish()
    return rule


def _level(node: Node) -> str:
    text = node.text("level")
    if text and (not _LEVEL.fullmatch(text) or float(text) == 0):
        node.refuse(f"{text!r} is no level", "write a proportion such as 0.90 or 0.95", "level")
    return f"0{text}" if text.startswith(".") else text


def _period(top: Node, *, is_wide: bool) -> PeriodRule:
    node = top.node("period")
    if node is None:
        if not is_wide:
            top.refuse("the mapping does not say where the period stands", "write period: {column: HEADING}")
        return PeriodRule()
    rule = PeriodRule(
        column=node.text("column"),
        format=PeriodFormat(node.word("format", _FORMATS)),
        value=node.text("value"),
        title=_pattern(node, "title"),
        file_name=_pattern(node, "file_name"),
        order=node.word("order", ("ymd", "dmy", "mdy")),
        per=PeriodFormat(node.word("per", ("year", "quarter", "month", "school_year", "fiscal_year"), "month")),
        years=node.number("years", 0),
        named_by=node.word("named_by", ("start", "end")),
    )
    said = sum(map(bool, (rule.column, rule.value, rule.title, rule.file_name, is_wide)))
    if said != 1:
        fix = "write one of column:, value:, title: or file_name:, or value: {columns: ...} for a wide file"
        node.refuse(
            "the period stands in one place only" if said else "the mapping does not say where the period stands", fix
        )
    node.finish()
    return rule


def _pattern(node: Node, key: str) -> str:
    text = node.text(key)
    fix = r"write a simple one, such as (\d{4}-\d{2})"
    if len(text) > _LONGEST_PATTERN or _REPEATED_GROUP.search(text):
        node.refuse("the pattern is too long, or repeats a group", fix, key)
        return ""
    if _could_take_for_ever(text):
        node.refuse("the pattern could take for ever", fix, key)
        return ""
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as problem:
        node.refuse(f"this is no pattern: {problem}", fix, key)
        return ""
    return text


def _could_take_for_ever(pattern: str) -> bool:
    """True where a line of a few hundred signs might be tried in more ways than can be waited for."""
    plain = _OPENING.sub("(", _ESCAPED.sub("x", pattern))
    too_many = len(_REPETITIONS.findall(plain)) > _MOST_REPETITIONS or len(_CHOICES.findall(plain)) > _MOST_CHOICES
    return "(?" in plain or too_many


def _place(top: Node) -> PlaceRule | None:
    node = top.node("place")
    if node is None:
        return None
    one = node.text("column")
    columns = (one,) if one else node.texts("columns")
    node.asked.add("columns")
    match = node.word("match", ("id", "name", "geoid"), "name")
    join = node.text("join", " " if match == "name" else "")
    rule = PlaceRule(columns, join, match, node.pairs("map"), node.text("value"))
    if bool(rule.columns) == bool(rule.value):
        node.refuse("a place stands in columns, or is one place", "write column: HEADING, or value: PLACE_ID")
    for each in filter(None, (*rule.map.values(), rule.value)):
        if not _ID.fullmatch(each):
            node.refuse(f"{each!r} is no id", "write lower-case letters, digits and hyphens", "map")
    node.finish()
    return rule


def _group(node: Node) -> GroupRule:
    column = _needed(node, "column")
    dimension = node.text("dimension") or _DIMENSION_SIGNS.sub("_", column.lower()).strip("_") or "group"
    everyone = frozenset(node.texts("everyone")) if "everyone" in node.content else None
    node.asked.add("everyone")
    rule = GroupRule(column, dimension, everyone, node.pairs("map"))
    for each in filter(None, rule.map.values()):
        if not _ID.fullmatch(each):
            node.refuse(f"{each!r} is no id", "write lower-case letters, digits and hyphens", "map")
    node.finish()
    return rule


def _target(top: Node, rule: PeriodRule) -> tuple[str, str]:
    """The column of targets, and the period they are for as the mapping spells it: in its format, or as a package's."""
    node = top.node("target")
    if node is None:
        return "", ""
    column, period = _needed(node, "column"), node.text("period")
    try:
        target_period_of(period, reader_of(rule, 7, "end"))
    except ValueError as problem:
        words, _, fix = str(problem).partition("; ")
        node.refuse(words, fix, "period")
    node.finish()
    return column, period


def _where(top: Node) -> dict[str, frozenset[str]]:
    content = top.content.get("where", {}) or {}
    top.asked.add("where")
    if not isinstance(content, dict):
        top.refuse("this should name columns and the values to keep", "write where: {HEADING: [VALUE, VALUE]}", "where")
        return {}
    node = Node(content, ("where",), top.file, top.lines, top.findings)
    return {heading.strip(): frozenset(node.texts(heading)) for heading in content}


def _delimiter(top: Node) -> str | None:
    text = top.text("delimiter")
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "bar": "|"}
    text = named.get(text.lower(), text)
    if len(text) > 1 or text in ('"', "\n", "\r"):
        top.refuse(f"{text!r} is no delimiter", "write one character, or tab", "delimiter")
        return None
    return text or None
