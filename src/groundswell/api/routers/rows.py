"""Observations and targets of an indicator, populations and crosswalks: many rows at once, all of them or none.

Each edit says what was seen under its key (`base`). Where one of them met something else nothing is stored, and the
answer names each such row, as it names each that breaks a rule.
"""

import base64
import json
from collections.abc import Iterator
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query

from groundswell.api.answers import object_answer
from groundswell.api.bodies import body_of, pointed
from groundswell.api.changing import changing
from groundswell.api.communities import read_with
from groundswell.api.description import KEY, DescribedRouter, answers, sends
from groundswell.api.problems import Problem, ProblemError
from groundswell.api.refusals import misread
from groundswell.api.routers.objects import After, Limit, View, with_next
from groundswell.api.schemas.contents import PlainTexts, problems_in, shown, stored
from groundswell.api.schemas.objects import (
    EDITS_AT_MOST,
    ROW_CONTENTS,
    ROW_EDITS,
    ROW_KEYS,
    ROW_LISTS,
    RowsStoredDocument,
)
from groundswell.apps.packages.actions.rows import RowClash, RowEdit, RowsSaving, save_rows
from groundswell.apps.packages.queries import ROW_KINDS, KeptRow, RowKind, object_of, rows_after
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.core.permissions import Permission
from groundswell.exchange.package.columns import Column

router = DescribedRouter(tags=["keeping"])
OfIndicator = Annotated[str, Query(max_length=64, description="Whose they are; needed for observations and targets.")]
OfPlace = Annotated[str | None, Query(max_length=64, description="Only those of this place; blank: the own place.")]
MEMBERS = ("edits", "indicator_id", "reason")


def _register(kind: RowKind) -> None:
    """The addresses of one kind of rows."""
    reading, changing_them = _list(kind), _change(kind)
    reading.__name__, changing_them.__name__ = f"list_{kind.name}", f"change_{kind.name}"
    at = f"{{community_id}}/{kind.name}/"
    router.add_api_operation(
        at, ["GET"], reading, summary=f"{kind.name.capitalize()}, row by row", response=answers(ROW_LISTS[kind.name])
    )
    router.add_api_operation(
        at,
        ["PATCH"],
        changing_them,
        summary=f"Add, change and retire {kind.name}, all or nothing",
        response=answers(RowsStoredDocument, writes=True),
        openapi_extra=sends(ROW_EDITS[kind.name], KEY),
    )


def _list(kind: RowKind) -> View:
    def view(
        request: HttpRequest,
        community_id: str,
        indicator_id: OfIndicator = "",
        place_id: OfPlace = None,
        limit: Limit = 100,
        after: After = "",
    ) -> HttpResponse:
        community = read_with(request, community_id, Permission.READ_COMMUNITY)
        _demand_indicator(kind, community, indicator_id)
        places = None if place_id is None else (place_id,)
        last = _key_from(after, kind) if after else None
        found = rows_after(community, kind.name, indicator_id, places=places, after=last, limit=limit + 1)
        page, following = found[:limit], _cursor(found[limit - 1]) if len(found) > limit else None
        document = {kind.name: [_row_document(kind, row) for row in page], "next": following}
        return with_next(object_answer(request, document), request, following)

    return view


def _demand_indicator(kind: RowKind, community: Community, indicator_id: str) -> None:
    if not kind.is_of_indicator:
        return
    if not indicator_id:
        raise misread([Problem("?indicator_id", "is missing", f"say whose {kind.name} you mean")])
    kept = object_of(community, "indicators", indicator_id)
    if kept is None or kept.retired:
        raise Http404


def _row_document(kind: RowKind, row: KeptRow) -> dict[str, Any]:
    return {"key": row.key, "version": row.version, "content": shown(row.content, kind.fields)}


def _cursor(row: KeptRow) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(row.key.values())).encode()).decode()


def _key_from(after: str, kind: RowKind) -> tuple[str, ...]:
    try:
        parts = json.loads(base64.b64decode(after.encode("ascii"), altchars=b"-_", validate=True))
        is_key = isinstance(parts, list) and len(parts) == len(kind.key_names) and all(map(_is_storable, parts))
    except (ValueError, RecursionError):
        is_key = False
    if not is_key:
        raise misread([Problem("?after", "is no place in this list", "take it from `next` of the answer before")])
    return tuple(parts)


def _is_storable(part: Any) -> bool:
    """True for a text that a database can be asked for; raises ValueError for half a character."""
    return isinstance(part, str) and b"\0" not in part.encode()


def _change(kind: RowKind) -> View:
    def view(request: HttpRequest, community_id: str) -> HttpResponse:
        def work(community: Community, by: Actor) -> HttpResponse:
            document = body_of(request)
            edits = _edits(kind, document)
            indicator_id, reason = document.get("indicator_id", ""), document.get("reason", "")
            if kind.is_of_indicator and object_of(community, "indicators", indicator_id) is None:
                raise misread([Problem("/indicator_id", "names no indicator here", "look in the list of indicators")])
            saving = save_rows(
                community_id=community_id, kind=kind.name, edits=edits, indicator_id=indicator_id, by=by, reason=reason
            )
            return _answer(request, kind, saving)

        return changing(request, community_id, (kind.permission, kind.own_permission), work)

    return view


def _edits(kind: RowKind, document: Any) -> list[RowEdit]:
    """The edits that were sent; raises ProblemError (422) with everything that is wrong with them."""
    problems = _problems(kind, document)
    if problems:
        raise misread(problems)
    return [
        RowEdit(
            stored(edit["key"], kind.key_fields, is_table=True),
            _cells(edit["content"], kind.fields),
            _cells(edit.get("base"), kind.fields),
        )
        for edit in document["edits"]
    ]


def _cells(document: Any, fields: tuple[Column, ...]) -> dict[str, Any] | None:
    return None if document is None else stored(document, fields, is_table=True)


def _problems(kind: RowKind, document: Any) -> list[Problem]:
    if not isinstance(document, dict):
        return [Problem("", "is no object", 'send {"edits": [...]}')]
    known = MEMBERS if kind.is_of_indicator else ("edits", "reason")
    found = [
        Problem(f"/{key}", "unknown key", f"the keys are {', '.join(known)}") for key in document if key not in known
    ]
    texts = [key for key in ("indicator_id", "reason") if key in document or (key == "indicator_id" and key in known)]
    found += [
        Problem(f"/{key}", "is no text", "send a text") for key in texts if not isinstance(document.get(key), str)
    ]
    edits = document.get("edits")
    if not isinstance(edits, list) or not 1 <= len(edits) <= EDITS_AT_MOST:
        return [*found, Problem("/edits", "is no list of edits", f"send 1 to {EDITS_AT_MOST:,} of them")]
    keys, contents = PlainTexts(kind.key_fields), PlainTexts(kind.fields)
    for at, edit in enumerate(edits):
        if not _is_plainly_right(edit, keys, contents):
            found += _problems_in_edit(kind, edit, f"/edits/{at}")
    return found


def _is_plainly_right(edit: Any, keys: PlainTexts, contents: PlainTexts) -> bool:
    """True for the usual edit: its three parts, each of nothing but texts that are right."""
    if not isinstance(edit, dict) or edit.keys() != {"key", "base", "content"}:
        return False
    return keys.are_right(edit["key"]) and contents.are_right(edit["base"]) and contents.are_right(edit["content"])


def _strange(document: dict[str, Any], known: tuple[str, ...], pointer: str) -> Iterator[Problem]:
    for key in document:
        if key not in known:
            yield Problem(f"{pointer}/{pointed(key)}", "unknown key", f"the keys are {', '.join(known)}")


def _problems_in_edit(kind: RowKind, edit: Any, pointer: str) -> list[Problem]:
    if not isinstance(edit, dict):
        return [Problem(pointer, "is no object", 'send {"key": {...}, "base": {...}, "content": {...}}')]
    names = ("key", "base", "content")
    found = [
        Problem(f"{pointer}/{key}", "unknown key", f"the keys are {', '.join(names)}")
        for key in edit
        if key not in names
    ]
    if "content" not in edit:
        found.append(Problem(f"{pointer}/content", "is missing", "send the cells, or null to retire the row"))
    found += problems_in(edit.get("key"), ROW_KEYS[kind.name], kind.key_fields, f"{pointer}/key")
    for part in ("base", "content"):
        if edit.get(part) is not None:
            model = ROW_CONTENTS[kind.name]
            found += problems_in(edit[part], model, kind.fields, f"{pointer}/{part}")
    return found


def _answer(request: HttpRequest, kind: RowKind, saving: RowsSaving) -> HttpResponse:
    if saving.status == "refused":
        raise ProblemError(
            422,
            "These rows cannot be stored; nothing was changed.",
            errors=[
                Problem(_pointer(kind, finding.index, finding.field), finding.message, finding.fix)
                for finding in saving.findings
                if finding.is_error
            ],
        )
    if saving.status == "clash":
        detail = (
            "Somebody changed some of these rows after you saw them; nothing was stored. Merge, and send them again."
        )
        raise ProblemError(409, detail, members={"clashes": [_clash(kind, each) for each in saving.clashes]})
    warnings = [
        {"pointer": _pointer(kind, each.index, each.field), "message": each.message, "fix": each.fix}
        for each in saving.findings
    ]
    document = RowsStoredDocument(
        status=saving.status, counts=saving.counts, change_id=saving.change_id, warnings=warnings
    )
    return object_answer(request, document)


def _pointer(kind: RowKind, index: int, field: str) -> str:
    if index < 0:
        return ""
    is_key = any(column.name == field for column in kind.key_fields)
    return f"/edits/{index}" + (f"/{'key' if is_key else 'content'}/{field}" if field else "")


def _clash(kind: RowKind, clash: RowClash) -> dict[str, Any]:
    sides = {"current": clash.current, "yours": clash.mine}
    return {
        "index": clash.index,
        **{name: None if side is None else shown(side, kind.fields) for name, side in sides.items()},
    }


for _kind in ROW_KINDS.values():
    _register(_kind)
