"""Numbers with versions: in order of time, and known for all of the time that is planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.catalog.checks.words import day
from braid.catalog.law import HomedRule, apply_law
from braid.catalog.values import Clock
from braid.problems import Problem, Severity
from braid.reading.document import Path
from braid.schema.base import Number


def values(number: Number | None, path: Path) -> Iterator[tuple[Path, Decimal]]:
    """A number, or each of its versions, with its path."""
    if isinstance(number, Decimal):
        yield path, number
    elif number is not None:
        for index, version in enumerate(number.versions):
            yield (*path, "versions", index, "value"), version.value


def check_order(site: Site) -> Iterator[Problem]:
    """Versions that do not follow each other in time."""
    for path, _, begins in site.versioned:
        for index in range(1, len(begins)):
            if begins[index] <= begins[index - 1]:
                message = (
                    f"This version begins on {day(begins[index])}, not after the one before it"
                    f" ({day(begins[index - 1])})."
                )
                remedy = "Put the versions in order of time, each with its own date."
                yield site.problem("B255", message, remedy, (*path, "versions", index, "from"))


def check_own_cover(site: Site) -> Iterator[Problem]:
    """Numbers whose first version begins only after the rule does."""
    begins = site.rule.from_
    if begins is None:
        return
    for path, clock, versions in site.versioned:
        if clock == "award_date" or path[:1] == ("waivers",):
            continue
        needed = Clock(begins, begins, "07-01").date_of(clock)
        if min(versions) > needed:
            message = (
                f"'{path[-1]}' has values from {day(min(versions))} on, but the rule holds from"
                f" {day(begins)} (clock: {clock})."
            )
            remedy = "Add the earlier version with its citation, or let the rule begin later."
            yield site.problem("B256", message, remedy, (*path, "versions", 0, "from"))


def check_cover(view: View, found: list[Site]) -> Iterator[Problem]:
    """Numbers whose first version begins only after they are needed."""
    horizon = view.horizon
    if horizon is None:
        return
    in_force = {homed.id: homed for homed in apply_law(view.scenario, view.library).rules}
    for site in found:
        homed = in_force.get(site.name)
        if homed is None or any(check_own_cover(site)):
            continue
        for path, clock, begins in site.versioned:
            needed = _first_needed(view, homed, clock, horizon.start)
            if path[:1] == ("waivers",) or needed is None or min(begins) <= needed:
                continue
            message = (
                f"'{path[-1]}' has values from {day(min(begins))} on, but this scenario needs one"
                f" for {day(needed)} (clock: {clock})."
            )
            remedy = "Add the earlier version with its citation, or start the horizon later."
            severity: Severity = "error" if site.rule.binds else "warning"
            yield site.problem("B256", message, remedy, (*path, "versions", 0, "from"), severity)


def _first_needed(view: View, homed: HomedRule, clock: str, first: date) -> date | None:
    """The earliest date that a number's clock can show for the awards that follow its rule."""
    rule = homed.rule
    starts = {o.id: o.fiscal_year_start for _, o in view.organizations()}
    found: list[date] = []
    for _, award in view.awards():
        if award.id not in homed.awards:
            continue
        start = award.start or first
        cost = max(first, start, rule.from_ or first)
        if rule.until is not None and rule.until <= cost:
            continue
        default = next(iter(starts), "")
        fiscal_year_start = starts.get(award.recipient or default, "07-01")
        found.append(Clock(cost, award.award_date or start, fiscal_year_start).date_of(clock))
    return min(found, default=None)
