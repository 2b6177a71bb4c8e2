"""The proposals that a plan was made under, told above its money."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from braid.plan.plan import Plan
from braid.render.words import day, listed

if TYPE_CHECKING:
    from rich.console import Console

    from braid.catalog.inputs import Inputs

MONEY = {
    "own": "with the money that it brings",
    "equal": "with today's dollars",
}
MAKERS = {
    "congress": "Congress", "agency": "an agency's rule", "federal_waiver": "a federal waiver",
    "state_law": "state law", "governor": "the governor", "board": "the board",
}  # fmt: skip
STATUS = {
    "idea": "an idea", "essay": "proposed in an essay", "requested": "requested",
    "introduced": "a bill, introduced", "passed_one_chamber": "a bill that passed one chamber",
    "negotiated": "negotiated, not enacted", "available": "available today",
    "in_force": "in force",
}  # fmt: skip


def proposed(plan: Plan, out: Console) -> None:
    """Which proposals, whose money, what they do not do here."""
    for line in proposed_text(plan.inputs):
        out.print(line, style="bold")


def proposed_text(inputs: Inputs) -> Iterator[str]:
    """A sentence for each proposal, and each remark on it."""
    if inputs.proposing is None:
        return
    for one in inputs.proposals:
        said, p = MONEY[inputs.proposing.money], one.proposal
        parts = "" if inputs.proposing.only is None else f", only {listed(sorted(one.chosen))}"
        status = f"{STATUS[p.status]}, {day(p.date)}"
        yield f"As proposed: {p.title} ({status}), {said}{parts}"
    if inputs.proposing.floors is not None:
        yield f"Floors of merged streams are {inputs.proposing.floors}"
    for remark in inputs.remarks:
        yield f"  {remark}"


def proposing_options(inputs: Inputs) -> str:
    """The options of the command line that name the proposals."""
    chosen = inputs.proposing
    if chosen is None:
        return ""
    words = [f" --proposal {shlex.quote(str(path))}" for path in chosen.files]
    words.append(f" --money {chosen.money}" if chosen.money != "own" else "")
    words.append(f" --floors {chosen.floors}" if chosen.floors else "")
    words += [f" --part {part}" for part in chosen.only or ()]
    return "".join(words)
