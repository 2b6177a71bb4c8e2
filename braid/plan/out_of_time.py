"""Why a cost comes too early or too late for an award, in words."""

from __future__ import annotations

from datetime import date, timedelta

from braid.catalog.inputs import Inputs
from braid.kinds.windows import in_the_way, windows_of
from braid.record import record
from braid.schema.scenario import Award, Cost


@record
class OutOfTime:
    """The rule that says so (or the word for the award's own window), a sentence, a citation."""

    rule: str
    sentence: str
    citation: str


def out_of_time(inputs: Inputs, award: Award, line: Cost, start: int, end: int) -> OutOfTime:
    """Why an award does not pay a line's cost from one day to before another (ordinals)."""
    since, until = date.fromordinal(start), date.fromordinal(end)
    windows = windows_of(inputs, award)
    window = windows.of(line.category)
    falls = f"What falls due from {since} to {until - timedelta(days=1)} is outside"
    dates = f"{window.start} to {window.end - timedelta(days=1)}"
    homed = in_the_way(inputs, award, line, since, until)
    if homed is not None:
        if window.end <= window.start:
            sentence = f"{homed.rule.why} That leaves this award no time for it."
        else:
            sentence = f"{homed.rule.why} {falls} the time in which it may pay this ({dates})."
        return OutOfTime(homed.id, sentence, homed.rule.cite)
    sentence = f"{falls} its period of performance ({dates})."
    return OutOfTime("period-of-performance", sentence, "2 CFR 200.403(h)")
