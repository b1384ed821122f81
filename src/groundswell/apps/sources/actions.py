"""How sources are put away, and how every reading of one is remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import yaml
from django.utils import timezone

from groundswell.apps.people.actions import directory_of, store_records
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.apps.sources.models import ImportRun, Source, without_retirement
from groundswell.exchange.mapping.reading import SourceReading


def store_sources(mappings: Mapping[str, str], *, community: Community) -> dict[str, UUID]:
    """Sources by id with the text of their mappings; returns the directory of sources by id."""
    texts = {name: f"{text.strip()}\n".replace("\r\n", "\n") for name, text in sorted(mappings.items())}
    records = [
        {"public_id": name, **_facts(text), "mapping": text, "retired": retired_in(text)}
        for name, text in texts.items()
    ]
    store_records(Source, records, community=community)
    return directory_of(Source, community)


def retired_in(mapping: str) -> date | None:
    """The day on which a source retired, as its mapping says it; None where it is in use."""
    document: Any = yaml.load(mapping, Loader=yaml.BaseLoader)  # noqa: S506
    said = str(document.get("retired", "")) if isinstance(document, dict) else ""
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return None


def with_retirement(mapping: str, retired: str) -> str:
    """The text of a mapping that says when its source retired, or no longer says so; the rest as people wrote it."""
    plain = without_retirement(mapping)
    return f"{plain}retired: {retired}\n" if retired else plain


def _facts(mapping: str) -> dict[str, str]:
    """Publisher, address and licence as the mapping says them; BaseLoader reads every scalar as text."""
    document: Any = yaml.load(mapping, Loader=yaml.BaseLoader)  # noqa: S506
    document = document if isinstance(document, dict) else {}
    return {name: str(document.get(name, "")) for name in ("publisher", "url", "licence")}


def start_run(reading: SourceReading, *, community: Community, source: UUID, by: Actor) -> ImportRun:
    """Remember a reading: its files and their digests, what was skipped, withheld and found."""
    return ImportRun.objects.create(
        community=community,
        source_id=source,
        at=timezone.now(),
        by=by.name,
        files=[{"name": file.name, "sha256": file.sha256, "records": file.records} for file in reading.files],
        read=reading.read,
        skipped=dict(Counter(reading.skipped)),
        withheld=dict(Counter(reading.withheld)),
        findings=[finding.as_dict() for finding in reading.findings],
    )


def finish_run(run: ImportRun, *, added: int, revised: int, unchanged: int) -> None:
    """Say what became of what was read."""
    run.added, run.revised, run.unchanged = added, revised, unchanged
    run.save(update_fields=["added", "revised", "unchanged"])
