"""What a mutant changes, and on which lines of the function that it is a copy of."""

from __future__ import annotations

import ast
import difflib
from functools import cache
from itertools import chain
from pathlib import Path


@cache
def functions(path: Path) -> dict[str, tuple[ast.FunctionDef, list[str]]]:
    """The functions of a file and their lines, without their names."""
    text = path.read_text()
    lines = text.splitlines()
    return {
        node.name: (
            node,
            [line.replace(node.name, "") for line in lines[node.lineno - 1 : node.end_lineno]],
        )
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }


def both(tree: Path, mutant: str) -> tuple[Path, ast.FunctionDef, list[str], list[str]]:
    """The file of a mutant, the function that it changes, its lines before and after."""
    module, _, name = mutant.rpartition(".")
    path = (tree / module.replace(".", "/")).with_suffix(".py")
    found = functions(path)
    node, before = found[name.partition("__mutmut_")[0] + "__mutmut_orig"]
    return path, node, before, found[name][1]


def difference(tree: Path, mutant: str) -> str:
    """What a mutant changes, as a diff of its function."""
    _, _, before, after = both(tree, mutant)
    return "\n".join(difflib.unified_diff(before, after, mutant, n=3, lineterm=""))


def changed_lines(tree: Path, mutant: str) -> tuple[Path, set[int], set[int]]:
    """The file, the lines that are changed in it, and all lines of their statements.

    A value in the middle of a long statement need not be a line that is ever stepped on. What
    stands in the head of the function, such as a default, is on every line of it.
    """
    path, node, before, after = both(tree, mutant)
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    exact = {
        node.lineno + at
        for kind, first, last, _, _ in steps
        if kind != "equal"
        for at in range(first, max(last, first + 1))
    }
    if any(line < node.body[0].lineno for line in exact):
        whole = set(range(node.body[0].lineno, (node.end_lineno or 0) + 1))
        return path, whole, whole
    statements = (inner for inner in ast.walk(node) if isinstance(inner, ast.stmt))
    spans = [_span(inner) for inner in statements if inner is not node]
    smallest = (
        min((span for span in spans if line in span), key=len, default=range(line, line + 1))
        for line in exact
    )
    return path, exact, set(chain.from_iterable(smallest))


def _span(statement: ast.stmt) -> range:
    """The lines of a statement; of one with a body, those of its head."""
    body = getattr(statement, "body", None)
    end = body[0].lineno if body else (statement.end_lineno or statement.lineno) + 1
    return range(statement.lineno, max(end, statement.lineno + 1))
