"""From a YAML file to plain data with a place for every value.

One walk over the parser's events (libyaml's where it is installed). It is
stricter than YAML: duplicate keys, tags, merge keys and runaway aliases are
problems, only ``true`` and ``false`` are booleans, numbers are exact decimals,
and dates stay text.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from braid.problems import Place, Problem
from braid.reading.document import Document
from braid.reading.files import Source, decode, fingerprint, read_bytes
from braid.reading.limits import Limits
from braid.reading.source_text import SourceText
from braid.reading.yaml_errors import syntax_problem
from braid.reading.yaml_faults import Halt, YamlFaults
from braid.reading.yaml_spots import YamlSpot, pack
from braid.reading.yaml_walk import YamlWalk

_TAG_DIRECTIVE = re.compile(r"^%TAG\b", re.MULTILINE)


def read_yaml(
    path: Path | str,
    *,
    shown_as: str | None = None,
    limits: Limits | None = None,
    at: Place | None = None,
) -> tuple[Document | None, list[Problem]]:
    """Read one YAML file.

    ``shown_as`` is the name that messages use; ``at`` is where another file
    names this one. The document is None if the file could not be read to its
    end; otherwise it is there beside its problems, so that the schema can add
    its own.
    """
    limits = limits or Limits()
    shown_as = str(path) if shown_as is None else shown_as
    raw, problems = read_bytes(Path(path), shown_as=shown_as, limit=limits.file_bytes, at=at)
    if raw is None:
        return None, problems
    return parse_yaml(raw, shown_as=shown_as, path=Path(path), limits=limits)


def parse_yaml(
    raw: bytes, *, shown_as: str, path: Path | None = None, limits: Limits | None = None
) -> tuple[Document | None, list[Problem]]:
    """The same for a file's content that is already at hand."""
    text, problems = decode(raw, shown_as)
    if text is None:
        return None, problems
    source = SourceText(shown_as, text)
    limits = limits or Limits()
    faults = YamlFaults(source, limits)
    directive = _TAG_DIRECTIVE.search(text)
    if directive is not None:  # the parser compares each with all before it
        faults.tag(pack(*directive.span()))
        return None, faults.problems
    read = None
    with _no_garbage_collection():
        try:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            read = YamlWalk(source, limits, faults).document(loader(text).get_event)
        except Halt:
            pass
        except yaml.YAMLError as error:
            faults.problems.append(syntax_problem(error, source))
    if read is None:
        return None, faults.problems
    data, marks = read
    if data is None:
        message = f"The file '{shown_as}' is empty."
        remedy = "Write keys and values into it, such as 'name: Our partnership'."
        empty = Problem("B007", message, remedy, Place(shown_as))
        return None, [*faults.problems, empty]
    sources = () if path is None else (Source(path, shown_as, fingerprint(raw)),)
    return Document(shown_as, data, YamlSpot(source, marks), sources), faults.problems


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Large files make many small objects and no cycles; collecting doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
