"""Fingerprints of what something said when it was right, part by part.

After a difference that is meant, ``REWRITE_GOLDENS=1`` keeps what is said now, if it is right.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

HEADINGS = ("case", "part", "fingerprint")


class Kept:
    """A file of fingerprints: of each case in its order, and of each part of it."""

    def __init__(self, path: Path, cases: list[str]) -> None:
        self.path, self.cases = path, cases

    @cached_property
    def known(self) -> dict[str, dict[str, str]]:
        """Case -> part -> fingerprint."""
        found: dict[str, dict[str, str]] = {}
        if self.path.exists():
            with self.path.open(newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    found.setdefault(row["case"], {})[row["part"]] = row["fingerprint"]
        return found

    def holds(self, case: str, says: Mapping[str, Any], right: Callable[[], bool]) -> None:
        """Fail with the parts that say something else; keep them if asked to and if right."""
        now = {part: sha256(repr(said).encode()).hexdigest()[:12] for part, said in says.items()}
        if now != self.known.get(case) and os.environ.get("REWRITE_GOLDENS"):
            assert right(), "what is said now is not right"
            self.known[case] = now
            self._write()
        then = self.known.get(case, {})
        others = sorted(part for part in now | then if now.get(part) != then.get(part))
        assert others == [], f"parts of {case} that say something else (see {self.path.name})"

    def _write(self) -> None:
        with self.path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADINGS)
            for case in self.cases:
                writer.writerows((case, *part) for part in self.known.get(case, {}).items())
