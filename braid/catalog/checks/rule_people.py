"""Rules on who is served together, and on reports that an organization's spending sets off."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.rule_numbers import values
from braid.catalog.checks.rule_sites import Site, own_stream
from braid.catalog.checks.streams import stream_fault
from braid.catalog.checks.view import View
from braid.catalog.things import recipient_of
from braid.problems import Problem
from braid.schema.money_rules import Threshold, Together


def check_together(view: View, site: Site, rule: Together) -> Iterator[Problem]:
    """Every problem of a rule on those who are served by two streams."""
    own = own_stream(view, site)
    for index, name in enumerate(rule.with_):
        fault = stream_fault(name, view.library)
        if fault is not None:
            yield site.problem("B261", *fault, ("with", index))
        elif name == own:
            message = f"'{name}' is the rule's own stream: whom it serves, it serves."
            yield site.problem("B262", message, "Name another stream.", ("with", index))
    stream = view.library.streams.get(own or "")
    if stream is not None and stream.entitlement:
        message = f"'{stream.stream}' is an entitlement: it pays whom its formula says."
        yield site.problem("B262", message, "Take the rule out.", ("kind",))


def check_threshold(site: Site, rule: Threshold) -> Iterator[Problem]:
    """Every problem of a rule on a report that spending sets off."""
    for path, dollars in values(rule.usd, ("usd",)):
        if dollars <= 0:
            message = f"'usd' is {dollars}, so the report is due whatever is spent."
            yield site.problem("B295", message, "Give the dollars from which it is due.", path)
    if not rule.origin:
        remedy = "Name what counts below 'origin', or take it out."
        message = "'origin' names nothing, so no money counts."
        yield site.problem("B262", message, remedy, ("origin",))


def check_organizations(view: View) -> Iterator[Problem]:
    """What an audit costs, stated of organizations that spend no money of the plan."""
    if not view.complete("awards"):
        return
    receiving = {recipient_of(view.scenario, award) for _, award in view.awards()}
    for path, organization in view.organizations():
        for key in ("other_federal", "single_audit_cost"):
            if getattr(organization, key) and organization.id not in receiving:
                message = f"'{key}' of '{organization.id}' changes nothing: it receives no award."
                remedy = "State it of the organization that receives the awards, or take it out."
                yield view.problem("B296", message, remedy, (*path, key), "warning")
