"""The table of a community's own words: the field's term, what the framework calls it, ours for one and for many.

Below it a sentence or two of the pages' own, said with the words as they stand typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_info, gettext, gettext_lazy

from groundswell.core.findings import Finding
from groundswell.core.merging import Content
from groundswell.core.specification.terms import FORMS, TERMS, framework_words
from groundswell.web.forms.terms import NAME, canonical, keys_asked, languages_asked, words_at
from groundswell.web.speaking_terms import in_the_field_s_words, in_words_of

EXAMPLES = (
    gettext_lazy("An indicator is a number that stands for a result."),
    gettext_lazy("What partners do together toward a result; programs carry it out."),
    gettext_lazy("The story behind the curve"),
)


@dataclass(frozen=True, slots=True)
class OneWord:
    """A box for one form of a word."""

    id: str
    name: str
    label: str
    value: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term: as the field says it, as the framework does where it differs, and the boxes for ours."""

    field: str
    is_known: bool
    framework: str
    boxes: tuple[OneWord, ...]


@dataclass(frozen=True, slots=True)
class TermTable:
    """The words of one language, and how pages sound with them."""

    language: str
    caption: str
    is_open: bool
    rows: tuple[TermRow, ...]
    examples: tuple[str, ...]


def term_tables(content: Content, findings: Sequence[Finding], prefix: str) -> tuple[TermTable, ...]:
    """A table for each language, the community's own first."""
    terms, own = content.get(NAME), str(content.get("language", ""))
    wrong = {finding.column or "" for finding in findings if finding.is_error}
    return tuple(_table(content, terms, language, own, wrong, prefix) for language in languages_asked(terms, own))


def _table(content: Content, terms: object, language: str, own: str, wrong: set[str], prefix: str) -> TermTable:
    theirs = framework_words(str(content.get("framework", "")))
    rows = tuple(
        _row(key, words_at(terms, key), " / ".join(theirs.get(key.partition(".")[0], ())), wrong, prefix)
        for key in keys_asked(terms, language)
    )
    examples = in_words_of(content, language or own or "en", EXAMPLES)
    caption = gettext("In %(language)s") % {"language": _name_of(language)} if language else ""
    is_open = any(box.value for row in rows for box in row.boxes)
    return TermTable(language, caption, is_open, rows, examples)


def _row(key: str, words: tuple[str, str], framework: str, wrong: set[str], prefix: str) -> TermRow:
    term = TERMS.get(key.partition(".")[0])
    said = " / ".join(map(in_the_field_s_words, term.words)) if term else key
    labels = (gettext("For “%(term)s”, one"), gettext("For “%(term)s”, many"))
    boxes = tuple(
        OneWord(
            id=f"f-{NAME}-{key}-{form}".replace(".", "-").replace("_", "-"),
            name=f"{prefix}{NAME}.{key}.{form}",
            label=label % {"term": said},
            value=value,
            is_wrong=any(canonical_column(column) == f"{key}.{form}" for column in wrong),
        )
        for form, value, label in zip(FORMS, words, labels, strict=True)
    )
    return TermRow(said, term is not None, framework, boxes)


def canonical_column(column: str) -> str:
    """The column of a finding about terms, as the boxes are named: `result.es.one`."""
    path = column.split(".")[1:]
    form = path.pop() if path and path[-1] in FORMS else "one"
    return f"{canonical('.'.join(path))}.{form}"


def place_in_terms(finding: Finding) -> str:
    """Where in the table a finding is; blank where it is about something else."""
    name, _dot, place = (finding.column or "").partition(".")
    return place if name == NAME else ""


def _name_of(language: str) -> str:
    try:
        return str(get_language_info(language)["name_local"])
    except KeyError:
        return language
