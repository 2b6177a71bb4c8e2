"""The walk over a YAML parser's events that builds data and marks side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from sys import intern
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from braid.reading.limits import Limits
from braid.reading.scalars import plain_value
from braid.reading.source_text import SourceText
from braid.reading.yaml_faults import YamlFaults
from braid.reading.yaml_spots import Marks, height, moved, pack, unpack

_THOUSANDS = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")


class YamlWalk:
    """One file's walk: ``document`` is called once; ``faults`` collects the problems."""

    def __init__(self, source: SourceText, limits: Limits, faults: YamlFaults) -> None:
        self._source = source
        self._limits = limits
        self._faults = faults
        self._left = limits.nodes
        self._aliases = 0
        self._repeated = 0
        self._anchors: dict[str, tuple[Any, Marks, int] | None] = {}

    def document(self, next_event: Callable[[], Any]) -> tuple[Any, Marks] | None:
        """Data and marks of the file's only document; raises Halt beyond the limits."""
        self._next = next_event
        next_event()
        event = next_event()
        if type(event) is StreamEndEvent:
            return None, 0
        read = self._value(next_event(), 1)
        next_event()
        event = next_event()
        if type(event) is DocumentStartEvent:
            self._faults.second_document(_mark(event))
        return read

    def _value(self, event: Any, depth: int, key_mark: int | None = None) -> tuple[Any, Marks]:
        self._left -= 1
        if self._left < 0:
            self._faults.too_many_values(_mark(event))
        kind = type(event)
        if kind is not ScalarEvent:
            return self._collection(event, depth, key_mark)
        mark = pack(event.start_mark.index, event.end_mark.index)
        text = value = event.value
        if not event.style:
            if text:
                value, fault = plain_value(text)
                if fault is not None:
                    self._faults.number(fault, text, value, mark)
            else:
                value = None
                mark = mark if key_mark is None else key_mark
        if event.tag is not None:
            self._faults.tag(mark)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, mark, 1)
        return value, mark

    def _collection(self, event: Any, depth: int, key_mark: int | None) -> tuple[Any, Marks]:
        if type(event) is AliasEvent:
            return self._alias(event, depth)
        if depth >= self._limits.depth:
            self._faults.too_deep(_mark(event))
        if event.tag is not None:
            self._faults.tag(_mark(event))
        left = self._left
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        walk = self._mapping if type(event) is MappingStartEvent else self._sequence
        read = walk(event, depth, key_mark)
        if event.anchor is not None:
            self._anchors[event.anchor] = (*read, left - self._left + 1)
        return read

    def _sequence(self, start: Any, depth: int, key_mark: int | None) -> tuple[Any, Marks]:
        data: list[Any] = []
        marks: list[Marks] = []
        next_event = self._next
        event = next_event()
        while type(event) is not SequenceEndEvent:
            value, mark = self._value(event, depth + 1)
            data.append(value)
            marks.append(mark)
            event = next_event()
        return data, (_collection_mark(start, event, key_mark), marks)

    def _mapping(self, start: Any, depth: int, key_mark: int | None) -> tuple[Any, Marks]:
        data: dict[str, Any] = {}
        marks: dict[str, Marks] = {}
        keys: dict[str, int] = {}
        next_event = self._next
        first: int | None = None
        event = next_event()
        while type(event) is not MappingEndEvent:
            mark = pack(event.start_mark.index, event.end_mark.index)
            if first is None:
                first = mark
            key = self._key(event, depth, mark)
            value, value_mark = self._value(next_event(), depth + 1, mark)
            if key is None:
                pass
            elif key in data:
                self._faults.duplicate(key, mark, keys[key])
            elif value is None and start.flow_style and self._splits_number(key, mark):
                self._faults.split_number(key, mark)
            else:
                data[key] = value
                marks[key] = value_mark
                keys[key] = mark
            event = next_event()
        if key_mark is None and not start.flow_style:
            key_mark = first
        return data, (_collection_mark(start, event, key_mark), marks, keys)

    def _key(self, event: Any, depth: int, mark: int) -> str | None:
        """The key as text; None, once reported, for one that braid does not read."""
        if type(event) is not ScalarEvent:
            self._faults.key_is_no_word(mark)
            if type(event) is not AliasEvent:
                self._value(event, depth + 1)
            return None
        if event.tag is not None:
            self._faults.tag(mark)
        key: str = event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = (key, mark, 1)
        if not key:
            self._faults.no_key(mark)
            return None
        if key == "<<" and not event.style:
            self._faults.merge_key(mark)
            return None
        return intern(key)

    def _alias(self, event: Any, depth: int) -> tuple[Any, Marks]:
        name, mark = event.anchor, _mark(event)
        target = self._anchors.get(name)
        if target is None:
            self._faults.alias_to_nothing(name, mark, inside_itself=name in self._anchors)
            return None, mark
        value, marks, size = target
        self._aliases += 1
        self._repeated += size
        if self._aliases > self._limits.aliases or self._repeated > self._limits.alias_nodes:
            self._faults.too_many_aliases(mark)
        if depth - 1 + height(marks) > self._limits.depth:
            self._faults.too_deep(mark)
        self._left -= size - 1
        return value, moved(marks, mark)

    def _splits_number(self, key: str, mark: int) -> bool:
        """True for the 000 of ``{amount: 1,000}``, which YAML takes for a key."""
        start, _ = unpack(mark)
        return self._source.text[start - 1] == "," and bool(_THOUSANDS.fullmatch(key))


def _mark(event: Any) -> int:
    return pack(event.start_mark.index, event.end_mark.index)


def _collection_mark(start: Any, end: Any, key_mark: int | None) -> int:
    """Braces and brackets are marked whole; a block by its key, or else by its first key."""
    if start.flow_style:
        return pack(start.start_mark.index, end.end_mark.index)
    return _mark(start) if key_mark is None else key_mark
