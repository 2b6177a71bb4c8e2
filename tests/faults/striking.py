"""Strikes a piece of work at each of its dealings with the disk, or at a moment by chance.

    python tests/faults/striking.py WORK FOLDER MODE [STEP]

Prints as JSON how often each outcome was found. ``kill`` ends the work with SIGKILL just before its
first, second, third ... opening, renaming, making or removing of a file, until it gets through.
``full``, ``denied`` and ``readonly`` refuse each of these dealings from one on, as a full disk does
(which still removes), as a folder that is not ours or a disk that is mounted to be read. STEP
leaves out all but each STEPth of them. ``short`` lets files grow to ever more bytes only;
``chance`` kills at STEP moments by chance.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path[:0] = [
    str(HERE.parents[1]), str(HERE), str(HERE.parent / "sweeps"), str(HERE.parent / "plan_folder"),
]  # fmt: skip

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MAKING = {"os.mkdir", "os.rename", "os.link", "os.truncate"}
REMOVING = {"os.remove", "os.rmdir"}
REFUSING = {"full": errno.ENOSPC, "denied": errno.EACCES, "readonly": errno.EROFS}
GOT_THROUGH, REFUSED, BROKE = 0, 1, 2


class Work(NamedTuple):
    """What is struck: how it begins, what it does, and what it has left behind."""

    before: Callable[[], None]
    """Puts everything as it was before."""
    run: Callable[[], int]
    """The exit code: 0, or 1 after problems that were told."""
    found: Callable[[], str]
    """``old``, ``new``, or what is wrong."""


def forked(act: Callable[[], int], kill_after: float | None = None) -> int:
    """The exit code of some work in a process of its own; -9 when it was killed."""
    child = os.fork()
    if child == 0:
        code = BROKE
        try:
            code = act()
        finally:
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_dealing(number: int, mode: str) -> None:
    """From now on, strike at a dealing with the disk: 1 is the first."""
    seen = 0

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(given[2], int) and bool(given[2] & WRITING)
        if writes and str(given[0]) == os.devnull:
            return
        if not (writes or event in MAKING or (event in REMOVING and mode != "full")):
            return
        seen += 1
        if seen >= number:
            if mode == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(REFUSING[mode], os.strerror(REFUSING[mode]))

    sys.addaudithook(hook)


def struck(work: Work, mode: str, step: int) -> Counter[str]:
    """What was found after each strike, and how the work ended."""
    found: Counter[str] = Counter()
    draw = random.Random(step)
    work.before()
    began = time.perf_counter()
    forked(work.run)
    whole = time.perf_counter() - began
    for number in range(1, 2_000, 1 if mode in ("chance", "short") else step):
        work.before()
        if mode == "chance":
            code = forked(work.run, kill_after=draw.uniform(0, whole))
        elif mode == "short":
            code = forked(lambda size=64 * step * number**2: _short(work, size))
        else:
            code = forked(lambda n=number: (at_dealing(n, mode), work.run())[1])
        found[f"{code}: {work.found()}"] += 1
        if number == step if mode == "chance" else code == GOT_THROUGH:
            return found
    raise AssertionError("it never got through")


def _short(work: Work, size: int) -> int:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return work.run()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that anybody reads: hidden ones are nobody's."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    }


def leftovers(folder: Path) -> list[str]:
    """Hidden files, which a run that was not killed must not leave."""
    return [path.name for path in folder.rglob(".*")]


def same(folder: Path, states: dict[str, dict[str, bytes]]) -> str:
    """Which of these states the folder is in."""
    now = contents(folder)
    for name, state in states.items():
        if now == state:
            return name
    return "mixed: " + ", ".join(sorted(k for k in now if now[k] != states["old"].get(k)))


def told(problems: tuple[object, ...]) -> int:
    """The exit code after these problems."""
    return REFUSED if problems else GOT_THROUGH


def replacing_work(top: Path, write: Callable[[Path, str], int]) -> Work:
    """Work that writes a folder for ``new`` over the one that it wrote for ``old``."""
    folder, kept = top / "out" / "it", top / "kept"
    states = {}
    for name in ("new", "old"):
        write(kept / name, name)
        states[name] = contents(kept / name)
    assert states["old"] != states["new"]

    def before() -> None:
        shutil.rmtree(top / "out", ignore_errors=True)
        shutil.copytree(kept / "old", folder)

    def run() -> int:
        return write(folder, "new")

    def found() -> str:
        from braid.plan.swap import recover

        recover(folder)
        return same(folder, states)

    return Work(before, run, found)


def a_plan(top: Path) -> Work:
    """``write_plan``, over an earlier plan."""
    from handmade_plan import example_plan

    from braid.plan.folder import write_plan

    plans = {name: example_plan(name=name) for name in ("old", "new")}
    return replacing_work(top, lambda folder, name: told(write_plan(plans[name], folder)))


def a_plan_in_two_steps(top: Path) -> Work:
    """The same where the system cannot let two folders change places in one step."""
    from braid.plan import swap

    swap.exchanged = lambda one, other: False
    return a_plan(top)


def many_plans(top: Path) -> Work:
    """``write_plans``, as ``compare`` and ``frontier`` write what they have made."""
    from handmade_plan import example_plan

    from braid.plan.folder import write_plans

    plans = {name: example_plan(name=name) for name in ("old", "new")}

    def write(folder: Path, name: str) -> int:
        named = {f"plans/a/{n}": plans[name] for n in ("today", "x-own")}
        return told(write_plans(named, {"comparison.csv": name, "comparison.json": name}, folder))

    return replacing_work(top, write)


def a_report(top: Path) -> Work:
    """A report as commands write it."""
    import typer

    from braid.cli.writing import write as command

    def write(folder: Path, name: str) -> int:
        try:
            with contextlib.redirect_stderr(io.StringIO()) as said:
                command(folder / "report.html", [name] * 100, what="report", folder=True)
        except typer.Exit as end:
            assert "cannot be written" in said.getvalue()
            return end.exit_code
        return GOT_THROUGH

    return replacing_work(top, write)


def a_sweep(top: Path) -> Work:
    """A sweep over the results of an earlier state of it; its rows are at hand."""
    from small_sweep import INPUTS, small

    from braid.comparison.sweeping import running
    from braid.comparison.sweeping.solving import Solver
    from braid.comparison.sweeping.written import cells
    from braid.problems import InputProblems
    from braid.render.web.stored_sweep import stored_sweep

    sweeps = {
        "old": small(top / "old", INPUTS.replace("40000", "41000")),
        "new": small(top / "new"),
    }
    folder, kept = top / "out" / "it", top / "kept"
    rows = {
        name: [
            cells(Solver(one).row(k), len(running.columns(one)))
            for k in range(1, len(one.cases) + 1)
        ]
        for name, one in sweeps.items()
    }

    def crew(loaded: object, *rest: object) -> object:
        made = next(rows[n] for n, one in sweeps.items() if one is loaded)
        return lambda left: ((k, [made[c - 1] for c in cases]) for k, cases in left)

    running._crew = crew

    def write(where: Path, name: str) -> int:
        try:
            running.run_sweep(sweeps[name], where)
        except InputProblems as refused:
            return REFUSED if "cannot be written" in refused.problems[0].message else BROKE
        return GOT_THROUGH

    states = {}
    for name in ("old", "new"):
        write(kept / name, name)
        states[name] = stored_sweep(kept / name)

    def before() -> None:
        shutil.rmtree(top / "out", ignore_errors=True)
        shutil.copytree(kept / "old", folder)

    def found() -> str:
        try:
            now = stored_sweep(folder)
        except InputProblems:
            return "broken"
        return next((name for name, state in states.items() if now == state), "mixed")

    return Work(before, lambda: write(folder, "new"), found)


WORKS = {
    "plan": a_plan, "plan-in-two-steps": a_plan_in_two_steps, "plans": many_plans,
    "report": a_report, "sweep": a_sweep,
}  # fmt: skip


def main(work: str, folder: str, mode: str, step: str = "1") -> None:
    """Strike, and print what was found."""
    top = Path(folder)
    os.fsync = lambda handle: None  # what has been handed to the system outlives a killed process
    made = WORKS[work](top)
    found = struck(made, mode, int(step))
    left = [] if mode in ("kill", "chance", "readonly", "denied") else leftovers(top / "out")
    print(json.dumps({**found, **{f"left: {name}": 1 for name in left}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
