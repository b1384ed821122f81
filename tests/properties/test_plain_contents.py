"""What is let pass quickly is what the slow check finds nothing wrong with, whatever is sent."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from groundswell.api.bodies import Number
from groundswell.api.schemas.contents import PlainTexts, problems_in
from groundswell.api.schemas.objects import ROW_CONTENTS, ROW_KEYS
from groundswell.apps.packages.queries import ROW_KINDS

TEXTS = ["", "2023", "20.4", "1e9", "-3", "final", "suppressed", "true", "false", "a-place", "No Place", "a; b", "\x01"]
CELLS = st.one_of(
    st.sampled_from(TEXTS), st.text(max_size=8), st.none(), st.booleans(), st.builds(Number, st.sampled_from(TEXTS))
)


@pytest.mark.parametrize("kind", ROW_KINDS.values(), ids=lambda kind: kind.name)
@given(data=st.data())
def test_quick_and_slow_agree(kind: Any, data: st.DataObject) -> None:
    for fields, models in ((kind.key_fields, ROW_KEYS), (kind.fields, ROW_CONTENTS)):
        names = st.sampled_from([*(one.name for one in fields), "note.es", "unknown"])
        quick = PlainTexts(fields)
        for document in data.draw(st.lists(st.dictionaries(names, CELLS, max_size=6), max_size=4)):
            if quick.are_right(document):
                assert problems_in(document, models[kind.name], fields) == []


@example("20.4")
@given(st.from_regex(r"[1-9][0-9]{0,2}\.[1-9]", fullmatch=True))
def test_the_usual_row_takes_the_quick_way(value: str) -> None:
    kind = ROW_KINDS["observations"]
    quick = PlainTexts(kind.fields)
    assert quick.are_right({"value": value, "moe": "1.2", "level": "0.90", "status": "final"})
    assert not quick.are_right({"value": value, "moe": "1,2"})
    assert not quick.are_right([value])
