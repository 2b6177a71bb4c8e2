"""Of entitlements that exclude one another, which gives way to which."""

from __future__ import annotations

from collections.abc import Mapping

from braid.audit.payment import Payment
from braid.audit.permission import in_force
from braid.audit.streams import exclusive_streams
from braid.catalog.inputs import Inputs
from braid.schema.rules import Exclusive

Paid = tuple[str, str]
"""An entitlement award, and a group that it would pay."""


def yielding(inputs: Inputs, payments: Mapping[Paid, tuple[Payment, ...]]) -> dict[Paid, str]:
    """What gives way to a larger entitlement of another stream, and the rule that says so."""
    found: dict[Paid, str] = {}
    paying: dict[str, list[str]] = {}
    for award, name in payments:  # in order of award
        paying.setdefault(name, []).append(award)
    for homed in inputs.law.of_kind("exclusive"):
        rule = homed.rule
        if not isinstance(rule, Exclusive) or rule.reading != "participants":
            continue
        among = exclusive_streams(inputs, homed)
        for group in inputs.groups.values():
            there = homed.reach in ("", inputs.partnership(group.id))
            if there and in_force(rule, group.start):
                own = {
                    award: payments[award, group.id]
                    for award in paying.get(group.id, ())
                    if (award, group.id) not in found
                }
                for award in _smaller(inputs, own, among):
                    found[award, group.id] = homed.id
    return found


def _smaller(
    inputs: Inputs, payments: Mapping[str, tuple[Payment, ...]], among: tuple[str, ...]
) -> list[str]:
    """The awards of all streams but the one that pays most; on a tie the first award's stays."""
    total: dict[str, int] = {}
    awards: dict[str, list[str]] = {}
    for award, paid in payments.items():
        stream = inputs.awards[award].stream
        if stream in among:
            total[stream] = total.get(stream, 0) + sum(p.cents for p in paid)
            awards.setdefault(stream, []).append(award)
    if not total:
        return []
    stays = max(total, key=lambda stream: total[stream])
    return [award for stream, own in awards.items() if stream != stays for award in own]
