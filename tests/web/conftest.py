from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from folders import comparison_folder as comparison_folder
from folders import frontier_folder as frontier_folder
from folders import hostile as hostile
from folders import hostile_folder as hostile_folder
from folders import large_sweep as large_sweep
from folders import plan as plan
from folders import plan_folder as plan_folder
from folders import sweep_folder as sweep_folder
