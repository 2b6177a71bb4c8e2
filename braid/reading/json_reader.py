"""JSON files that braid has written before, and that anybody may have changed since."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from braid.problems import has_errors
from braid.reading.files import read_bytes
from braid.reading.limits import Limits
from braid.reading.scalars import MAX_DIGITS

_GREATEST = 2**63 - 1
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(path: Path, limits: Limits | None = None) -> Any:
    """What a file says; raises OSError, or ValueError whatever is wrong with what it holds.

    Numbers are finite, texts can be written again, and nothing is nested so
    deeply that a function which follows it would not come back.
    """
    limits = limits or Limits()
    path.stat()  # what is not there is not there for whoever asks
    raw, problems = read_bytes(path, shown_as=path.name, limit=limits.json_bytes)
    if raw is None or has_errors(problems):
        raise ValueError(problems[0].message.rstrip("."))
    return parse_json(raw, limits)


def parse_json(raw: bytes, limits: Limits | None = None) -> Any:
    """The same for content that is already at hand."""
    limits = limits or Limits()
    text = raw.decode("utf-8-sig")
    try:
        data = json.loads(text, parse_constant=_refused, parse_float=_finite, parse_int=_countable)
    except RecursionError:
        raise ValueError("its values are nested too deeply") from None
    _refuse_depth(data, limits.json_depth)
    if _SURROGATE.search(text):  # half of a character: nothing could be written of it
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    return data


def _refused(text: str) -> float:
    raise ValueError(f"{text} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if abs(number) == float("inf"):
        raise ValueError(f"{text[:40]} is larger than any number here")
    return number


def _countable(text: str) -> int:
    if len(text) > len(str(_GREATEST)) + 1 or abs(int(text)) > _GREATEST:
        raise ValueError(f"{text[:40]} is larger than any number here")
    return int(text)


def refuse_vast(value: Any) -> None:
    """Raise ValueError where a part that was made of a document has a Decimal without bounds."""
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > MAX_DIGITS:
            raise ValueError(f"{str(value)[:40]} is larger or smaller than any number here")
    elif is_dataclass(value):
        for field in fields(value):
            refuse_vast(getattr(value, field.name))
    elif isinstance(value, Mapping):
        refuse_vast(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            refuse_vast(item)


def _refuse_depth(data: Any, most: int) -> None:
    level = [data]
    for _ in range(most + 1):
        lists = [one for one in level if isinstance(one, list)]
        lists += [[*one.values()] for one in level if isinstance(one, dict)]
        level = [value for one in lists for value in one if isinstance(value, dict | list)]
        if not level:
            return
    raise ValueError("its values are nested too deeply")
