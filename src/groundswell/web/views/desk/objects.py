"""One object on its form: made, changed, and settled where two people changed it at once."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from groundswell.apps.packages.actions import Saving, discard_draft, save_draft, save_object
from groundswell.apps.packages.actions.checking import checked_object
from groundswell.apps.packages.queries import (
    ChangeFacts,
    KeptObject,
    ObjectKind,
    change_of,
    draft_of,
    history_of,
    object_of,
)
from groundswell.apps.packages.queries.references import retired_references
from groundswell.core.findings import Finding
from groundswell.core.merging import Clash, Content, differences, merged, without_blanks
from groundswell.core.specification.terms import problems_of_terms
from groundswell.web.forms.desk import Submission, submission
from groundswell.web.forms.rules import example_rule
from groundswell.web.presenters.desk.fields import Asking, with_labels
from groundswell.web.presenters.desk.forms import FormFacts, form_page
from groundswell.web.presenters.desk.rules import is_of_rule
from groundswell.web.views.answers import not_found
from groundswell.web.views.desk.opening import Desk, kind_named, opened

NO_VERSION = "unknown"  # of a form that does not say what it was begun from: somebody else's words may stand since
GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_POST
def new(request: HttpRequest, community_id: str, kind: str) -> HttpResponse:
    """A form for an object that is still to be made."""
    desk = opened(request, community_id)
    described = kind_named(kind, desk)
    if described.model is None:  # a community is made where the installation is run
        raise not_found()
    desk.require_change(described)
    if request.method == "POST":
        return _received(desk, described, None)
    draft = draft_of(desk.actor, desk.community, kind, "")
    content: Content = {**_given(request, described), **_example(request.GET, described)}
    facts = FormFacts(described, None, draft=draft)
    if draft and "draft" in request.GET:
        content, facts.is_draft = draft.content, True
    return _shown(desk, facts, content)


@GET_POST
def edit(request: HttpRequest, community_id: str, kind: str, object_id: str) -> HttpResponse:
    """The form of one object."""
    desk = opened(request, community_id)
    described = kind_named(kind, desk)
    desk.require_change(described, object_id)
    kept = object_of(desk.community, kind, object_id)
    if kept is None:
        raise not_found()
    if request.method == "POST":
        return _received(desk, described, kept)
    draft = draft_of(desk.actor, desk.community, kind, object_id)
    if draft and not differences(draft.content, kept.content):  # it was stored while its last keeping was under way
        draft = None
    facts = FormFacts(described, kept, draft=draft)
    facts.saved = _change(desk, described, object_id)
    facts.is_unchanged = "unchanged" in request.GET
    if facts.draft and "draft" in request.GET:
        facts.is_draft = True
        merge = merged(facts.draft.base, facts.draft.content, kept.content)
        facts.theirs_changed = merge.theirs_changed
        return _shown(desk, facts, merge.content, clashes=merge.clashes)
    doubts = retired_references(desk.community, described, kept.content, facts.saved.before) if facts.saved else []
    doubts += problems_of_terms(kept.content.get("terms")) if described.model is None else []
    return _shown(desk, facts, {**kept.content, **_example(request.GET, described)}, doubts)


def _example(sent: QueryDict, kind: ObjectKind) -> Content:
    """The rule of the example that somebody wants to start from, as the text of the form."""
    text = example_rule(sent.get("example", "")) if kind.name == "measures" else ""
    return {"rule": text} if text else {}


def _change(desk: Desk, kind: ObjectKind, object_id: str) -> ChangeFacts | None:
    """The change that brought the reader here, where the address names one of this very object."""
    named = desk.request.GET.get("saved", "")
    found = change_of(desk.community, named, reader=desk.actor) if named else None
    return found if found and (found.kind, found.key) == (kind.name, object_id) else None


def _given(request: HttpRequest, kind: ObjectKind) -> Content:
    """What the address already says of a new object, such as which result an indicator is for."""
    given: Content = {}
    for field in kind.fields:
        text = request.GET.get(field.name, "")
        if text and len(text) <= 200:
            given[field.name] = [text] if field.many and not kind.is_table else text
    return given


def _received(desk: Desk, kind: ObjectKind, kept: KeptObject | None) -> HttpResponse:
    is_asked = partial(desk.asks, kind, is_new=kept is None)
    sent = submission(desk.request.POST, kind, kept.id if kept else "", kept.content if kept else None, is_asked)
    if kind.name == "indicators":
        for content in (sent.mine, sent.content):
            _owned_by_id(desk, content)
    wish = desk.request.POST.get("do", "save")
    facts = FormFacts(kind, kept, version=sent.version, base=sent.base)
    if wish == "draft":
        return _drafted(desk, kind, kept, sent)
    if wish == "preview":
        facts.is_preview = True
        return _shown(desk, facts, sent.mine, clashes=sent.clashes, taken=sent.taken)
    if wish in ("check", "example") and kind.name == "measures":
        return _read_back(desk, facts, sent, _example(desk.request.POST, kind) if wish == "example" else {})
    if sent.findings:
        return _shown(desk, facts, sent.mine, sent.findings, sent.clashes, sent.taken, status=422)
    saving = save_object(
        community_id=desk.community_id,
        kind=kind.name,
        object_id=kept.id if kept else str(sent.content.get(kind.id_field, "")),
        content=sent.content,
        version=(sent.version or NO_VERSION) if kept else "",
        base=sent.base,
        by=desk.actor,
    )
    return _answered(desk, facts, sent, saving)


def _read_back(desk: Desk, facts: FormFacts, sent: Submission, example: Content) -> HttpResponse:
    """The form with its rule in plain words, or with what is wrong in the rule; nothing is stored."""
    facts.is_checked = True
    mine = {**sent.mine, **example}
    found = checked_object(facts.kind, desk.community, facts.kept.id if facts.kept else "new", mine)[1]
    problems = [finding for finding in found if is_of_rule(finding)]
    return _shown(desk, facts, mine, problems, sent.clashes, sent.taken)


def _owned_by_id(desk: Desk, content: Content) -> None:
    """Whoever types an organization's name as the owner means that organization, which is known by its id."""
    typed = str(content.get("owner", "")).strip().casefold()
    ids = [one.id for one in desk.objects("organizations") if one.title.casefold() == typed] if typed else []
    if len(ids) == 1:
        content["owner"] = ids[0]


def _answered(desk: Desk, facts: FormFacts, sent: Submission, saving: Saving) -> HttpResponse:
    kept = saving.object
    if saving.status in ("stored", "unchanged") and kept is not None:
        if facts.kept is None:
            discard_draft(community_id=desk.community_id, kind=facts.kind.name, key="", by=desk.actor)  # it is made
        address = desk.address("desk-object", facts.kind.name, kept.id)
        said = f"saved={saving.change_id}" if saving.status == "stored" else "unchanged=1"
        return HttpResponseRedirect(f"{address}?{said}")
    if saving.status == "clash" and kept is not None and saving.merge is not None:
        facts.kept, facts.version, facts.base = kept, kept.version, kept.content
        facts.theirs_changed = saving.merge.theirs_changed
        facts.last_by = _last_by(desk, facts.kind, kept.id)
        return _shown(desk, facts, saving.merge.content, saving.findings, saving.merge.clashes, status=409)
    return _shown(desk, facts, sent.mine, saving.findings, sent.clashes, sent.taken, status=422)


def _last_by(desk: Desk, kind: ObjectKind, object_id: str) -> str:
    """Who changed it last: the one whose words the reader's own met."""
    found = history_of(desk.community, kind.name, object_id, limit=1)
    return found[0].by_name if found else ""


def _drafted(desk: Desk, kind: ObjectKind, kept: KeptObject | None, sent: Submission) -> HttpResponse:
    key = kept.id if kept else ""
    outcome = save_draft(
        community_id=desk.community_id, kind=kind.name, key=key, base=sent.base, content=sent.mine, by=desk.actor
    )
    if not outcome.is_done:
        facts = FormFacts(kind, kept, version=sent.version, base=sent.base)
        return _shown(desk, facts, sent.mine, outcome.findings, sent.clashes, sent.taken, status=422)
    parts = [kind.name, key] if kept else [kind.name]
    name = "desk-object" if kept else "desk-new"
    return HttpResponseRedirect(f"{reverse(name, args=[desk.community_id, *parts])}?draft=1")


def _shown(
    desk: Desk,
    facts: FormFacts,
    content: Content,
    findings: list[Finding] | tuple[Finding, ...] = (),
    clashes: tuple[Clash, ...] = (),
    taken: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if facts.kept is not None and facts.base is None:
        facts.version = facts.version or facts.kept.version
        facts.base = facts.kept.content
    facts.may_retire = facts.kept is not None and desk.may_retire(facts.kind, facts.kept.id)
    asking = Asking(
        facts.kind,
        without_blanks(content),
        desk.choices() if facts.kept else desk.choices_to_make(facts.kind),
        with_labels(facts.kind.name, findings),
        clashes,
        taken,
        is_new=facts.kept is None,
        is_checked=facts.is_checked,
        is_asked=partial(desk.asks, facts.kind, is_new=facts.kept is None),
    )
    return desk.answer("form.html", form_page(facts, asking, desk.community_id), status)
