"""A measurement in a process of its own, so that its memory is its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def apart(module: str, *arguments: object) -> Any:
    """What a module prints on its last line, read as JSON; SystemExit where it fails."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[2:])}: {done.stderr or done.stdout}")
    return json.loads(done.stdout.splitlines()[-1])
