"""YAML and JSON whose values, keys and entries are changed, and which stay YAML and JSON mostly."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

import yaml
from fuzz_values import JSON_SHAPES, piece, scalar

_HOLE = re.compile(r'"?HOLE(\d+)HOLE"?')
Slot = tuple[Any, Any]
"""A list or dict, and the place in it."""


class _Loader(yaml.SafeLoader):
    """Every single value as its text, so that what is not changed stays as it was written."""


_Loader.add_constructor(None, lambda loader, node: loader.construct_scalar(node))  # type: ignore[type-var]
for _tag in ("int", "float", "bool", "null", "timestamp", "str"):
    _Loader.add_constructor(
        f"tag:yaml.org,2002:{_tag}", lambda loader, node: _Raw(node.value, node.style)
    )


class _Raw(str):
    """A single value as written."""

    __slots__ = ("style",)

    def __new__(cls, text: str, style: str | None) -> _Raw:
        made = super().__new__(cls, text)
        made.style = style
        return made

    def __getnewargs__(self) -> tuple[str, str | None]:
        return str(self), self.style


def changed_yaml(raw: bytes, random: Random) -> bytes:
    """The same file with one to four changes."""
    data = yaml.load(raw, Loader=_Loader)
    text, holes = _changed(data, random, piece), []

    def plain(value: Any) -> Any:
        if isinstance(value, _Hole):
            holes.append(value.text)
            return f"HOLE{len(holes) - 1}HOLE"
        if isinstance(value, dict):
            return {str(k): plain(v) for k, v in value.items()}
        if isinstance(value, list):
            return [plain(v) for v in value]
        if isinstance(value, _Raw) and value.style is None:
            holes.append(str(value))
            return f"HOLE{len(holes) - 1}HOLE"
        return str(value)

    tree = plain(text)
    flow = random.choice((None, False, True))
    written = yaml.safe_dump(
        tree, default_flow_style=flow, allow_unicode=True, width=10**9, sort_keys=False
    )
    return _filled(written, holes)


def changed_json(raw: bytes, random: Random) -> bytes:
    """The same document with one to four changes."""

    def value(random: Random) -> str:
        if random.random() < 0.5:
            return random.choice(JSON_SHAPES)
        return json.dumps(scalar(random), ensure_ascii=False)

    data, holes = _changed(json.loads(raw), random, value), []

    def plain(found: Any) -> Any:
        if isinstance(found, _Hole):
            holes.append(found.text)
            return f"HOLE{len(holes) - 1}HOLE"
        if isinstance(found, dict):
            return {k: plain(v) for k, v in found.items()}
        return [plain(v) for v in found] if isinstance(found, list) else found

    return _filled(json.dumps(plain(data), indent=random.choice((None, 2))), holes)


def _filled(text: str, holes: list[str]) -> bytes:
    return _HOLE.sub(lambda found: holes[int(found[1])], text).encode("utf-8", "surrogatepass")


class _Hole:
    """Text that is put into the file as it stands."""

    def __init__(self, text: str) -> None:
        self.text = text


def _slots(data: Any) -> list[Slot]:
    found: list[Slot] = []
    left = [data]
    while left:
        one = left.pop()
        pairs = one.items() if isinstance(one, dict) else enumerate(one)
        for key, value in pairs:
            found.append((one, key))
            if isinstance(value, dict | list):
                left.append(value)
    return found


def _changed(data: Any, random: Random, made: Callable[[Random], str]) -> Any:
    for _ in range(random.choice((1, 1, 1, 2, 3, 4))):
        slots = _slots(data)
        if not slots:
            break
        _change(*random.choice(slots), random, made, slots)
    return data


def _change(
    inside: Any, at: Any, random: Random, made: Callable[[Random], str], slots: list[Slot]
) -> None:
    what = random.random()
    if what < 0.4:
        inside[at] = _Hole(made(random))
    elif what < 0.6:
        home, key = random.choice(slots)
        inside[at] = copy.deepcopy(home[key])
    elif what < 0.72:
        del inside[at]
    elif what < 0.8:
        inside[at] = random.choice(([inside[at]], {"a": inside[at]}, {at: inside[at]}))
    elif isinstance(inside, list):
        times = random.choice((1, 1, 1, 2, 50, 400))
        inside[at:at] = [copy.deepcopy(inside[at]) for _ in range(times)]
    elif what < 0.9:
        others = [key for home, key in slots if isinstance(home, dict)]
        inside[random.choice([*others, "x", "id\u200b", "ｉｄ", "<<", ""])] = inside.pop(at)
    else:
        inside[f"{at}{random.choice((' ', '_', 's', '​'))}"] = copy.deepcopy(inside[at])
