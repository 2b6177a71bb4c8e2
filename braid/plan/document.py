"""The plan as plain data, and as the text of ``plan.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import chain
from json.encoder import encode_basestring as _quoted
from typing import Any, get_type_hints

from braid.catalog.inputs import Inputs
from braid.plan.plan import STORED, Plan
from braid.plan.tables import LATER as LATER_TABLES
from braid.plan.tables import Table, two_places
from braid.reading.json_reader import refuse_vast
from braid.reading.plan_form import PLAN_VERSION, stand_ins, version_of

ASKED = ("worth", "points", "break_even")
"""Parts that a plan has only once they were asked for and kept."""

LATER: Mapping[str, Any] = {
    "without": [], "outlook": None, "bridges": [], "thresholds": [],
    "readings": {}, "fairness": None, "unsettled": [], "enrolment": [], "transfers": [],
    "deadlines": [], "filings": [], "allocations": [], "audit_warnings": [], "proposals": [],
    **{name: [] for name in ASKED},
    **{name: [] for name in LATER_TABLES},
}  # fmt: skip
"""Parts that plans did not have from the start, and what they had instead."""


def document(plan: Plan) -> dict[str, Any]:
    """The plan as plain data, short of single charges and cells.

    ``money`` adds the charges up by award and category, ``lines`` by cost line and award,
    ``unfunded`` by line, group and reason; ``rules`` keeps those that bind.
    """
    horizon, tables = plan.inputs.scenario.horizon, plan.tables
    stored = {name: plain(getattr(plan, name)) for name in STORED}
    run = stored.pop("run")
    stored = {name: part for name, part in stored.items() if part or name not in ASKED}
    return {
        "schema_version": PLAN_VERSION,
        "name": plan.name,
        "horizon": horizon.model_dump(mode="json"),
        "proposals": _proposals(plan.inputs),
        **stored,
        "money": _added_up(tables["charges"], "award", "stream", "category"),
        "lines": _added_up(tables["charges"], "cost", "category", "award"),
        "unfunded": _added_up(
            tables["unfunded"], "cost", "group", "category", "priority", "reason", "rule",
            "citation",
        ),
        "awards": tables["awards"].records(),
        "budget": tables["budget"].records(),
        "groups": tables["groups"].records(),
        "partnerships": tables["partnerships"].records(),
        "reports": tables["reports"].records(),
        "refunds": tables["refunds"].records(),
        "income": tables["income"].records(),
        "rules": [row for row in tables["rules"].records() if row["binding"] == "true"],
        "problems": tables["problems"].records(),
        "run": run,
    }  # fmt: skip


def differing(plan: Plan, stored: Mapping[str, Any]) -> str:
    """The parts of a stored plan.json that do not follow from the tables of the plan read."""
    made, told = document(plan), as_now(stored)
    return ", ".join(name for name in made if name != "run" and made[name] != told.get(name))


def _proposals(inputs: Inputs) -> list[dict[str, Any]]:
    """The proposals under which a plan was made, for those who read nothing else."""
    chosen = inputs.proposing
    if chosen is None:
        return []
    return [
        {
            "proposal": one.proposal.proposal, "title": one.proposal.title,
            "reference": one.proposal.reference, "status": one.proposal.status,
            "money": chosen.money, "floors": chosen.floors or "", "parts": sorted(one.chosen),
        }
        for one in inputs.proposals
    ]  # fmt: skip


def plain(value: Any) -> Any:
    """A part of a plan as plain data: records as dicts, Decimals as text with all their places."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def as_now(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a plan of an earlier version as this one writes it."""
    version = version_of(data)
    told = [
        {**one, "cheapest_change": one.get("cheapest_change") or []}
        for one in data.get("explanations", ())
    ]
    awards = [{**row, **stand_ins(version, "awards", row)} for row in data["awards"]]
    return {
        **LATER, **data, "schema_version": PLAN_VERSION, "explanations": told, "awards": awards,
    }  # fmt: skip


def restored(data: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a plan in STORED from plain data; raises ValueError, KeyError or TypeError."""
    from pydantic import TypeAdapter, ValidationError

    kinds = get_type_hints(Plan)
    data, found = as_now(data), {}
    for name in STORED:
        try:
            found[name] = TypeAdapter(kinds[name]).validate_python(data[name])
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, (name, *first["loc"])))
            raise ValueError(f"{place}: {first['msg']}") from None
    refuse_vast(found)
    return found


def _added_up(table: Table, *keys: str) -> list[dict[str, str]]:
    names = [*keys, "amount"]
    sums = table.sums(*keys).items()
    return [dict(zip(names, (*key, two_places(cents)), strict=True)) for key, cents in sums]


def json_text(data: Mapping[str, Any]) -> str:
    """What ``json.dumps`` with an indent of 2 and every letter as it is gives, and a line feed.

    Python's own encoder is slow where it indents. Of lists of records of text, which are nearly
    all of a plan, only the texts go through it.
    """
    parts = [f"  {_quoted(name)}: {_value(value)}" for name, value in data.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _value(value: Any) -> str:
    rows = value if isinstance(value, list) and set(map(type, value)) == {dict} else []
    if all(rows) and set(map(type, chain.from_iterable(row.values() for row in rows))) == {str}:
        return "[\n" + ",\n".join(_records(rows)) + "\n  ]"
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")


def _records(rows: list[dict[str, str]]) -> Iterator[str]:
    """Each record in braces, one text a line."""
    templates: dict[tuple[str, ...], str] = {}
    for row in rows:
        names = tuple(row)
        template = templates.get(names)
        if template is None:
            heads = (_quoted(name).replace("%", "%%") for name in names)
            lines = ",\n".join(f"      {head}: %s" for head in heads)
            template = templates[names] = f"    {{\n{lines}\n    }}"
        yield template % tuple(map(_quoted, row.values()))
