"""What proposals bring to a portfolio: a cost line in each partnership, an award for all or one.

A cost line is one of each partnership that has what it names; an award is shared unless it says
for whom it is, with ``partnership`` or by an id that begins with a partnership's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from braid.catalog.inputs import Inputs
from braid.catalog.owners import NOBODY
from braid.catalog.proposals.purse import Purse
from braid.catalog.proposals.remarks import of_use
from braid.catalog.renaming import SEPARATOR, renamed
from braid.schema.proposal import Transition

Raw = dict[str, Any]


def owner_of(raw: Mapping[str, Any], inputs: Inputs) -> str:
    """The partnership for which a brought award is; empty text for all of them."""
    return inputs.partnership(str(raw.get("id"))) or str(raw.get("partnership") or NOBODY)


def recipient_for(owner: str, inputs: Inputs) -> str | None:
    """Who gets an award that does not say it: the backbone, if there is one."""
    own = (m.partnership for m in inputs.partnerships if m.id == owner)
    backbone = next(own, inputs.scenario.partnership).backbone
    return None if backbone is None else backbone.organization


def lines_of(raw: Raw, item: Transition, inputs: Inputs) -> Iterator[tuple[str, Raw]]:
    """The cost lines that a brought one comes to, each with its partnership."""
    home = inputs.partnership(str(raw.get("id")))
    if home or not inputs.partnerships:
        yield home, dict(raw)
        return
    shared = [name for name in inputs.organizations if SEPARATOR not in name]
    lines = [(m.id, renamed({"costs": [raw]}, m.id, shared)["costs"][0])
             for m in inputs.partnerships]  # fmt: skip
    known = [(home, line) for home, line in lines if _known(line, inputs)]
    if not known:  # what it names is nobody's: the check of the whole says so
        yield NOBODY, dict(raw)
    for home, line in known:
        here = {a.stream for a in inputs.scenario.awards if inputs.owner(a.id) in (NOBODY, home)}
        if of_use(item, here):
            yield home, line


def _known(line: Raw, inputs: Inputs) -> bool:
    """Whether a partnership has what a line names."""
    named: list[tuple[Any, Iterable[str]]] = [
        (line.get("program"), inputs.programs), (line.get("groups"), inputs.groups),
        (list(line.get("weights") or ()), inputs.groups),
        (line.get("incurred_by"), inputs.organizations),
        (line.get("borne_by"), inputs.employers), (line.get("employer"), inputs.employers),
    ]  # fmt: skip
    for names, there in named:
        listed = names if isinstance(names, list) else [names] if names is not None else []
        if not set(map(str, listed)) <= set(there):
            return False
    return True


def money_of(
    streams: Iterable[str], home: str, purses: Iterable[Purse], brought: Iterable[Raw],
    inputs: Inputs,
) -> Fraction:  # fmt: skip
    """What the committed awards of some streams come to for a partnership.

    Of shared ones it has the part that it has of all participants.
    """
    awards = [(p.raw, p.owner) for p in purses]
    awards += [(raw, owner_of(raw, inputs)) for raw in brought]
    wanted = set(streams)
    groups = inputs.groups.values()
    people = sum(g.participants for g in groups if inputs.partnership(g.id) == home)
    part = Fraction(people, max(1, sum(g.participants for g in groups)))
    total = Fraction(0)
    for raw, owner in awards:
        if raw["stream"] in wanted and Fraction(raw.get("probability", 1)) == 1:
            amount = Fraction(raw.get("amount") or 0)
            total += amount if owner == home else amount * part if owner == NOBODY else 0
    return total
