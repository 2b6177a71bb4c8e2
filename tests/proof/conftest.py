"""These tests share the generated cases of ``tests/oracle``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
