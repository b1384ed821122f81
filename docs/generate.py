"""Write docs/reference/ from the code: `python docs/generate.py`; with --check, only say which pages are not up to date."""

import os
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

DOCS = Path(__file__).resolve().parent
PAGES = {
    "commands": "commands",
    "api": "api",
    "settings": "settings",
    "package": "package",
    "statistics": "statistics",
    "measure-rules": "measure_rules",
}
MARK = "<!-- Written from the code by docs/generate.py; change the code, not this page. -->\n\n"


def pages() -> dict[Path, str]:
    """Every generated page: where it lies, and its text."""
    _set_up()
    texts: dict[Path, str] = {}
    for name, module in PAGES.items():
        page: Callable[[], str] = import_module(f"writing.{module}").page
        texts[DOCS / "reference" / f"{name}.md"] = MARK + page().rstrip() + "\n"
    texts[DOCS / "explanation" / "roles.md"] = MARK + import_module("writing.roles").page().rstrip() + "\n"
    glossary = (DOCS.parent / "GLOSSARY.md").read_text(encoding="utf-8")
    texts[DOCS / "reference" / "glossary.md"] = glossary
    return texts


def _set_up() -> None:
    """Django reads its settings, which make a home folder; here it is one that is thrown away."""
    sys.path.insert(0, str(DOCS))
    os.environ.setdefault("GROUNDSWELL_HOME", tempfile.mkdtemp(prefix="groundswell-docs-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    import django

    django.setup()


def main(arguments: list[str]) -> int:
    """Write the pages, or compare; 1 where a page is not what the code says."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(DOCS.parent)} is not what the code says; run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
