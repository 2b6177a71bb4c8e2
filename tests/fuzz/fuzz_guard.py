"""One command as braid's users give it, within a time, and what came of it."""

from __future__ import annotations

import signal
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from typer.testing import CliRunner

from braid.cli.app import app
from braid.cli.options import ExitCode

MEANT = frozenset(ExitCode)
RUNNER = CliRunner()


class TooLong(BaseException):
    """A command has not ended in time; no ``except Exception`` keeps it."""


@dataclass
class Outcome:
    """How a command ended: its exit code, what it printed, and what is wrong with that."""

    arguments: list[str]
    code: int
    printed: str
    seconds: float
    fault: str = ""


WAITING = 10
"""So many times as long a command may last that only waits, for other work on the machine too."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooLong where Python is when the seconds of its processor are over.

    A machine that is busy with other work makes nothing that is quick too long.
    """

    def over(number: int, frame: FrameType | None) -> None:
        raise TooLong(f"longer than {seconds:g} s")

    guards = (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, WAITING * seconds),
    )
    before = [signal.signal(name, over) for name, _, _ in guards]
    for _, timer, most in guards:
        signal.setitimer(timer, most)
    try:
        yield
    finally:
        for (name, timer, _), handler in zip(guards, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(name, handler)


def run(arguments: Sequence[str], seconds: float) -> Outcome:
    """Run ``braid`` with these arguments in this process."""
    began = time.perf_counter()
    made = Outcome(list(arguments), -1, "", 0.0)
    try:
        with within(seconds):
            result = RUNNER.invoke(app, made.arguments)
    except TooLong:
        made.fault = traceback.format_exc()
    else:
        made.code, made.printed = result.exit_code, result.output
        error = result.exception
        if isinstance(error, SystemExit):
            error = None
        if error is not None:
            made.fault = "".join(traceback.format_exception(error))
        elif made.code not in MEANT:
            made.fault = f"exit code {made.code}\n{made.printed[-2000:]}"
        elif made.code == ExitCode.PROBLEMS and not made.printed.strip():
            made.fault = "exit code 1, and nothing was said"
    made.seconds = time.perf_counter() - began
    return made
