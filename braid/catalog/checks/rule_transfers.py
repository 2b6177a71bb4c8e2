"""Transfers and income: the streams and the numbers that they name, and who has program income."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.rule_numbers import values
from braid.catalog.checks.rule_sites import Site, own_stream
from braid.catalog.checks.streams import stream_fault
from braid.catalog.checks.view import View
from braid.catalog.law import apply_law
from braid.problems import Problem
from braid.schema.money_rules import Income, Transfer


def check_transfer(view: View, site: Site, rule: Transfer) -> Iterator[Problem]:
    """Every problem of a transfer rule."""
    for index, name in enumerate(rule.between):
        fault = stream_fault(name, view.library)
        if fault is not None:
            yield site.problem("B261", *fault, ("between", index))
        elif name in rule.between[:index]:
            message = f"'{name}' stands there twice."
            yield site.problem("B262", message, "Take one out.", ("between", index))
    if site.home not in view.library.families and site.home not in view.library.sets:
        message = "Awards of one stream alone follow this rule, so nothing moves between two."
        remedy = "Write it in a set or a family that both streams follow."
        yield site.problem("B262", message, remedy, ("between",), key=True)
    for path, share in values(rule.share, ("share",)):
        if not 0 <= share <= 1:
            remedy = "Nobody gives more than the whole: write a share from 0 to 1."
            yield site.problem("B286", f"'share' is {share}, which cannot be.", remedy, path)


def check_income(view: View, site: Site, rule: Income) -> Iterator[Problem]:
    """Every problem of a rule on income."""
    if rule.use == "addition":
        if rule.usd is not None:
            message = "'usd' goes with an allowance; what is added is what the award states."
            remedy = "Take 'usd' out, or write 'use: allowance'."
            yield site.problem("B264", message, remedy, ("usd",), key=True)
        return
    if rule.usd is None:
        message = "An allowance needs the dollars for each recipient and award year."
        yield site.problem("B286", message, "Write for example: usd: 5", ("use",))
    for path, dollars in values(rule.usd, ("usd",)):
        if dollars < 0:
            remedy = "Give a number of at least 0."
            yield site.problem("B286", f"'usd' is {dollars}, which cannot be.", remedy, path)
    stream = view.library.streams.get(own_stream(view, site) or "")
    if stream is not None and not stream.entitlement:
        message = f"'{stream.stream}' is no entitlement: nobody receives a payment of it."
        remedy = "Write it with a stream that says 'entitlement: true'."
        yield site.problem("B262", message, remedy, ("use",))


def check_awards(view: View) -> Iterator[Problem]:
    """Program income that no award can spend, and income that no rule lets it spend."""
    earning = [(path, award) for path, award in view.awards() if award.program_income]
    adding = _adding(view) if earning else frozenset()
    for path, award in earning:
        where = (*path, "program_income")
        stream = view.library.streams.get(award.stream)
        if stream is None:
            continue
        if stream.entitlement or award.form == "in_kind":
            what = "an entitlement" if stream.entitlement else "in kind"
            message = f"Award '{award.id}' is {what}, so there is nothing that it could add to."
            remedy = "State program income with the award that earns it."
            yield view.problem("B288", message, remedy, where)
        elif adding is not None and award.id not in adding:
            message = (
                f"No rule lets award '{award.id}' spend its program income beside its amount, so"
                " the plan leaves it out: it is deducted from what the award may draw."
            )
            remedy = "Take it out; if its terms allow it, add a rule: kind: income, use: addition"
            yield view.problem("B287", message, remedy, where, "warning")


def _adding(view: View) -> frozenset[str] | None:
    """The awards that a rule lets spend program income; None where that is not known."""
    horizon = view.horizon
    if horizon is None:
        return None
    awards = {award.id: award for _, award in view.awards()}
    law = apply_law(view.scenario, view.library)
    found: set[str] = set()
    for homed in law.of_kind("income"):
        rule = homed.rule
        if isinstance(rule, Income) and rule.use == "addition":
            for name in homed.awards:
                day = awards[name].start or horizon.start
                if (rule.from_ is None or rule.from_ <= day) and (
                    rule.until is None or day < rule.until
                ):
                    found.add(name)
    return frozenset(found)
