"""YAML as a package uses it: every scalar is text, nothing is hidden, and there is one way to write it.

Reading keeps `03076` and `NO` what they are, remembers the line of every key, and refuses what lets two readers see two
things: duplicate keys, tags, anchors and aliases (a small file of aliases can unfold to gigabytes). Writing puts keys
in the order given, in block style, and quotes what another YAML reader would take for a number, a date or a truth
value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from groundswell.core.findings import Finding, error
from groundswell.core.measures.rule_nodes import scalar_text
from groundswell.exchange.package.cells import quoted
from groundswell.exchange.package.model import Document

DEPTH = 20
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Path = tuple[str | int, ...]


@dataclass(slots=True)
class Parsed:
    """A YAML document as text, lists and dictionaries, with the line of each key and list member."""

    document: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class _RefusedError(Exception):
    def __init__(self, message: str, fix: str, line: int) -> None:
        super().__init__(message)
        self.message, self.fix, self.line = message, fix, line


def parse_yaml(text: str, file: str, first_line: int = 1) -> Parsed:
    """Read one document; `first_line` is where it begins in its file. Problems are findings, never exceptions."""
    parsed = Parsed()
    try:
        _Reader(text, parsed, file, first_line).read()
    except _RefusedError as refused:
        parsed.findings.append(error(refused.message, refused.fix, file=file, row=refused.line + first_line))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = (mark.line if mark else 0) + first_line
        what = " ".join(part for part in (problem.problem, problem.context) if part)
        fix = "check the indent, and put quotation marks around text that holds ': ' or begins with a special sign"
        parsed.findings.append(error(f"is not YAML here: {what}", fix, file=file, row=line))
    except (yaml.YAMLError, ValueError) as problem:
        parsed.findings.append(error(f"is not YAML: {problem}", "delete the character", file=file))
    return parsed


class _Reader:
    """Builds plain data from the parser's events, which never unfold an alias."""

    def __init__(self, text: str, parsed: Parsed, file: str, first_line: int) -> None:
        self.events = iter(yaml.parse(text, Loader=_Loader))
        self.parsed, self.file, self.first_line = parsed, file, first_line

    def read(self) -> None:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.parsed.document is not None:
                    raise _RefusedError("holds a second document", "keep one document a file", _line(event))
                self.parsed.document = self.node(next(self.events), ())
        if self.parsed.document is None:
            self.parsed.document = ""

    def node(self, event: Any, path: Path) -> Any:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(
                "uses an anchor or an alias (& or *)", "write the text out, or in quotation marks", line
            )
        if getattr(event, "tag", None) not in (None, "!"):
            raise _RefusedError(f"uses the tag {quoted(event.tag)}", "write plain text", line)
        if len(path) > DEPTH:
            raise _RefusedError(f"is nested more than {DEPTH} deep", "make it flatter", line)
        self.parsed.lines[path] = line + self.first_line
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        return self.sequence(path) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(path)

    def sequence(self, path: Path) -> list[Any]:
        members: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            members.append(self.node(event, (*path, len(members))))
        return members

    def mapping(self, path: Path) -> Document:
        found: Document = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line(event)
            if isinstance(event, yaml.CollectionStartEvent):  # before it is read: keys within keys have no end
                raise _RefusedError("has a key that is not text", "write a word before the colon", line)
            key = self.node(event, path)
            value = self.node(next(self.events), (*path, key))
            if key in found:
                where = line + self.first_line
                message = f"key {quoted(key)} stands twice"
                self.parsed.findings.append(error(message, "keep one", file=self.file, row=where, column=key))
            found[key] = value
            self.parsed.lines[(*path, key)] = line + self.first_line
        return found


def _line(event: Any) -> int:
    return int(event.start_mark.line)


def canonical_yaml(document: Document) -> str:
    """The one way to write a document: keys as ordered, block style, LF; integers and dates stay bare, text is text."""
    return str(
        yaml.dump(
            document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000, default_flow_style=False
        )
    )


# What some YAML reader, of version 1.1 or 1.2, would take for something other than text.
_TAKEN_FOR_SOMETHING_ELSE = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false|null|none|nan|inf|infinity|~|=|<<|"
    r"[-+]?\.(inf|nan)|[-+]?([0-9][0-9_,]*(\.[0-9_]*)?|\.[0-9][0-9_]*)(e[-+]?[0-9]+)?|[-+]?[0-9][0-9_:.]*:[0-9_:.]*|"
    r"0[xob][0-9a-f_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)"
)
# A block of text reads back as it was only where these do not occur; elsewhere quotation marks are safe.
_NO_BLOCK = re.compile(
    r"\A[\s#]|[ \t]\n|[ \t]\Z|\n\n\Z|[^\n -~\u00a1-\u1fff\u2030-\ud7ff\uf900-\ufdcf\U00010000-\U0001fffd]"
)
_OTHER_LINE_ENDS = re.compile(r"[\x85\u2028\u2029]")


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None
    if "\n" in text:
        style = '"' if _NO_BLOCK.search(text) else "|"
    elif _OTHER_LINE_ENDS.search(text):  # a reader of YAML 1.1 takes them for the end of a line, and for a blank
        style = '"'
    elif _TAKEN_FOR_SOMETHING_ELSE.fullmatch(text):
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _write_text)


LINE = 100  # characters: what fits stands in one line, in braces


def readable_yaml(document: Mapping[str, Any]) -> str:
    """A document as a person writes it: the first keys on lines of their own, what fits beneath them in one line.

    Read back here it is the same text by text; numbers, dates and truth values stand bare. What is nested deeper than
    anything that is read here stands as "…".

    >>> print(readable_yaml({"count": "people", "where": {"services": {"times": {"at_least": 12}}}}), end="")
    count: people
    where: {services: {times: {at_least: 12}}}
    """
    node = _node(_cut(document, DEPTH), 0)
    return str(yaml.serialize(node, Dumper=yaml.BaseDumper, allow_unicode=True, width=1_000_000))


def _cut(value: Any, room: int) -> Any:
    """A value without what is nested deeper than there is room for."""
    if not isinstance(value, Mapping | list | tuple):
        return value
    if room < 0:
        return "…"
    if isinstance(value, Mapping):
        return {key: _cut(part, room - 1) for key, part in value.items()}
    return [_cut(part, room - 1) for part in value]


def _node(value: Any, depth: int) -> yaml.Node:
    """What stands at some depth; a scalar that holds more than a plain line is put in quotation marks."""
    if isinstance(value, Mapping):
        pairs = [(_node(str(key), depth), _node(part, depth + 1)) for key, part in value.items()]
        return yaml.MappingNode(_MAP, pairs, flow_style=depth > 0 and _width(value) + 2 * depth <= LINE)
    if isinstance(value, list | tuple):
        parts = [_node(part, depth + 1) for part in value]
        return yaml.SequenceNode(_SEQUENCE, parts, flow_style=depth > 0 and _width(value) + 2 * depth <= LINE)
    text = value if isinstance(value, str) else scalar_text(value) or ""
    return yaml.ScalarNode(_TEXT, text, style=None if text.isprintable() else '"')


def _width(value: Any) -> int:
    """About how long a value is in one line."""
    if isinstance(value, Mapping):
        return sum(_width(str(key)) + _width(part) + 4 for key, part in value.items())
    return sum(_width(part) + 2 for part in value) if isinstance(value, list | tuple) else len(str(value))


_MAP, _SEQUENCE, _TEXT = (f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str"))
