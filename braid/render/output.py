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

    from braid.render.table import Table

PIPED_WIDTH = 100
WIDEST = 120


def console(file: IO[str] | None = None, width: int | None = None) -> Console:
    """A console on ``file`` (default: stdout); NO_COLOR and COLUMNS are respected."""
    from rich.console import Console

    file = sys.stdout if file is None else file
    made = Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if width is None:
        width = min(made.width, WIDEST) if made.is_terminal else piped_width()
    made.width = width
    return made


def piped_width() -> int:
    """Columns of text that goes to no terminal: COLUMNS if that is stated."""
    stated = os.environ.get("COLUMNS", "")
    return int(stated) if stated.isdigit() and int(stated) >= 40 else PIPED_WIDTH


def columns(*heads: str, words: int = 1) -> Table:
    """A table whose first ``words`` columns are text and the rest numbers, set to the right.

    A head that starts with ``~`` is text wherever it stands.
    """
    from braid.render.table import Column, Table

    return Table(
        [
            Column(head.removeprefix("~"), number >= words and not head.startswith("~"))
            for number, head in enumerate(heads)
        ]
    )


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
    from braid.render.table import Column, Table

    table = Table(
        [Column("", most=max(20, out.width * 2 // 5)), Column("")], indent=2, headed=False
    )
    for mark, text in rows:
        table.add_row(mark, text)
    out.print(table)


def told(lines: Iterable[str], out: Console) -> None:
    """Sentences, each on a line of its own that goes on below with a deeper indent."""
    from rich.text import Text

    from braid.render.table import wrapped

    for text in lines:
        for line in wrapped(text, out.width - 2, "  "):
            out.print(Text(f"  {line}", no_wrap=True, overflow="ignore"))


def title(out: Console, text: str, without: Iterable[str] = ()) -> None:
    """What a report is about, and the awards that it leaves out."""
    from braid.render.words import listed

    out.print(text, style="bold")
    names = listed(without)
    if names:
        out.print(f"Left out, as if they did not exist: {names}", style="bold")


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
