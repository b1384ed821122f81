"""Who is whom: the linking that stands, and the keyed digests by which records are told apart without naming them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from groundswell.apps.people.models import Community
from groundswell.apps.submissions.models import LinkDecision, LinkRun
from groundswell.apps.submissions.queries.standing import store_root
from groundswell.core.measures.implied import named_words
from groundswell.core.measures.rule_text import rule_as_mapping
from groundswell.core.measures.rules import Rule
from groundswell.engine.links.kept import KeptLinks, read_links, read_people
from groundswell.engine.measures.parts import ComputedMeasure, People, ProgramPlace, ScopeKind
from groundswell.engine.store import Fault, StoreError

WITHIN = (ScopeKind.PROGRAM, ScopeKind.ORGANIZATION)  # whose customers one provider serves
PairOfKeys = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Links:
    """A linking as measures are counted by it. `versions` says of each program who is whom within its provider."""

    digest: str
    versions: Mapping[str, str]
    kept: KeptLinks | None = field(default=None, repr=False)  # where it was made just now

    def people(self, *, at_provider: bool) -> People:
        """Who is one person. Raises StoreError where it is not in the store."""
        if self.kept is not None:
            return self.kept.people(at_provider=at_provider)
        return read_people(store_root(), self.digest, at_provider=at_provider)


def standing_run(community: Community) -> LinkRun | None:
    """The linking that stands; None before the first. One query."""
    return LinkRun.objects.filter(community=community, is_standing=True).first()


def is_linked(community: Community) -> bool:
    """True once people were linked. One query."""
    return LinkRun.objects.filter(community=community, is_standing=True).exists()


def standing_links(community: Community) -> Links | None:
    """The same, as measures are counted by it. One query."""
    run = standing_run(community)
    return Links(run.digest, run.versions) if run else None


def last_links(community: Community) -> KeptLinks | None:
    """The linking that stands, whole; None before the first, or where its folder was lost: then all is linked anew."""
    run = standing_run(community)
    if run is None:
        return None
    try:
        return read_links(store_root(), run.digest)
    except StoreError as failure:
        if failure.fault is not Fault.MISSING:
            raise
        return None


def rule_digest(rule: Rule) -> str:
    """Changes with what a rule counts."""
    return hashlib.sha256(json.dumps(rule_as_mapping(rule), sort_keys=True).encode()).hexdigest()[:32]


def is_across(measure: ComputedMeasure, kind: ScopeKind) -> bool:
    """True where a figure tells of the customers of several providers: it is counted when people are linked only."""
    return kind not in WITHIN or bool(named_words(measure.rule).next_programs)


def provider_of(program_id: str, places: Mapping[str, ProgramPlace]) -> str:
    """Whose a program is: its organization; itself where it has none."""
    place = places.get(program_id)
    return place.organization_id if place and place.organization_id else f"program {program_id}"


def secret_for(purpose: str) -> bytes:
    """A key of 32 bytes made of the installation's secret, another for each purpose."""
    return hmac.new(settings.SECRET_KEY.encode(), f"groundswell.links.{purpose}".encode(), hashlib.sha256).digest()


def record_key(community: Community, program_id: str, participant_id: str) -> str:
    """By what a decision knows a record: nobody can tell whose it is without the installation's secret."""
    said = "\0".join((community.pk.hex, program_id, participant_id))
    return hmac.new(secret_for("decisions"), said.encode(), hashlib.sha256).hexdigest()


def pair_id(one: str, other: str) -> str:
    """By what an address knows a pair, of the keys of its records: 32 hexadecimal digits that tell nothing."""
    return hmac.new(secret_for("pairs"), "\0".join(sorted((one, other))).encode(), hashlib.sha256).hexdigest()[:32]


def decided(community: Community) -> dict[PairOfKeys, str]:
    """What people decided and did not withdraw: same or different, by the keys of the pair. One query."""
    rows = LinkDecision.objects.filter(community=community, withdrawn_at=None)
    return {(left, right): verdict for left, right, verdict in rows.values_list("left_key", "right_key", "verdict")}


def at_how_many(kept: KeptLinks, provider: NDArray[np.int32]) -> dict[str, int]:
    """How many people were found at one provider, at two, and so on: {"1": 812, "2": 90}."""
    if not len(kept):
        return {}
    pairs = np.unique(np.stack([kept.person, provider]), axis=1)
    _, at = np.unique(pairs[0], return_counts=True)
    numbers, counts = np.unique(at, return_counts=True)
    return {str(number): int(count) for number, count in zip(numbers, counts, strict=True)}
