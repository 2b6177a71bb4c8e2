"""The command line. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import atexit
import gc
import os
import shlex
import sys

REPORT = "to the maintainers of braid"
INTERNAL_ERROR = 70
NEW_OBJECTS = 1_000_000
"""So many new objects are made before Python looks for cycles among them."""


def main() -> None:
    """The ``braid`` command; an unexpected error says so, with its traceback after ``--debug``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    _look_seldom_for_cycles()
    from braid.cli.app import app

    try:
        app()
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        from braid.version import __version__

        kind = type(error).__name__
        again = ["braid", "--debug", *sys.argv[1:]]
        lines = [
            f"Error: braid {__version__} has failed: {kind}: {error}",
            "This is its fault, not yours. See where with: " + shlex.join(again),
            f"Please report it {REPORT}, with the scenario if you can share it.",
        ]
        sys.stderr.write("\n".join(lines) + "\n")
        sys.exit(INTERNAL_ERROR)


def _look_seldom_for_cycles() -> None:
    """One command, then the end: looking through all that was imported takes long, finds little."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nor is all that is installed
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    atexit.register(gc.freeze)
