"""Reads the lock files of this folder, and what pyproject.toml asks for.

python requirements/lock_file.py     # prints what building the wheel needs, for `make lock`
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
EVERYTHING = HERE / "ci.txt"
CORE = HERE / "braid.txt"

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$")
_HASH = re.compile(r"^ {4}--hash=sha256:([0-9a-f]{64})(?: \\)?$")
_NAME = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*([^;]*?)\s*(?:;\s*(.*))?$")


@dataclass(frozen=True)
class Pin:
    """A release that a lock names, where it is for, and the SHA-256 of each of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """A requirement of pyproject.toml; ``extra`` is empty for what braid always needs."""

    name: str
    versions: str
    marker: str
    extra: str


def normal(name: str) -> str:
    """A distribution's name as all spellings of it are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path: Path) -> list[Pin]:
    """The releases of a lock; ValueError at a line that is none of a lock."""
    found: list[tuple[str, str, str, list[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        pin, sha256 = _PIN.match(line), _HASH.match(line)
        if pin:
            found.append((normal(pin[1]), pin[2], pin[3] or "", []))
        elif sha256 and found:
            found[-1][3].append(sha256[1])
        elif line.strip() and not line.lstrip().startswith("#"):
            raise ValueError(f"{path.name}:{number}: neither a pinned release nor a hash: {line}")
    return [Pin(name, version, marker, tuple(hashes)) for name, version, marker, hashes in found]


def wanted() -> list[Wanted]:
    """What pyproject.toml asks for, extras of braid itself left out, and to build the wheel."""
    data = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    project = data["project"]
    groups = {
        "": project["dependencies"],
        **project["optional-dependencies"],
        "build": data["build-system"]["requires"],
    }
    found = []
    for extra, lines in groups.items():
        for line in lines:
            match = _NAME.match(line)
            assert match, line
            if match[1] != project["name"]:
                found.append(Wanted(normal(match[1]), match[2], match[3] or "", extra))
    return found


if __name__ == "__main__":
    # hatchling asks for editables, without saying so before, where braid is installed with -e
    build = [f"{one.name}{one.versions}" for one in wanted() if one.extra == "build"]
    print(*build, "editables>=0.5", sep="\n")
