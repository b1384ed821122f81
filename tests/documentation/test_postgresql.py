"""What the how-to page promises of PostgreSQL: the same commands, and the same bytes out."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from tests.documentation.pages import REPO, Block, Reader


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of an empty database, dropped afterwards."""
    server = os.environ.get("GROUNDSWELL_TEST_POSTGRES")
    if not server:
        pytest.skip("PostgreSQL: GROUNDSWELL_TEST_POSTGRES names no server")
    import psycopg

    name = f"groundswell_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f'drop database "{name}" with (force)')


@pytest.mark.postgres
def test_a_community_comes_out_of_postgresql_as_out_of_sqlite(tmp_path: Path, postgres: str) -> None:
    script = """
        groundswell load "$EXAMPLES/riverbend"
        groundswell load "$EXAMPLES/riverbend"
        groundswell dump riverbend "$OUT"
    """
    outs = {}
    for name, address in (("sqlite", ""), ("postgresql", postgres)):
        out = tmp_path / name / "out"
        out.parent.mkdir()
        variables = {"EXAMPLES": str(REPO / "examples"), "OUT": str(out), "GROUNDSWELL_DATABASE_URL": address}
        Reader(tmp_path / name, **variables).type(Block("bash", "", script, 1, ""), name)
        outs[name] = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert outs["sqlite"]
    assert outs["sqlite"] == outs["postgresql"]
