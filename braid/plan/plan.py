"""The plan: what a solve returns, and all that the folder and the reports are made from.

Money in tables is whole cents (int); money in everything else is ``Decimal``
dollars with two places. The CSV files of a plan's folder have the columns of
``docs/semantics.md``, section 9; :data:`TABLES` says what each one holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_type_hints

from pydantic import PlainSerializer, TypeAdapter

from braid.catalog.inputs import Inputs

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = 1

Money = Annotated[Decimal, PlainSerializer(lambda value: f"{value:.2f}", when_used="json")]
"""Dollars; written as two-decimal text."""
Exact = Annotated[Decimal, PlainSerializer(lambda value: f"{value:f}", when_used="json")]
"""A number that keeps the places that it has."""

Kind = Literal["text", "cents", "cents?", "count", "number", "flag"]


@dataclass(frozen=True)
class Column:
    """A column in memory: text, whole cents (``?``: may be absent), count, Decimal or flag."""

    name: str
    kind: Kind = "text"

    @property
    def heading(self) -> str:
        """The column's name in the CSV file."""
        return "amount" if self.name == "cents" else self.name


def _columns(text: str) -> tuple[Column, ...]:
    """``name`` or ``name:kind``, separated by spaces."""
    parts = (part.partition(":") for part in text.split())
    return tuple(Column(name, cast(Kind, kind or "text")) for name, _, kind in parts)


TABLES: Mapping[str, tuple[Column, ...]] = {
    "charges": _columns("cost group category period award stream cents:cents"),
    "unfunded": _columns("cost group category period cents:cents priority reason rule citation"),
    "awards": _columns(
        "award stream recipient status used:flag cents:cents? to_date:cents charged:cents"
        " left:cents? lapses:cents recapture_risk:cents start end"
    ),
    "reports": _columns(
        "report award system period_start period_end due count:number hours:number cost:cents"
        " performed_by filed_by"
    ),
    "cash": _columns("organization period received:cents paid:cents balance:cents loan:cents"),
    "pledges": _columns("award pledged_award cost group category period cents:cents"),
    "rules": _columns(
        "rule instance kind left:number sense right:number slack:number binding:flag price:number"
        " price_from:number price_to:number citation"
    ),
    "groups": _columns(
        "group program participants:count scope name served:count completely_funded:count"
    ),
    "problems": _columns("code severity place message remedy"),
}
"""Every table of a plan with its columns, in the order in which they are written."""


def tidy(name: str, frame: pd.DataFrame | Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A table with its columns in order and typed, its rows sorted; other columns: ValueError."""
    import pandas as pd

    columns = TABLES[name]
    names = [c.name for c in columns]
    if not isinstance(frame, pd.DataFrame):
        frame = pd.DataFrame(list(frame) or {name: [] for name in names})
    if set(frame.columns) != set(names):
        odd = sorted({str(c) for c in frame.columns} ^ set(names))
        raise ValueError(f"the table '{name}' has other columns than it should: {odd}")
    table = frame[names].copy()
    kinds = {"text": "str", "cents": "int64", "cents?": "Int64", "count": "int64", "flag": "bool"}
    for column in columns:
        kind = kinds.get(column.kind)
        if kind is not None:
            table[column.name] = table[column.name].astype(kind)  # type: ignore[call-overload]
    keys = [c.name for c in columns if c.kind == "text"]
    return table.sort_values(keys, kind="stable", ignore_index=True)


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of a plan; make them with :meth:`of`, which tidies them."""

    charges: pd.DataFrame
    unfunded: pd.DataFrame
    awards: pd.DataFrame
    reports: pd.DataFrame
    cash: pd.DataFrame
    pledges: pd.DataFrame
    rules: pd.DataFrame
    groups: pd.DataFrame
    problems: pd.DataFrame

    @classmethod
    def of(cls, **frames: pd.DataFrame | Iterable[Mapping[str, Any]]) -> Tables:
        """Tables from frames or rows by name; those that are not given have no rows."""
        if not set(frames) <= set(TABLES):
            raise ValueError(f"not tables of a plan: {sorted(set(frames) - set(TABLES))}")
        return cls(**{name: tidy(name, frames.get(name, ())) for name in TABLES})

    def items(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Every table with its name, in the order of :data:`TABLES`."""
        return [(name, getattr(self, name)) for name in TABLES]


@dataclass(frozen=True)
class Summary:
    """``cost`` = entitlements + funded + unfunded, reports included; overhead is all reporting."""

    cost: Money
    paid_by_entitlements: Money
    funded: Money
    unfunded: Money
    must_unfunded: Money
    overhead_dollars: Money
    overhead_hours: Exact
    lapses: Money
    participants: int
    completely_funded: int


@dataclass(frozen=True)
class Tier:
    """One aim of the plan: its value, the solver's value before people and cents, what is open."""

    name: str
    value: Exact
    solver_value: Exact
    gap: Exact
    note: str = ""


@dataclass(frozen=True)
class Payer:
    """What one award pays of something."""

    award: str
    amount: Money


@dataclass(frozen=True)
class Feature:
    """One of the four features that decide whether a partnership works."""

    id: str
    name: str
    present: bool
    size: str
    paid_by: tuple[Payer, ...] = ()
    unfunded: Money = Decimal(0)


@dataclass(frozen=True)
class Uncertain:
    """An award that is not committed: what the plan would gain if it lands."""

    award: str
    amount: Money
    probability: Exact
    unfunded_now: Money
    unfunded_then: Money
    note: str = ""


@dataclass(frozen=True)
class WhyNot:
    """Why an award does not pay (more of) a cell; ``rule`` is empty when its money is used up."""

    award: str
    rule: str
    sentence: str
    citation: str


@dataclass(frozen=True)
class Explanation:
    """Of the unfunded dollars of a line (and group): every award and why not."""

    cost: str
    group: str
    amount: Money
    awards: tuple[WhyNot, ...]
    cheapest_change: str = ""


@dataclass(frozen=True)
class Run:
    """How the plan was made; left out when plans are compared byte for byte."""

    started: str
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Plan:
    """Who pays for what, and why.

    ``stopped`` says at which limit the search ended before it was done (else
    empty); ``audit_findings`` are sentences, none when the plan passed.
    """

    name: str
    inputs: Inputs
    tables: Tables
    summary: Summary
    tiers: tuple[Tier, ...]
    features: tuple[Feature, ...]
    run: Run
    uncertain: tuple[Uncertain, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    audit_passed: bool = True
    audit_findings: tuple[str, ...] = ()
    stopped: str = ""


STORED: Mapping[str, TypeAdapter[Any]] = {
    name: TypeAdapter(kind)
    for name, kind in get_type_hints(Plan, include_extras=True).items()
    if name not in ("name", "inputs", "tables")
}
"""The parts of a plan that ``plan.json`` keeps and the tables do not."""


def written(kind: Kind, value: Any) -> str:
    """A value of a table as the CSV files and ``plan.json`` write it."""
    if kind == "text":
        return str(value)
    if kind == "flag":
        return "true" if value else "false"
    if kind in ("cents?", "number") and str(value) in ("None", "nan", "<NA>"):
        return ""
    if kind in ("cents", "cents?"):
        cents = int(value)
        return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
    return str(int(value)) if kind == "count" else f"{Decimal(value):f}"


def records(name: str, frame: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a table as written, by heading."""
    columns = TABLES[name]
    values = [[written(c.kind, v) for v in frame[c.name].tolist()] for c in columns]
    headings = [c.heading for c in columns]
    return [dict(zip(headings, row, strict=True)) for row in zip(*values, strict=True)]


def _added_up(frame: pd.DataFrame, keys: list[str]) -> list[dict[str, str]]:
    sums = frame.groupby(keys, as_index=False, sort=True)["cents"].sum()
    rows = sums.itertuples(index=False, name=None)
    return [
        dict(zip([*keys, "amount"], [*r[:-1], written("cents", r[-1])], strict=True)) for r in rows
    ]


def document(plan: Plan) -> dict[str, Any]:
    """The plan as plain data, short of single charges and cells.

    ``money`` adds the charges up by award and category, ``lines`` by cost line and award,
    ``unfunded`` by line, group and reason; ``rules`` keeps those that bind.
    """
    horizon, tables = plan.inputs.scenario.horizon, plan.tables
    stored = {
        key: kind.dump_python(getattr(plan, key), mode="json") for key, kind in STORED.items()
    }
    run = stored.pop("run")
    return {
        "schema_version": SCHEMA_VERSION,
        "name": plan.name,
        "horizon": horizon.model_dump(mode="json"),
        **stored,
        "money": _added_up(tables.charges, ["award", "stream", "category"]),
        "lines": _added_up(tables.charges, ["cost", "category", "award"]),
        "unfunded": _added_up(
            tables.unfunded, ["cost", "group", "category", "priority", "reason", "rule", "citation"]
        ),
        "awards": records("awards", tables.awards),
        "groups": records("groups", tables.groups),
        "reports": records("reports", tables.reports),
        "rules": records("rules", tables.rules[tables.rules["binding"]]),
        "problems": records("problems", tables.problems),
        "run": run,
    }
