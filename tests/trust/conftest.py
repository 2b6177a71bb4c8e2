"""Tests of trust share the plan that was made by hand, and small plans to be published."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "plan_folder")]
