"""Whatever ends the writing of results: what was there stays whole, or the new is there whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="it forks, and kills")
STRIKING = Path(__file__).with_name("striking.py")
WORKS = {"plan": 16, "plan-in-two-steps": 17, "plans": 120, "report": 2, "sweep": 12}
"""With the step at which a quick run strikes their dealings with the disk."""
MODES = ("kill", "full")


def outcomes(work: str, folder: Path, mode: str, step: int) -> set[str]:
    """How the work ended and what it left, each in words; the exit code stands before it."""
    command = [sys.executable, str(STRIKING), work, str(folder), mode, str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("work", WORKS)
def test_no_strike_leaves_half_a_result(work: str, mode: str, tmp_path: Path) -> None:
    """A plan, a report, a comparison, a sweep: old or new."""
    found = outcomes(work, tmp_path, mode, WORKS[work])
    code = -9 if mode == "kill" else 1
    allowed = {f"{code}: old", f"{code}: new"} if mode == "kill" else {f"{code}: old"}
    assert found <= {*allowed, "0: new"}
    assert {f"{code}: old", "0: new"} <= found


@pytest.mark.long
@pytest.mark.parametrize("mode", [*MODES, "readonly", "denied", "chance", "short"])
@pytest.mark.parametrize("work", WORKS)
def test_no_strike_at_all_leaves_half_a_result(work: str, mode: str, tmp_path: Path) -> None:
    step = {"chance": 200, "short": 3}.get(mode, 1)
    endings = {end.partition(": ")[2] for end in outcomes(work, tmp_path, mode, step)}
    assert endings <= {"old", "new"}
