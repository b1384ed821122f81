"""The list of one kind: what each object is called, how it stands, who touched it last, and where it can be moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.packages.queries import KeptObject, ObjectKind
from groundswell.apps.packages.queries.keeping import LastTouch
from groundswell.core.merging import version_of
from groundswell.web.presenters.desk.closed_lists import word_of
from groundswell.web.presenters.desk.forms import page_of
from groundswell.web.presenters.desk.kinds import KINDS, title_shown
from groundswell.web.presenters.language import called

PER_PAGE = 100


@dataclass(slots=True)
class Listing:
    """What a view knows of a list."""

    kind: ObjectKind
    kept: tuple[KeptObject, ...]
    touches: Mapping[str, LastTouch] = field(default_factory=dict)
    unmatched: frozenset[str] = frozenset()
    observed: Mapping[str, int] = field(default_factory=dict)
    changeable: frozenset[str] = frozenset()
    may_make: bool = False
    numbered: frozenset[str] = frozenset()  # the indicators whose numbers this reader may change
    may_aim: bool = False  # change targets
    may_choose: bool = False  # rate a result's indicators, or vote on them
    results: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    number: str = ""
    with_retired: bool = False
    moved: str = ""
    direction: str = ""
    within: str = ""  # the result among whose indicators it was moved


@dataclass(frozen=True, slots=True)
class ListLine:
    """One object of the list."""

    id: str
    anchor: str
    title: str
    notes: tuple[str, ...]
    retired: str
    is_unmatched: bool
    address: str
    history_address: str
    page_address: str
    numbers_address: str
    targets_address: str
    choice_address: str  # of a result: where its indicators are rated and chosen
    at: datetime | None
    by: str
    can_go_up: bool
    can_go_down: bool
    focus: str  # up or down: the button that brought it here


@dataclass(frozen=True, slots=True)
class ListSection:
    """Objects under a heading, in the order in which they can be moved."""

    heading: str
    lines: tuple[ListLine, ...]
    result_id: str = ""

    @property
    def seen(self) -> str:
        """The order that stands on the page, in short: who moves something says which they saw."""
        return order_seen(line.id for line in self.lines)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list of one kind."""

    kind: str
    plural: str
    what: str
    example: str
    make: str
    sections: tuple[ListSection, ...]
    is_empty: bool
    found: str
    query: str
    is_ordered: bool
    with_retired: bool
    address: str
    toggle_address: str
    new_address: str
    move_address: str
    propose_address: str
    pages: tuple[tuple[str, str, bool], ...]  # words, address, is current


def order_seen(ids: Iterable[str]) -> str:
    """An order in sixteen digits."""
    return version_of({"ids": list(ids)})


def list_page(facts: Listing, community_id: str) -> ListPage:
    """Everything on the page."""
    kind, words = facts.kind, KINDS[facts.kind.name]
    address = reverse("desk-list", args=[community_id, kind.name])
    found = [one for one in facts.kept if _matches(one, facts.query)]
    number, count = _number(facts.number, len(found))
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    is_whole = not facts.query and count == 1
    can_move = facts.kind.is_ordered and facts.may_make and is_whole and not facts.with_retired
    home = reverse("desk", args=[community_id])
    return ListPage(
        kind=kind.name,
        plural=str(words.plural),
        what=str(words.what),
        example=str(words.example),
        make=str(words.make),
        sections=tuple(_sections(facts, shown, community_id, can_move=can_move)),
        is_empty=not facts.kept,
        found=_found(len(found), facts),
        query=facts.query,
        is_ordered=can_move,
        with_retired=facts.with_retired,
        address=address,
        toggle_address=address if facts.with_retired else f"{address}?retired=1",
        new_address=reverse("desk-new", args=[community_id, kind.name]) if facts.may_make else "",
        move_address=reverse("desk-move", args=[community_id, kind.name]),
        propose_address=f"{home}sources/propose/" if kind.name == "sources" and facts.may_make else "",
        pages=_pages(address, facts, number, count),
    )


def _sections(facts: Listing, shown: list[KeptObject], community_id: str, *, can_move: bool) -> Iterator[ListSection]:
    """One section; indicators stand under each of their results."""
    if facts.kind.name != "indicators" or not facts.results:
        yield ListSection("", _lines(facts, shown, community_id, can_move=can_move and facts.kind.name != "indicators"))
        return
    for result_id, statement in facts.results.items():
        members = [one for one in shown if result_id in one.content.get("result_ids", ())]
        if members:
            yield ListSection(statement, _lines(facts, members, community_id, result_id, can_move=can_move), result_id)
    others = [one for one in shown if not set(one.content.get("result_ids", ())) & set(facts.results)]
    if others:
        yield ListSection(gettext("Of no result"), _lines(facts, others, community_id, can_move=False))


def _lines(
    facts: Listing, members: list[KeptObject], community_id: str, result_id: str = "", *, can_move: bool
) -> tuple[ListLine, ...]:
    last = len(members) - 1
    return tuple(
        _line(facts, one, community_id, result_id, (can_move and at > 0, can_move and at < last))
        for at, one in enumerate(members)
    )


def _line(facts: Listing, one: KeptObject, community_id: str, result_id: str, can_go: tuple[bool, bool]) -> ListLine:
    kind, (can_go_up, can_go_down) = facts.kind.name, can_go
    touch = facts.touches.get(one.id)
    is_measured, home = kind == "indicators" and not one.retired, reverse("desk", args=[community_id])
    focus = ""
    if (
        facts.moved == one.id and facts.within == result_id
    ):  # where the button is gone, the other one of the row takes the focus
        focus = "up" if can_go_up and (facts.direction == "up" or not can_go_down) else "down"
    return ListLine(
        id=one.id,
        anchor=anchor_of(one.id, result_id),
        title=title_shown(kind, one.title) or one.id,
        notes=tuple(note for note in _notes(facts, one) if note),
        retired=one.retired,
        is_unmatched=one.id in facts.unmatched,
        address=_named("desk-object", community_id, kind, one.id) if one.id in facts.changeable else "",
        history_address=_named("desk-history", community_id, kind, one.id),
        page_address="" if one.retired else page_of(kind, one.id, one.content, community_id),
        numbers_address=f"{home}observations/{one.id}/" if is_measured and one.id in facts.numbered else "",
        targets_address=f"{home}targets/{one.id}/" if is_measured and facts.may_aim else "",
        choice_address=f"{home}results/{one.id}/choice/" if facts.may_choose and not one.retired else "",
        at=touch.at if touch else None,
        by=called(touch.by_name) if touch else "",
        can_go_up=can_go_up,
        can_go_down=can_go_down,
        focus=focus,
    )


def anchor_of(object_id: str, result_id: str = "") -> str:
    """The name of a line within its page: an indicator may stand under several results."""
    return f"o-{result_id}.{object_id}" if result_id else f"o-{object_id}"


def _notes(facts: Listing, one: KeptObject) -> Iterator[str]:
    """What tells objects of a kind apart at a glance."""
    content = one.content
    if facts.kind.name == "indicators":
        count = facts.observed.get(one.id, 0)
        yield word_of("standing", content["standing"]).partition(":")[0] if "standing" in content else ""
        yield (
            ngettext("%(n)s observation", "%(n)s observations", count) % {"n": count}
            if count
            else gettext("no numbers yet")
        )
    elif facts.kind.name == "stories":
        yield word_of("question", str(content.get("question", "")))
        yield str(content.get("subject_id", ""))
        yield str(content.get("period", ""))
    else:
        yield word_of("question", content["question"]).partition("?")[0] if content.get("question") else ""
        for name in ("kind", "dimension", "population", "roles", "customers", "representative"):
            yield str(content.get(name, ""))


def _matches(one: KeptObject, query: str) -> bool:
    wanted = query.casefold()
    return not wanted or wanted in one.title.casefold() or wanted in one.id


def _found(count: int, facts: Listing) -> str:
    if facts.query:
        return ngettext("%(n)s found", "%(n)s found", count) % {"n": count}
    return ngettext("%(n)s in all", "%(n)s in all", count) % {"n": count}


def _number(text: str, count: int) -> tuple[int, int]:
    pages = max(1, -(-count // PER_PAGE))
    return (min(max(1, int(text)), pages) if text.isascii() and text.isdigit() and len(text) < 7 else 1), pages


def _pages(address: str, facts: Listing, number: int, count: int) -> tuple[tuple[str, str, bool], ...]:
    if count == 1:
        return ()
    asked = {key: value for key, value in (("q", facts.query), ("retired", "1" if facts.with_retired else "")) if value}
    return tuple(
        (str(page), f"{address}?{urlencode({**asked, 'page': page})}", page == number) for page in range(1, count + 1)
    )


def _named(name: str, community_id: str, kind: str, object_id: str) -> str:
    try:
        return reverse(name, args=[community_id, kind, object_id])
    except NoReverseMatch:
        return ""
