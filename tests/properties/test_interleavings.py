"""Two people edit the same things at the same time, in a thousand orders drawn by a seed: no change is lost.

An editor reads a thing, changes a field of it, and saves with the version that was read. Where others were quicker the
editor is shown both, and saves again what the merge says. A slow obvious model keeps a list of every acknowledged
change and of what its author had seen by then; each change stands, or was overwritten by somebody who had seen it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from tests.builders import package
from tests.cast import COMMAND_LINE, DATA_LEAD

from groundswell.apps.packages.actions import RowEdit, load_package, save_object, save_rows
from groundswell.apps.packages.queries import object_of, rows_of
from groundswell.apps.people.models import Change, Community
from groundswell.apps.people.queries import broken_audit_events
from groundswell.core.merging import version_of

EDITORS = (DATA_LEAD, COMMAND_LINE)
STEPS = 3  # saves of each interleaving, and looks anew
FIELDS = ("statement", "population", "experience")
PERIODS = ("2022", "2023")
Cell = tuple[str, str]  # a thing and its field
Words = dict[str, str]


@dataclass
class Editor:
    """What somebody has on the screen: each thing as it was read, and a number that grows with what is written."""

    at: int
    seen: dict[str, tuple[str, Words]] = field(default_factory=dict)


@dataclass
class Obvious:
    """The model: what stands in each cell, and every acknowledged change with the value its author had seen there."""

    cells: dict[Cell, str] = field(default_factory=dict)
    changes: list[tuple[Cell, str, str]] = field(default_factory=list)  # cell, seen before, written

    def acknowledge(self, cell: Cell, seen: str, written: str) -> None:
        """A change was stored: whoever made it must have seen what stood there."""
        assert self.cells.get(cell, "") == seen, (cell, self.cells.get(cell), seen, written)
        self.changes.append((cell, seen, written))
        self.cells[cell] = written


def read_result(community: Community) -> tuple[str, Words]:
    found = object_of(community, "results", "ready")
    assert found is not None
    return found.version, dict(found.content)


def read_row(community: Community, period: str) -> tuple[str, Words]:
    rows = rows_of(community, "observations", "k-readiness", places=[""])
    found = next(row for row in rows if row.key["period"] == period)
    return found.version, dict(found.content)


def look(community: Community, thing: str) -> tuple[str, Words]:
    return read_result(community) if thing == "ready" else read_row(community, thing)


def save_result(editor: Editor, model: Obvious, name: str, words: str) -> None:
    """Save one field of the result; where others were quicker, look at both and save again what I then want."""
    version, content = editor.seen["ready"]
    wanted = {**content, name: words}
    for _ in range(3):
        saving = save_object(
            community_id="elmwood",
            kind="results",
            object_id="ready",
            content=wanted,
            version=version,
            base=content,
            by=EDITORS[editor.at],
        )
        assert saving.object is not None
        if saving.status == "clash":
            assert saving.merge is not None
            # On the screen now: what stands, and mine merged over it.
            version, content, wanted = saving.object.version, dict(saving.object.content), saving.merge.content
            continue
        if saving.status == "stored":
            for each in FIELDS:
                if wanted.get(each, "") != content.get(each, ""):
                    model.acknowledge(("ready", each), content.get(each, ""), wanted.get(each, ""))
        editor.seen["ready"] = saving.object.version, dict(saving.object.content)
        return
    raise AssertionError("nobody else was writing")


def save_row(editor: Editor, model: Obvious, period: str, value: str) -> None:
    _, base = editor.seen[period]
    wanted = {**base, "value": value}
    for _ in range(3):
        edit = RowEdit({"place_id": "", "group_id": "", "period": period}, wanted, base)
        saving = save_rows(
            community_id="elmwood",
            kind="observations",
            indicator_id="k-readiness",
            edits=[edit],
            by=EDITORS[editor.at],
        )
        if saving.status == "clash":
            (clash,) = saving.clashes
            assert clash.current is not None
            base = dict(clash.current)
            wanted = {**base, "value": value}
            continue
        assert saving.is_done, saving
        if saving.status == "stored":
            model.acknowledge((period, "value"), base["value"], value)
        editor.seen[period] = version_of(wanted), wanted
        return
    raise AssertionError("nobody else was writing")


def begin() -> tuple[Community, Obvious]:
    load_package(package=package(), by=DATA_LEAD)
    community = Community.objects.get()
    model = Obvious()
    _, result = read_result(community)
    model.cells = {("ready", name): result.get(name, "") for name in FIELDS}
    for period in PERIODS:
        model.cells[period, "value"] = read_row(community, period)[1]["value"]
    return community, model


def interleave(chance: random.Random, community: Community, model: Obvious) -> None:
    """Some steps of two editors in an order that chance draws; each begins with what was read before, or reads anew."""
    editors = [Editor(0), Editor(1)]
    things = ["ready"] if chance.random() < 0.9 else [chance.choice(PERIODS)]
    for thing in things:  # both have it on their screens before either saves
        for editor in editors:
            editor.seen[thing] = look(community, thing)
    for step in range(STEPS):
        editor, thing = chance.choice(editors), chance.choice(things)
        if chance.random() < 0.2:
            editor.seen[thing] = look(community, thing)
        elif thing == "ready":
            save_result(editor, model, chance.choice(FIELDS), f"{editor.at} wrote {step} {chance.randrange(99)}")
        else:
            save_row(editor, model, thing, f"{chance.randrange(10, 90)}.{editor.at}")


def standing(community: Community) -> dict[Cell, str]:
    _, result = read_result(community)
    found = {("ready", name): result.get(name, "") for name in FIELDS}
    return found | {(period, "value"): read_row(community, period)[1]["value"] for period in PERIODS}


@pytest.mark.django_db
@pytest.mark.parametrize("interleavings", [100, pytest.param(1_000, marks=pytest.mark.slow)])
def test_two_editors_lose_nothing_however_they_are_interleaved(interleavings: int) -> None:
    community, model = begin()
    saved = 0
    for seed in range(interleavings):
        interleave(random.Random(seed), community, model)
        if seed % 50 == 0:
            assert standing(community) == model.cells
        saved = len(model.changes)
    assert standing(community) == model.cells
    assert saved > interleavings / 2, "too few saves to say anything"
    # A change of several fields after a merge is one row of the history.
    assert Change.objects.filter(community=community).count() <= saved
    assert not broken_audit_events("elmwood")


def test_the_model_notices_a_lost_update() -> None:
    model = Obvious({("ready", "statement"): "old"})
    model.acknowledge(("ready", "statement"), "old", "first")
    with pytest.raises(AssertionError):
        model.acknowledge(("ready", "statement"), "old", "second")
