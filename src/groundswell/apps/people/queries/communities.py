"""Who may see which community."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries.actors import Actor
from groundswell.core.vocabulary import Visibility

Row = TypeVar("Row", bound=models.Model)


def communities_for(*, reader: Actor, listed: bool = False) -> QuerySet[Community]:
    """Communities that a reader may open or, where `listed`, find on the front page. The one place that decides.

    The operator sees everything. Everybody finds public communities and may open an unlisted one (blank means
    unlisted) by its address; a private one is there only for those who hold a role in it. Whoever holds a role in a
    community finds it.
    """
    communities = not_retired(Community.objects.order_by("name", "public_id"))
    if reader.is_operator:
        return communities
    bound = reader.token.community_id if reader.token else None
    own = {held.community for held in reader.holdings if bound in (None, held.community)}
    shown = Q(visibility=str(Visibility.PUBLIC)) if listed else ~Q(visibility=str(Visibility.PRIVATE))
    return communities.filter(shown | Q(pk__in=own)) if own else communities.filter(shown)


def community_for(community_id: str, *, reader: Actor) -> Community | None:
    """The community with this public id, where the reader may open it."""
    return communities_for(reader=reader).filter(public_id=community_id).first()


def not_retired(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows that are in use today."""
    return rows.filter(Q(retired__isnull=True) | Q(retired__gt=timezone.localdate()))
