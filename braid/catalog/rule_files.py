"""Rule files, each read once: whoever compares or plans again needs the same library each time.

What is remembered is remembered by a file's content, so a change to it is seen at once. Nobody
changes what is handed out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel

from braid.problems import Problem
from braid.reading.document import Document
from braid.reading.files import read_bytes
from braid.reading.limits import Limits
from braid.reading.yaml_reader import parse_yaml
from braid.schema.validate import validate

Making: TypeAlias = Callable[[Document], tuple[Any, list[Problem]]]
"""Makes of a file's document what it says, and tells the problems that this has."""
KEPT = 512
"""Files that are remembered."""


def rule_file(
    path: Path, shown_as: str, made: Making
) -> tuple[Document | None, Any, tuple[Problem, ...]]:
    """A file's document, what is made of it, and all problems of both."""
    raw, problems = read_bytes(path, shown_as=shown_as, limit=Limits().file_bytes)
    return (None, None, tuple(problems)) if raw is None else _read(raw, shown_as, path, made)


@cache
def model_of(model: type[BaseModel]) -> Making:
    """Makes a model of a file."""
    return lambda document: validate(model, document)


@lru_cache(maxsize=KEPT)
def _read(
    raw: bytes, shown_as: str, path: Path, made: Making
) -> tuple[Document | None, Any, tuple[Problem, ...]]:
    document, problems = parse_yaml(raw, shown_as=shown_as, path=path)
    if document is None:
        return None, None, tuple(problems)
    value, more = made(document)
    return document, value, (*problems, *more)
