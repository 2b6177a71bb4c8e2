"""The calendar: everything that is due, told to other programs, the same events every time."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from unittest import mock

import ics
import pytest
import recurring_ical_events
from icalendar import Calendar
from ics.grammar import parse
from solved_plans import ROOT, solved

from braid.plan.folder import read_plan
from braid.render.calendar import made
from braid.render.deadlines import due_items

read_line = cache(parse.GRAMMAR.parse)
"""Many lines are the same in every event, and others when a plan is made again."""


def events(calendar: bytes) -> list[ics.Event]:
    """As another library reads it, which takes a second for each file, almost all for lines."""
    with mock.patch.object(parse.GRAMMAR, "parse", read_line):
        return sorted(ics.Calendar(calendar.decode()).events)


def fresh(folder: Path) -> bytes:
    """The calendar of a folder as it is now."""
    return made(folder)["deadlines.ics"]


shared = cache(fresh)
"""That of one of the shared plans, which nobody changes."""


def test_another_library_reads_every_report_and_last_day(folder: Path) -> None:
    plan, _ = read_plan(folder)
    assert plan is not None
    first = plan.inputs.calendar.first.isoformat()
    wanted = [item for item in due_items(plan) if item.day >= first]
    found = events(shared(folder))
    assert Counter(e.begin.date().isoformat() for e in found) == Counter(i.day for i in wanted)
    assert all(e.all_day and e.duration == timedelta(days=1) for e in found)
    assert len({e.uid for e in found}) == len(found)
    due = Counter(r["due"] for r in plan.tables["reports"].rows() if r["due"] >= first)
    assert Counter(e.begin.date().isoformat() for e in found if "Report due" in e.categories) == due


def test_a_month_of_it_is_found_by_a_third(plans: dict[str, Path]) -> None:
    calendar = Calendar.from_ical(shared(plans["project-quest"]))
    found = recurring_ical_events.of(calendar).between(date(2027, 6, 1), date(2027, 7, 1))
    told = sorted((e["dtstart"].dt, str(e["summary"])) for e in found)
    assert (date(2027, 6, 30), "Award ends: adult_2025") in told
    assert (date(2027, 6, 30), "Last day to obligate: adult_2026") in told


def test_an_event_says_who_files_by_which_rule_and_how_long_it_takes(
    plans: dict[str, Path],
) -> None:
    found = events(shared(plans["project-quest"]))
    report = next(e for e in found if e.name.endswith("to the pass-through: adult_2025"))
    assert report.begin.date() == date(2026, 10, 30)
    for part in (
        "It covers July 1, 2026 to September 30, 2026.", "Filed by: quest.",
        "Staff time: 8 hours, $440.", "Rule: wioa_title_i/subaward-financial-report.",
        "Citation: 29 USC 3245(e)(1); 2 CFR 200.328, 200.329.", "the SHA-256 of its plan.json",
    ):  # fmt: skip
        assert part in report.description
    assert [alarm.trigger for alarm in report.alarms] == [timedelta(days=-14)]
    obligate = next(e for e in found if e.name == "Last day to obligate: adult_2026")
    assert "$168,000 of WIOA Adult 2026 must be obligated" in obligate.description
    assert "29 USC 3173(c)" in obligate.description


def test_stamps_are_those_of_the_plan(folder: Path) -> None:
    started = json.loads((folder / "plan.json").read_text())["run"]["started"]
    calendar = Calendar.from_ical(shared(folder))
    stamps = {e["dtstamp"].dt for e in calendar.walk("VEVENT")}
    assert stamps == {datetime.fromisoformat(started)}
    assert fresh(folder) == shared(folder)


def test_after_another_solve_the_same_events_come_later(tmp_path: Path) -> None:
    """An award got smaller: events keep their UIDs, and their sequence grows with time."""
    text = (ROOT / "scenarios" / "project-quest.yaml").read_text()
    (tmp_path / "quest.yaml").write_text(text)
    folder = solved(tmp_path / "quest.yaml", tmp_path / "plan")
    before = {e.uid: e for e in events(fresh(folder))}
    (tmp_path / "quest.yaml").write_text(text.replace("amount: 100000\n", "amount: 80000\n"))
    solved(tmp_path / "quest.yaml", tmp_path / "plan")
    stored = json.loads((folder / "plan.json").read_text())
    stored["run"]["started"] = "2031-01-01T00:00:00+00:00"
    (folder / "plan.json").write_text(json.dumps(stored))
    calendar = Calendar.from_ical(fresh(folder))
    after = {str(e["uid"]): e for e in calendar.walk("VEVENT")}
    assert set(after) == set(before)
    first = next(iter(before))
    old = Calendar.from_ical(before[first].serialize().encode())
    assert after[first]["sequence"] > int(old["sequence"])


def test_another_scenario_has_other_events(plans: dict[str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plans["project-quest"], copy)
    path = copy / "inputs" / "scenario.yaml"
    text = path.read_text()
    path.write_text(text.replace("name: Project QUEST, San", "name: Project QUEST 2, San", 1))
    assert path.read_text() != text
    here = {e.uid for e in events(shared(plans["project-quest"]))}
    assert here.isdisjoint(e.uid for e in events(fresh(copy)))


@pytest.mark.parametrize("name", ["project-quest", "portfolio"])
def test_every_report_has_the_rules_that_ask_for_it(plans: dict[str, Path], name: str) -> None:
    plan, _ = read_plan(plans[name])
    assert plan is not None
    for item in due_items(plan):
        if item.kind == "report":
            assert item.rules
            assert item.citation
