"""The engine itself links invented people: the number that is stored is near the truth, and a pair says why."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import cast
from tests.cast import COMMAND_LINE
from tests.records import Files

from groundswell.apps.people.models import Community
from groundswell.apps.submissions.actions import link_people, submit_records
from groundswell.apps.submissions.queries.linked import last_links, standing_run
from groundswell.apps.submissions.queries.reviewing import doubtful_pairs
from groundswell.engine.invented import InventedCommunity

pytestmark = pytest.mark.django_db
PROGRAMS = ("first-steps", "cedar-newborn-visits", "full-day-rooms")


def test_people_of_several_programs_are_linked_and_their_number_lies_in_its_range(
    community: Community, invented: InventedCommunity, tmp_path_factory: pytest.TempPathFactory
) -> None:
    truth: dict[tuple[str, str], int] = {}
    for program in PROGRAMS:
        folder = tmp_path_factory.mktemp("linked")
        files: Files = [(path.name, path.read_bytes()) for path in invented.write(folder, program, format="csv")]
        found = submit_records(community_id="riverbend", program_id=program, files=files, by=COMMAND_LINE)
        assert found.is_done, found.findings
        table = invented.truth(program)
        ids, people = (list(table[name]) for name in ("participant_id", "person"))
        truth |= {(program, str(who)): int(person) for who, person in zip(ids, people, strict=True)}
    done = link_people(community_id="riverbend", by=COMMAND_LINE)
    assert done.is_done, done.findings
    run, kept = standing_run(community), last_links(community)
    assert run is not None and kept is not None
    there = {truth[key] for key in zip(kept.program_id, kept.participant_id, strict=True)}
    assert run.low <= len(there) <= run.high
    assert abs(run.people - len(there)) <= 0.02 * len(there)

    client = Client()
    client.force_login(cast.data_manager(community))
    pairs = doubtful_pairs("riverbend", reader=COMMAND_LINE)
    assert pairs is not None
    for line in pairs.lines[:3]:
        text = client.get(f"/riverbend/links/review/{line.pair_id}/").content.decode()
        assert "Weights are in bits" in text and "Last name" in text
