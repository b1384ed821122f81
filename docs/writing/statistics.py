"""What is computed, and by which formula: from the docstrings of the ground floor."""

import ast
import re
from pathlib import Path

import groundswell.core
from groundswell.core.vocabulary import Verdict
from writing.tables import table

CORE = Path(groundswell.core.__file__).parent
FIRST = (
    "curves",
    "drift",
    "forecasts",
    "targets",
    "differences",
    "behaviour",
    "equity",
    "intervals",
    "margins",
    "rates",
)
LEFT_OUT = ("vocabulary", "findings", "wording", "reasons", "histories")  # words and inner workings
CONTRIBUTION = (
    *("links", "effects", "joint", "ranges", "shares", "detecting"),
    *("planning", "frontier", "sensitivity", "calibration"),
)

OPENING = """# Verdicts and statistics

This page is written from the code. Every formula names its source; the examples under the functions are run by the tests. How the
pieces fit together is told in [how the curve is judged](../explanation/how-the-curve-is-judged.md); what "too early" means in
figures, in [the power of the judge](curve-power.md).

Values are in computing units: a percent is a proportion, everything else stays in its published unit.

## The six verdicts
"""


def page() -> str:
    """The verdicts, then each module's public functions."""
    verdicts = table(
        ("in files and JSON", "what residents read"), [(f"`{verdict}`", verdict.words) for verdict in Verdict]
    )
    stems = sorted(path.stem for path in CORE.glob("*.py") if path.stem != "__init__")
    order = [stem for stem in FIRST if stem in stems] + [s for s in stems if s not in FIRST and s not in LEFT_OUT]
    modules = [CORE / f"{stem}.py" for stem in order]
    modules += [path for stem in CONTRIBUTION if (path := CORE / "contribution" / f"{stem}.py").is_file()]
    return "\n".join([OPENING + "\n" + verdicts + "\n", *(section(path) for path in modules)])


def section(path: Path) -> str:
    """One module: its opening paragraph, then its public functions and classes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    room = "" if path.parent == CORE else f"{path.parent.name.capitalize()}: "
    title = path.stem.replace("_", " ")
    parts = [f"## {room}{title if room else title.capitalize()}", as_markdown(ast.get_docstring(tree) or "")]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            said = ast.get_docstring(node)
            if said:
                parts += [f"### {node.name}", signature(node), as_markdown(said)]
    return "\n\n".join(part for part in parts if part) + "\n"


def signature(node: ast.FunctionDef | ast.ClassDef) -> str:
    """How a function is called; nothing for a class, whose docstring says it."""
    if isinstance(node, ast.ClassDef):
        return ""
    answer = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"```text\n{node.name}({ast.unparse(node.args)}){answer}\n```"


def as_markdown(docstring: str) -> str:
    """A docstring as Markdown: examples and indented formulas become blocks, and a bare `<` or `*` stays what it is."""
    blocks = []
    for block in re.split(r"\n\s*\n", docstring):
        lines = block.splitlines()
        if any(line.lstrip().startswith(">>>") for line in lines):
            start = next(i for i, line in enumerate(lines) if line.lstrip().startswith(">>>"))
            blocks += [_prose(lines[:start]), "```pycon\n" + _dedented(lines[start:]) + "\n```"]
        elif all(line.startswith("    ") for line in lines if line.strip()):
            blocks.append("```text\n" + _dedented(lines) + "\n```")
        else:
            blocks.append(_prose(lines))
    return "\n\n".join(block for block in blocks if block.strip())


def _dedented(lines: list[str]) -> str:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)


def _prose(lines: list[str]) -> str:
    """Markdown's own signs are escaped outside of `code`."""
    pieces = re.split(r"(`[^`]*`)", "\n".join(line.strip() for line in lines))
    return "".join(piece if piece.startswith("`") else re.sub(r"([*<_\[\]])", r"\\\1", piece) for piece in pieces)
