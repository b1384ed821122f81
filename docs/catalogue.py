"""Write the catalogue of every string that people read on pages: `python docs/catalogue.py`; with --check, only compare.

The template lies in `src/groundswell/web/locale/django.pot`. Every folder beside it is a language: its `django.po` is
brought up to date and compiled. `python docs/catalogue.py es` begins a new one. Nothing here is needed at run time.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "groundswell"
LOCALE = SOURCE / "web" / "locale"
TEMPLATE = LOCALE / "django.pot"
# Which arguments of which calls are templates; `sentence` and `counted_sentence` are those of core/sentences.py.
KEYWORDS = DEFAULT_KEYWORDS | {
    **{"sentence": None, "counted_sentence": (1, 2)},
    **{"gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)},
}


def template() -> Catalog:
    """Every string of the code and of the templates of pages and letters."""
    catalog = Catalog(project="Groundswell", charset="utf-8")
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        place = (path.relative_to(SOURCE.parent).as_posix(), 0)
        for message, context in messages_in(path):
            # Only the file is named: a line number would make the catalogue stale with every edit.
            held = catalog.add(message, locations=[place], context=context)
            if path.suffix == ".py" and "{" in str(message):  # a percent sign in it is a percent sign
                held.flags.discard("python-format")
    return catalog


def messages_in(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """The strings of one file, each with its context."""
    text = path.read_text(encoding="utf-8")
    code = _calls_in(text) if path.suffix in {".html", ".txt"} else text
    for _, message, _, context in extract("python", BytesIO(code.encode()), keywords=KEYWORDS):
        yield message, context


def _calls_in(html: str) -> str:
    """A page template as calls of gettext, a line each; Django knows its own tags best."""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in templatize(html).splitlines())


def written(catalog: Catalog, *, has_header: bool) -> str:
    """A catalogue as text, in one order, without dates that change."""
    target = BytesIO()
    write_po(target, catalog, sort_output=True, include_lineno=False, omit_header=not has_header, width=120)
    return target.getvalue().decode()


def sentences_without_a_literal() -> list[str]:
    """Calls whose template is put together at run time, which no catalogue could hold."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                needed = {"sentence": 1, "counted_sentence": 2}.get(node.func.id, 0)
                if not all(isinstance(one, ast.Constant) for one in node.args[:needed]):
                    found.append(f"{path.relative_to(SOURCE.parent)}:{node.lineno}")
    return found


def updated(language: str, strings: Catalog) -> Catalog:
    """A language's catalogue with what is new, and without what is gone; begun where there is none."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        catalog = Catalog(locale=language, project="Groundswell", charset="utf-8")
    else:
        catalog = read_po(StringIO(path.read_text(encoding="utf-8")), locale=language)
    catalog.update(strings, no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def main(arguments: list[str]) -> int:
    """Write template and catalogues, or compare the template; 1 where it is not what the code says."""
    _set_up()
    strings = template()
    text = written(strings, has_header=False)
    if "--check" in arguments:
        if TEMPLATE.exists() and TEMPLATE.read_text(encoding="utf-8") == text:
            return 0
        print("web/locale/django.pot is not what the code says; run `make docs`", file=sys.stderr)
        return 1
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(text, encoding="utf-8")
    languages = {path.name for path in LOCALE.iterdir() if path.is_dir()} | set(arguments)
    for language in sorted(languages):
        folder = LOCALE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        catalog = updated(language, strings)
        (folder / "django.po").write_text(written(catalog, has_header=True), encoding="utf-8")
        (folder / "django.mo").write_bytes(compiled(catalog))
    return 0


def _set_up() -> None:
    """Reading page templates asks Django for its character set, and for nothing else."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
