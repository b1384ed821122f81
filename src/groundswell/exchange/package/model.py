"""A `Package` is a whole community as files hold it: what `read_package` gives and `write_package` takes.

Everything is text, as people wrote it: `20.40` keeps its zero and `03076` stays an id. Blank is "", and a key of a
document that is blank is absent. Lists and nested documents appear only where the layout says so.
"""

from dataclasses import dataclass, field
from typing import Any

from groundswell.exchange.tables import Table

Document = dict[str, Any]  # text, lists and documents, to any depth; never None, never a number


@dataclass(frozen=True, slots=True)
class Story:
    """A passage that people wrote, in Markdown; `id` is the stem of its file in `stories/`.

    `question` is one of story, partners, what_works, action. A story of the community itself has a blank `subject_id`.
    `retired` is an ISO date or blank.
    """

    id: str
    subject: str
    subject_id: str
    question: str
    period: str
    text: str
    retired: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A community: its own facts, its tables by file stem, and its documents by id.

    `community` holds text by key, and `terms` as a document. Each table has every column of its layout in layout order
    (sister languages after their column, `retired` last; these only where used), rows in the order of the key when
    it was written by us. A table without rows is absent. `indicators` and `measures` are documents: ids of results as
    a list, `leads` and `versions` as lists of documents, a measure's `rule` nested as it stands. `sources` is the YAML
    text of each mapping with its comments, LF, ending in one line feed. `boundaries` is a GeoJSON geometry by place id.
    """

    community: Document
    tables: dict[str, Table] = field(default_factory=dict)
    indicators: dict[str, Document] = field(default_factory=dict)
    measures: dict[str, Document] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()
    boundaries: dict[str, dict[str, Any]] = field(default_factory=dict)


def counts(package: Package) -> dict[str, int]:
    """How many rows, documents or passages each part holds, by name; parts that hold nothing are left out."""
    found = {name: len(table) for name, table in sorted(package.tables.items())}
    found["indicators"] = len(package.indicators)
    found["measures"] = len(package.measures)
    found["sources"] = len(package.sources)
    found["stories"] = len(package.stories)
    found["boundaries"] = len(package.boundaries)
    return {name: number for name, number in found.items() if number}
