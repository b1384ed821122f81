"""Where data comes from: a published source, the mapping that reads it, and every reading that was made of it."""

import re

from django.db import models

from groundswell.apps.people.models import CommunityRow, NamedRow

_RETIREMENT = re.compile(r"^retired:.*(?:\n|\Z)", re.MULTILINE)


def without_retirement(mapping: str) -> str:
    """The text of a mapping without the line that says when its source retired."""
    return _RETIREMENT.sub("", mapping)


class Source(NamedRow):
    """A published source and the mapping (YAML, as stored in the package) that turns its files into observations."""

    mapping = models.TextField(blank=True, default="")
    publisher = models.TextField(blank=True, default="")
    url = models.TextField(blank=True, default="")
    licence = models.TextField(blank=True, default="")


class ImportRun(CommunityRow):
    """One reading of a source: which bytes were read, what was stored, what was left out, and why."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    at = models.DateTimeField()
    by = models.TextField()
    files = models.JSONField(default=list)  # [{"name": ..., "sha256": ...}]
    read = models.PositiveBigIntegerField(default=0)
    added = models.PositiveBigIntegerField(default=0)
    revised = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    skipped = models.JSONField(default=dict)  # {reason: rows}
    withheld = models.JSONField(default=dict)  # {status: values}
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["-at"]
