"""How fast ``braid`` starts, beside the imports that it cannot do without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

IMPORTS = "import pandas, highspy, pydantic, typer"
TYPER = """
import typer
app = typer.Typer()
@app.command()
def nothing() -> None:
    '''Do nothing.'''
app(["--help"])
"""
HEAVY = ("pandas", "pulp", "highspy")
TIMED = """
import sys, highspy
from benchmarks.solver_time import SolverTime
highs = SolverTime()
highs.watch()
from braid.cli import main
try:
    main()
finally:
    sys.stderr.write(f"\\nHIGHS {highs.seconds}\\n")
"""


def compare(demo: Path, runs: int = 7) -> dict[str, float]:
    """Median seconds: the imports, ``braid solve`` without HiGHS's own time, help and check."""
    imports: list[float] = []
    solving: list[float] = []
    helping: list[float] = []
    checking: list[float] = []
    empty: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder, "plan"))
        solve = [sys.executable, "-c", TIMED, "solve", str(demo), "--out", out]
        for command in (solve, [sys.executable, "-c", IMPORTS]):
            _seconds(command)  # compiles what is not compiled yet
        for _ in range(runs):  # in turns, so that all meet the same machine
            imports.append(_seconds([sys.executable, "-c", IMPORTS])[0])
            seconds, said = _seconds(solve)
            solving.append(seconds - float(said.rpartition("HIGHS ")[2]))
            empty.append(_seconds([sys.executable, "-c", TYPER])[0])
            helping.append(_seconds([sys.executable, "-m", "braid", "--help"])[0])
            checking.append(_seconds([sys.executable, "-m", "braid", "check", str(demo)])[0])
    return {
        "imports": median(imports), "solve": median(solving), "help": median(helping),
        "check": median(checking), "typer": median(empty),
    }  # fmt: skip


def heavy_imports(arguments: list[str]) -> list[str]:
    """Which of the heavy libraries a command of braid imports."""
    code = (
        "import sys, json\nfrom braid.cli import main\ntry:\n    main()\nexcept SystemExit:\n"
        f"    pass\nsys.stderr.write('\\nHEAVY ' + json.dumps([m for m in {HEAVY!r}"
        " if m in sys.modules]))"
    )
    _, said = _seconds([sys.executable, "-c", code, *arguments])
    found: list[str] = json.loads(said.rpartition("HEAVY ")[2])
    return found


def _environment() -> dict[str, str]:
    """The environment with compiled modules kept, as they are where braid is installed."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if "PYTHONDONTWRITEBYTECODE" in os.environ:
        kept["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir(), "braid-benchmarks-pycache"))
    return kept


def _seconds(command: list[str]) -> tuple[float, str]:
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{command} failed:\n{done.stderr}")
    return seconds, done.stderr
