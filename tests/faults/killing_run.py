"""Kill whole braid commands at any moment, for so many minutes: ``make faults MINUTES=10``.

    python tests/faults/killing_run.py --minutes 10
    python tests/faults/killing_run.py --job sweep --how kill --seed 12 --strikes 1    # once more

Each strike puts an earlier result back, starts the real command in a process of its own and

- ``kill``: ends it, with all its workers, by SIGKILL at a moment drawn from all of its time;
- ``writing``: the same within a tenth of a second from when it begins to write;
- ``leader``: ends the command's process alone, as a system out of memory does: no worker may stay;
- ``full``: lets it write to a disk with room for a part of the result (a small tmpfs);
- ``short``: lets files grow to a part of the result's size (RLIMIT_FSIZE);
- ``readonly``: lets it find a disk that is mounted to be read.

Then the earlier result must be whole, or the new one; what reads it must read it; what was left
behind must go with the next run once it is old; and that run must end with the undisturbed result.
``full`` and ``readonly`` need the right to mount, and are left out without it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

from killing_jobs import BRAID, JOBS, Job, Sweep, environment, jobs, leftovers, ran  # noqa: E402

HOWS = ("kill", "writing", "leader", "full", "short", "readonly")
DISK = 24_000_000
CHECKED = 5
"""After every so manyth strike the command is run to its end."""
LEFT_RUNNING = "left running"


def main() -> int:
    """Strike, print a line for each job and way, and return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description="Kill whole commands, and look at what is left.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--job", action="append", choices=JOBS, help="only this one")
    parser.add_argument("--how", action="append", choices=HOWS, help="only in this way")
    parser.add_argument("--strikes", type=int, help="so many of each instead of minutes")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="braid-faults-") as top:
        made = jobs(Path(top), given.job or JOBS)
        counts, wrong = struck(
            made, given.how or HOWS, seed=given.seed, strikes=given.strikes,
            until=time.monotonic() + given.minutes * 60,
        )  # fmt: skip
    for (name, how), found in sorted(counts.items()):
        print(f"{name:<9} {how:<9}", *(f"{n} {what};" for what, n in sorted(found.items())))
    print(f"{sum(n.total() for n in counts.values())} strikes, {len(wrong)} wrong")
    return 1 if wrong else 0


def struck(
    made: dict[str, Job], hows: tuple[str, ...] | list[str], *, seed: int, strikes: int | None,
    until: float = float("inf"),
) -> tuple[dict[tuple[str, str], Counter[str]], list[str]]:  # fmt: skip
    """How often what was found, by job and way; and in words what was wrong.

    One of each in turn, until the time is over or each was struck so often.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    wrong: list[str] = []
    number = 0
    while time.monotonic() < until and (strikes is None or number < strikes):
        for name, job in made.items():
            for how in hows:
                if time.monotonic() >= until:
                    break
                what = Strike(job, how, f"{seed + number} {name} {how}").strike()
                if what is None:
                    continue
                fault = what.partition(": ")[2] if what.startswith("wrong") else ""
                if fault:
                    wrong.append(fault)
                    print(f"--job {name} --how {how} --seed {seed + number}: {fault}", flush=True)
                counts.setdefault((name, how), Counter())["wrong" if fault else what] += 1
        number += 1
    return counts, wrong


class Strike:
    """One strike at one job."""

    def __init__(self, job: Job, how: str, key: str) -> None:
        self.job, self.how, self.draw = job, how, random.Random(key)

    def strike(self) -> str | None:
        """What was found, with how the command ended; None where this cannot be done here."""
        if self.how in ("full", "readonly"):
            return self._on_disk()
        self.job.before(earlier=self.how != "kill" or self.draw.random() < 0.75)
        code, said = self._short() if self.how == "short" else self._killed()
        return self._judged(code, said)

    def _judged(self, code: int, said: str) -> str:
        """What is there, what it should be, and what a run to the end then makes of it."""
        job = self.job
        if code != -signal.SIGKILL:
            if code not in (0, 1) or (code == 1 and "cannot be written" not in said):
                return f"wrong: it ended with {code}: {said}"
            if leftovers(job.place):
                return f"wrong: left by a run that was not killed: {leftovers(job.place)}"
        found = job.found()
        before = job.whole - {"new"} | {job.was}
        good = {0: {"new"}, 1: before}.get(code, before | {"new"})
        if found not in good or LEFT_RUNNING in said:
            return f"wrong: ended with {code}: {found} {said}"
        if self.how not in ("full", "readonly") and (
            isinstance(job, Sweep) or self.draw.randrange(CHECKED) == 0
        ):
            again = job.end()
            if again:
                return f"wrong: {again}"
        return f"{'killed' if code < 0 else code}: {found}"

    def _killed(self) -> tuple[int, str]:
        """End the command at a moment by chance."""
        with tempfile.TemporaryFile("w+") as errors:
            began = time.monotonic()
            process = subprocess.Popen(
                [*BRAID, *self.job.command], env=environment(), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
            )  # fmt: skip
            if self.how == "writing":
                self._until_it_writes(process)
                time.sleep(self.draw.uniform(0, 0.1))
            else:
                time.sleep(self.draw.uniform(0, 1.05 * self.job.seconds))
            with contextlib.suppress(ProcessLookupError):
                (os.kill if self.how == "leader" else os.killpg)(process.pid, signal.SIGKILL)
            code = process.wait()
            errors.seek(0)
            said = errors.read() if code != -signal.SIGKILL else ""
        if code == 0:
            self.job.seconds = 0.8 * self.job.seconds + 0.2 * (time.monotonic() - began)
        return code, said + _running(process.pid)

    def _until_it_writes(self, process: subprocess.Popen[bytes]) -> None:
        known = len(leftovers(self.job.place))
        while process.poll() is None and len(leftovers(self.job.place)) == known:
            time.sleep(0.001)

    def _short(self) -> tuple[int, str]:
        largest = max(map(len, self.job.states["new"].values()))
        size = int(largest * self.draw.random() ** 2)
        done = ran(
            self.job.command,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        )
        return done.returncode, done.stderr

    def _on_disk(self) -> str | None:
        """With little room, or none to write, on a disk that is there for this."""
        self.job.before(earlier=False)
        with _disk(self.job.place) as mount:
            if mount is None:
                return None
            self.job.before()
            if self.how == "readonly":
                mount("remount,ro")
            else:
                size = sum(map(len, self.job.states["new"].values()))
                free = os.statvfs(self.job.place)
                ballast = free.f_bavail * free.f_frsize - int(size * self.draw.uniform(0, 1.6))
                with (self.job.place / "ballast").open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, max(1, ballast))
            done = ran(self.job.command)
            if self.how == "full":
                (self.job.place / "ballast").unlink()
            return self._judged(done.returncode, done.stderr)


@contextlib.contextmanager
def _disk(at: Path) -> Iterator[Callable[[str], None] | None]:
    """A small disk at a folder, with what mounts it anew; None where that is not allowed."""

    def mount(how: str) -> None:
        words = ["mount", "-t", "tmpfs", "-o", how, "braid-faults", str(at)]
        subprocess.run(words, check=True, capture_output=True)

    try:
        mount(f"size={DISK}")
    except (OSError, subprocess.CalledProcessError):
        yield None
        return
    try:
        yield mount
    finally:
        subprocess.run(["umount", str(at)], check=True)


def _running(group: int) -> str:
    """Which processes of a group still run some seconds later; they are ended. Empty: none."""
    until = time.monotonic() + 5
    while alive := _alive(group):
        if time.monotonic() > until:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            return f" {LEFT_RUNNING}: {len(alive)} processes"
        time.sleep(0.02)
    return ""


def _alive(group: int) -> list[int]:
    """The processes of a group, but for those that have ended and are not yet collected."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, of = path.read_text().rpartition(")")[2].split()[:3]
            if int(of) == group and state != "Z":
                found.append(int(path.parent.name))
    return found


if __name__ == "__main__":
    sys.exit(main())
