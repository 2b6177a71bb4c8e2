"""A sign of life on stderr for whatever takes over a second, while somebody watches.

Nothing is shown in a pipe or a log, nothing before a second has passed, and nothing stays.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from rich.status import Status

PATIENCE = 1.0
"""Seconds without a sign."""


@contextmanager
def progress(text: str) -> Iterator[Callable[[str], None]]:
    """What is being done; the function that is given tells more of it, such as which award."""
    with _after_a_while(lambda to: _Spinner(text, to)) as sign:
        yield lambda what: sign.tell(f"{text}: {what}")


@contextmanager
def counted(text: str) -> Iterator[Callable[[int, int], None]]:
    """How many of how many are done, and how long the rest will take."""
    with _after_a_while(lambda to: _Bar(text, to)) as sign:
        yield lambda done, of: sign.tell((done, of))


class _Sign:
    """A sign that is shown when its time has come, with what was told last."""

    def __init__(self, make: Callable[[IO[str]], _Spinner | _Bar] | None) -> None:
        self._make = make
        self._lock = Lock()
        self._told: Any = None
        self._shown: _Spinner | _Bar | None = None

    def tell(self, what: Any) -> None:
        """What is to be shown now, or when its time has come."""
        with self._lock:
            self._told = what
            if self._shown is not None:
                self._shown.update(what)

    def show(self) -> None:
        """Its time has come."""
        with self._lock:
            if self._make is not None:
                self._shown = self._make(sys.stderr)
                if self._told is not None:
                    self._shown.update(self._told)

    def end(self) -> None:
        """Take it away, and never show it again."""
        with self._lock:
            self._make = None
            if self._shown is not None:
                self._shown.end()


@contextmanager
def _after_a_while(make: Callable[[IO[str]], _Spinner | _Bar]) -> Iterator[_Sign]:
    watched = sys.stderr is not None and sys.stderr.isatty()
    sign = _Sign(make if watched else None)
    timer = Timer(PATIENCE, sign.show)
    timer.daemon = True
    if watched:
        timer.start()
    try:
        yield sign
    finally:
        timer.cancel()
        sign.end()


class _Spinner:
    def __init__(self, text: str, to: IO[str]) -> None:
        from braid.render.output import console

        self.status: Status = console(to).status(text)
        self.status.start()

    def update(self, text: str) -> None:
        self.status.update(text)

    def end(self) -> None:
        self.status.stop()


class _Bar:
    def __init__(self, text: str, to: IO[str]) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        from braid.render.output import console

        shown = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
        )  # fmt: skip
        self.progress: Progress = Progress(*shown, console=console(to), transient=True)
        self.task: TaskID = self.progress.add_task(text, total=None)
        self.progress.start()

    def update(self, counts: tuple[int, int]) -> None:
        self.progress.update(self.task, completed=counts[0], total=counts[1])

    def end(self) -> None:
        self.progress.stop()
