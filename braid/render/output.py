"""Where text goes: a terminal with colours, or a pipe with plain text of a fixed width.

Nothing here draws boxes: columns are set apart by space, heads by a line of
hyphens, so that a report reads the same in a terminal, a mail and a log.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PIPED_WIDTH = 100
WIDEST = 120


def console(file: IO[str] | None = None, width: int | None = None) -> Console:
    """A console on ``file`` (default: stdout); NO_COLOR and COLUMNS are respected."""
    from rich.console import Console

    file = sys.stdout if file is None else file
    made = Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if width is None:
        stated = os.environ.get("COLUMNS", "")
        piped = int(stated) if stated.isdigit() and int(stated) >= 40 else PIPED_WIDTH
        width = min(made.width, WIDEST) if made.is_terminal else piped
    made.width = width
    return made


def columns(*heads: str, words: int = 1) -> Table:
    """A table whose first ``words`` columns are text and the rest numbers, set to the right.

    A head that starts with ``~`` is text wherever it stands.
    """
    from rich.box import Box
    from rich.table import Table

    hyphens = Box("    \n    \n -  \n    \n    \n    \n    \n    \n", ascii=True)
    style, padding = "bold", (0, 1, 0, 0)
    table = Table(box=hyphens, show_edge=False, pad_edge=False, header_style=style, padding=padding)
    for number, head in enumerate(heads):
        text = number < words or head.startswith("~")
        table.add_column(
            head.removeprefix("~"),
            justify="left" if text else "right",
            no_wrap=not text,
            overflow="fold",
            vertical="top",
        )
    return table


def show(
    draw: Callable[[Console], None], file: IO[str] | None = None, width: int | None = None
) -> None:
    """Let ``draw`` fill a console on ``file`` (default: stdout), without blanks at line ends."""
    file = sys.stdout if file is None else file
    out = console(file, width)
    with out.capture() as captured:
        draw(out)
    file.write("\n".join(line.rstrip() for line in captured.get().split("\n")))


def indented(rows: Iterable[tuple[str, str]], out: Console) -> None:
    """A mark or a name and a text beside it, whose further lines keep their indent."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for mark, text in rows:
        table.add_row(f"  {mark}", text)
    out.print(table)


def heading(out: Console, text: str, note: str = "") -> None:
    """A section's title after an empty line, with a remark beside it."""
    from rich.text import Text

    title = Text(text, style="bold")
    if note:
        title.append(f"  {note}", style="not bold dim")
    out.print()
    out.print(title)


def talk(text: str, style: str = "") -> None:
    """One remark on stderr, which never mixes with the result on stdout."""
    out = console(sys.stderr)
    out.print(text, style=style or None, soft_wrap=True)
