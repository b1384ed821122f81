"""The tutorial leads from published files to the scorecard it promises, and what it says about the verdicts is so."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.documentation.pages import REPO, Reader
from tests.forking import Program

TUTORIAL = REPO / "docs" / "tutorials" / "first-scorecard.md"
ASK = """
import json, django
django.setup()
from groundswell.apps.people.queries import operator
OWNER = operator("cli:dana")
from groundswell.apps.scorecards.queries import indicator_page
verdicts = {}
for indicator in ("chronic-absence", "employment", "income-20", "preschool"):
    page = indicator_page("new-haven", indicator, reader=OWNER)
    verdicts[indicator] = str(page.curve.verdict)
    for group in page.groups:
        chosen = indicator_page("new-haven", indicator, group_id=group.id, reader=OWNER)
        if chosen and indicator == "chronic-absence":
            verdicts[group.id] = str(chosen.curve.verdict)
print(json.dumps(verdicts))
"""


@pytest.mark.real_data
def test_the_tutorial_followed_to_the_letter_ends_with_the_scorecard_it_promises(
    tmp_path: Path, home: Path, shared_data: Path, program: Program
) -> None:
    reader = Reader(tmp_path, programs=program.folder, DOWNLOADS=str(shared_data))
    assert reader.follow(TUTORIAL) >= 19

    surroundings = {**reader.surroundings, "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", ASK], cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True
    )
    verdicts = json.loads(answer.stdout)
    for judged in ("chronic-absence", "asian", "black", "latino", "two-or-more", "white"):
        assert verdicts[judged] == "as_expected", judged
    for early in ("native-american", "pacific-islander", "employment", "income-20", "preschool"):
        assert verdicts[early] == "too_early", early
