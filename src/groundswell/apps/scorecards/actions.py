"""How the passages that people wrote are put away."""

from collections.abc import Iterable
from datetime import date

from groundswell.apps.people.actions import Stored, store_records
from groundswell.apps.people.models import Community
from groundswell.apps.scorecards.models import Story
from groundswell.exchange.package.model import Story as Passage


def store_stories(passages: Iterable[Passage], *, community: Community) -> Stored:
    """Stories by their file's stem."""
    records = [
        {
            "public_id": passage.id,
            "subject": passage.subject,
            "subject_id": passage.subject_id,
            "question": passage.question,
            "period": passage.period,
            "text": passage.text,
            "retired": date.fromisoformat(passage.retired) if passage.retired else None,
        }
        for passage in passages
    ]
    return store_records(Story, records, community=community)
