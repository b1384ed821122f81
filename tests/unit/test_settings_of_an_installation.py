"""An installation's settings: one home folder, a key only its owner can read, SQLite unless an address says so."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from groundswell.config.settings import database_of

SQLITE_ONLY = pytest.mark.skipif("GROUNDSWELL_DATABASE_URL" in os.environ, reason="SQLite: another database is set")


def test_without_an_address_the_database_lies_in_the_home_folder(tmp_path: Path) -> None:
    database = database_of("", tmp_path)
    assert database["NAME"] == tmp_path / "groundswell.sqlite3"
    assert database["ENGINE"] == "django.db.backends.sqlite3"


def test_an_address_names_a_postgresql_database(tmp_path: Path) -> None:
    database = database_of("postgresql://dana:p%40ss%2Fword@db.example.org:6432/elm%20wood?sslmode=require", tmp_path)
    facts = {name: database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert facts == {
        "NAME": "elm wood",
        "USER": "dana",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("address", ["mysql://a@b/c", "postgresql://a@b", "elmwood"])
def test_another_address_is_refused_with_what_would_be_right(address: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://user:password@host:port/name"):
        database_of(address, tmp_path)


def test_a_fresh_home_gets_a_key_that_only_its_owner_can_read_and_keeps_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-c", "from groundswell.config import settings; print(settings.SECRET_KEY)"]
    environment = {**os.environ, "GROUNDSWELL_HOME": str(home)}
    environment.pop("GROUNDSWELL_SECRET_KEY", None)
    keys = {subprocess.run(command, env=environment, check=True, capture_output=True).stdout for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert stat.S_IMODE((home / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@SQLITE_ONLY
@pytest.mark.django_db
@pytest.mark.parametrize(("pragma", "value"), [("synchronous", 2), ("foreign_keys", 1)])
def test_an_acknowledged_load_survives_a_power_cut_and_keys_hold(pragma: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)
