"""Reporting duties become cells that somebody must pay."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
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
        for (scope, name), callers in _by_scope(inputs, homed, choosing):
            reaching = _Reaching(inputs, callers)
            for group in inputs.groups:
                if scope == "stream" and (name, inputs.partnership(group)) not in tracked:
                    continue
                theirs = reaching.of(group)
                if theirs:
                    out += of_records(inputs, homed, theirs, scope, name, group, conditions)
        streams = {a.stream for a in awards}
        for stream in sorted(s for s in streams if inputs.law.streams[s].entitlement):
            reaching = _Reaching(inputs, [a for a in awards if a.stream == stream])
            for group in inputs.groups:
                theirs = reaching.of(group)
                if (stream, group) in paid and theirs:
                    out += of_records(inputs, homed, theirs, "stream", stream, group, conditions)
    return out


def _by_scope(
    inputs: Inputs, homed: HomedRule, awards: list[Award]
) -> list[tuple[tuple[Literal["system", "stream"], str], list[Award]]]:
    """Some awards by what a record is kept for: the system of a family, else the stream."""
    streams = {award.stream for award in awards}
    systems = {s: system_of(inputs, s) for s in streams} if homed.home == "family" else {}
    found: dict[tuple[Literal["system", "stream"], str], list[Award]] = defaultdict(list)
    for award in awards:
        if homed.home == "family":
            found["system", systems[award.stream]].append(award)
        else:
            found["stream", award.stream].append(award)
    return sorted(found.items())


class _Reaching:
    """Of some awards those that are for a group's partnership."""

    def __init__(self, inputs: Inputs, awards: list[Award]) -> None:
        self._inputs = inputs
        self._awards = awards
        self._known: dict[str, list[Award]] = {}

    def of(self, group: str) -> list[Award]:
        """The awards that are for the partnership of a group."""
        home = self._inputs.partnership(group)
        if home not in self._known:
            may_reach = self._inputs.may_reach
            self._known[home] = [a for a in self._awards if may_reach(a.id, group)]
        return self._known[home]


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
