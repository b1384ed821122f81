"""The page of one form: what stands at its top, its parts, what it sends along, and where it can lead."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from groundswell.apps.packages.queries import ChangeFacts, DraftFacts, KeptObject, ObjectKind
from groundswell.apps.scorecards.queries.stories import html_of
from groundswell.core.findings import Finding
from groundswell.core.merging import Content, Difference
from groundswell.web.forms.fields import asked
from groundswell.web.presenters.desk.choices import Option
from groundswell.web.presenters.desk.comparisons import Compared, compared
from groundswell.web.presenters.desk.fields import (
    Asking,
    Field,
    Part,
    other_languages,
    parts_of,
    place_of,
    sentence_of,
    translatable,
)
from groundswell.web.presenters.desk.kinds import KINDS, title_shown


@dataclass(slots=True)
class FormFacts:
    """What a view knows of a form: the object, the draft, how it came to be shown."""

    kind: ObjectKind
    kept: KeptObject | None
    draft: DraftFacts | None = None
    version: str = ""
    base: Content | None = None
    saved: ChangeFacts | None = None
    is_unchanged: bool = False
    is_draft: bool = False
    is_preview: bool = False
    is_checked: bool = False
    theirs_changed: tuple[Difference, ...] = ()
    last_by: str = ""
    may_retire: bool = False


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One problem at the top of a form, with the field it is about where the form has it."""

    label: str
    words: str
    anchor: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """One object's form."""

    kind: str
    plural: str
    singular: str
    title: str
    what: str
    is_new: bool
    retired: str
    id: str
    parts: tuple[Part, ...]
    others: tuple[Field, ...]
    translatable: tuple[Option, ...]
    summary: tuple[SummaryLine, ...]
    has_errors: bool
    has_rule: bool
    is_in_part: bool  # some fields are for others to change
    clash_names: tuple[str, ...]
    theirs: tuple[Compared, ...]
    last_by: str
    version: str
    base: str
    began: str
    draft: DraftFacts | None
    is_draft: bool
    saved: ChangeFacts | None
    is_unchanged: bool
    preview: SafeString | None
    can_preview: bool
    address: str
    draft_address: str
    discard_address: str
    list_address: str
    history_address: str
    retire_address: str
    page_address: str
    numbers_address: str
    targets_address: str
    mapping_address: str
    choice_address: str


def form_page(facts: FormFacts, asking: Asking, community_id: str) -> FormPage:
    """Everything on the page of a form."""
    kind, kept = facts.kind, facts.kept
    parts, others = parts_of(asking), other_languages(asking)
    words = KINDS[kind.name]
    own = [kind.name, kept.id] if kept else [kind.name]

    def at(name: str, *ends: str) -> str:
        return reverse(name, args=[community_id, *own, *ends])

    is_story = kind.name == "stories"
    return FormPage(
        kind=kind.name,
        plural=str(words.plural),
        singular=str(words.singular),
        title=(title_shown(kind.name, kept.title) if kept else "") or str(words.make),
        what=str(words.what),
        is_new=kept is None,
        retired=kept.retired if kept else "",
        id=kept.id if kept else "",
        parts=parts,
        others=others,
        translatable=translatable(kind),
        summary=() if facts.is_checked else _summary(asking, parts, others),
        has_errors=any(finding.is_error for finding in asking.findings),
        has_rule=any(field.rule for part in parts for field in part.fields),
        is_in_part=not all(asking.is_asked(column.name) for column in asked(kind)),
        clash_names=tuple(clash.field for clash in asking.clashes),
        theirs=compared(kind, facts.theirs_changed, asking.choices.titles),
        last_by=facts.last_by,
        version=facts.version,
        base=json.dumps(facts.base) if facts.base is not None else "",
        began=json.dumps({clash.field: clash.base for clash in asking.clashes}) if asking.clashes else "",
        draft=facts.draft if facts.draft and not facts.is_draft else None,
        is_draft=facts.is_draft,
        saved=facts.saved,
        is_unchanged=facts.is_unchanged,
        preview=_passage(asking.content) if facts.is_preview and is_story else None,
        can_preview=is_story,
        address=at("desk-object") if kept else at("desk-new"),
        draft_address=at("desk-draft") if kept else at("desk-new-draft"),
        discard_address=at("desk-discard") if kept else at("desk-new-discard"),
        list_address=reverse("desk-list", args=[community_id, kind.name])
        if kind.model
        else reverse("desk", args=[community_id]),
        history_address=at("desk-history") if kept else "",
        retire_address=at("desk-retire") if kept and kind.model and facts.may_retire else "",
        page_address=page_of(kind.name, kept.id, kept.content, community_id) if kept else "",
        **_beside(kind, kept, community_id),
    )


def _passage(content: Content) -> SafeString:
    return mark_safe(html_of(str(content.get("text", ""))))  # noqa: S308  made safe there


def _beside(kind: ObjectKind, kept: KeptObject | None, community_id: str) -> dict[str, str]:
    """Where an object's numbers, its mapping and its choice of indicators are kept; blank where it has none."""
    home, own = reverse("desk", args=[community_id]), kept.id if kept else ""
    wanted = {
        "numbers_address": ("indicators", f"{home}observations/{own}/"),
        "targets_address": ("indicators", f"{home}targets/{own}/"),
        "mapping_address": ("sources", f"{home}sources/{own}/mapping/"),
        "choice_address": ("results", f"{home}results/{own}/choice/"),
    }
    return {name: address if own and kind.name == of else "" for name, (of, address) in wanted.items()}


def page_of(kind: str, object_id: str, content: Content, community_id: str) -> str:
    """Where everybody reads about an object; "" where there is no such page."""
    places = {
        **{"results": "result", "indicators": "indicator", "programs": "program", "measures": "measure"},
        "framework": "agenda-element",
    }
    if kind == "stories":
        subject = str(content.get("subject", ""))
        about = f"{subject}s" if f"{subject}s" in places else "community"
        return page_of(about, str(content.get("subject_id", "")), {}, community_id)
    if kind in places:
        try:
            return reverse(places[kind], args=[community_id, object_id])
        except NoReverseMatch:  # an id that no address can hold
            return ""
    if kind == "commitments":
        return f"{reverse('commitments', args=[community_id])}#{object_id}"
    if kind in ("places", "groups", "organizations", "strategies", "grants", "networks", "mandates", "purposes"):
        return ""
    return reverse("data" if kind == "sources" else "community", args=[community_id])


def _summary(asking: Asking, parts: tuple[Part, ...], others: tuple[Field, ...]) -> tuple[SummaryLine, ...]:
    fields = {field.field: field for part in parts for field in part.fields} | {field.field: field for field in others}
    lines = []
    for finding in asking.findings:
        name = "subject" if finding.column == "subject_id" else finding.column or ""
        found = fields.get(name) or fields.get(name.partition(".")[0])
        lines.append(
            SummaryLine(found.label if found else "", _said(finding), found.id if found else "", finding.is_error)
        )
    return tuple(lines)


def _said(finding: Finding) -> str:
    place = place_of(finding)
    said = f"{sentence_of(finding.message)} {sentence_of(finding.fix)}".strip()
    return f"{place}: {said}" if place else said
