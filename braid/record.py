"""Records: dataclasses that no one changes, quick to define and to make.

``dataclass(frozen=True)`` writes and compiles six methods for every class and sets every field
through ``object.__setattr__``. Some 170 such classes were a tenth of the time that ``braid
solve`` takes on a small scenario. Here only ``__init__`` is compiled, the other methods are
shared, and it is the type checker that refuses an assignment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[Class]) -> type[Class]:
    """A dataclass with equality, hash and text by its fields, which nothing may assign to.

    Works with ``dataclasses.field``, ``replace`` and ``fields``; errors are those of
    ``dataclasses.dataclass``.
    """
    made = dataclass(eq=False, repr=False)(cls)
    names = [one.name for one in fields(made)]  # type: ignore[arg-type]
    values: Callable[[Any], Any] = attrgetter(*names)

    def same(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is made else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def told(self: Any) -> str:
        parts = [f"{name}={getattr(self, name)!r}" for name in names]
        return f"{type(self).__name__}({', '.join(parts)})"

    for name, method in (("__eq__", same), ("__hash__", hashed), ("__repr__", told)):
        if name not in cls.__dict__ or (name == "__hash__" and cls.__dict__[name] is None):
            setattr(made, name, method)
    return made
