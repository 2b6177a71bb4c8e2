"""These tests share the drafts of ``tests/plan/draft.py``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "plan"))
