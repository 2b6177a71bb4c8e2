"""Of entitlements that exclude one another, which gives way to which."""

from __future__ import annotations

from collections.abc import Mapping

from braid.audit.payment import Payment
from braid.audit.permission import in_force
from braid.audit.streams import exclusive_streams
from braid.catalog.inputs import Inputs
from braid.schema.rules import Exclusive
from braid.schema.scenario import Group

Paid = tuple[str, str]
"""An entitlement award, and a group that it would pay."""


def yielding(inputs: Inputs, payments: Mapping[Paid, tuple[Payment, ...]]) -> dict[Paid, str]:
    """What gives way to a larger entitlement of another stream, and the rule that says so."""
    found: dict[Paid, str] = {}
    for homed in inputs.law.of_kind("exclusive"):
        rule = homed.rule
        if not isinstance(rule, Exclusive) or rule.reading != "participants":
            continue
        among = exclusive_streams(inputs, homed)
        for group in inputs.groups.values():
            there = homed.reach in ("", inputs.partnership(group.id))
            if there and in_force(rule, group.start):
                for award in _smaller(inputs, payments, found, among, group):
                    found[award, group.id] = homed.id
    return found


def _smaller(
    inputs: Inputs,
    payments: Mapping[Paid, tuple[Payment, ...]],
    gone: Mapping[Paid, str],
    among: tuple[str, ...],
    group: Group,
) -> list[str]:
    """The awards of all streams but the one that pays most; on a tie the first award's stays."""
    total: dict[str, int] = {}
    awards: dict[str, list[str]] = {}
    for award, name in payments:  # in order of award
        stream = inputs.awards[award].stream
        if name == group.id and stream in among and (award, name) not in gone:
            total[stream] = total.get(stream, 0) + sum(p.cents for p in payments[award, name])
            awards.setdefault(stream, []).append(award)
    if not total:
        return []
    stays = max(total, key=lambda stream: total[stream])
    return [award for stream, own in awards.items() if stream != stays for award in own]
