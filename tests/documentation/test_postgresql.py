"""What the how-to page promises of PostgreSQL: the same commands, and the same bytes out."""

from pathlib import Path

import pytest
from tests.documentation.pages import REPO, Block, Reader
from tests.forking import Program


@pytest.mark.postgres
def test_a_community_comes_out_of_postgresql_as_out_of_sqlite(
    tmp_path: Path, postgresql: str, program: Program
) -> None:
    script = """
        groundswell load "$EXAMPLES/riverbend"
        groundswell load "$EXAMPLES/riverbend"
        groundswell dump riverbend "$OUT"
    """
    outs = {}
    for name, address in (("sqlite", ""), ("postgresql", postgresql)):
        out = tmp_path / name / "out"
        out.parent.mkdir()
        variables = {"EXAMPLES": str(REPO / "examples"), "OUT": str(out), "GROUNDSWELL_DATABASE_URL": address}
        Reader(tmp_path / name, programs=program.folder, **variables).type(Block("bash", "", script, 1, ""), name)
        outs[name] = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert outs["sqlite"]
    assert outs["sqlite"] == outs["postgresql"]
