"""By what a limit may be cut: only what its dollars, or its people, have."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.rule_sites import Site
from braid.problems import Problem
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit

OF_HEADS = (
    "stream", "family", "group", "program", "employer", "program_year", "fiscal_year",
    "calendar_year",
)  # fmt: skip
"""What people are counted by: whom serves them, and what their group says."""
OF_MONEY = ("award", "stream", "family", "organization", "funding_year", "partnership")
"""What the awards of a limit have, whatever cost they pay."""
PER_HEAD = ("participant", "credential")
OF_GROUP = (*PER_HEAD, "group")


def check_per(site: Site, rule: Limit, bound: Bound, side: str) -> Iterator[Problem]:
    """Everything in ``per`` that fits no unit of the bound."""
    heads = rule.serve is not None and rule.spend is None
    for index, name in enumerate(rule.per):
        path = ("per", index) if isinstance(_written(site), list) else ("per",)
        if heads and name not in OF_HEADS:
            message = f"People are not counted by {_said(name)}."
            remedy = f"Cut them by one of {', '.join(OF_HEADS)}."
            yield site.problem("B250", message, remedy, path)
        elif not heads and name in PER_HEAD and bound.share is not None:
            message = f"A share is of money, not so much for each {name}."
            remedy = f"Write 'usd' instead of 'share', or take '{name}' out."
            yield site.problem("B250", message, remedy, path)
        elif not heads and bound.of == "cost" and name not in OF_MONEY:
            message = f"A share of the cost is of each cost by itself, not of each {_said(name)}."
            remedy = f"Take '{name}' out; 'per' may say whose money counts together."
            yield site.problem("B250", message, remedy, path)
    if bound.attribute is not None and not heads and not set(OF_GROUP) & set(rule.per):
        message = f"Each group states its own '{bound.attribute}', but the limit is not cut by it."
        remedy = "Add 'participant' or 'group' to 'per'."
        yield site.problem("B250", message, remedy, (side, "attribute"))


def _written(site: Site) -> object:
    """What stands at ``per``: a list, or one word."""
    raw = site.document.data
    for step in site.path:
        raw = raw[step]
    return raw["per"]


def _said(name: str) -> str:
    return name.replace("_", " ")
