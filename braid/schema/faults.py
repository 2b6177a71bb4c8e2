"""What pydantic finds, as problems: the place, plain words, and what would be right."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from braid.problems import Problem, did_you_mean, suggest
from braid.reading.document import Document, Path
from braid.schema.expression import ConditionFault
from braid.schema.keys import homes_of, keys_of, model_at
from braid.schema.repeats import not_too_often
from braid.schema.rules import KIND_MODELS
from braid.schema.values import value_fault
from braid.schema.wording import EXAMPLES, shown, thing_at


def problems_of(
    errors: Sequence[ErrorDetails],
    model: type[BaseModel],
    document: Document,
    base: Path,
    data: Any,
) -> list[Problem]:
    """Every problem that pydantic found, each once, without what unread files left out."""
    faults = [_Fault(error, model, document, base, data) for error in errors]
    found = ((f.kind_in_table(), f.problem()) for f in faults if not f.comes_from_elsewhere())
    return not_too_often(found)


class _Fault:
    """One error and where it stands."""

    def __init__(
        self,
        error: ErrorDetails,
        model: type[BaseModel],
        document: Document,
        base: Path,
        data: Any,
    ) -> None:
        from braid.schema.validate import real_path

        self.error = error
        self.kind = error["type"]
        self.document = document
        self.inside = real_path(error["loc"], data)
        self.path = (*base, *self.inside)
        self.holder = model_at(model, error["loc"][:-1])
        self.whole = model
        self.input = error["input"]

    def comes_from_elsewhere(self) -> bool:
        """Whether it only says that something is absent whose file could not be read."""
        if self.kind not in ("missing", "too_short"):
            return False
        unread = self.document.unread
        key = str(self.error["loc"][-1])
        at_top = len(self.path) + (self.kind == "missing") == 1
        if at_top and ((key,) in unread or ("include",) in unread):
            return True
        # entries that are wrong have been named, and do not count as entries
        return self.kind == "too_short" and self.error["ctx"]["actual_length"] < len(self.input)

    def kind_in_table(self) -> Hashable:
        """What is the same in all rows of a table that have this fault; None outside of tables."""
        rows = [n for n, step in enumerate(self.path) if isinstance(step, int)]
        if rows and self.document.columns(self.path[: rows[-1]]) is not None:
            return self.kind, *(step for step in self.path if isinstance(step, str))
        return None

    def problem(self) -> Problem:
        """The problem that a user sees."""
        if self.kind == "missing":
            return self._missing()
        if self.kind == "extra_forbidden":
            return self._unknown_key()
        if self.kind.startswith("union_tag"):
            return self._kind_of_rule()
        if self.error["loc"][-1:] == ("[key]",):
            return self._malformed_key()
        return self._value()

    def _unknown_key(self) -> Problem:
        key = str(self.path[-1])
        known = keys_of(self.holder)
        homes = homes_of(key, self.whole)
        remedy = did_you_mean(key, known)
        if suggest(key, known) is None and homes:
            remedy = f"It belongs under {' or '.join(repr(home) for home in homes)}."
        message = f"{_capital(thing_at(self.document, self.path[:-1]))} has an unknown key '{key}'."
        return Problem("B101", message, remedy, self.document.place(self.path, key=True))

    def _malformed_key(self) -> Problem:
        key = str(self.path[-1])
        remedy = "Use small letters, digits and _ only, beginning with a letter."
        place = self.document.place(self.path, key=True)
        return Problem("B107", f"'{key}' cannot be a name here.", remedy, place)

    def _missing(self) -> Problem:
        key = str(self.error["loc"][-1])
        example = EXAMPLES.get(key, f"{key}: …")
        table = self._table_above()
        if table is not None:
            columns = self.document.columns(table) or ()
            if not any(c == key or c.startswith(f"{key}.") for c in columns):
                near = suggest(key, [c for c in columns if c not in keys_of(self.holder)])
                remedy = f"Add a column with the heading '{key}'."
                if near is not None:
                    remedy = f"Is the column '{near}' meant? Call it '{key}'."
                message = f"The table of {table[-1]} has no column '{key}'."
                return Problem("B102", message, remedy, self.document.place(table))
            example = f"Fill the column '{key}' in this row."
            if _is_total(self.input):
                example = "If this is a total, delete the row: braid adds up by itself."
        else:
            example = self._to_fill(key) or f"Add: {example}"
        message = f"{_capital(thing_at(self.document, self.path))} has no '{key}'."
        return Problem("B102", message, example, self.document.place((*self.path, key)))

    def _table_above(self) -> Path | None:
        above = self.path[:-1]
        if above and isinstance(self.path[-1], int) and self.document.columns(above) is not None:
            return above
        return None

    def _to_fill(self, key: str) -> str:
        """What to fill for a key that is missing in a workbook, outside of its lists."""
        if self.document.columns(()) is None or not all(isinstance(s, str) for s in self.path):
            return ""
        such = EXAMPLES.get(key, "").partition(": ")[2]
        name = ".".join([*(str(step) for step in self.path), key])
        if such.startswith("{"):
            return f"Fill the values of the keys that begin with '{name}.'."
        return f"Fill the value of the key '{name}'{f', such as {such}' if such else ''}."

    def _kind_of_rule(self) -> Problem:
        kinds = list(KIND_MODELS)
        if not isinstance(self.input, dict):
            message = f"A rule is a mapping of keys to values, not {shown(self.input)}."
            remedy = "Write: {id: …, kind: limit, …}"
            return Problem("B103", message, remedy, self.document.place(self.path))
        if self.input.get("kind") is None:
            message = f"{_capital(thing_at(self.document, self.path))} has no 'kind'."
            remedy = f"Add 'kind: …' with one of: {', '.join(kinds)}."
            return Problem("B102", message, remedy, self.document.place((*self.path, "kind")))
        kind = self.input["kind"]
        message = f"{shown(kind)} is not a kind of rule."
        place = self.document.place((*self.path, "kind"))
        return Problem("B105", message, did_you_mean(str(kind), kinds), place)

    def _value(self) -> Problem:
        context = self.error.get("ctx", {})
        fault = context.get("error")
        if isinstance(fault, ConditionFault):
            place = self.document.place((*self.path, *fault.path))
            return Problem("B106", str(fault), fault.remedy, place)
        name = next((s for s in reversed(self.path) if isinstance(s, str)), "the file")
        place = self.document.place(self.path)
        if self.kind.startswith(("model", "dict")) and isinstance((self.path or ("",))[-1], int):
            message = f"An entry of '{name}' should hold keys and values, not {shown(self.input)}."
            remedy = "Write it as {key: value, …}, or as 'key: value' lines below each other."
            return Problem("B103", message, remedy, place)
        if self.input is None or (self.kind == "too_short" and not self.path):
            message = f"'{name}' has no value."
            return Problem("B109", message, "Give it a value, or take the key out.", place)
        code, message, remedy = value_fault(self.kind, name, self.input, context)
        return Problem(code, message, remedy, place)


def _is_total(row: Any) -> bool:
    """Whether an entry of a table is named as a spreadsheet's last row often is."""
    names = (row.get(key) for key in ("id", "name", "cost")) if isinstance(row, dict) else ()
    named = next((name for name in names if name), "")
    words = str(named).lower().replace("_", " ").replace("-", " ").split()
    return any(word in ("total", "totals", "subtotal", "sum") for word in words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
