"""What plans of the version that is written now hold, as text.

python tests/plan_folder/plan_forms.py     # after PLAN_VERSION was raised: keep it
"""

from __future__ import annotations

import re
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

HERE = Path(__file__).parent
OLDER = HERE / "older"
sys.path[:0] = [str(HERE.parents[1])]

from braid.plan.plan import STORED, Plan  # noqa: E402
from braid.plan.tables import TABLES  # noqa: E402
from braid.reading.plan_form import PLAN_VERSION  # noqa: E402

KEPT = OLDER / f"form-{PLAN_VERSION}.txt"


def plan_form() -> str:
    """The columns of every table, and the parts of plan.json with all that is in them."""
    tables = [f"{name}.csv: {', '.join(c.heading for c in TABLES[name])}" for name in TABLES]
    kinds = get_type_hints(Plan)
    parts = [f"plan.json {name}: {_kind(kinds[name])}" for name in STORED]
    records: dict[str, str] = {}
    for name in STORED:
        _find_records(kinds[name], records)
    return "\n".join([*tables, *parts, *(f"{n}: {records[n]}" for n in sorted(records))]) + "\n"


def _kind(kind: Any) -> str:
    """A kind of value; words of a closed list are text as any other."""
    if all(isinstance(one, str) for one in get_args(kind) or (0,)):
        return "str"
    if get_origin(kind) is UnionType or get_origin(kind) is Union:
        return " | ".join(dict.fromkeys(map(_kind, get_args(kind))))
    if kind is type(None):
        return "None"
    if isinstance(kind, type) and not get_args(kind):
        return kind.__name__
    return re.sub(r"(?:\w+\.)+(\w+)", r"\1", str(kind))


def _find_records(kind: Any, found: dict[str, str]) -> None:
    if is_dataclass(kind) and isinstance(kind, type) and kind.__name__ not in found:
        kinds = get_type_hints(kind, include_extras=False)
        names = [field.name for field in fields(kind)]
        found[kind.__name__] = ", ".join(f"{name} {_kind(kinds[name])}" for name in names)
        for name in names:
            _find_records(kinds[name], found)
    for inner in get_args(kind):
        _find_records(inner, found)


if __name__ == "__main__":
    KEPT.write_text(plan_form(), encoding="utf-8")
