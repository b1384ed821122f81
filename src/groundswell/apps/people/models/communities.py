"""Communities, their organizations, and what every row of a community has.

A community is the whole that everything belongs to: its purpose, its calendar, its local words. Every row of every
room names its community, carries a key that means nothing (so that it can be merged with rows from elsewhere) and a
public id that people read. Nothing is deleted: a row retires on a date.
"""

from __future__ import annotations

import os
import time
import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q

from groundswell.core.vocabulary import Visibility


def time_ordered_key() -> uuid.UUID:
    """One new key (UUID version 7): the millisecond first, so that keys made later sort later."""
    stamp = (time.time_ns() // 1_000_000) & ((1 << 48) - 1)
    noise = int.from_bytes(os.urandom(10), "big")
    fixed = (stamp << 80) | (7 << 76) | (2 << 62)
    return uuid.UUID(int=fixed | ((noise >> 68) << 64) | (noise & ((1 << 62) - 1)))


def moment_of_key(key: str) -> datetime:
    """When a time-ordered key was made, from its 32 hexadecimal digits."""
    return datetime.fromtimestamp(int(key[:12], 16) / 1000, tz=UTC)


def time_ordered_hexes(count: int) -> list[str]:
    """`count` new keys in rising order, as 32 hexadecimal digits, from one draw of randomness.

    Rising keys are appended at the end of an index, which is what makes a large load quick. After the millisecond
    comes a counter of 26 bits; 48 random bits keep the keys of different machines apart.
    """
    import numpy as np

    if count > 1 << 26:
        raise ValueError("more keys at once than the counter can hold; ask for fewer")
    counter = np.arange(count, dtype=np.uint32)
    octets = np.empty((count, 16), dtype=np.uint8)
    octets[:, :6] = np.frombuffer((time.time_ns() // 1_000_000).to_bytes(6, "big"), dtype=np.uint8)
    octets[:, 6] = 0x70 | (counter >> 22)
    octets[:, 7] = (counter >> 14) & 0xFF
    octets[:, 8] = 0x80 | ((counter >> 8) & 0x3F)
    octets[:, 9] = counter & 0xFF
    octets[:, 10:] = np.frombuffer(os.urandom(6 * count), dtype=np.uint8).reshape(count, 6)
    digits = octets.tobytes().hex()
    return [digits[start : start + 32] for start in range(0, 32 * count, 32)]


def key_from(text: str | uuid.UUID) -> uuid.UUID:
    """The key that an address or a form names; one that no row has where the text is no key at all."""
    try:
        return text if isinstance(text, uuid.UUID) else uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


class Community(models.Model):
    """A community: the whole population, places and partnership that one package carries."""

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    public_id = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    purpose = models.TextField(blank=True, default="")
    language = models.TextField(blank=True, default="")
    time_zone = models.TextField(blank=True, default="")
    currency = models.TextField(blank=True, default="")
    fiscal_year_start = models.TextField(blank=True, default="")
    fiscal_year_named_by = models.TextField(blank=True, default="")
    minimum_cell = models.TextField(blank=True, default="")
    visibility = models.TextField(blank=True, default="")
    licence = models.TextField(blank=True, default="")
    framework = models.TextField(blank=True, default="")
    notice = models.TextField(blank=True, default="")
    comparison_rule = models.TextField(blank=True, default="")
    # The document as the package wrote it, whatever it holds beyond the columns above: terms, sister languages.
    document = models.JSONField(default=dict)
    data_version = models.CharField(max_length=32, default="")  # renewed with every change
    # Renewed with every change but those of one indicator and of words beside the numbers: what else is kept by.
    ground_version = models.CharField(max_length=32, default="")
    # Renewed with every change but those that are known to leave partners alone: what their network is kept by.
    partners_version = models.CharField(max_length=32, default="")
    retired = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "communities"
        constraints = [
            models.CheckConstraint(
                name="community_visibility_is_known",
                condition=Q(visibility__in=["", *(str(word) for word in Visibility)]),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.public_id


class CommunityRow(models.Model):
    """What every row of a community has: a key, its community, when it retired, and its words in other languages.

    A model that stands in a package says how: `file` is the table's name, `columns` the field behind each heading, and
    `natural_key` the fields that together tell its rows apart.
    """

    file: ClassVar[str] = ""
    columns: ClassVar[dict[str, str]] = {}
    natural_key: ClassVar[tuple[str, ...]] = ("public_id",)

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", db_index=False)
    retired = models.DateField(null=True, blank=True)
    translations = models.JSONField(default=dict, blank=True)  # {"name.es": "..."}: sister columns as written

    class Meta:
        abstract = True


class NamedRow(CommunityRow):
    """A row that people refer to by a public id, unique within its community."""

    public_id = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["community", "public_id"], name="%(class)s_public_id_is_unique")]

    def __str__(self) -> str:
        return self.public_id


def field_of(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """The field of that name; a relation from elsewhere is not one."""
    return cast("models.Field[Any, Any]", model._meta.get_field(name))


class Organization(NamedRow):
    """An organization at work in a community: backbone, provider, funder, data intermediary, government."""

    file = "organizations"
    columns = {
        "organization_id": "public_id",
        "name": "name",
        "roles": "roles",
        "sector": "sector",
        "website": "website",
    }

    name = models.TextField(blank=True, default="")
    roles = models.TextField(blank=True, default="")
    sector = models.TextField(blank=True, default="")
    website = models.TextField(blank=True, default="")
