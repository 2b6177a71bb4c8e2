"""The tables of a plan: plain typed columns, their rows sorted, and as DataFrames on demand.

Money is whole cents (int). The CSV files of a plan's folder have the columns of
``docs/semantics.md``, section 9; :data:`TABLES` says what each one holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any, Literal, cast

from braid.record import record

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "cents", "cents?", "count", "count?", "number", "number?", "flag"]


@record
class Column:
    """A column in memory: text, whole cents, a count, Decimal or flag (``?``: may be absent)."""

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
        " given:cents received:cents left:cents? lapses:cents recapture_risk:cents start end"
    ),
    "reports": _columns(
        "report award system period_start period_end due count:number hours:number cost:cents"
        " performed_by filed_by"
    ),
    "cash": _columns("organization period received:cents paid:cents balance:cents loan:cents"),
    "refunds": _columns(
        "group award date leavers:number earned:number returned:cents by_school:cents"
        " by_students:cents kept:cents"
    ),
    "income": _columns("award organization rule year people:count? cents:cents"),
    "pledges": _columns("award pledged_award rule cost group category period cents:cents"),
    "budget": _columns("award stream category actual:cents planned:cents total:cents"),
    "rules": _columns(
        "rule instance kind left:number sense right:number slack:number binding:flag price:number?"
        " price_from:number? price_to:number? citation"
    ),
    "groups": _columns(
        "group program participants:count scope name served:count completely_funded:count"
    ),
    "partnerships": _columns(
        "partnership name participants:count cost:cents entitlements:cents funded:cents"
        " unfunded:cents coverage:number? overhead:cents lapses:cents completely_funded:count"
    ),
    "problems": _columns("code severity place message remedy"),
}
"""Every table of a plan with its columns, in the order in which they are written."""

LATER = frozenset({"refunds", "income", "budget", "partnerships"})
"""Tables that plans did not have from the start: a folder without one has no rows of it."""

Rows = Iterable[Mapping[str, Any]] | Mapping[str, Sequence[Any]]
"""What a table is made from: its rows, or its columns by name."""


class Table:
    """A table: ``table["cents"]`` is a column, a list; every column has a value per row.

    Text is ``str``; cents and counts are ``int``, absent ones None; numbers are
    ``Decimal`` or None; flags are ``bool``. Make one with :func:`tidy`.
    """

    def __init__(self, name: str, columns: Mapping[str, list[Any]]) -> None:
        self.name = name
        self._columns = columns

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def __getitem__(self, column: str) -> list[Any]:
        return self._columns[column]

    def rows(self) -> list[dict[str, Any]]:
        """Every row, by column."""
        values = zip(*self._columns.values(), strict=True)
        return [dict(zip(self._columns, row, strict=True)) for row in values]

    def kept(self, wanted: Iterable[object]) -> Table:
        """The rows for which ``wanted``, one value a row, is true."""
        wanted = list(wanted)
        columns = {name: list(compress(c, wanted)) for name, c in self._columns.items()}
        return Table(self.name, columns)

    def where(self, column: str, value: object) -> Table:
        """The rows with this value."""
        return self.kept(v == value for v in self._columns[column])

    def sums(self, *keys: str, of: str = "cents") -> dict[tuple[str, ...], int]:
        """A column added up by the text in others, in order of that text."""
        sums: dict[tuple[str, ...], int] = {}
        by = zip(*(self._columns[key] for key in keys), strict=True)
        for key, value in zip(by, self._columns[of], strict=True):
            sums[key] = sums.get(key, 0) + value
        return dict(sorted(sums.items()))

    @cached_property
    def written(self) -> dict[str, list[str]]:
        """The columns as the CSV files and ``plan.json`` write them, by heading."""
        return {c.heading: _written(c.kind, self._columns[c.name]) for c in TABLES[self.name]}

    def records(self) -> list[dict[str, str]]:
        """The rows as written, by heading."""
        values = zip(*self.written.values(), strict=True)
        return [dict(zip(self.written, row, strict=True)) for row in values]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table as a DataFrame of its own; changes to it do not change the plan."""
        import pandas as pd

        kinds = {"text": "str", "cents": "int64", "count": "int64"}
        kinds |= {"cents?": "Int64", "count?": "Int64"}
        dtypes = {c.name: kinds.get(c.kind, object) for c in TABLES[self.name]}
        dtypes |= {c.name: "bool" for c in TABLES[self.name] if c.kind == "flag"}
        return pd.DataFrame(
            {n: pd.Series(c, dtype=cast(Any, dtypes[n])) for n, c in self._columns.items()}
        )


def tidy(name: str, given: Rows) -> Table:
    """A table with its columns in order and typed, its rows sorted by their text.

    Raises ValueError where the columns are not those of the table.
    """
    columns = TABLES[name]
    names = {c.name for c in columns}
    rows = [] if isinstance(given, Mapping) else list(given)
    found = set(given) if isinstance(given, Mapping) else set().union(*rows) if rows else names
    if found != names:
        raise ValueError(
            f"the table '{name}' has other columns than it should: {sorted(found ^ names)}"
        )
    values = {
        c.name: _typed(
            c.kind, given[c.name] if isinstance(given, Mapping) else [row[c.name] for row in rows]
        )
        for c in columns
    }
    keys = list(zip(*(values[c.name] for c in columns if c.kind == "text"), strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return Table(name, {name: [column[k] for k in order] for name, column in values.items()})


def _typed(kind: Kind, values: Sequence[Any]) -> list[Any]:
    if kind == "text":
        return list(map(str, values))
    if kind == "flag":
        return list(map(bool, values))
    if kind in ("cents", "count"):
        return list(map(int, values))
    if kind in ("cents?", "count?"):
        return [None if v is None else int(v) for v in values]
    return [None if v is None else Decimal(v) for v in values]


def _written(kind: Kind, values: list[Any]) -> list[str]:
    if kind == "text":
        return values
    if kind == "flag":
        return ["true" if v else "false" for v in values]
    if kind in ("count", "count?"):
        return ["" if v is None else str(v) for v in values]
    if kind in ("number", "number?"):
        return ["" if v is None else f"{v:f}" for v in values]
    return ["" if v is None else two_places(v) for v in values]


def two_places(cents: int) -> str:
    """Whole cents as dollars with two places: ``-1250.05``."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


class _Frame:
    """A table of a plan as a DataFrame."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, tables: Tables, owner: type) -> pd.DataFrame:
        return tables[self._name].frame


class Tables:
    """The tables of a plan: ``tables["charges"]`` is a Table, ``tables.charges`` a DataFrame.

    Nothing of braid itself uses the DataFrames, which take a while to import and make.
    """

    charges = _Frame()
    unfunded = _Frame()
    awards = _Frame()
    reports = _Frame()
    cash = _Frame()
    refunds = _Frame()
    partnerships = _Frame()
    income = _Frame()
    pledges = _Frame()
    budget = _Frame()
    rules = _Frame()
    groups = _Frame()
    problems = _Frame()

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    @classmethod
    def of(cls, **given: Rows) -> Tables:
        """Tables from rows or columns by name; those that are not given have no rows."""
        if not set(given) <= set(TABLES):
            raise ValueError(f"not tables of a plan: {sorted(set(given) - set(TABLES))}")
        return cls({name: tidy(name, given.get(name, ())) for name in TABLES})

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def items(self) -> Iterable[tuple[str, Table]]:
        """Every table with its name, in the order of :data:`TABLES`."""
        return self._tables.items()

    def replaced(self, **given: Rows) -> Tables:
        """The same tables but for these, from rows or columns by name."""
        new = {name: tidy(name, rows) for name, rows in given.items()}
        return Tables({**self._tables, **new})
