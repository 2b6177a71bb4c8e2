"""The state and the waivers that a scenario chooses."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.streams import stream_files
from braid.catalog.checks.view import View
from braid.catalog.law import apply_law
from braid.catalog.library import RESERVED, Library, load_library
from braid.problems import Problem, did_you_mean

_CODES = (
    "al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj"
    " nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy as gu mp pr vi"
)
STATES = frozenset(_CODES.split())
"""The states, the District of Columbia and the territories."""


def check(view: View) -> Iterator[Problem]:
    """A state that there is not, and waivers that change nothing."""
    yield from _state(view)
    yield from _waivers(view)


def _state(view: View) -> Iterator[Problem]:
    state = view.scenario.rules.state
    if state is None:
        return
    if state.lower() not in STATES:
        message = f"'{state}' is not a state's two letters."
        remedy = "Write the postal abbreviation, such as tx, or leave the state out."
        yield view.problem("B207", message, remedy, ("rules", "state"))
    elif not (view.library.directory / "state" / state.lower()).is_dir():
        message = f"The library has no rules of {state.upper()}'s own law and policy."
        remedy = "Write what the state adds into the awards' own rules, or into the library."
        yield view.problem("B208", message, remedy, ("rules", "state"), "note")


def _waivers(view: View) -> Iterator[Problem]:
    chosen = view.scenario.rules.waivers
    if not chosen or not _all_read(view.library):
        return
    unused = apply_law(view.scenario, view.library).unused_waivers
    if not unused:
        return
    known = _all_waivers(view)
    for index, name in enumerate(chosen):
        if name not in unused:
            continue
        path = ("rules", "waivers", index)
        if name in known:
            message = f"No award of this scenario follows a rule that the waiver '{name}' changes."
            yield view.problem("B206", message, "Take it out if it is not needed.", path, "warning")
        else:
            message = f"No rule knows the waiver '{name}'."
            yield view.problem("B205", message, did_you_mean(name, known), path)


def _all_read(library: Library) -> bool:
    """Whether every rule file that the scenario needs could be read: each may hold a waiver."""
    overlays = sum(len(files) for files in library.overlays.values())
    found = len(library.streams) + len(library.families) + len(library.sets) + overlays
    return sum(path.stem not in RESERVED for path in library.files) == found


def _all_waivers(view: View) -> set[str]:
    """The waivers of all rules of the library, and of the awards' own."""
    names = stream_files(view.library.directory)
    whole, _ = load_library(view.library.directory, names, view.scenario.rules.state)
    found = {name for award in view.scenario.awards for r in award.rules for name in r.waivers}
    if whole is None:
        return found
    of_files = [file.rules for file in whole.streams.values()]
    of_files += [file.rules for file in whole.families.values()]
    of_files += [file.rules for file in whole.sets.values()]
    of_files += [file.rules for files in whole.overlays.values() for file in files]
    return found | {name for rules in of_files for rule in rules for name in rule.waivers}
