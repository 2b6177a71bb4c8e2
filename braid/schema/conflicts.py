"""The register of disagreements (``rules/conflicts.yaml``): who says what, what was taken."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from braid.schema.base import KebabId, Model, SnakeId, Text
from braid.schema.rules import Rule

TAKEN = "A"
"""The reading that the rule files hold."""
Letter = Annotated[str, StringConstraints(pattern=r"^[B-Z]$")]


class Edit(Model):
    """What becomes of one field of something.

    ``field`` is a path of keys with dots. Either the field ``was`` one thing and ``becomes``
    another (null: it is not stated), or a list ``gains`` or ``loses`` entries.
    """

    field: Text
    was: Any = None
    becomes: Any = None
    gains: tuple[Any, ...] = ()
    loses: tuple[Any, ...] = ()

    @property
    def replaces(self) -> bool:
        """Whether it puts one value in the place of another."""
        return bool({"was", "becomes"} & self.model_fields_set)

    @property
    def consistent(self) -> bool:
        """Whether it says one thing: what a field was and becomes, or what a list gets."""
        said = self.model_fields_set & {"was", "becomes", "gains", "loses"}
        forms = ({"was", "becomes"}, {"gains"}, {"loses"}, {"gains", "loses"})
        return said in forms and not (self.replaces and self.was == self.becomes)

    @property
    def target(self) -> str:
        """What it changes, by id."""
        raise NotImplementedError


class Change(Edit):
    """What another reading makes of one field of a rule."""

    rule: str

    @property
    def target(self) -> str:
        """What it changes."""
        return self.rule


class Reading(Model):
    """Another reading: what it says, and what it makes of the rules."""

    says: Text
    changes: tuple[Change, ...] = ()
    removes: tuple[str, ...] = ()
    adds: dict[SnakeId, tuple[Rule, ...]] = {}
    """Further rules, by the stream, family or set that they are for."""

    def rules(self) -> tuple[str, ...]:
        """The rules that it changes, removes or adds, each once."""
        added = (f"{home}/{rule.id}" for home, rules in self.adds.items() for rule in rules)
        return tuple(dict.fromkeys([*(c.rule for c in self.changes), *self.removes, *added]))


class Conflict(Model):
    """One point on which sources disagree, or that one source leaves open.

    ``reading`` is what the rule files hold, reading A; ``readings`` are the others, by letter.
    """

    id: KebabId
    about: Text
    sources: Annotated[tuple[Text, ...], Field(min_length=2)]
    reading: Text
    rule: tuple[str, ...]
    why: Text
    readings: dict[Letter, Reading] = {}
    not_encoded: Text | None = None
    """Why there is no other reading in ``readings``, or what they leave out."""

    def letters(self) -> tuple[str, ...]:
        """The readings that can be chosen, the one taken first."""
        return (TAKEN, *sorted(self.readings))

    def says(self, letter: str) -> str:
        """What a reading says."""
        return self.reading if letter == TAKEN else self.readings[letter].says


Chosen = Mapping[str, str]
"""The id of an entry of the register and the letter of the reading that is chosen."""
