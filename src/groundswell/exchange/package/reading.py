"""From a folder to a `Package`: every file is read and checked, and every problem is told at once.

A package with any error is not given back at all; warnings come beside it. Nothing is stored here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.specification.terms import problems_of_terms
from groundswell.exchange.package.boundary_check import FILE as BOUNDARIES
from groundswell.exchange.package.boundary_check import Geometry, read_boundaries
from groundswell.exchange.package.cells import id_made_from, nearest, problem_with, quoted
from groundswell.exchange.package.columns import DocumentLayout, identifier, url
from groundswell.exchange.package.contribution_check import with_link_ids
from groundswell.exchange.package.cross_check import (
    check_among_partners,
    check_indicator,
    check_measure,
    check_story,
    check_table_in_package,
    ids_known,
)
from groundswell.exchange.package.csv_table import Progress, read_csv
from groundswell.exchange.package.document_layout import COMMUNITY, INDICATOR, MEASURE, SOURCE_KEYS
from groundswell.exchange.package.documents import DocumentCheck
from groundswell.exchange.package.encoding import read_text
from groundswell.exchange.package.layout import RESERVED, TABLES
from groundswell.exchange.package.model import Document, Package, Story
from groundswell.exchange.package.observation_check import with_statuses
from groundswell.exchange.package.partnership_check import sides_of
from groundswell.exchange.package.story_file import story_from
from groundswell.exchange.package.table_check import check_cells
from groundswell.exchange.package.yaml_text import Parsed, parse_yaml
from groundswell.exchange.tables import Table

COMMUNITY_FILE = "community.yaml"
# The first part of an address that leads elsewhere; a community of that name could not be reached.
RESERVED_IDS = frozenset(("accounts", "admin", "api", "design", "health", "openapi", "static"))
DESCRIPTOR = "datapackage.json"
FOLDERS = {"indicators": ".yaml", "measures": ".yaml", "sources": ".yaml", "stories": ".md"}
_MAPPED = frozenset(("file", "indicator_id", "indicator", "period", "value"))
_FILLED = {"observations": with_statuses, "contributions": with_link_ids}  # what a blank cell stands for
_FREE = ("README", "LICENSE", "LICENCE", ".")


def is_free(name: str) -> bool:
    """True for what may lie in a package without belonging to it: README*, LICENSE*, dotfiles, the descriptor."""
    return name.startswith(_FREE) or name == DESCRIPTOR


def files_of_package() -> list[str]:
    """The names that may stand at the top of a package."""
    return [COMMUNITY_FILE, BOUNDARIES, *(layout.file for layout in TABLES.values()), *FOLDERS]


def read_package(folder: Path, progress: Progress | None = None) -> tuple[Package | None, list[Finding]]:
    """Read and check a whole package; None where there is any error. Findings are in the order of the files.

    `progress(done, total)` is called as work goes on, in units that mean nothing but their share.
    """
    if not folder.is_dir():
        return None, [error("is not a folder", "name the folder of a package", file=str(folder))]
    reading = _Reading(folder, progress)
    try:
        reading.read()
    except OSError as problem:
        reading.findings.append(_unreadable(problem, folder))
    if has_errors(reading.findings):
        return None, reading.findings
    return reading.package(), reading.findings


check_package = read_package


@dataclass(slots=True)
class _Reading:
    folder: Path
    progress: Progress | None
    findings: list[Finding] = field(default_factory=list)
    community: Document = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    documents: dict[str, dict[str, Document]] = field(default_factory=dict)
    checks: dict[str, DocumentCheck] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    boundaries: dict[str, Geometry] = field(default_factory=dict)
    done: int = 0

    def read(self) -> None:
        """Each file by itself first, then all of them together."""
        self.findings += _unknown_files(self.folder)
        self.community = self.document(COMMUNITY_FILE, COMMUNITY) if self.has_community() else {}
        if self.community.get("id") in RESERVED_IDS:
            fix = f"choose an id other than {', '.join(sorted(RESERVED_IDS))}"
            self.findings.append(error("is reserved for an address of its own", fix, file=COMMUNITY_FILE, column="id"))
        lines = self.checks[COMMUNITY_FILE].lines if COMMUNITY_FILE in self.checks else {}
        self.findings += problems_of_terms(self.community.get("terms"), COMMUNITY_FILE, lines)
        for name, layout in (("indicators", INDICATOR), ("measures", MEASURE)):
            self.documents[name] = {
                path.stem: self.document(f"{name}/{path.name}", layout) for path in self.files(name)
            }
        for path in self.files("sources"):
            self.read_source(path)
        for path in self.files("stories"):
            self.read_story(path)
        for name in TABLES:
            self.read_table(name)
        self.check_together()

    def package(self) -> Package:
        """What was read."""
        stories = tuple(self.stories[name] for name in sorted(self.stories))
        indicators, measures = self.documents["indicators"], self.documents["measures"]
        return Package(self.community, self.tables, indicators, measures, self.sources, stories, self.boundaries)

    @property
    def own_place(self) -> str:
        return str(self.community.get("place_id", ""))

    def has_community(self) -> bool:
        if (self.folder / COMMUNITY_FILE).is_file():
            return True
        self.findings.append(
            error("is missing", "a package has a community.yaml with at least id and name", file=COMMUNITY_FILE)
        )
        return False

    def files(self, folder: str) -> Iterator[Path]:
        """The files of one kind in order of name, those with a wrong name noted and left out."""
        if not (self.folder / folder).is_dir():
            return
        for path in sorted((self.folder / folder).iterdir()):
            if is_free(path.name):
                continue
            if (problem := _problem_with_name(path, FOLDERS[folder])) is None:
                yield path
            else:
                self.findings.append(error(*problem, file=f"{folder}/{path.name}"))

    def parsed(self, file: str) -> tuple[str, Parsed]:
        text, findings = read_text(self.folder / file, file)
        self.findings += findings
        return ("", Parsed()) if text is None else (text, parse_yaml(text, file))

    def document(self, file: str, layout: DocumentLayout) -> Document:
        """One YAML file by its layout."""
        _, parsed = self.parsed(file)
        check = self.checks[file] = DocumentCheck(parsed, file)
        found = {} if parsed.document is None else check.typed(parsed.document, layout.fields)
        self.findings += check.findings
        check.findings = []
        return found

    def read_source(self, path: Path) -> None:
        """A source is described, or mapped whole; either way its text is kept as people wrote it."""
        file = f"sources/{path.name}"
        text, parsed = self.parsed(file)
        self.findings += check_source(text, parsed, path.stem, file)
        self.sources[path.stem] = source_text(text)

    def read_story(self, path: Path) -> None:
        text, findings = read_text(path, f"stories/{path.name}")
        self.findings += findings
        if text is not None:
            story, findings = story_from(text, f"stories/{path.name}", path.stem)
            self.findings += findings
            if story:
                self.stories[path.stem] = story

    def read_table(self, name: str) -> None:
        path = self.folder / TABLES[name].file
        if not path.is_file():
            return
        size = path.stat().st_size
        table, findings = read_csv(path, TABLES[name], lambda at, of: self.tell(size * at // (of or 1)))
        self.findings += findings
        if table is not None and len(table):
            table, findings = check_cells(table, TABLES[name])
            self.findings += findings
            self.tables[name] = _FILLED[name](table) if name in _FILLED else table
        self.done += size
        self.tell(0)

    def check_together(self) -> None:
        """What points to what, and what must agree."""
        folders = {name: self.documents[name] for name in ("indicators", "measures")}
        known = ids_known(self.tables, {**folders, "sources": self.sources}, self.own_place)
        self.check_documents(known)
        for name, story in self.stories.items():
            self.findings += check_story(story, known, f"stories/{name}.md")
        path = self.folder / BOUNDARIES
        if path.is_file():
            self.boundaries, findings = read_boundaries(path, known["places"])
            self.findings += findings
        sides = sides_of(self.tables.get("partnerships"))
        for name, table in self.tables.items():
            self.findings += check_table_in_package(table, known, folders["indicators"], self.own_place)
            self.findings += check_among_partners(table, sides, known["organizations"])
            self.done += (self.folder / TABLES[name].file).stat().st_size
            self.tell(0)

    def check_documents(self, known: dict[str, frozenset[str]]) -> None:
        """Ids within YAML files, and what an indicator must say."""
        of = [(COMMUNITY_FILE, self.community, COMMUNITY)]
        for name, layout in (("indicators", INDICATOR), ("measures", MEASURE)):
            of += [(f"{name}/{stem}.yaml", found, layout) for stem, found in self.documents[name].items()]
        for file, found, layout in of:
            if check := self.checks.get(file):
                check.references(found, layout.fields, known)
                self.findings += check.findings
        for stem, found in self.documents["indicators"].items():
            if found:
                self.findings += check_indicator(found, f"indicators/{stem}.yaml")
        for stem, found in self.documents["measures"].items():
            if found:
                self.findings += check_measure(found, f"measures/{stem}.yaml")

    def tell(self, more: int) -> None:
        """Report how far the work has come: each table counts once for reading and once for checking."""
        if self.progress:
            self.progress(min(self.done + more, self.total()), self.total())

    def total(self) -> int:
        paths = (self.folder / layout.file for layout in TABLES.values())
        return 2 * sum(path.stat().st_size for path in paths if path.is_file())


def check_source(text: str, parsed: Parsed, source_id: str, file: str) -> list[Finding]:
    """What is wrong with the YAML of one source: a whole mapping, or a description without one."""
    if isinstance(parsed.document, dict) and not _MAPPED.isdisjoint(parsed.document):
        # Mappings read YAML by this package's parser, so they can be imported only once it stands.
        from groundswell.exchange.mapping.mapping_file import mapping_from

        return mapping_from(text, source_id, file)[1]
    return parsed.findings + _check_description(parsed, file)


def _check_description(parsed: Parsed, file: str) -> list[Finding]:
    if parsed.document is None:
        return []
    if not isinstance(parsed.document, dict):
        return [error("is not made of keys and values", "write lines such as 'publisher: ...'", file=file)]
    findings = []
    for key in parsed.document:
        if key.partition(".")[0] not in SOURCE_KEYS:
            near = nearest(key, SOURCE_KEYS)
            fix = f"did you mean {near}?" if near else f"the keys are {', '.join(SOURCE_KEYS)}"
            row = parsed.lines.get((key,))
            findings.append(error(f"unknown key {quoted(key)}", fix, file=file, row=row, column=key))
    address = parsed.document.get("url", "")
    if address and (problem := problem_with(url("url"), str(address))):
        findings.append(error(*problem, file=file, row=parsed.lines.get(("url",)), column="url"))
    return findings


def source_text(text: str) -> str:
    """A mapping as it is kept: LF, and one line feed at the end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"


def _unreadable(problem: OSError, folder: Path) -> Finding:
    file = Path(problem.filename or folder).name
    return error(f"cannot be read: {problem.strerror}", "check that it is there and may be read", file=file)


def _unknown_files(folder: Path) -> list[Finding]:
    findings = []
    known = files_of_package()
    for path in sorted(folder.iterdir()):
        if is_free(path.name) or (path.name in known and path.is_dir() == (path.name in FOLDERS)):
            continue
        findings.append(_unknown(path, known))
    return findings


def _unknown(path: Path, known: list[str]) -> Finding:
    if path.stem in RESERVED:
        return error("is reserved for a later version", "take it out of the package", file=path.name)
    kind = "folder" if path.is_dir() else "file"
    near = nearest(path.name, known)
    fix = f"did you mean {near}?" if near else "take it out of the package; README* and dotfiles may stay"
    return error(f"is not a {kind} of a package", fix, file=path.name)


def _problem_with_name(path: Path, ending: str) -> tuple[str, str] | None:
    if path.suffix != ending or not path.is_file():
        return "does not belong here", f"keep files that end in {ending} in this folder"
    if problem := problem_with(identifier("id"), path.stem):
        made = id_made_from(path.stem)
        return f"its name {problem[0]}", f"name it {made}{ending}" if made else problem[1]
    return None
