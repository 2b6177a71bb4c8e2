"""The parts of a document that can be tried: commands, edits and files, in the order of reading.

A fenced block is tried when its first word is one of these:

``console``
    ``$ command`` and the output below it. A line that holds only ``…`` stands for any number of
    lines that are left out, ``…`` inside a line for any text.
``diff``
    ``--- FILE``, then lines with ``-`` and what takes their place with ``+``.
``yaml NAME``, ``csv NAME``
    A file that the reader saves under this name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w*) *(.*)$")
ELLIPSIS = "…"


@dataclass(frozen=True)
class Block:
    """A fenced block; ``line`` is the number of its first line of text, from 0."""

    language: str
    name: str
    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Command:
    """A command of a console block with the output shown below it."""

    text: str
    output: tuple[str, ...]
    line: int


def blocks(path: Path) -> Iterator[Block]:
    """The fenced blocks of a document."""
    language, name, start = "", "", -1
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if fence and start < 0:
            language, name, start = fence[1], fence[2].strip(), number + 1
        elif fence:
            yield Block(language, name, tuple(lines[start:number]), start)
            start = -1
    assert start < 0, f"{path.name}:{start}: the block does not end"


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block."""
    starts = [n for n, line in enumerate(block.lines) if line.startswith("$ ")]
    assert starts, "a console block begins with '$ command'"
    assert starts[0] == 0, "a console block begins with '$ command'"
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        output = block.lines[start + 1 : end]
        yield Command(block.lines[start][2:], output, block.line + start + 1)


def same(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether the output shown stands for the output printed."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ELLIPSIS else _line_pattern(line) + r"\n" for line in shown
    )
    text = "".join(f"{steady(line)}\n" for line in printed)
    return re.fullmatch(pattern, text) is not None


def steady(line: str) -> str:
    """A line of output without what differs from run to run."""
    return re.sub(r"\b\d+\.\d s\b", "0.0 s", line.rstrip())


def _line_pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in steady(line).split(ELLIPSIS))


def renewed(shown: tuple[str, ...], printed: tuple[str, ...]) -> tuple[str, ...]:
    """The output to show now: what is printed, with the same parts left out as before.

    Each stretch between two ``…`` becomes the stretch of the new output that resembles it most.
    """
    if same(shown, printed):
        return shown
    if ELLIPSIS not in {line.strip() for line in shown}:
        return printed
    made: list[str] = []
    stretches = _stretches(shown)
    at = 0
    for number, stretch in enumerate(stretches):
        if number:
            made.append(ELLIPSIS)
        if not stretch:
            continue
        last = number == len(stretches) - 1
        where = 0 if number == 0 else _most_alike(stretch, printed, at, last)
        now = printed[where : where + len(stretch)]
        made += [
            old if same((old,), (new,)) else new for old, new in zip(stretch, now, strict=True)
        ]
        at = where + len(stretch)
    return tuple(made)


def _stretches(shown: tuple[str, ...]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == ELLIPSIS:
            found.append([])
        else:
            found[-1].append(line)
    return found


def _most_alike(stretch: list[str], printed: tuple[str, ...], first: int, last: bool) -> int:
    """Where in the output the stretch most likely is now; the last one stands at the end."""
    from difflib import SequenceMatcher

    end = max(first, len(printed) - len(stretch))
    if last:
        return end
    wanted = _shape(stretch)

    def alike(where: int) -> float:
        return SequenceMatcher(
            None, wanted, _shape(list(printed[where : where + len(stretch)])), autojunk=False
        ).ratio()

    return max(range(first, end + 1), key=alike)


def _shape(lines: list[str]) -> str:
    return re.sub(r"\d", "0", "\n".join(lines))
