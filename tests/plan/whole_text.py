"""A plan as one text: the rows of its tables and the parts beside them, but what is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from braid.plan.document import plain
from braid.plan.plan import STORED, Plan
from braid.plan.who_may_pay import who_may_pay

LEFT_OUT = ("run", "tiers", "summary", "audit_passed")
"""What tells nothing of the partnership, or is told first; every one of them has passed."""


def whole_text(plan: Plan) -> str:
    """Tables as rows of their written values, parts as their fields by name."""
    out = [plan.name, *_fields(plain(plan.summary))]
    out += [f"{t.name}: {t.value} ({t.note or 'as solved'})" for t in plan.tiers]
    for name, table in plan.tables.items():
        if len(table):
            out += ["", f"{name}: {' | '.join(table.written)}"]
            out += [" | ".join(row.values()) for row in table.records()]
    for name in STORED:
        if name not in LEFT_OUT and (part := plain(getattr(plan, name))):
            out += ["", f"{name}:", *_items(part)]
    out += ["", "who may pay:"]
    out += [" | ".join(str(v) for v in plain(one).values()) for one in who_may_pay(plan)]
    return "\n".join(line.rstrip() for line in out) + "\n"


def _items(part: Any) -> Iterator[str]:
    if not isinstance(part, list):
        yield from _fields(part) if isinstance(part, dict) else [str(part)]
        return
    for item in part:
        if isinstance(item, dict):
            first, *rest = _fields(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
        else:
            yield f"- {item}"


def _fields(part: dict[str, Any]) -> Iterator[str]:
    """Values one after another; a list of records has lines of its own."""
    short = {k: v for k, v in part.items() if v not in (None, "", [], False)}
    lists = {k: v for k, v in short.items() if isinstance(v, list) and isinstance(v[0], dict)}
    yield ", ".join(f"{k} {_flat(v)}" for k, v in short.items() if k not in lists)
    for name, records in lists.items():
        yield f"{name}:"
        yield from (
            "- " + " | ".join(_flat(v) for v in record.values() if v not in ("", [], None))
            for record in records
        )


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_flat(item) for item in value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} {_flat(v)}" for k, v in value.items() if v) + "}"
    return str(value)
