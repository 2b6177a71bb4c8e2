"""The facts that streams ask for: what has to be collected, and the paper that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from braid.catalog.derived import Derivations
from braid.catalog.fields import owned
from braid.render.conditions import derivation_text
from braid.render.output import columns, heading
from braid.render.words import listed, plural, spoken
from braid.schema import rules as schema
from braid.schema.formulas import FORMULAS
from braid.schema.library import AttributesFile
from braid.schema.predicate import Predicate, attributes_of

if TYPE_CHECKING:
    from rich.console import Console

ENTITIES = {
    "group": "Of each group of participants", "program": "Of each program",
    "provider": "Of the program's provider", "employer": "Of each employer",
    "organization": "Of the organization that receives the award", "award": "Of the award",
    "line": "Of each cost line",
}  # fmt: skip
LOOKS = schema.Limit | schema.Match | schema.Reimbursement
"""Kinds of rule that look at charges through a selector, ``spend``."""
_OF_KIND = {
    "participant": "group", "report": "award", "together": "group", "transfer": "award",
}  # fmt: skip


@dataclass
class Fact:
    """One attribute: what it means, what shows it, and for which costs it is asked."""

    entity: str
    name: str
    means: str
    document: str
    values: tuple[str, ...] = ()
    costs: set[str] = field(default_factory=set)
    always: bool = False
    follows: str = ""
    """How it follows from others where nobody states it."""

    @property
    def told(self) -> str:
        """What it means, and what can be stated where that is a choice."""
        choice = f" One of {', '.join(self.values)}." if self.values else ""
        follows = f" If not stated: {self.follows}." if self.follows else ""
        return f"{self.means}.{choice}{follows}"


def facts_of(rules: Iterable[schema.RuleBase], dictionary: AttributesFile) -> list[Fact]:
    """Every attribute that the rules ask about and a scenario can state, in order of entity."""
    found: dict[tuple[str, str], Fact] = {}
    derivations = Derivations(dictionary)
    for rule in rules:
        costs = _costs(rule)
        for entity, attribute in _with_grounds(asked(rule), derivations):
            entry = getattr(dictionary, entity).get(attribute)
            if entry is None and entity == "provider":
                entry = dictionary.organization.get(attribute)
            if entry is None or entry.computed:
                continue  # a field of the format, which the scenario states anyway
            follows = derivation_text(entry.derive) if entry.derive is not None else ""
            fact = found.setdefault(
                (entity, attribute),
                Fact(
                    entity, attribute, entry.means, entry.document or "", entry.values,
                    follows=follows,
                ),
            )  # fmt: skip
            fact.costs |= costs
            fact.always = fact.always or not costs
    order = list(ENTITIES)
    return sorted(found.values(), key=lambda f: (order.index(f.entity), not f.always, f.name))


def _with_grounds(
    names: Iterable[tuple[str, str]], derivations: Derivations
) -> Iterator[tuple[str, str]]:
    """The attributes, and those from which they follow."""
    todo = list(names)
    seen: set[tuple[str, str]] = set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            yield name
            todo += [owned(name[0], other) for other in derivations.asked(*name)]


def _costs(rule: schema.RuleBase) -> set[str]:
    """The categories that a rule is only about; none where it is about everything."""
    named = set(getattr(rule, "for_", ()) or ())
    if isinstance(rule, LOOKS) and rule.spend is not None:
        named |= set(rule.spend.category or ())
    return named


def asked(rule: schema.RuleBase) -> Iterator[tuple[str, str]]:
    """Every attribute that a rule asks about, with the entity that states it."""
    kind = str(getattr(rule, "kind", ""))
    for key in ("who", "where"):
        yield from _attributes(getattr(rule, key, None), _OF_KIND.get(kind, kind))
    if isinstance(rule, schema.Order):
        yield from _attributes(rule.first, "group")
    if isinstance(rule, schema.Formula):
        known = FORMULAS.get(rule.formula)
        yield from (("group", name) for name in (known.attributes if known else ()))
    if isinstance(rule, schema.Refund):
        yield "group", "withdraw_at"
    if isinstance(rule, schema.Limit):
        bounds = [b for b in (rule.at_most, rule.at_least) if b is not None]
        yield from (("group", b.attribute) for b in bounds if b.attribute)
        yield from (owned("group", b.times) for b in bounds if b.times)
        for selector in (rule.serve, *(s for b in bounds for s in (b.base, b.less))):
            yield from _selected(selector)
    if isinstance(rule, LOOKS):
        yield from _selected(rule.spend)


def _selected(selector: schema.Selector | None) -> Iterator[tuple[str, str]]:
    if selector is not None:
        yield from _attributes(selector.who, "group")
        yield from _attributes(selector.where, "line")


def _attributes(condition: Predicate | None, entity: str) -> Iterator[tuple[str, str]]:
    if condition is None:
        return
    for name in sorted(attributes_of(condition)):
        yield owned(entity, name)


def facts_report(streams: list[str], facts: list[Fact], out: Console) -> None:
    """What to collect for some streams, by what states it."""
    out.print(f"What {listed(streams)} {'asks' if len(streams) == 1 else 'ask'} for", style="bold")
    text = f"{plural(len(facts), 'fact')} to state in the scenario."
    out.print(f"{text} One that is not stated never makes money available." if facts else text)
    for entity, title in ENTITIES.items():
        rows = [f for f in facts if f.entity == entity]
        if not rows:
            continue
        heading(out, title)
        table = columns("Fact", "~What it means", "~Shown by")
        table.columns[0].most = 32
        for fact in rows:
            only = f" Only for {_few(fact.costs)}." if not fact.always else ""
            table.add_row(fact.name, f"{fact.told}{only}", fact.document)
        out.print(table)


def _few(costs: set[str], most: int = 3) -> str:
    names = sorted(spoken(c) for c in costs)
    return listed(names if len(names) <= most else [*names[:most], f"{len(names) - most} more"])


def facts_of_rule(facts: list[Fact]) -> list[str]:
    """A line for each fact of one rule."""
    shown = (f" Shown by: {f.document}." if f.document else "" for f in facts)
    return [f"{f.name}: {f.told}{by}" for f, by in zip(facts, shown, strict=True)]
