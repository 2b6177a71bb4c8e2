"""Whole commands that are struck: each begins with an earlier result and makes another one.

A job knows its command line, puts the earlier result back, and says what is there afterwards:
*old*, *new*, *none* where there was none, or what is wrong with it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
BRAID = (sys.executable, "-m", "braid")
LONG_AGO = 2 * 3600
"""Seconds: what a killed run has left is taken away by the next ones once it is an hour old."""
Contents = Mapping[str, bytes]


def ran(words: Sequence[str], **more: object) -> subprocess.CompletedProcess[str]:
    """A braid command, run to its end."""
    return subprocess.run(
        [*BRAID, *words], capture_output=True, text=True, check=False, env=environment(),
        stdin=subprocess.DEVNULL, **more,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def contents(folder: Path) -> Contents:
    """Every file that anybody reads, but for when and how long the plans were made."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            raw = path.read_bytes()
            found[name.as_posix()] = _timeless(raw) if path.name == "plan.json" else raw
    return found


def _timeless(raw: bytes) -> bytes:
    """A plan without its times; broken JSON is left as it is, and then is neither old nor new."""
    try:
        said = json.loads(raw)
        del said["run"]["started"], said["run"]["seconds"]
    except (ValueError, KeyError):
        return raw
    return json.dumps(said).encode()


def leftovers(folder: Path) -> list[Path]:
    """Hidden files and folders: what a run works in."""
    return [path for path in folder.rglob(".*") if path.exists()]


class Job:
    """A command that makes ``result`` below a folder, of the inputs in another one."""

    result = "it"
    whole: frozenset[str] = frozenset({"new"})
    """What may be there after a strike, beside what was there before it."""
    was = "old"

    def __init__(self, top: Path, inputs: Mapping[str, Path], words: Sequence[str]) -> None:
        """``words`` is the command line; IN and OUT in it are input and result."""
        self.top, self.inputs, self.words = top, inputs, words
        self.place = top / "out"
        self.states: dict[str, Contents] = {}
        self.seconds = 0.0
        for name in ("old", "new"):
            began = time.perf_counter()
            done = ran(self.line(name, top / "kept" / name / self.result))
            self.seconds = time.perf_counter() - began
            assert done.returncode == 0, done.stderr
            self.states[name] = contents(top / "kept" / name)
        assert self.states["old"] != self.states["new"]

    def line(self, state: str, out: Path) -> list[str]:
        given = {"IN": str(self.inputs[state]), "OUT": str(out)}
        return [given.get(word, word) for word in self.words]

    @property
    def command(self) -> list[str]:
        """What is struck."""
        return self.line("new", self.place / self.result)

    def before(self, earlier: bool = True) -> None:
        """Put everything as it was, with an earlier result or without any."""
        self.was = "old" if earlier else "none"
        if self.place.exists():
            for path in self.place.iterdir():  # the place itself may be a disk of its own
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
        if earlier:
            shutil.copytree(self.top / "kept" / "old", self.place, dirs_exist_ok=True)
        else:
            self.place.mkdir(exist_ok=True)

    def found(self) -> str:
        """What is there: opened by the command that reads it, then held against both states."""
        here = self.place / self.result
        if not here.exists() and not leftovers(self.place):
            return "none"
        read = self.read(here)
        state = self.state()
        if state in self.states:
            return state if read.returncode == 0 else f"{state}, not to be read: {read.stderr}"
        if not here.exists() and not contents(self.place):
            return "none"
        return state

    def read(self, here: Path) -> subprocess.CompletedProcess[str]:
        """A command that reads the result, and by itself brings back what was out of place."""
        return ran(["audit", str(here)])

    def state(self) -> str:
        """Which state the files are in."""
        now = contents(self.place)
        for name, state in self.states.items():
            if now == state:
                return name
        old, new = self.states["old"], self.states["new"]
        neither = [n for n in now if now[n] not in (old.get(n), new.get(n))]
        missing = sorted((old.keys() & new.keys()) - now.keys())
        return f"mixed: neither {neither}, missing {missing}"

    def end(self) -> str:
        """Run it undisturbed, long after: nothing but the new result may be left. Empty: good."""
        self.age()
        done = ran(self.command)
        left = [path.name for path in leftovers(self.place)]
        if done.returncode or self.state() != "new":
            return f"run again: {done.returncode}, {self.state()}: {done.stderr}"
        return f"left for good: {left}" if left else ""

    def age(self) -> None:
        """Let what was left behind be old."""
        then = time.time() - LONG_AGO
        for path in leftovers(self.place):
            os.utime(path, (then, then))


class Stored(Job):
    """A comparison or a frontier, with its plans."""

    def read(self, here: Path) -> subprocess.CompletedProcess[str]:
        return ran(["report", str(here), "--html", "--out", str(self.top / "read")])


class Report(Job):
    """Some files, each of which is whole, the old one or the new one."""

    whole = Job.whole | {"some files new, each whole"}

    def found(self) -> str:
        now = contents(self.place)
        old, new = self.states["old"], self.states["new"]
        wrong = [n for n in now if now[n] not in (old.get(n), new.get(n))]
        if wrong:
            return f"mixed: neither {wrong}"
        if not now:
            return "none"
        if now in (old, new):
            return "old" if now == old else "new"
        return "some files new, each whole"


class Sweep(Job):
    """A sweep, whose chunks stay: the same command goes on from there."""

    def read(self, here: Path) -> subprocess.CompletedProcess[str]:
        return ran(["report", str(here), "--html", "--out", str(self.top / "read")])

    def state(self) -> str:
        now = _results(contents(self.place))
        for name, state in self.states.items():
            if now == _results(state):
                return name
        return "mixed"

    def found(self) -> str:
        here = self.place / self.result
        if not contents(self.place):
            return "none"
        read = self.read(here)
        if read.returncode == 0:
            return self.state()
        said = " ".join(read.stderr.split())
        begun = self.was == "none" and not (here / "results.csv").exists()
        return self.was if begun else f"not to be read: {said}"


def _results(found: Contents) -> Contents:
    """All but the chunks, which stand in the order in which they were done."""
    return {name: raw for name, raw in found.items() if "/done-" not in name}


def jobs(top: Path, names: Sequence[str]) -> dict[str, Job]:
    """The jobs of these names, each in a folder of its own."""
    made: dict[str, Job] = {}
    if {"solve", "frontier", "report", "publish"} & set(names):
        quest = _changed(top, "project-quest.yaml", "amount: 240000", "amount: 180000")
    if {"report", "publish"} & set(names):
        plans = {name: top / "plans" / name for name in ("old", "new")}
        for name, folder in plans.items():
            assert ran(["solve", str(quest[name]), "--out", str(folder)]).returncode == 0
    for name in names:
        here = top / name
        match name:
            case "solve":
                made[name] = Job(here, quest, ["solve", "IN", "--out", "OUT", "--proof"])
            case "compare":
                cities = _changed(top, "year-up.yaml", "hourly_rate: 55.00", "hourly_rate: 54.00")
                trust = str(ROOT / "scenarios" / "proposals" / "state-trust-fund.yaml")
                words = ["compare", "IN", "--proposal", trust, "--no-effects", "--out", "OUT"]
                made[name] = Stored(here, cities, words)
            case "frontier":
                made[name] = Stored(here, quest, ["frontier", "IN", "--out", "OUT"])
            case "report":
                words = ["report", "IN", "--html", "--xlsx", "--ics", "--out", "OUT"]
                made[name] = Report(here, plans, words)
            case "publish":
                made[name] = Report(here, plans, ["report", "IN", "--publish", "--out", "OUT"])
            case "sweep":
                made[name] = Sweep(here, _sweeps(top), ["sweep", "IN", "--out", "OUT",
                                                        "--workers", "2"])  # fmt: skip
    return made


JOBS = ("solve", "compare", "frontier", "report", "publish", "sweep")


def _changed(top: Path, file: str, words: str, instead: str) -> dict[str, Path]:
    """A scenario as it is, and another one from which the earlier result was made."""
    text = (ROOT / "scenarios" / file).read_text(encoding="utf-8")
    assert words in text
    found = {"new": top / "inputs" / "new" / file, "old": top / "inputs" / "old" / file}
    for name, path in found.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(words, instead) if name == "old" else text, encoding="utf-8")
    return found


def _sweeps(top: Path) -> dict[str, Path]:
    """Sixteen cases of the sweep that comes with braid; the earlier ones were drawn otherwise."""
    at = ROOT / "scenarios" / "sweeps" / "county-money.yaml"
    text = at.read_text(encoding="utf-8")
    scenario, drawn = "../project-quest.yaml", "cases: 200, seed: 2026"
    assert scenario in text
    assert drawn in text
    text = text.replace(scenario, str(ROOT / "scenarios" / "project-quest.yaml"))
    found = {"old": top / "inputs" / "old" / "sweep.yaml", "new": top / "inputs" / "sweep.yaml"}
    for seed, path in enumerate(found.values()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(drawn, f"cases: 16, seed: {seed}"), encoding="utf-8")
    return found
