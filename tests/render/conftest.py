"""These tests share a plan made by hand and a small library of rules with other folders."""

import sys
from pathlib import Path

for folder in ("plan_folder", "cli"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))
