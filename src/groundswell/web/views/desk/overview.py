"""The top of the desk: what is kept, what is missing next, one's own drafts, what was changed last."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.apps.packages.queries import OBJECT_KINDS, ROW_KINDS, drafts_of, object_of, recent_changes
from groundswell.apps.packages.queries.keeping import counts_of, unmatched_ids
from groundswell.core.permissions import Permission
from groundswell.web.presenters.desk.overviews import Kept, overview_page
from groundswell.web.views.desk.opening import Desk, opened

CHANGES_ON_TOP, CHANGES_ON_THEIR_PAGE = 8, 100


@require_safe
def overview(request: HttpRequest, community_id: str) -> HttpResponse:
    """The desk."""
    desk = opened(request, community_id)
    kept = Kept(
        counts={kind: count for kind, count in counts_of(desk.community).items() if _is_read(desk, kind)},
        unmatched={kind: len(unmatched_ids(desk.community, kind)) for kind in ("places", "groups")},
        may_change=frozenset(_changeable(desk)),
        may_publish=desk.may(Permission.PUBLISH_COMMUNITY),
        visibility=desk.community.visibility or "unlisted",
    )
    drafts = drafts_of(desk.actor, desk.community)
    titles = {(draft.kind, draft.key): _title(desk, draft.kind, draft.key) for draft in drafts}
    changes = recent_changes(desk.community, CHANGES_ON_TOP, reader=desk.actor, in_brief=True)
    page = overview_page(desk.community.name, community_id, kept, drafts, titles, changes, desk.opens)
    return desk.answer("overview.html", page)


def _title(desk: Desk, kind: str, key: str) -> str:
    found = object_of(desk.community, kind, key) if key and kind in OBJECT_KINDS else None
    return found.title if found else ""


def _is_read(desk: Desk, kind: str) -> bool:
    return kind not in OBJECT_KINDS or desk.may(OBJECT_KINDS[kind].reading)


def _changeable(desk: Desk) -> Iterator[str]:
    for name, kind in OBJECT_KINDS.items():
        if desk.may_change(kind):
            yield name
    for name in ROW_KINDS:
        if desk.may_keep_rows(name):
            yield name
