"""The categories that an award may pay longer or shorter than the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from braid.catalog.inputs import Inputs
from braid.catalog.law import last_day
from braid.kinds.windows import windows_of
from braid.render.words import day, listed, spoken
from braid.schema.scenario import Award


def windows_apart(inputs: Inputs, award: Award) -> Iterator[str]:
    """A sentence for each window of its own that a category of the scenario's costs has."""
    windows = windows_of(inputs, award)
    planned = {cost.category for cost in inputs.costs.values()}
    alike: dict[str, list[str]] = defaultdict(list)
    for category, window in sorted(windows.apart.items()):
        same = (window.start, window.end) == (windows.own.start, windows.own.end)
        if category in planned and not same:
            dates = f"from {day(window.start)} to {day(last_day(window.end))}"
            none = window.end <= window.start
            alike["at no time" if none else f"only {dates}"].append(spoken(category))
    for dates, names in alike.items():
        yield f"It pays {listed(names)} {dates}."
