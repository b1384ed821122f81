"""Doubtful links for whoever may review them: which pairs there are, and the two records of one side by side.

A pair goes by an id that tells nothing. The list names nobody; whoever opens a pair reads records about people, which
the caller records before it shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, community_for, names_of, require
from groundswell.apps.programs.models import Program
from groundswell.apps.submissions.models import LinkDecision
from groundswell.apps.submissions.queries.linked import last_links, pair_id, provider_of, record_key
from groundswell.apps.submissions.queries.standing import parts_of, program_places, submissions_in_use
from groundswell.core.permissions import Permission
from groundswell.engine.links.kept import KeptLinks
from groundswell.engine.links.participants import Participants, participants_in

PAIRS_ON_A_PAGE = 50
MOST_OTHERS = 6
FIELDS = (
    *("first_name", "middle_name", "last_name", "suffix", "birth_date", "sex", "street", "city", "postal_code"),
    *("phone", "email"),
)
Key = tuple[str, str]  # program, participant


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """One pair on the list: where its records are from, and how likely they are one person."""

    pair_id: str
    programs: tuple[str, str]
    probability: float


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """What was decided of a pair, by whom and why."""

    pair_id: str
    verdict: str
    by_name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DoubtfulPairs:
    """The pairs that nobody decided yet, the most doubtful first, and what was decided."""

    community: Community
    lines: tuple[DoubtfulLine, ...]
    count: int
    page: int
    decided: tuple[DecidedLine, ...]
    is_linked: bool


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What one record says, by field; `side` is left or right: whose person it belongs to."""

    program_id: str
    program: str
    said: Mapping[str, str]
    side: str = ""


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """One field of both records, and how much it speaks for one person (positive) or for two, in bits."""

    name: str
    left: str
    right: str
    level: str
    bits: float | None


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two records side by side, why they are doubtful, and who else belongs to either."""

    community: Community
    pair_id: str
    left_key: str
    right_key: str
    left: RecordFacts
    right: RecordFacts
    fields: tuple[FieldFacts, ...]
    is_explained: bool  # Splink says how likely it is, and not why
    prior_bits: float
    weight: float
    probability: float
    is_linked: bool  # the linking that stands has them as one person
    others: tuple[RecordFacts, ...]
    others_left_out: int
    decision: DecidedLine | None
    next_id: str  # the doubtful pair that follows; blank for none
    remaining: int


def doubtful_pairs(community_id: str, *, reader: Actor, page: int = 1) -> DoubtfulPairs | None:
    """The list, for whoever may review; None where the community may not be opened. Raises NotAllowedError."""
    community = _opened(community_id, reader)
    if community is None:
        return None
    kept = last_links(community)
    open_ones = list(_undecided(community, kept)) if kept else []
    first = (page - 1) * PAIRS_ON_A_PAGE
    names = dict(Program.objects.filter(community=community).values_list("public_id", "name"))
    lines = tuple(_line(kept, row, name, names) for row, name in open_ones[first : first + PAIRS_ON_A_PAGE] if kept)
    rows = list(LinkDecision.objects.filter(community=community, withdrawn_at=None).order_by("-at")[:PAIRS_ON_A_PAGE])
    people = names_of(row.by for row in rows)
    decided = tuple(_decided_line(row, people) for row in rows)
    return DoubtfulPairs(community, lines, len(open_ones), page, decided, kept is not None)


def doubtful_pair(community_id: str, wanted: str, *, reader: Actor) -> DoubtfulPair | None:
    """One pair, doubtful or decided; None where there is none. Raises NotAllowedError, StoreError.

    Reads records about people: record that before they are shown.
    """
    community = _opened(community_id, reader)
    kept = last_links(community) if community else None
    if community is None or kept is None:
        return None
    open_ones = list(_undecided(community, kept))
    found = _pair_named(community, kept, wanted)
    if found is None:
        return None
    left, right = found
    return _pair(community, kept, left, right, wanted, open_ones)


def _opened(community_id: str, reader: Actor) -> Community | None:
    community = community_for(community_id, reader=reader)
    if community is not None:
        require(reader, Permission.REVIEW_LINKS, community)
    return community


def _undecided(community: Community, kept: KeptLinks) -> list[tuple[int, str]]:
    """The doubtful pairs that nobody decided: the place of each among the pairs, and its id."""
    held = LinkDecision.objects.filter(community=community, withdrawn_at=None)
    decided = {pair_id(one, other) for one, other in held.values_list("left_key", "right_key")}
    named = ((int(row), _id_of(community, kept, int(row))) for row in kept.doubtful)
    return [(row, name) for row, name in named if name not in decided]


def _id_of(community: Community, kept: KeptLinks, row: int) -> str:
    return pair_id(*(_key_of(community, kept, int(at[row])) for at in (kept.left, kept.right)))


def _key_of(community: Community, kept: KeptLinks, place: int) -> str:
    return record_key(community, kept.program_id[place], kept.participant_id[place])


def _pair_named(community: Community, kept: KeptLinks, wanted: str) -> tuple[int, int] | None:
    """The places of both records of a pair; also of one that was decided and is doubtful no more."""
    for row in kept.doubtful.tolist():
        if _id_of(community, kept, row) == wanted:
            return int(kept.left[row]), int(kept.right[row])
    held = LinkDecision.objects.filter(community=community, withdrawn_at=None).values_list("left_key", "right_key")
    keys = next((each for each in held if pair_id(*each) == wanted), None)
    if keys is None:
        return None
    places = {key: place for place in range(len(kept)) if (key := _key_of(community, kept, place)) in keys}
    return (places[keys[0]], places[keys[1]]) if len(places) == 2 else None


def _line(kept: KeptLinks, row: int, name: str, names: Mapping[str, str]) -> DoubtfulLine:
    programs = [kept.program_id[int(at[row])] for at in (kept.left, kept.right)]
    one, other = (names.get(each) or each for each in programs)
    return DoubtfulLine(name, (one, other), float(kept.probability[row]))


def _decided_line(row: LinkDecision, names: Mapping[str, str]) -> DecidedLine:
    return DecidedLine(pair_id(row.left_key, row.right_key), row.verdict, names.get(row.by, row.by), row.at, row.reason)


def _pair(
    community: Community, kept: KeptLinks, left: int, right: int, wanted: str, open_ones: Sequence[tuple[int, str]]
) -> DoubtfulPair | None:
    beside = np.flatnonzero(np.isin(kept.person, kept.person[[left, right]])).tolist()
    others = [place for place in beside if place not in (left, right)]
    places = [left, right, *others[:MOST_OTHERS]]
    those = _records(community, [(kept.program_id[place], kept.participant_id[place]) for place in places])
    rows = {key: row for row, key in enumerate(zip(those.program_id, those.participant_id, strict=True))}
    at = [rows.get((kept.program_id[place], kept.participant_id[place])) for place in places]
    if at[0] is None or at[1] is None:  # taken back since
        return None
    names = dict(Program.objects.filter(community=community).values_list("public_id", "name"))
    why = _explanation(kept, those, (at[0], at[1]), left, right)
    sides = ["left", "right", *("left" if kept.person[each] == kept.person[left] else "right" for each in places[2:])]
    facts = [_facts(those, row, names, side) for row, side in zip(at, sides, strict=True) if row is not None]
    decision = LinkDecision.objects.filter(community=community, withdrawn_at=None).filter(
        left_key__in=(keys := sorted(_key_of(community, kept, each) for each in (left, right))), right_key__in=keys
    ).first()  # fmt: skip
    following = _following(kept, wanted, open_ones, community)
    return DoubtfulPair(
        community, wanted, keys[0], keys[1], facts[0], facts[1], tuple(_fields(facts[0], facts[1], why)),
        bool(kept.model), float(why.prior_bits), float(why.weight), float(why.probability),
        bool(kept.person[left] == kept.person[right]), tuple(facts[2:]), max(len(others) - MOST_OTHERS, 0),
        _decided_line(decision, names_of([decision.by])) if decision else None, following,
        len([name for _, name in open_ones if name != wanted]),
    )  # fmt: skip


def _following(kept: KeptLinks, wanted: str, open_ones: Sequence[tuple[int, str]], community: Community) -> str:
    """The undecided pair after this one, by the order of doubt; the first where it is the last."""
    order = {int(row): place for place, row in enumerate(kept.doubtful.tolist())}
    here = next((order[row] for row in order if _id_of(community, kept, row) == wanted), -1)
    after = [name for row, name in open_ones if order[row] > here and name != wanted]
    before = [name for row, name in open_ones if order[row] < here]
    return next(iter([*after, *before]), "")


def _records(community: Community, keys: Sequence[Key]) -> Participants:
    programs = {program for program, _ in keys}
    standing = [one for one in submissions_in_use(community) if one.program.public_id in programs]
    places = program_places(community)
    return participants_in(parts_of(standing), {name: provider_of(name, places) for name in places}, among=keys)


@dataclass(frozen=True, slots=True)
class _Unexplained:
    """What is known of a pair without a model: how likely it is one person, where it came near."""

    probability: float
    fields: tuple[Any, ...] = ()
    prior_bits: float = 0.0
    weight: float = 0.0


def _explanation(kept: KeptLinks, those: Participants, rows: tuple[int, int], left: int, right: int) -> Any:
    """Why these two, who are at `rows` of those read, are likely one person or not."""
    if not kept.model:
        near = (kept.left == min(left, right)) & (kept.right == max(left, right))
        return _Unexplained(float(kept.probability[near].max(initial=0.0)))
    from groundswell.engine.linkage import LinkageModel, explain

    return explain(LinkageModel.from_bytes(kept.model), those.records, *rows)


def _facts(those: Participants, row: int, names: Mapping[str, str], side: str) -> RecordFacts:
    said = {name: str(column[row]) for name, column in those.records.texts.items()}
    day = those.records.birth_date[row]
    said["birth_date"] = "" if np.isnat(day) else str(day)
    said |= {name: str(column[row]) for name, column in those.records.ids.items()}
    program = str(those.program_id[row])
    return RecordFacts(program, names.get(program) or program, said, side)


def _fields(left: RecordFacts, right: RecordFacts, why: Any) -> list[FieldFacts]:
    """Every field that either record fills or the engine weighed, in the order of forms.

    The engine weighs some fields as one: postal code and city as the place, all agreed ids as one.
    """
    weights = {one.field: one for one in why.fields}
    agreed = tuple(name for name in left.said if name not in FIELDS)
    asked = {"place": ("postal_code", "city"), "agreed_id": agreed}
    asked = {whole: parts for whole, parts in asked.items() if whole in weights}
    within = {part for parts in asked.values() for part in parts}
    order = [name for name in (*FIELDS, *agreed) if name not in within]
    order += [name for name in weights if name not in order]
    found = []
    for name in order:
        parts = asked.get(name, (name,))
        one, other = (", ".join(filter(None, (each.said.get(part, "") for part in parts))) for each in (left, right))
        weight = weights.get(name)
        if one or other:
            found.append(FieldFacts(name, one, other, weight.level if weight else "", weight.bits if weight else None))
    return found
