"""People linked across programs: read, linked, kept beside the parts, and every figure over several providers counted.

Nothing is changed in a record: to link is to say that two are of one person. Who is whom is in its place before the row
that names it commits, and the figures that are counted by it are stored with that row, all or none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from django.db import transaction
from django.utils import timezone

from groundswell.apps.people.actions import (
    Outcome,
    RefusalError,
    alone_with,
    community_to_change,
    outcome_of,
    record_event,
    renew_data_version,
)
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor, require
from groundswell.apps.submissions.actions.apart import TooFew, linked_of, persons, too_few
from groundswell.apps.submissions.actions.batches import NEW_AT_LEAST, Batch, batch_of, versions_within, with_carried
from groundswell.apps.submissions.actions.computing import record_run, store_computed
from groundswell.apps.submissions.actions.counting import Computed, computed_for
from groundswell.apps.submissions.actions.participating import compute_participation
from groundswell.apps.submissions.models import LinkRun
from groundswell.apps.submissions.queries.linked import (
    Links,
    PairOfKeys,
    at_how_many,
    decided,
    last_links,
    provider_of,
    record_key,
    secret_for,
    standing_run,
)
from groundswell.apps.submissions.queries.standing import (
    parts_of,
    program_places,
    store_root,
    submissions_in_use,
    told_until,
)
from groundswell.core.disclosure import smallest_count
from groundswell.core.findings import error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.engine.links.kept import KeptLinks, purge_links, write_links
from groundswell.engine.links.participants import Participants, participants_in
from groundswell.engine.measures.parts import data_version
from groundswell.engine.store import StoreError

LinkEngine = Literal["own", "splink"]
Progress = Callable[[str, float], None]
Cancelled = Callable[[], bool]
LINKING = 0.6  # of the work; the rest is counting


def link_people(
    *,
    community_id: str,
    engine: LinkEngine = "own",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    by: Actor,
) -> Outcome:
    """Link the participants of all submissions in use, and compute every figure that people are counted once in.

    Reads and links outside the community's lock and looks again before storing: where a submission or a decision came
    or went meanwhile it starts over, the third time holding the lock. Raises StoppedError where somebody cancelled it;
    then nothing is stored. Raises StoreError where a part that stands cannot be read.
    """

    def change() -> Outcome:
        community = community_to_change(community_id, by)
        require(by, Permission.LINK_PEOPLE, community)
        done = linked(community)
        compute_participation(community, by=by)
        return done

    def linked(community: Community) -> Outcome:
        work = _Linking(community, engine, progress, cancelled)
        if not submissions_in_use(community):
            return _nobody_there(community, by)
        for _ in range(2):
            try:
                made = work.made()
            except StoreError:  # records were taken away while they were read: look anew at what stands
                continue
            with alone_with(community_id):
                if made.ground == work.ground():
                    return _stored(community, made, by)
            _drop_unnamed(community_id, made.links.digest)
        with alone_with(community_id):
            return _stored(community, work.made(), by)

    return outcome_of(change)


def _nobody_there(community: Community, by: Actor) -> Outcome:
    with alone_with(community.public_id):
        require(by, Permission.LINK_PEOPLE, community)
        raise RefusalError(error(sentence("there are no records of people to link"), sentence("submit some first")))


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a linking stands on: if any of it moves meanwhile, it is made anew."""

    submissions: tuple[Any, ...]
    decisions: frozenset[tuple[PairOfKeys, str]]
    last: Any
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """A linking with the figures counted by it, before it is stored."""

    ground: _Ground
    links: Links
    kept: KeptLinks
    linkage: Any
    computed: Computed
    batch: Batch
    found: dict[str, int]
    encoded: int  # of those linked now, how many are known by an encoding alone
    data_version: str
    engine: str


@dataclass(frozen=True, slots=True)
class _Linking:
    """The work: in which community, by which engine, and who hears of it."""

    community: Community
    engine: LinkEngine
    progress: Progress | None
    cancelled: Cancelled | None

    def ground(self) -> _Ground:
        """What stands now."""
        run = standing_run(self.community)
        places = program_places(self.community)
        return _Ground(
            tuple(one.pk for one in submissions_in_use(self.community)),
            frozenset(decided(self.community).items()),
            run.pk if run else None,
            tuple((name, provider_of(name, places)) for name in sorted(places)),
        )

    def made(self) -> _Made:
        """Link, count, and put who is whom in its place in the store."""
        ground = self.ground()
        standing = submissions_in_use(self.community)
        places, parts = program_places(self.community), parts_of(standing)
        now = participants_in(parts, {name: provider_of(name, places) for name in places})
        last = last_links(self.community)
        batch = batch_of(now, last)
        encoded = _count_encoded(now.chosen(batch.taken))
        linkage, few, at_provider = self._found(now, batch, last)
        kept = _kept(now, batch, linkage, last, few, at_provider)
        links = Links(kept.digest(secret_for("content")), versions_within(kept, places), kept)
        computed = computed_for(
            self.community, None, parts, told_until(standing), linking=links, everything=False,
            progress=self._from(LINKING), cancelled=self.cancelled,
        )  # fmt: skip
        provider = now.records.provider[batch.taken | batch.carried]
        write_links(store_root(), kept, links.digest)
        return _Made(
            ground, links, kept, linkage, computed, batch, at_how_many(kept, provider), encoded, data_version(parts),
            self.engine,
        )  # fmt: skip

    def _found(self, now: Participants, batch: Batch, last: KeptLinks | None) -> tuple[Any, TooFew, Any]:
        """What the engine says of those who are linked now, who is held, and who is whom at each provider.

        Where links would tell of few, all others are linked once more without those people, by what was learned.
        """
        those = now.chosen(batch.taken)
        decisions = positions_decided(self.community, those)
        linkage = self._linked(those, decisions, _model_for(last, len(those) - _count_encoded(those)))
        at_provider = np.asarray(linkage.person_at_provider, np.int64)
        named = np.unique(np.concatenate(decisions[:2]))
        linked = linked_of(batch, last, now.records.provider, linkage, named)
        few = too_few(linked, smallest_count(self.community.minimum_cell))
        if few.held.any():
            others = those.chosen(~few.held)
            linkage = self._linked(others, positions_decided(self.community, others), linkage.model)
        return linkage, few, at_provider

    def _linked(self, those: Participants, decisions: tuple[Any, Any, Any], model: Any) -> Any:
        from groundswell.engine.linkage import Decisions, LinkageError

        try:
            return engine_link(
                those.records, model=model, decisions=Decisions(*decisions), engine=self.engine,
                progress=self._to(LINKING), cancelled=self.cancelled,
            )  # fmt: skip
        except LinkageError as failure:
            raise RefusalError(
                error(str(failure), sentence("choose the other engine, or install what it needs"))
            ) from None

    def _to(self, share: float) -> Progress | None:
        told = self.progress
        return None if told is None else lambda step, done: told(step, done * share)

    def _from(self, share: float) -> Progress | None:
        told = self.progress
        return None if told is None else lambda step, done: told(step, share + done * (1 - share))


def engine_link(*arguments: Any, **named: Any) -> Any:
    """The engine, which takes a moment to import."""
    from groundswell.engine.linkage import link

    return link(*arguments, **named)


def _count_encoded(those: Participants) -> int:
    from groundswell.engine.linkage.encoded import is_encoded

    return int(is_encoded(those.records).sum())


def _model_for(last: KeptLinks | None, count: int) -> Any:
    """What was learned before, while it is worth using: not once there are half as many records with names more."""
    from groundswell.engine.linkage import LinkageModel

    if last is None or not last.model:
        return None
    try:
        model = LinkageModel.from_bytes(last.model)
    except ValueError:  # of another version
        return None
    return model if count < _learns_anew_from(model) else None


def _learns_anew_from(model: Any, encoded: int = 0) -> int:
    """From how many records on, `encoded` ones among them, the model is worth training again; 0 for none."""
    from groundswell.engine.linkage.more import GROWN

    return math.ceil(GROWN * model.records) + encoded if model is not None and model.records else 0


def positions_decided(community: Community, those: Participants) -> tuple[Any, Any, Any]:
    """The pairs among these participants that people decided: places of both, and whether they are the same person."""
    verdicts = decided(community)
    keys = (
        {
            record_key(community, program, who): row
            for row, (program, who) in enumerate(zip(those.program_id, those.participant_id, strict=True))
        }
        if verdicts
        else {}
    )
    found = [
        (keys[one], keys[other], verdict == "same")
        for (one, other), verdict in sorted(verdicts.items())
        if one in keys and other in keys
    ]
    left, right = (np.array([each[at] for each in found], np.int64) for at in (0, 1))
    return left, right, np.array([each[2] for each in found], bool)


def _kept(
    now: Participants, batch: Batch, linkage: Any, last: KeptLinks | None, few: TooFew, at_provider: Any
) -> KeptLinks:
    """The linking as it is stored: of those linked now, and of those who keep the person that they had."""
    stays = batch.taken | batch.carried
    place = (np.cumsum(stays) - 1)[batch.taken][~few.held]  # of those linked at last, among those who stay
    nobody = np.zeros(0, np.int64)
    held = np.zeros(len(stays), bool)
    held[batch.taken] = few.held
    if last is not None:
        held[batch.carried] = last.held[batch.before[batch.carried]]
    return KeptLinks(
        program_id=now.program_id[stays],
        participant_id=now.participant_id[stays],
        person=persons(batch, np.asarray(linkage.person, np.int64), last.person if last else nobody, few, at_provider),
        at_provider=with_carried(at_provider, batch, last.at_provider if last else nobody),
        held=held[stays],
        told=batch.told[stays],
        left=place[np.asarray(linkage.pairs.left, np.int64)],
        right=place[np.asarray(linkage.pairs.right, np.int64)],
        probability=np.asarray(linkage.pairs.probability, np.float64),
        doubtful=np.asarray(linkage.doubtful, np.int64),
        model=linkage.model.to_bytes() if linkage.model is not None else b"",
    )


def _stored(community: Community, made: _Made, by: Actor) -> Outcome:
    """Inside the lock: the linking, the figures and the event, all or none; the one before goes once they stand."""
    require(by, Permission.LINK_PEOPLE, community)
    write_links(store_root(), made.kept, made.links.digest)  # there already: whoever sweeps gives it an hour again
    before = standing_run(community)
    if before is not None:
        gone = before.digest
        before.is_standing, before.digest = False, ""
        before.save(update_fields=["is_standing", "digest"])
        if gone != made.links.digest:
            transaction.on_commit(lambda: _drop_unnamed(community.public_id, gone))
    run = _row(community, made, by)
    store_computed(community, made.computed)
    record_run(community, made.computed, by, "")
    renew_data_version(community, is_ground_moved=False, are_partners_moved=False)
    details = {"engine": run.engine, "records": run.records, "waiting": run.waiting, "run": run.pk.hex}
    record_event(community_id=community.public_id, action="link_people", by=by, details=details)
    return Outcome({"records": run.records, "people": run.people, "doubtful": run.doubtful, "waiting": run.waiting})


def _row(community: Community, made: _Made, by: Actor) -> LinkRun:
    linkage, count = made.linkage, made.linkage.count
    people = len(np.unique(made.kept.person))
    apart = max(people - count.people, 0)  # people of whom nobody was linked now
    return LinkRun.objects.create(
        community=community,
        at=timezone.now(),
        by=by.name,
        engine=made.engine,
        is_standing=True,
        digest=made.links.digest,
        data_version=made.data_version,
        settings={"new_at_least": NEW_AT_LEAST, "learns_anew_from": _learns_anew_from(linkage.model, made.encoded)},
        records=len(made.kept),
        people=people,
        low=min(count.low + apart, people),
        high=max(count.high + apart, people),
        level=count.level,
        candidate_pairs=linkage.candidate_pairs,
        matched_pairs=linkage.matched_pairs,
        doubtful=len(made.kept.doubtful),
        waiting=made.batch.waiting,
        found=made.found,
        versions=dict(made.links.versions),
        seconds={step: round(float(seconds), 4) for step, seconds in linkage.seconds.items()},
    )


def _drop_unnamed(community_id: str, digest: str) -> None:
    """Asked while nobody writes it: a linking that came to the same may be about to stand."""
    with alone_with(community_id):
        if digest and not LinkRun.objects.filter(digest=digest).exists():
            purge_links(store_root(), digest)


def drop_gone_links(community: Community) -> int:
    """Take those out of the linking that stands whose records are gone; how many. The figures stay as they were."""
    run = standing_run(community)
    if run is None:
        return 0
    kept = last_links(community)
    if kept is None:
        return 0
    standing = participants_in(parts_of(submissions_in_use(community)), dict[str, str]())
    keys = set(zip(standing.program_id, standing.participant_id, strict=True))
    gone = np.array([key not in keys for key in zip(kept.program_id, kept.participant_id, strict=True)], bool)
    if not gone.any():
        return 0
    fewer, before = kept.without(gone), run.digest
    if gone.all():  # nobody is left to be counted once
        run.is_standing, run.digest = False, ""
        run.save(update_fields=["is_standing", "digest"])
        transaction.on_commit(lambda: _drop_unnamed(community.public_id, before))
        return len(gone)
    run.digest, run.doubtful = fewer.digest(secret_for("content")), len(fewer.doubtful)
    write_links(store_root(), fewer, run.digest)
    run.save(update_fields=["digest", "doubtful"])
    transaction.on_commit(lambda: _drop_unnamed(community.public_id, before))
    return int(gone.sum())
