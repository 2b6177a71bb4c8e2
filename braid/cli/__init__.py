"""The command line. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import shlex
import sys
from contextlib import suppress

REPORT = "to the maintainers of braid"
REFUSED = 1
INTERNAL_ERROR = 70
SYSTEM = (
    errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE,
    *((errno.EDQUOT,) if hasattr(errno, "EDQUOT") else ()),
)  # fmt: skip
"""What the system says of a full disk, a folder that may not be written to, and the like."""
NO_NAME = (errno.ENAMETOOLONG, errno.ELOOP)
"""What the system says of a name that leads to no file and cannot."""
SHOWN = 120
"""Characters of such a name in a message."""
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
        try:
            app()
        finally:
            sys.stdout.flush()
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        refused = _refused(error)
        if refused:
            _let_go_of_stdout()
            sys.stderr.write(refused)
            sys.exit(REFUSED)
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


def _refused(error: Exception) -> str:
    """What is said where the system has refused something; empty for any other error."""
    if isinstance(error, MemoryError):
        return (
            "Error: There is not enough memory for this.\n"
            "Close other programs, or use a machine that has more.\n"
        )
    if isinstance(error, OSError) and error.errno in SYSTEM:
        where = f": {error.filename}" if error.filename else ""
        return (
            f"Error: braid cannot write or read what it has to: {error.strerror}{where}.\n"
            "Check that the disk is not full and that the files are yours, and run it again.\n"
        )
    if isinstance(error, OSError) and error.errno in NO_NAME:
        name = str(error.filename or "")
        shown = name if len(name) <= SHOWN else f"{name[:SHOWN]}..."
        return f"Error: No file can be there: {error.strerror}: {shown}\nCheck the path.\n"
    return ""


def _let_go_of_stdout() -> None:
    """Throw away what could not be written, so that Python does not try it again at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _look_seldom_for_cycles() -> None:
    """One command, then the end: looking through all that was imported takes long, finds little."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nor is all that is installed
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    atexit.register(gc.freeze)
