"""What an item of a proposal does, in one sentence."""

from __future__ import annotations

from typing import Any

from braid.schema.proposal import (
    Addition,
    Bringing,
    Funding,
    Item,
    Merger,
    Removal,
    Reserve,
    RuleChange,
    StreamChange,
    Transition,
    Waiving,
)
from braid.schema.wording import as_written


def part_says(item: Item) -> str:
    """A sentence without its stop: what an item of a proposal's lists changes."""
    days = f", from {item.from_}" if item.from_ else ""
    days += f", until {item.until}" if item.until else ""
    return f"{_says(item)}{days}"


def _says(item: Item) -> str:
    if isinstance(item, RuleChange | StreamChange):
        name = item.target
        if item.replaces:
            return f"{name}: {item.field} {_value(item.was)} becomes {_value(item.becomes)}"
        words = [f"gains {_value(list(item.gains))}"] if item.gains else []
        words += [f"loses {_value(list(item.loses))}"] if item.loses else []
        return f"{name}: {item.field} {' and '.join(words)}"
    if isinstance(item, Removal):
        return f"{', '.join(item.rules)} {'ends' if len(item.rules) == 1 else 'end'}"
    if isinstance(item, Addition):
        return f"{item.to} gets {', '.join(rule.id for rule in item.rules)}"
    if isinstance(item, Waiving):
        return f"the waiver {item.waiver} is switched on"
    if isinstance(item, Merger):
        return f"{', '.join(item.streams)} become {item.into}"
    if isinstance(item, Reserve):
        return f"{item.share:.1%} of {', '.join(item.streams)} is kept for {item.into}"
    if isinstance(item, Funding):
        return f"{', '.join(item.streams)} come to {item.times.normalize():f} of today's money"
    if isinstance(item, Bringing):
        return f"the award {item.award.get('id')} comes"
    assert isinstance(item, Transition)
    return f"the cost {item.cost.get('id')} comes"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(as_written, value))
    return as_written(value, "(not stated)")
