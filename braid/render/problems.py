"""Problems as text: where, the line with a caret, what is wrong, what would be right."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import IO

from braid.problems import Place, Problem
from braid.render.output import console, piped_width

Line = tuple[str, str]
"""Text and style: ``error``, ``warning``, ``note``, ``excerpt``, ``caret``, ``remedy`` or none."""

STYLES = {
    "error": "bold red", "warning": "bold yellow", "note": "bold cyan",
    "excerpt": "dim", "caret": "bold red", "remedy": "green", "": "",
}  # fmt: skip
TOLD = 500
"""So many problems are told at once, the worst first."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def problem_lines(problem: Problem, width: int = 100) -> list[Line]:
    """One problem, line by line."""
    head = f"{problem.severity.capitalize()}: {clean(str(problem.place))} [{problem.code}]"
    lines = [(head, problem.severity), *_excerpt(problem.place, width)]
    lines.append((clean(problem.message), ""))
    if problem.remedy:
        lines.append((clean(problem.remedy), "remedy"))
    for place in problem.see:
        lines += [(f"See also {clean(str(place))}", "note"), *_excerpt(place, width)]
    return lines


def problems_text(problems: Sequence[Problem], width: int = 100) -> str:
    """All problems and how many there are, as plain text."""
    return "\n".join(text for text, _ in _all_lines(problems, width)) + "\n" if problems else ""


def print_problems(problems: Sequence[Problem], file: IO[str], width: int | None = None) -> None:
    """All problems to a stream: in colours on a terminal, else plain."""
    if not problems:
        return
    if not file.isatty():
        file.write(problems_text(problems, width or piped_width()))
        return
    from rich.text import Text

    out = console(file, width)
    for text, style in _all_lines(problems, out.width):
        out.print(Text(text, style=STYLES[style]), soft_wrap=True)


def count_line(problems: Iterable[Problem]) -> str:
    """``2 errors and 1 warning in 2 files.``"""
    found = list(problems)
    counts = []
    for severity in ("error", "warning", "note"):
        number = sum(p.severity == severity for p in found)
        if number:
            counts.append(f"{number} {severity}{'' if number == 1 else 's'}")
    files = len({p.place.file for p in found})
    return f"{', '.join(counts)} in {files} file{'' if files == 1 else 's'}."


def problems_json(problems: Sequence[Problem]) -> str:
    """All problems as a JSON list."""
    plain = [{**asdict(p), "at": str(p.place)} for p in sorted(problems, key=Problem.sort_key)]
    return json.dumps(plain, indent=2, ensure_ascii=False)


def clean(text: str) -> str:
    """Text without characters that could steer a terminal."""
    return _CONTROL.sub(" ", text)


def _all_lines(problems: Sequence[Problem], width: int) -> list[Line]:
    lines: list[Line] = []
    for problem in sorted(problems, key=Problem.sort_key)[:TOLD]:
        lines += [*problem_lines(problem, width), ("", "")]
    if len(problems) > TOLD:
        more = f"And {len(problems) - TOLD:,} more; --format json of braid check lists them all."
        lines += [(more, ""), ("", "")]
    return [*lines, (count_line(problems), "")]


def _excerpt(place: Place, width: int) -> list[Line]:
    if place.excerpt is None:
        return []
    label = place.cell.rpartition("!")[2] if place.cell else str(place.line or "")
    margin = " " * len(label)
    line = place.excerpt
    column = place.column
    room = max(20, width - len(label) - 3)
    start = 0
    if len(line) > 10 * room or _cells(clean(line)) > room:
        start = max(0, min((column or 1) - 1 - room // 3, len(line) - room))
        line = line[start : start + room]
    line = clean(line)
    lines = [(f"{margin} |", "excerpt"), (f"{label} | {line.rstrip()}", "excerpt")]
    if column is not None:
        before, marked = line[: column - 1 - start], line[column - 1 - start :][: place.width]
        blank = " " * _cells(before)
        lines.append((f"{margin} | {blank}{'^' * max(1, _cells(marked))}", "caret"))
    return lines


def _cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)
