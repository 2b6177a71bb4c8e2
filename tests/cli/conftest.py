"""These tests share the plan that was made by hand in ``tests/plan_folder``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "plan_folder"))
