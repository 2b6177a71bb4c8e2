"""All problems of all files in one run, none of them twice, and no run that breaks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schema_helpers import BASE, LIBRARY, NEW_FUND, RULE, based, codes, load, with_rule

from braid.catalog.load import load_inputs
from braid.problems import Problem
from braid.render.problems import problems_text


def test_the_base_of_these_tests_is_right(tmp_path: Path) -> None:
    inputs, problems = load(tmp_path, BASE)
    assert inputs is not None
    assert problems == ()


def test_a_mistake_in_form_does_not_hide_the_others(tmp_path: Path) -> None:
    _, problems = load(
        tmp_path,
        based(
            "groups: [{id: fall, program: weldin, participants: 0, start: 2026-10-05}]\n"
            "costs: [{id: care, category: childcare, amount: 5}, {id: care, per_participant: 5}]\n"
            "awards:\n"
            "  - {id: new, stream: new_fund, amount: 1000, slices: [{from: 2026-07-01, amount: 1}]}"
        ),
        with_rule("kind: line, forbid: [books]"),
    )
    # the group's program is not asked for yet: its entry is not well-formed, and says so first
    of_scenario = [p.code for p in problems if p.place.file.endswith("scenario.yaml")]
    assert of_scenario == ["B201", "B104", "B204", "B102", "B201", "B220"]
    assert codes(problems) == [*of_scenario, "B252"]


def test_a_reference_to_a_malformed_entry_is_no_second_problem(tmp_path: Path) -> None:
    scenario = (
        "programs: [{id: nursing}]\n"
        "groups: [{id: g, program: nursing, participants: 4, start: 2026-10-05}]"
    )
    assert codes(load(tmp_path, based(scenario))[1]) == ["B102"]


def test_what_an_unread_file_holds_is_not_missed(tmp_path: Path) -> None:
    care = "costs: [{id: care, category: child_care, amount: 5, groups: fall, program: x}]\n"
    lists = "groups: groups.csv\nawards: awards.csv\nprograms: [{id: x, weeks: 5}]\n"
    head = "name: x\nhorizon: {start: 2026-07-01, end: 2027-06-30}\n"
    assert codes(load(tmp_path, head + care + lists)[1]) == ["B001", "B001"]
    (tmp_path / "second").mkdir()
    _, problems = load(tmp_path / "second", "include: [nowhere.yaml]\nname: x\n" + care)
    assert codes(problems) == ["B001"]


def test_a_rule_file_with_mistakes_does_not_make_its_waivers_unknown(tmp_path: Path) -> None:
    scenario = based(f"rules: {{waivers: [more]}}\n{NEW_FUND}")
    rule = with_rule("kind: limit, spend: all, at_most: {usd: lots}, waivers: {more: 5}")
    assert codes(load(tmp_path, scenario, rule)[1]) == ["B103"]


def test_inline_rules_of_an_award_are_checked_like_those_of_files(tmp_path: Path) -> None:
    rule = f"{{id: t, kind: line, allow: [book], {RULE}}}"
    award = f"awards: [{{id: new, stream: new_fund, amount: 1000, rules: [{rule}]}}]"
    _, problems = load(tmp_path, based(award), "rules: []\n")
    assert codes(problems) == ["B252"]
    assert problems[0].place.file.endswith("scenario.yaml")


def test_a_group_from_before_the_horizon_loses_what_fell_before_it(tmp_path: Path) -> None:
    group = "groups: [{id: early, program: welding, participants: 10, start: 2026-05-27}]"
    _, problems = load(tmp_path, based(group))
    (problem,) = problems
    assert (problem.code, problem.severity) == ("B212", "warning")
    assert "$29,000 of its cost falls away" in problem.message


def test_the_same_mistake_in_every_row_of_a_table_is_counted(tmp_path: Path) -> None:
    rows = "".join(f"g{k},welding,5,7/{k % 28 + 1}/2026,no\n" for k in range(100))
    scenario = BASE.partition("groups:")[0] + "groups: g.csv\ncosts:" + BASE.partition("costs:")[2]
    table = "id,program,participants,start,low_income\n" + rows
    _, problems = load(tmp_path, scenario, g=table)
    assert codes(problems).count("B110") == 20
    assert codes(problems).count("B103") == 20
    assert sum("So it is in 80 more rows." in p.message for p in problems) == 2


def test_an_overlay_may_not_repeat_the_id_of_a_rule(tmp_path: Path) -> None:
    overlay = tmp_path / "rules" / "state" / "tx" / "overlays"
    overlay.mkdir(parents=True)
    text = "overlay: new_fund\nname: More\n" + with_rule("kind: line, forbid: [child_care]")
    (overlay / "more.yaml").write_text(text)
    rule = with_rule("kind: line, forbid: [administration]")
    _, problems = load(tmp_path, based(f"rules: {{state: tx}}\n{NEW_FUND}"), rule)
    assert codes(problems) == ["B251"]


def test_performed_by_names_a_cost_line(tmp_path: Path) -> None:
    scenario = based("reporting: {performed_by: coaches}")
    assert codes(load(tmp_path, scenario)[1]) == ["B203"]


def test_checking_imports_no_heavy_library() -> None:
    program = (
        "import sys; from pathlib import Path; from braid.catalog.load import load_inputs;"
        f"load_inputs(Path({str(LIBRARY.parent / 'base.yaml')!r}), Path({str(LIBRARY)!r}));"
        "print(sorted({'pandas', 'numpy', 'pulp', 'highspy'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root
    )
    assert result.stdout == "[]\n"


WEIRD: list[Any] = [
    None, "", "yes", True, 0, -1, 0.5, 10**30, "NaN", [], {}, [[]], [{}], {"a": "b"}, "x" * 90,
    "2199-12-31", "1900-01-01", "9999-12-31", "02-29", "07-31", "a; b", ["a", "b"],
    {"date": "2026-07-01", "share": 1}, {"clock": "cost_date", "versions": []},
]  # fmt: skip
MORE = """
rules: {state: tx, waivers: [three_quarters]}
awards:
  - id: adult
    stream: title_one
    amount: 9
    start: 2026-07-01
    end: 2028-06-30
    slices: [{from: 2026-07-01, amount: 9}]
    to_date: [{category: child_care, amount: 1}]
    rules:
      - {id: t, kind: limit, spend: {who: {age: {min: 18}}}, at_most: {share: 1, of: cost},
         why: x, cite: y, confidence: verified, reviewed: 2026-11-22}
  - {id: aid, stream: aid}
"""
WHOLE = yaml.safe_load(BASE) | yaml.safe_load(MORE)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    inner: Any = ()
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, below in inner:
        found += places(below, (*path, step))
    return found


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(copy[path[0]], path[1:], new)
    return copy


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(places(WHOLE)), st.sampled_from(WEIRD))
def test_no_value_anywhere_breaks_the_run(path: tuple[Any, ...], value: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(yaml.safe_dump(changed(WHOLE, path, value), width=200).replace("'", ""))
        inputs, problems = load_inputs(file, LIBRARY)
        assert (inputs is None) == any(p.severity == "error" for p in problems)
        assert list(problems) == sorted(set(problems), key=Problem.sort_key)
        assert problems_text(problems) or not problems
