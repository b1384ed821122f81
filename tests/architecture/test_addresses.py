"""Nothing committed leads out of the checkout: no package registry, no machine's own folders, no CDN."""

import re

import pytest
from tests.architecture.checkout import committed_text

# Spelled in pieces, so that this file does not name what it forbids.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.",
    "anaconda" + ".org",
    "proxy." + "golang",
    "jsdel" + "ivr",
]
OPTIONS = re.compile(r"(index-url|find-links)[= ]+['\"]?(https?|file):")
MACHINE_FOLDERS = re.compile(
    r"(?<![\w./}])/(?:" + "|".join(["wo" + "rk", "tm" + "p", "ro" + "ot", r"home/\w+", r"Users/\w+"]) + r")/"
)

LOADS_FROM_OUTSIDE = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|data)\s*=\s*["']?(?:https?:)?//"""
    r"""|<link\b[^>]*\bhref\s*=\s*["']?(?:https?:)?//"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>|\sstyle=[\"']|\son[a-z]+=[\"']", re.IGNORECASE
)


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_committed_file_names_a_package_registry(registry: str) -> None:
    assert not [name for name, text in committed_text() if registry in text]


def test_no_committed_file_says_where_packages_come_from() -> None:
    assert not [name for name, text in committed_text() if OPTIONS.search(text)]


def test_no_committed_file_names_a_folder_of_somebodys_machine() -> None:
    found = [f"{name}: {match.group()}" for name, text in committed_text() for match in MACHINE_FOLDERS.finditer(text)]
    assert not found


def test_pages_load_nothing_from_elsewhere() -> None:
    found = []
    for name, text in committed_text():
        if name.startswith("src/") and name.endswith((".html", ".css", ".js", ".svg")):
            found += [f"{name}: {match.group()}" for match in LOADS_FROM_OUTSIDE.finditer(text)]
    assert not found


def test_templates_hold_no_inline_script_or_style_since_the_security_policy_refuses_them() -> None:
    found = []
    for name, text in committed_text():
        if name.startswith("src/") and name.endswith(".html"):
            found += [f"{name}: {match.group().strip()}" for match in INLINE.finditer(text)]
    assert not found


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock", "requirements-build.lock"]
)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: str) -> None:
    text = dict(committed_text())[lock]
    assert "://" not in text
    requirements = text.replace("\\\n", " ").strip().splitlines()
    assert requirements
    for requirement in requirements:
        assert "==" in requirement and "--hash=sha256:" in requirement, requirement[:80]
