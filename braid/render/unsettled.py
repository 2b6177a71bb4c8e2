"""Disputed law: the readings that a plan was made under, and what hangs on the others."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.plan.plan import Effect, Plan, Unsettled
from braid.render.output import heading, told
from braid.render.words import listed, sentence, spoken, usd

if TYPE_CHECKING:
    from rich.console import Console


def readings_taken(plan: Plan, out: Console) -> None:
    """The readings other than A that the plan was made under, above everything else."""
    for line in readings_text(plan):
        out.print(line, style="bold")


def readings_text(plan: Plan) -> Iterator[str]:
    """A sentence for each reading other than A that the plan was made under."""
    library = plan.inputs.library
    for conflict in library.conflicts if library is not None else ():
        letter = plan.readings.get(conflict.id)
        if letter is not None:
            says = sentence(conflict.says(letter))
            yield f"Under reading {letter} of disputed law, {conflict.id}: {says}"


def unsettled(plan: Plan, out: Console) -> None:
    """What another reading would change, for disputed law that decides something here."""
    if not plan.unsettled:
        return
    note = "and what other readings would change: --reading ID=LETTER"
    heading(out, "Unsettled law that matters here", note)
    told(_lines(plan.unsettled), out)


def _lines(found: tuple[Unsettled, ...]) -> Iterator[str]:
    """What moves, reading by reading; then what is not known, and what moves nothing."""
    still: list[str] = []
    unknown: dict[str, str] = {}
    for one in found:
        name = f"{one.conflict}={one.other}"
        if one.unstated:
            unknown[name] = listed(spoken(fact.rpartition(".")[2]) for fact in one.unstated)
        elif one.now == one.then:
            still.append(name)
        else:
            yield f"{name}: {sentence(one.other_says)} Then {_effect(one.now, one.then)}."
    if unknown:
        wanting = listed(f"{name} ({facts})" for name, facts in unknown.items())
        yield f"Not known for want of facts: {wanting}."
    if still:
        yield f"Who pays, and not how much, may hang on {listed(still)}."


def _effect(now: Effect, then: Effect) -> str:
    """What moves from one reading to the other, in words."""
    parts = [
        _moved("unfunded", now.unfunded, then.unfunded),
        _moved("reporting", now.overhead, then.overhead),
        _moved("what statutory floors are missed by", now.floors, then.floors),
    ]
    return listed(part for part in parts if part)


def _moved(what: str, now: Decimal, then: Decimal) -> str:
    if now == then:
        return ""
    verb = "falls" if then < now else "rises"
    return f"{what} {verb} by {usd(abs(then - now))} to {usd(then)}"
