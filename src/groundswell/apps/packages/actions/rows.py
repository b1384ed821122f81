"""What people do in a grid: change many rows at once, all of them or none.

Each edit says what somebody saw under a key (`base`) and what they want there. A row that others changed meanwhile is
a clash: nothing is stored, and both are shown. A changed observation keeps a revision of what stood before it, like
one that a package or a published source changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from groundswell.apps.indicators.models import Indicator
from groundswell.apps.packages.actions.checking import text_problems, with_line_feeds
from groundswell.apps.packages.actions.grids import checked_rows, store_rows
from groundswell.apps.packages.actions.recording import Changed, answered, record_change
from groundswell.apps.packages.queries.history import key_of, standing_rows
from groundswell.apps.packages.queries.kinds import ROW_KINDS, RowKind
from groundswell.apps.packages.queries.references import retired_in_rows
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, not_retired, require, require_any
from groundswell.apps.places.models import Place
from groundswell.core.findings import Finding, Severity, error, has_errors
from groundswell.core.merging import Content, without_blanks

BY_HAND = "corrected by hand"
ROWS_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One row as somebody wants it: its key by heading, its other cells, and what they saw there.

    `content` None retires the row. `base` None says that they saw no row under this key.
    """

    key: Mapping[str, str]
    content: Mapping[str, Any] | None
    base: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One problem: which edit (counted from 0), which heading (blank for the whole row), what is wrong and right."""

    index: int
    field: str
    message: str
    fix: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """True where nothing is stored because of it."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class RowClash:
    """A row that others changed since it was seen: what stands there (None: nothing), and what was sent."""

    index: int
    current: Content | None
    mine: Content | None


@dataclass(frozen=True, slots=True)
class RowsSaving:
    """What came of saving rows: stored, unchanged, refused or clash; with `counts` by added, changed, retired,
    unchanged. Findings about no row have the index -1."""

    status: str
    findings: list[RowFinding] = field(default_factory=list)
    clashes: list[RowClash] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    change_id: str = ""

    @property
    def is_done(self) -> bool:
        """True where the rows stand as they were sent."""
        return self.status in ("stored", "unchanged")


@dataclass(frozen=True, slots=True)
class Sent:
    """One edit made canonical: where it stood among those sent, its key, what is wanted, and what stands."""

    index: int
    key: dict[str, str]
    content: Content | None
    base: Content | None
    current: Content | None

    @property
    def verb(self) -> str:
        """What becomes of the row."""
        if self.content == self.current:
            return "unchanged"
        if self.content is None:
            return "retired"
        return "added" if self.current is None else "changed"


def refused_rows(findings: Sequence[Finding]) -> RowsSaving:
    """Nothing was stored; a finding's row is the place of its edit."""
    return RowsSaving("refused", [_row_finding(finding) for finding in findings])


def _row_finding(finding: Finding) -> RowFinding:
    index = -1 if finding.row is None else finding.row
    return RowFinding(index, finding.column or "", finding.message, finding.fix, finding.severity)


def save_rows(
    *,
    community_id: str,
    kind: str,
    edits: Sequence[RowEdit],
    indicator_id: str = "",
    by: Actor,
    reason: str = "",
) -> RowsSaving:
    """Add, change and retire rows, all or nothing. Raises NotAllowedError where the actor may not.

    `indicator_id` says whose observations or targets they are; `reason` is what the revisions say.
    """

    def change() -> RowsSaving:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            return change_rows(community, kind, edits, indicator_id, by, reason, "changed")

    return answered(change, refused_rows)


def change_rows(
    community: Community,
    kind: str,
    edits: Sequence[RowEdit],
    indicator_id: str,
    by: Actor,
    reason: str,
    verb: str,
) -> RowsSaving:
    """The work of `save_rows`, inside the transaction of its caller."""
    described = _kind_named(kind)
    indicator = _indicator_of(described, community, indicator_id)
    require_to_keep(described, community, indicator, by)
    sent = _sent(described, community, edits, indicator_id)
    wanted = [each for each in sent if each.verb != "unchanged"]
    table, findings = checked_rows(
        described, community, [(one.index, one.key, one.content) for one in wanted], indicator
    )
    added = [(one.index, one.key) for one in wanted if one.verb == "added"]
    findings += retired_in_rows(community, described, added)
    found = [_row_finding(finding) for finding in findings]
    if has_errors(findings):
        return RowsSaving("refused", found)
    if clashes := [RowClash(one.index, one.current, one.content) for one in wanted if one.current != one.base]:
        return RowsSaving("clash", found, clashes)
    counts = {name: sum(one.verb == name for one in sent) for name in ("added", "changed", "retired", "unchanged")}
    if not wanted:
        return RowsSaving("unchanged", found, counts=counts)
    gone = [(one.key, one.current or {}) for one in wanted if one.content is None]
    store_rows(described, community, table, gone, indicator, reason or BY_HAND)
    before = {"rows": [{"key": one.key, "content": one.current} for one in wanted]}
    standing = standing_rows(community, kind, indicator_id, [one.key for one in wanted])
    after = {"rows": [{"key": one.key, "content": standing.get(key_of(kind, one.key))} for one in wanted]}
    changed = Changed(kind, indicator_id, verb, before, after)
    change_id = record_change(changed, community=community, by=by, counts=counts)
    return RowsSaving("stored", found, counts=counts, change_id=change_id)


def _kind_named(kind: str) -> RowKind:
    if kind not in ROW_KINDS:
        raise RefusalError(error(f"there is no kind {kind!r}", f"the kinds are {', '.join(ROW_KINDS)}"))
    return ROW_KINDS[kind]


def _indicator_of(described: RowKind, community: Community, indicator_id: str) -> Indicator | None:
    if not described.is_of_indicator:
        return None
    found = Indicator.objects.filter(community=community, public_id=indicator_id).first()
    if found is None:
        raise RefusalError(error(f"there is no indicator {indicator_id!r}", "check the id"))
    return found


def require_to_keep(described: RowKind, community: Community, indicator: Indicator | None, by: Actor) -> None:
    """Raise NotAllowedError unless the actor keeps these rows, or those of the indicators of an own organization."""
    if described.own_permission is None or indicator is None:
        require(by, described.permission, community)
        return
    owner = owner_of(community, indicator)
    require_any(by, (described.permission, described.own_permission), community, owner)


def owner_of(community: Community, indicator: Indicator) -> str:
    """The organization whose own an indicator is; blank where its owner is no organization of the community."""
    owner = str(indicator.definition.get("owner", ""))
    owners = not_retired(Organization.objects.filter(community=community, public_id=owner)) if owner else None
    return owner if owners is not None and owners.exists() else ""


def _sent(described: RowKind, community: Community, edits: Sequence[RowEdit], indicator_id: str) -> list[Sent]:
    """The edits in canonical form beside what stands under their keys."""
    if len(edits) > ROWS_AT_MOST:
        raise RefusalError(error(f"{len(edits):,} rows at once", f"send {ROWS_AT_MOST:,} at most, or load a package"))
    own = Place.objects.filter(community=community, is_own=True).values_list("public_id", flat=True).first()
    keys = [_key(described, edit.key, own or "") for edit in edits]
    findings = [replace(each, row=at) for at, edit in enumerate(edits) for each in _problems(described, edit)]
    if findings:
        raise RefusalError(*findings)
    standing = standing_rows(community, described.name, indicator_id, keys)
    return [
        Sent(
            at,
            key,
            _content(described, edit.content),
            None if edit.base is None else _content(described, edit.base),
            standing.get(tuple(key.values())),
        )
        for at, (key, edit) in enumerate(zip(keys, edits, strict=True))
    ]


def _problems(described: RowKind, edit: RowEdit) -> list[Finding]:
    cells = {**edit.key, **(edit.content or {})}
    found = list(text_problems({name: cell for name, cell in cells.items() if cell is not None}))
    known = {column.name for column in (*described.key_fields, *described.fields)}
    strange = sorted(name for name in cells if name.partition(".")[0] not in known)
    found += [error(f"there is no field {name!r}", f"the fields are {', '.join(sorted(known))}", column=name)
              for name in strange]  # fmt: skip
    return found


def _key(described: RowKind, key: Mapping[str, str], own_place: str) -> dict[str, str]:
    """Every part of the key, without blanks around; the own place's name is the blank that stands for it."""
    found = {name: str(key.get(name) or "").strip() for name in described.key_names}
    if own_place and found.get("place_id") == own_place:
        found["place_id"] = ""
    return found


def _content(described: RowKind, content: Mapping[str, Any] | None) -> Content | None:
    """The cells as they would be stored; an observation with a value and no status is final."""
    if content is None:
        return None
    plain = {column.name for column in described.fields if column.name not in ("note", "quality")}
    cells = with_line_feeds(without_blanks(content))
    cells = {name: cell.strip() if name in plain and isinstance(cell, str) else cell for name, cell in cells.items()}
    if described.name == "observations":
        cells = {name: cell for name, cell in cells.items() if not (name == "break" and str(cell).lower() == "false")}
        if cells.get("break"):
            cells["break"] = str(cells["break"]).lower()
        if cells.get("value") and not cells.get("status"):
            cells["status"] = "final"
    return without_blanks(cells)
