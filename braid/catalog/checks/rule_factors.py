"""What a bound is multiplied by: a number that there is, of something that its instances have."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.names import definitions_of, field_in, unknown
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.catalog.fields import owned
from braid.problems import Problem
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit

YEARS = ("program_year", "fiscal_year", "calendar_year")
OF_GROUP = ("group", "participant", "credential")
IN_DOLLARS = ("usd", "attribute")


def check(view: View, site: Site, rule: Limit) -> Iterator[Problem]:
    """Every factor of a limit that cannot be worked out."""
    for side in ("at_most", "at_least"):
        bound: Bound | None = getattr(rule, side)
        if bound is None:
            continue
        for key in ("times", "yearly"):
            if getattr(bound, key) and all(getattr(bound, name) is None for name in IN_DOLLARS):
                message = f"'{key}' multiplies dollars; this bound is in none."
                remedy = f"Take '{key}' out, or write 'usd'."
                yield site.problem("B293", message, remedy, (side, key), key=True)
        if bound.times is not None:
            yield from _times(view, site, rule, bound.times, side)
        if bound.yearly:
            yield from _yearly(site, rule, side)


def _times(view: View, site: Site, rule: Limit, name: str, side: str) -> Iterator[Problem]:
    entity, attribute = owned("group", name)
    path = (side, "times")
    if entity not in ("group", "line"):
        message = f"'{name}' is a number of the {entity}; only the group's and the line's will do."
        yield site.problem("B293", message, "Write for example: times: group.weeks", path)
        return
    problem = unknown(view, site, "group", name, path, key=False)
    if problem is not None:
        yield problem
        return
    definition = definitions_of(view, entity).get(attribute)
    kind = definition.type if definition is not None else None
    if kind != "number" and not _is_number(field_in(entity, attribute)):
        message = f"'{name}' is no number, so nothing can be multiplied by it."
        yield site.problem("B293", message, "Name an attribute of type number.", path)
    needed = ("line",) if entity == "line" else OF_GROUP
    if not set(needed) & set(rule.per):
        message = f"'{name}' differs from {entity} to {entity}, but the limit is not cut by it."
        remedy = f"Add '{needed[0]}' to 'per'."
        yield site.problem("B293", message, remedy, path)


def _is_number(annotation: object) -> bool:
    """Whether a field of the format holds a number, as its annotation says."""
    text = str(annotation)
    return any(word in text for word in ("Decimal", "int")) and "tuple" not in text


def _yearly(site: Site, rule: Limit, side: str) -> Iterator[Problem]:
    path = (side, "yearly")
    if "line" not in rule.per:
        message = "'yearly' gives each cost line its own days, but the limit is not cut by line."
        yield site.problem("B293", message, "Add 'line' to 'per'.", path)
    years = [name for name in YEARS if name in rule.per]
    if len(years) != 1:
        said = " and ".join(f"'{name}'" for name in years) or "none"
        message = f"'yearly' needs one sort of year in 'per'; there is {said}."
        yield site.problem("B293", message, "Add for example 'calendar_year' to 'per'.", path)
