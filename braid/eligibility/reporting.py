"""Reporting duties become cells that somebody must pay."""

from __future__ import annotations

from collections import defaultdict

from braid.catalog.inputs import Inputs
from braid.eligibility.entitlements import Entitled
from braid.kinds.permission import Conditions
from braid.kinds.report import Duty, of_award, of_records
from braid.kinds.tables import Codes
from braid.kinds.tracking import Tracked
from braid.record import record
from braid.schema.rules import Report
from braid.schema.scenario import Award


@record
class ReportCell:
    """Reports of one award under one rule in one period."""

    award: str
    rule: str
    category: str
    period: int
    cents: int


@record
class RecordCell:
    """Participant records of one stream or system in one period, of one category of cost."""

    scope: str
    name: str
    category: str
    period: int
    home: str
    """The partnership whose participants they are of."""


def system_of(inputs: Inputs, stream: str) -> str:
    """The record system of a stream: its report's ``system``, else its family, else itself."""
    awards = {a.id for a in inputs.committed.values() if a.stream == stream}
    for homed in inputs.law.of_kind("report"):
        rule = homed.rule
        shared = isinstance(rule, Report) and rule.per == "participant" and rule.system
        if shared and awards & set(homed.awards):
            return str(shared)
    return inputs.law.streams[stream].family or stream


def award_duties(inputs: Inputs, conditions: Conditions) -> list[Duty]:
    """The fixed reports of all committed awards, in order of award, rule and time."""
    return [
        duty
        for award in inputs.committed.values()
        if _enabled(inputs, award.stream)
        for duty in of_award(inputs, award, conditions)
    ]


def record_duties(
    inputs: Inputs,
    conditions: Conditions,
    codes: Codes,
    tracked: Tracked,
    entitled: list[Entitled],
) -> list[Duty]:
    """What a record of one participant makes necessary, for every group and stream or system."""
    out: list[Duty] = []
    paid = {(e.stream, e.group) for e in entitled}
    for homed in inputs.law.rules:
        rule = homed.rule
        if not isinstance(rule, Report) or rule.per != "participant" or not rule.binds:
            continue
        awards = [inputs.committed[a] for a in homed.awards if a in inputs.committed]
        awards = [a for a in awards if _enabled(inputs, a.stream)]
        choosing = [a for a in awards if not inputs.law.streams[a.stream].entitlement]
        by_scope: dict[tuple[str, str], list] = defaultdict(list)  # type: ignore[type-arg]
        for award in choosing:
            if homed.home == "family":
                by_scope["system", system_of(inputs, award.stream)].append(award)
            else:
                by_scope["stream", award.stream].append(award)
        for (scope, name), callers in sorted(by_scope.items()):
            for group in inputs.groups:
                if scope == "stream" and (name, inputs.partnership(group)) not in tracked:
                    continue
                theirs = _reaching(inputs, callers, group)
                if theirs:
                    out += of_records(inputs, homed, theirs, scope, name, group, conditions)  # type: ignore[arg-type]
        for stream in sorted({a.stream for a in awards if a not in choosing}):
            callers = [a for a in awards if a.stream == stream]
            for group in inputs.groups:
                theirs = _reaching(inputs, callers, group)
                if (stream, group) in paid and theirs:
                    out += of_records(inputs, homed, theirs, "stream", stream, group, conditions)
    return out


def _reaching(inputs: Inputs, awards: list[Award], group: str) -> list[Award]:
    """The awards that are for a group's partnership."""
    return [award for award in awards if inputs.may_reach(award.id, group)]


def cells(
    inputs: Inputs, duties: list[Duty], records: list[Duty]
) -> tuple[list[ReportCell], list[RecordCell]]:
    """The reporting cells; none when the hours are already paid on a cost line."""
    homes = ("", *(member.id for member in inputs.partnerships))
    done = {home for home in homes if inputs.reporting(home).performed_by is not None}
    duties = [d for d in duties if inputs.owner(d.award or "") not in done]
    whose = [(d, inputs.partnership(d.group or "")) for d in records if d.cents]
    fixed: dict[tuple[str, str, str, int], int] = defaultdict(int)
    for duty in duties:
        assert duty.award is not None
        fixed[duty.award, duty.rule, duty.category, duty.period] += duty.cents
    reports = [
        ReportCell(a, r, c, t, cents) for (a, r, c, t), cents in sorted(fixed.items()) if cents
    ]
    keys = {
        (d.scope or "", d.name or "", d.category, d.period, home)
        for d, home in whose
        if home not in done
    }
    ordered = sorted(keys, key=lambda key: (key[4], *key[:4]))
    return reports, [RecordCell(*key) for key in ordered]


def _enabled(inputs: Inputs, stream: str) -> bool:
    file = inputs.law.streams.get(stream)
    return file is not None and file.enabled
