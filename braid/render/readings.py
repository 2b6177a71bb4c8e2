"""Other readings of disputed law as people read them: what each says and makes of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from braid.render.conditions import plain
from braid.render.words import listed, sentence
from braid.schema.conflicts import TAKEN, Change, Conflict, Reading
from braid.schema.wording import as_written


def readings_told(conflict: Conflict, rule: str | None = None) -> Iterator[str]:
    """A sentence for each reading, the one taken first; only what it makes of ``rule`` if named."""
    yield f"{TAKEN} (taken): {sentence(conflict.reading)}"
    for letter in sorted(conflict.readings):
        reading = conflict.readings[letter]
        made = " ".join(sentence(text) for text in _made(reading, rule))
        yield f"{letter}: {sentence(reading.says)} {made}".rstrip()
    if conflict.not_encoded is not None:
        yield f"No other reading can be chosen: {sentence(conflict.not_encoded)}"


def _made(reading: Reading, rule: str | None) -> Iterator[str]:
    """What a reading makes of the rules, or of one rule."""
    for change in reading.changes:
        if rule is None:
            yield f"{change.rule}: {_change(change)}"
        elif change.rule == rule:
            yield _change(change)
    for name in reading.removes:
        if rule is None:
            yield f"{name} does not hold"
        elif name == rule:
            yield "This rule does not hold"
    for home, rules in reading.adds.items():
        for added in rules:
            if rule is None:
                yield f"{home}/{added.id} holds as well: {added.why}"


def _change(change: Change) -> str:
    if change.replaces:
        return f"'{change.field}' is {_value(change.becomes)} instead of {_value(change.was)}"
    parts = []
    if change.gains:
        parts.append(f"gains {listed(map(_value, change.gains))}")
    if change.loses:
        parts.append(f"loses {listed(map(_value, change.loses))}")
    return f"'{change.field}' {listed(parts)}"


def _value(value: Any) -> str:
    return as_written(value, number=plain)
