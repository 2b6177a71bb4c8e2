"""Tests of faults share the small sweep and the plan that was made by hand."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "sweeps"), str(HERE.parent / "plan_folder")]
