"""One peer in a process of its own: ``python -m benchmarks.peers.run NAME FROZEN.npz``.

So its memory is its own, and libraries that bring a HiGHS each do not meet.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from dataclasses import fields, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks.apart import apart
from benchmarks.peers.frozen import Clock, Frozen
from braid.optimize.program import Program

PEERS = {
    "bare": ("bare HiGHS", "highspy"), "plain": ("plain PuLP", "PuLP"),
    "batch": ("PuLP, batch calls", "PuLP"), "linopy": ("linopy", "linopy"),
    "pyomo": ("Pyomo", "Pyomo"), "ortools": ("OR-Tools", "ortools"),
    "pyoptinterface": ("PyOptInterface", "pyoptinterface"),
}  # fmt: skip
"""Module -> what it is called in tables, and the package that it needs."""


class Missing(Exception):
    """A peer's package is not installed."""


def lean(program: Program) -> Program:
    """The program without terms that are 0 and rows that have none left: some peers drop them."""
    rows = len(program.row_lower)
    there = program.value != 0
    sizes = np.bincount(program.row[there], minlength=rows)
    kept = sizes > 0
    return replace(
        program, start=np.concatenate([[0], np.cumsum(sizes[kept])]),
        column=program.column[there], value=program.value[there],
        row_lower=program.row_lower[kept], row_upper=program.row_upper[kept],
    )  # fmt: skip


def freeze(program: Program, path: Path) -> Path:
    """The arrays of a program in a file."""
    program = lean(program)
    np.savez(path, **{field.name: getattr(program, field.name) for field in fields(Program)})
    return path


def missing(name: str) -> str:
    """The package of a peer, if it is not installed; else empty text."""
    package = PEERS[name][1]
    try:
        version(package)
    except PackageNotFoundError:
        return package
    return ""


def measured(name: str, path: Path, *, solve: bool = False) -> dict:
    """What one peer takes, in a process of its own: seconds, peak megabytes, the optimum."""
    if missing(name):
        raise Missing(f"{PEERS[name][0]}: {missing(name)} is not installed")
    found: dict = apart("benchmarks.peers.run", name, path, *(["solve"] if solve else []))
    return found


def measure(name: str, path: Path, *, solve: bool) -> dict:
    """The same in this process. The size that a peer tells must be the model's."""
    with np.load(path) as arrays:
        frozen = Frozen(Program(**{name: arrays[name] for name in arrays.files}))
    before = _peak()
    peer = importlib.import_module(f"benchmarks.peers.{name}").build
    clock = Clock()
    made = peer(frozen, clock)
    peak = _peak()
    if any(own not in (None, size) for own, size in zip(made.size, frozen.size, strict=True)):
        raise SystemExit(f"{name}'s model has another size: {made.size}, not {frozen.size}")
    out = {
        "seconds": clock.seconds, "size": made.size, "peak": peak, "before": before,
        "version": version(PEERS[name][1]),
    }  # fmt: skip
    if solve:
        began = time.process_time()
        out["value"] = made.solve()
        out["solving"], out["peak of solving"] = time.process_time() - began, _peak()
    return out


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), solve="solve" in sys.argv)))
