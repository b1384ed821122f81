"""Seeded mistakes: the program as it would be if somebody had forgotten one check of a permission.

Each mutant is one change to one function: a check taken out, a condition turned round, a permission swapped for one
that everybody has. Code is exchanged in place, in a forked child: a mutant costs no start of the program and leaves
nothing behind.
"""

from __future__ import annotations

import ast
import copy
import gc
import importlib
import pkgutil
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKS = ("require", "_require", "refuse_unless")
ASKING = ("may", "may_for_any_organization", "grounds_for")
WHO_DECIDES = {
    "groundswell.apps.people.queries.actors",
    "groundswell.apps.people.queries.communities",
    "groundswell.apps.people.queries.tokens",
}
SAYS_NOTHING_OF_RIGHTS = ("__init__", "not_retired")  # what a refusal is worded like; what is out of use
# Where a check decides what a page offers, and not what it does: a link too many opens no door.
ONLY_SHOWS = ("groundswell.web.presenters", "groundswell.web.surroundings", "groundswell.web.templatetags")


@dataclass(frozen=True)
class Mutant:
    """One mistake: where, what was done, and each function that it is in as it would then stand, outermost first."""

    module: str
    line: int
    what: str
    codes: tuple[types.CodeType, ...]

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.what}"

    def places(self) -> list[tuple[types.FunctionType, types.CodeType]]:
        """The functions that were made from there, and what each becomes."""
        functions = [each for each in gc.get_objects() if isinstance(each, types.FunctionType)]
        return [(each, code) for each in functions for code in self.codes if _is_same(each.__code__, code)]


def _is_same(one: types.CodeType, other: types.CodeType) -> bool:
    return (
        one.co_filename == other.co_filename
        and one.co_firstlineno == other.co_firstlineno
        and one.co_name == other.co_name
        and one.co_freevars == other.co_freevars
    )


def mutants() -> list[Mutant]:
    """All of them, in the order of the source."""
    import groundswell

    found: list[Mutant] = []
    for module in pkgutil.walk_packages(groundswell.__path__, "groundswell."):
        if not module.name.startswith(("groundswell.apps.", "groundswell.web.", "groundswell.api.")):
            continue
        if ".migrations" in module.name or module.name.startswith(ONLY_SHOWS):
            continue
        file = importlib.import_module(module.name).__file__
        assert file is not None
        found += _mutants_of(module.name, Path(file))
    return found


def _mutants_of(module: str, path: Path) -> Iterator[Mutant]:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source, str(path))
    for what, line, changed in _changes(tree, module):
        code = compile(ast.fix_missing_locations(changed), str(path), "exec", dont_inherit=True)
        original = compile(source, str(path), "exec", dont_inherit=True)
        if new := tuple(_differing(original, code)):  # none where only an annotation is another
            yield Mutant(module, line, what, new)


def _differing(one: types.CodeType, other: types.CodeType) -> Iterator[types.CodeType]:
    """The functions whose code is another: what a decorator makes is made once, and is exchanged by itself."""
    if one.co_flags & 0x1 and not one.co_name.startswith("<"):  # bodies of modules and classes are not optimized
        yield other
    for before, after in zip(one.co_consts, other.co_consts, strict=False):
        if isinstance(before, types.CodeType) and isinstance(after, types.CodeType) and before != after:
            yield from _differing(before, after)


Change = tuple[str, int, ast.Module]


def _changes(tree: ast.Module, module: str) -> Iterator[Change]:
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name not in SAYS_NOTHING_OF_RIGHTS
    ]
    spans = [(node.lineno, node.end_lineno or node.lineno) for node in functions]

    def is_within(line: int) -> bool:
        return any(first <= line <= last for first, last in spans)

    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if not is_within(line):
            continue
        for what, change in _ways(node, module):
            yield what, line, _with(tree, node, change)


def _ways(node: ast.AST, module: str) -> Iterator[tuple[str, Callable[[ast.AST], ast.AST]]]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _name(node.value).startswith(CHECKS):
        yield f"{_name(node.value)}() is taken out", lambda _: ast.Pass()
    if isinstance(node, ast.Call) and _name(node) in ASKING:
        yield f"{_name(node)}() is always true", lambda _: ast.Constant(value=True)
    if isinstance(node, ast.Call) and (_name(node).startswith(CHECKS) or _name(node) in ASKING):
        for index, each in enumerate(node.args):
            if _is_permission(each) and each.attr != "READ_COMMUNITY":  # type: ignore[attr-defined]
                yield f"{each.attr} becomes READ_COMMUNITY", _with_reading(index)  # type: ignore[attr-defined]
    if isinstance(node, ast.If) and any(_raises_refusal(each) for each in node.body):
        yield "NotAllowedError is not raised", _without_refusal
    if module in WHO_DECIDES:
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in TURNED:
            yield "a comparison is turned round", _turned
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield "a not is dropped", lambda each: each.operand  # type: ignore[attr-defined]
        if isinstance(node, ast.BoolOp):
            yield "and and or change places", _swapped
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitOr, ast.BitAnd)):
            yield "| and & change places", _swapped_bits
        if isinstance(node, ast.Call) and _name(node) == "filter":
            yield "a filter is taken out", _unfiltered


TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.LtE: ast.Gt,
}


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _is_permission(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Permission"


def _raises_refusal(node: ast.stmt) -> bool:
    raised = node.exc if isinstance(node, ast.Raise) else None
    return isinstance(raised, ast.Call) and _name(raised) == "NotAllowedError"


def _without_refusal(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.If)
    node.body = [ast.Pass() if _raises_refusal(each) else each for each in node.body]
    return node


def _with_reading(index: int) -> Callable[[ast.AST], ast.AST]:
    def change(node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.Call)
        permission = node.args[index]
        assert isinstance(permission, ast.Attribute)
        permission.attr = "READ_COMMUNITY"
        return node

    return change


def _turned(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.Compare)
    node.ops = [TURNED[type(node.ops[0])]()]
    return node


def _swapped(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.BoolOp)
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _swapped_bits(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.BinOp)
    node.op = ast.BitAnd() if isinstance(node.op, ast.BitOr) else ast.BitOr()
    return node


def _unfiltered(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.Call)
    node.args, node.keywords = [], []
    return node


def _with(tree: ast.Module, node: ast.AST, change: Callable[[ast.AST], ast.AST]) -> ast.Module:
    """The module with one node changed; the node is found again in the copy by where it stands."""
    where = [each is node for each in ast.walk(tree)].index(True)
    copied = copy.deepcopy(tree)
    target = list(ast.walk(copied))[where]

    class Changing(ast.NodeTransformer):
        def visit(self, each: ast.AST) -> ast.AST:
            if each is target:
                return ast.copy_location(change(each), each)
            return super().generic_visit(each)

    changed = Changing().visit(copied)
    assert isinstance(changed, ast.Module)
    return changed
