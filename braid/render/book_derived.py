"""The rule book's part on facts that follow from others: how, by which numbers, on what ground."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.derived import Derivations, versions_of
from braid.render.conditions import CLOCKS, derivation_text, plain
from braid.render.markdown import code, table, text
from braid.render.words import day, sentence, spoken
from braid.schema.library import AttributeDefinition, AttributesFile, Derivation

FOLLOWS = "Facts that follow from others"


def follows(attributes: AttributesFile | None) -> Iterator[str]:
    """How each derived attribute follows, under its own heading; nothing if there are none."""
    derived = Derivations(attributes).of if attributes is not None else {}
    if not derived:
        return
    yield f"## {FOLLOWS}"
    yield ""
    yield "Where a scenario does not state these facts, they are worked out from others that it"
    yield "states. What is stated counts."
    for entity, found in derived.items():
        for name, derivation in sorted(found.items()):
            yield ""
            yield from _one(entity, name, derivation, getattr(attributes, entity)[name])
    yield ""


def _one(
    entity: str, name: str, derivation: Derivation, definition: AttributeDefinition
) -> Iterator[str]:
    yield f"### {code(f'{entity}.{name}')}"
    yield ""
    yield text(sentence(definition.means))
    yield ""
    yield f"- It is {text(derivation_text(derivation))}."
    yield ""
    if derivation.cite:
        yield text(derivation.cite)
        yield ""
    rows = [
        (f"By {CLOCKS.get(number.clock, spoken(number.clock))}", day(version.from_),
         plain(version.value), text(version.cite))
        for number in versions_of(derivation)
        for version in number.versions
    ]  # fmt: skip
    if rows:
        yield from table(("Number", "From", "Is", "Citation"), rows)
