"""Records: dataclasses that no one changes, quick to define and to make.

``dataclass(frozen=True)`` writes and compiles six methods for every class and sets every field
through ``object.__setattr__``. Some 300 such classes were a tenth of the time that ``braid
solve`` takes on a small scenario. Here only ``__init__`` is compiled, when the first record of a
class is made; the other methods are shared, and it is the type checker that refuses an assignment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[Class]) -> type[Class]:
    """A dataclass with equality, hash and text by its fields, which nothing may assign to.

    Works with ``dataclasses.field`` (neither ``init`` nor ``kw_only``), ``replace`` and
    ``fields``; errors are those of ``dataclasses.dataclass``.
    """
    return _with_methods(dataclass(init=False, eq=False, repr=False)(cls), hashable=True)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def small_record(cls: type[Class]) -> type[Class]:
    """A record with slots, for what there are very many of; it remembers nothing else."""
    return _with_methods(
        dataclass(init=False, eq=False, repr=False, slots=True)(cls), hashable=True
    )


@dataclass_transform(field_specifiers=(field,))
def working_record(cls: type[Class]) -> type[Class]:
    """A record whose fields change while work goes on: equal by its fields, without a hash."""
    return _with_methods(dataclass(init=False, eq=False, repr=False)(cls), hashable=False)


def _with_methods(made: type[Class], *, hashable: bool) -> type[Class]:
    """What ``dataclass`` would write, shared by all records but for ``__init__``."""
    names = [one.name for one in fields(made)]  # type: ignore[arg-type]
    values: Callable[[Any], Any] = attrgetter(*names)

    def first(self: Any, *given: Any, **named: Any) -> None:
        # in one step, for other threads may be making their first records too
        setattr(made, "__init__", _init(made))  # noqa: B010
        self.__init__(*given, **named)

    def same(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is made else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def told(self: Any) -> str:
        parts = [f"{name}={getattr(self, name)!r}" for name in names]
        return f"{type(self).__name__}({', '.join(parts)})"

    said = made.__dict__
    methods = (("__init__", first), ("__eq__", same), ("__repr__", told))
    for name, method in methods:
        if name not in said:
            setattr(made, name, method)
    if said.get("__hash__") is None:
        setattr(made, "__hash__", hashed if hashable else None)  # noqa: B010
    return made


def _init(cls: type[Any]) -> Any:
    """What ``dataclass`` writes as ``__init__`` for plain fields, compiled.

    Raises TypeError for fields that are not plain: ``init=False`` or ``kw_only=True``.
    """
    known: dict[str, Any] = {"MISSING": MISSING}
    taken, set_ = [], []
    for one in fields(cls):
        name, value = one.name, one.name
        if not one.init or one.kw_only:
            raise TypeError(f"{cls.__qualname__}.{name}: a record has plain fields only")
        if one.default_factory is not MISSING:
            known[f"new_{name}"] = one.default_factory
            value = f"new_{name}() if {name} is MISSING else {name}"
            taken.append(f"{name}=MISSING")
        elif one.default is not MISSING:
            known[f"usual_{name}"] = one.default
            taken.append(f"{name}=usual_{name}")
        else:
            taken.append(name)
        set_.append(f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        set_.append("self.__post_init__()")
    exec(f"def __init__({', '.join(['self', *taken])}):\n " + "\n ".join(set_), known)
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made
