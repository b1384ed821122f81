"""The page about the roles says what the code decides."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from groundswell.core.permissions import Permission
from groundswell.web.presenters.permissions import WORDS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_about_roles_is_what_the_code_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    generate, roles = import_module("generate"), import_module("writing.roles")
    kept = (DOCS / "explanation" / "roles.md").read_text(encoding="utf-8")
    assert kept == generate.MARK + roles.page().rstrip() + "\n"
    for name in [name for name in sys.modules if name == "generate" or name.startswith("writing")]:
        del sys.modules[name]


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_has_a_sentence(permission: Permission) -> None:
    assert WORDS[permission][:1].isupper()
