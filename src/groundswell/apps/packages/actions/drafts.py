"""What people have typed and not stored: kept for them alone, until they store it or throw it away.

A draft changes nothing in the community: no page that others read shows it, and no data version is renewed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from groundswell.apps.packages.actions.checking import text_problems
from groundswell.apps.packages.actions.recording import answered
from groundswell.apps.packages.queries.history import is_kind
from groundswell.apps.packages.queries.kinds import OBJECT_KINDS, ROW_KINDS
from groundswell.apps.people.actions import Outcome, RefusalError, community_to_change
from groundswell.apps.people.models import Community, Draft
from groundswell.apps.people.queries import Actor, NotAllowedError, asked_anew, may_for_any_organization
from groundswell.core.findings import error
from groundswell.core.permissions import Permission

LONGEST_DRAFT = 2_000_000  # characters of JSON: a grid that was pasted and not stored yet


def save_draft(
    *,
    community_id: str,
    kind: str,
    key: str,
    base: Mapping[str, Any] | None,
    content: Mapping[str, Any],
    by: Actor,
) -> Outcome:
    """Keep what somebody typed about one object (a blank key: one to be made); the last one takes the earlier's place.

    Raises NotAllowedError for anybody who could store it nowhere here.
    """

    def keep() -> Outcome:
        with transaction.atomic(), asked_anew():
            community = community_to_change(community_id, by)
            _require_to_draft(community, kind, by)
            _refuse_unstorable(key, base, content)
            Draft.objects.update_or_create(
                person=by.person,
                community=community,
                kind=kind,
                key=key,
                defaults={"base": base, "content": content, "saved": timezone.now()},
            )
        return Outcome({"drafts": 1})

    return answered(keep, lambda findings: Outcome(findings=findings))


def _require_to_draft(community: Community, kind: str, by: Actor) -> None:
    if not is_kind(kind):
        raise RefusalError(error(f"there is no kind {kind!r}", "check the address"))
    described = OBJECT_KINDS.get(kind) or ROW_KINDS[kind]
    permissions = [described.permission, *([described.own_permission] if described.own_permission else [])]
    if kind == "indicators":
        permissions.append(Permission.RATE_INDICATORS)
    if by.person is None or not any(may_for_any_organization(by, each, community) for each in permissions):
        raise NotAllowedError(described.permission, community)


def _refuse_unstorable(key: str, base: Mapping[str, Any] | None, content: Mapping[str, Any]) -> None:
    """A draft may be unfinished in every way but these: a database could not keep it."""
    whole = {"key": key, "base": dict(base or {}), "content": dict(content)}
    said = [finding for finding in text_problems(whole) if "control character" in finding.message]
    if said:
        raise RefusalError(*said)
    if len(json.dumps(whole)) > LONGEST_DRAFT or len(key) > 300:
        raise RefusalError(error("is longer than a draft may be", "store it, or load it as a package"))


def discard_draft(*, community_id: str, kind: str, key: str, by: Actor) -> Outcome:
    """Throw one's own draft away; nothing happens where there is none."""

    def discard() -> Outcome:
        if by.person is None:
            raise NotAllowedError(Permission.READ_COMMUNITY)
        community = community_to_change(community_id, by)
        gone, _ = Draft.objects.filter(person=by.person, community=community, kind=kind, key=key).delete()
        return Outcome({"drafts": gone})

    return answered(discard, lambda findings: Outcome(findings=findings))
