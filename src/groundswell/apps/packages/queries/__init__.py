"""A whole community as its package, and each of its objects as people keep it."""

from groundswell.apps.packages.queries.history import (
    UNDO_FOR,
    ChangeFacts,
    DraftFacts,
    change_of,
    draft_of,
    drafts_of,
    history_of,
    recent_changes,
)
from groundswell.apps.packages.queries.kinds import OBJECT_KINDS, ROW_KINDS, ObjectKind, RowKind, title_of
from groundswell.apps.packages.queries.objects import KeptObject, object_of, objects_of
from groundswell.apps.packages.queries.rows import KeptRow, rows_after, rows_of
from groundswell.apps.packages.queries.whole import observations_table, package_of

__all__ = [
    "OBJECT_KINDS",
    "ROW_KINDS",
    "UNDO_FOR",
    "ChangeFacts",
    "DraftFacts",
    "KeptObject",
    "KeptRow",
    "ObjectKind",
    "RowKind",
    "change_of",
    "draft_of",
    "drafts_of",
    "history_of",
    "object_of",
    "objects_of",
    "observations_table",
    "package_of",
    "recent_changes",
    "rows_after",
    "rows_of",
    "title_of",
]
