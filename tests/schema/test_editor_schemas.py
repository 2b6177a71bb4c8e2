"""The JSON Schemas for editors are current, take every file of the library, and no broken one.

After looking at a difference, accept it with ``REWRITE_GOLDENS=1 pytest tests/schema``.
"""

from __future__ import annotations

import json
import os
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft7Validator

from braid.catalog.checks.folder import check_folder
from braid.catalog.load import load_inputs
from braid.catalog.whole import read_whole
from braid.cli.rules.schema import schema_text
from braid.problems import has_errors
from braid.reading.yaml_reader import parse_yaml, read_yaml
from braid.schema.editor import Kind

CHECKOUT = Path(__file__).resolve().parents[2]
RULES = CHECKOUT / "rules"
SCHEMAS = RULES / "schema"
KINDS: tuple[Kind, ...] = get_args(Kind)
PROPOSALS = CHECKOUT / "scenarios" / "proposals"
SWEEPS = CHECKOUT / "scenarios" / "sweeps"
PORTFOLIOS = CHECKOUT / "scenarios" / "portfolios"
FILES = sorted(
    [
        *RULES.rglob("*.yaml"), *(CHECKOUT / "scenarios").glob("*.yaml"),
        *PROPOSALS.glob("*.yaml"), *SWEEPS.glob("*.yaml"), *PORTFOLIOS.rglob("*.yaml"),
    ]
)  # fmt: skip
LINE = "# yaml-language-server: $schema="


def kind_of(path: Path) -> Kind:
    if path.parent.name == "scenarios":
        return "scenario"
    if path.parent == PROPOSALS:
        return "proposal"
    if path.parent == SWEEPS:
        return "sweep"
    if path.is_relative_to(PORTFOLIOS):
        return "portfolio" if path.stem == "state" else "scenario"
    return next((kind for kind in KINDS if kind == path.stem), "rule")


@cache
def text_now(kind: Kind) -> str:
    return schema_text(kind, read_whole(RULES)[0])


@cache
def validator(kind: Kind) -> Draft7Validator:
    return Draft7Validator(json.loads(text_now(kind)))


def plain(value: Any) -> Any:
    """What an editor's reader of YAML makes of a file: ordinary numbers."""
    if isinstance(value, dict):
        return {key: plain(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [plain(inside) for inside in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


def faults(kind: Kind, data: Any) -> list[str]:
    found = validator(kind).iter_errors(plain(data))
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in found]


def read(text: str) -> Any:
    document, problems = parse_yaml(text.encode(), shown_as="x.yaml")
    assert document is not None, problems
    return document.data


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_of_the_library_are_current(kind: Kind) -> None:
    path = SCHEMAS / f"{kind}.json"
    if os.environ.get("REWRITE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text_now(kind), encoding="utf-8")
        return
    on_file = path.read_text(encoding="utf-8") if path.exists() else ""
    assert on_file == text_now(kind), "write it again: REWRITE_GOLDENS=1 pytest tests/schema"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: Kind) -> None:
    Draft7Validator.check_schema(json.loads(text_now(kind)))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(CHECKOUT)))
def test_every_file_fits_its_schema(path: Path) -> None:
    document, problems = read_yaml(path)
    assert document is not None, problems
    assert not faults(kind_of(path), document.data)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(CHECKOUT)))
def test_every_file_names_its_schema_for_editors(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith(LINE), "run: python tests/schema/name_schemas.py"
    named = path.parent / first.removeprefix(LINE)
    assert named.resolve() == (SCHEMAS / f"{kind_of(path)}.json").resolve()


HEAD = "stream: x\nname: X\norigin: state\nrules:\n"
GROUND = "why: W, cite: C, confidence: verified, reviewed: 2026-11-22"


def rule(text: str) -> str:
    return f"{HEAD}  - {{id: a, {text}, {GROUND}}}\n"


GOOD_RULES = {
    "one name": rule("kind: line, allow: training"),
    "several names": rule("kind: line, allow: [training, child_care]"),
    "all": rule("kind: limit, spend: all, at_most: {usd: 5}"),
    "one per": rule("kind: limit, spend: {origin: state}, per: award, at_most: {count: 5}"),
    "several per": rule("kind: limit, spend: all, per: [award, group], at_most: {usd: 0.5}"),
    "versions": rule(
        "kind: limit, spend: all, at_most: {share: {clock: cost_date,"
        " versions: [{from: 2026-07-01, value: 0.1, cite: C}]}}"
    ),
    "dates": rule("kind: line, forbid: lobbying, from: 2026-07-01, until: 2027-07-01"),
    "conditions": rule(
        "kind: participant, for: [training], who: {any: [{age: {min: 16, below: 25}},"
        " {not: {in_school: true}}], selective_service: [registered, exempt],"
        " provider.etpl: true, start: {min: 2026-07-01}}"
    ),
    "a number with versions in a condition": rule(
        "kind: line, where: {unit_cost: {below: {clock: award_date,"
        " versions: [{from: 2024-10-01, value: 10000, cite: C}]}}}"
    ),
    "waivers": rule("kind: limit, spend: all, at_most: {usd: 5}, waivers: {w: null, v: 6}"),
    "a number as text": "stream: x\nname: X\norigin: state\nlisting: 17.258\n",
    "a family": "family: x\nname: X\nfollows: [y]\n",
    "a stream of a family": "stream: x\nname: X\norigin: state\nfamily: y\n",
    "a set": "set: x\nname: X\n",
    "an overlay": "overlay: x\nname: X\n",
}
BROKEN_RULES = {
    "no kind of file": "name: X\norigin: state\n",
    "no origin": "stream: x\nname: X\n",
    "another origin": "stream: x\nname: X\norigin: county\n",
    "an unknown key": "stream: x\nname: X\norigin: state\nowner: me\n",
    "an id in capitals": "stream: X\nname: X\norigin: state\n",
    "a rule without a kind": rule("who: {age: {min: 18}}"),
    "an unknown kind": rule("kind: cap, spend: all"),
    "a key of another kind": rule("kind: line, who: {age: {min: 18}}"),
    "a rule without its ground": f"{HEAD}  - {{id: a, kind: line, allow: training}}\n",
    "an id with _": rule("kind: line, allow: training").replace("id: a", "id: a_b"),
    "an unknown mark": rule("kind: line, allow: training").replace("verified", "certain"),
    "an American date": rule("kind: line, allow: training").replace("2026-11-22", "11/22/2026"),
    "an unknown category": rule("kind: line, allow: [trainings]"),
    "an unknown category in a limit": rule(
        "kind: limit, spend: {category: tuition}, at_most: {usd: 5}"
    ),
    "an unknown test": rule("kind: participant, who: {age: {least: 18}}"),
    "an empty condition": rule("kind: participant, who: {}"),
    "a condition that is no mapping": rule("kind: participant, who: adults"),
    "a list where one condition is meant": rule("kind: participant, who: {not: [{age: 3}]}"),
    "an empty list of conditions": rule("kind: participant, who: {any: []}"),
    "an amount as text": rule("kind: limit, spend: all, at_most: {usd: much}"),
    "an unknown base": rule("kind: limit, spend: all, at_most: {share: 0.1, of: budget}"),
    "an unknown per": rule("kind: limit, spend: all, at_most: {usd: 5}, per: person"),
    "versions without a clock": rule(
        "kind: limit, spend: all, at_most: {usd: {versions: [{from: 2026-07-01, value: 1}]}}"
    ),
    "a version without its citation": rule(
        "kind: limit, spend: all, at_most: {usd: {clock: cost_date,"
        " versions: [{from: 2026-07-01, value: 1}]}}"
    ),
    "a fraction of a year": rule("kind: timeline, ends: {program_years: 1.5}"),
    "an unknown rhythm": rule(
        "kind: report, report: R, every: week, hours: {floor: 0, planning: 1}"
    ),
}
SCENARIO = {
    "name": "name: X",
    "horizon": "horizon: {start: 2026-07-01, end: 2027-06-30}",
    "programs": "programs: [{id: p, weeks: 9, in_demand: true,"
    " provider: {organization: o, etpl: true}}]",
    "organizations": "organizations: [{id: o}]",
    "groups": "groups: [{id: g, program: p, participants: 1, start: 2026-09-01, age: 24}]",
    "costs": "costs: [{id: c, category: tuition_fees, amount: 1}]",
    "awards": "awards: [{id: a, stream: wioa_adult, amount: 1}]",
}
GOOD_SCENARIOS = {
    "small": {},
    "a table": {"costs": "costs: costs.csv"},
    "another file has the rest": {
        "costs": "include: costs.yaml", "groups": "", "programs": "", "awards": "",
    },
    "one moment and one program": {
        "costs": "costs: [{id: c, category: child_care, program: p, amount: 1,"
        " when: {date: 2026-09-01, share: 1}}]"
    },
    "moments and groups": {
        "costs": "costs: [{id: c, category: child_care, groups: [g], per_participant: 1.5,"
        " when: [{date: 2026-09-01, share: 0.5}, {date: 2026-10-01, share: 0.5}]}]"
    },
    "a share of those who stay": {
        "groups": "groups: [{id: 2026, program: p, participants: 1, start: 2026-09-01, active: 1}]"
    },
    "a stream of one's own": {"awards": "awards: [{id: a, stream: county_fund, amount: 1}]"},
    "terms of an award": {
        "awards": "awards: [{id: a, stream: wioa_adult, amount: 1, rules: [{id: t, kind: line,"
        f" forbid: [equipment], {GROUND}}}]}}]"
    },
}  # fmt: skip
BROKEN_SCENARIOS = {
    "no horizon": {"horizon": ""},
    "no groups": {"groups": "groups: []"},
    "an unknown key": {"name": "name: X\nowner: me"},
    "an unknown attribute": {
        "groups": "groups: [{id: g, program: p, participants: 1, start: 2026-09-01, aeg: 24}]"
    },
    "an attribute of another sort": {
        "groups": "groups: [{id: g, program: p, participants: 1, start: 2026-09-01, age: old}]"
    },
    "an attribute of another entity": {
        "costs": "costs: [{id: c, category: tuition_fees, amount: 1, age: 24}]"
    },
    "a family where a category is meant": {
        "costs": "costs: [{id: c, category: training, amount: 1}]"
    },
    "half a person": {
        "groups": "groups: [{id: g, program: p, participants: 1.5, start: 2026-09-01}]"
    },
    "a negative amount": {"awards": "awards: [{id: a, stream: wioa_adult, amount: -1}]"},
    "a share above 1": {
        "awards": "awards: [{id: a, stream: wioa_adult, amount: 1, probability: 50}]"
    },
    "an unknown period": {"horizon": "horizon: {start: 2026-07-01, end: 2027-06-30, period: week}"},
    "an id with a space": {"costs": "costs: [{id: a b, category: tuition_fees, amount: 1}]"},
    "terms that are no rule": {
        "awards": "awards: [{id: a, stream: wioa_adult, amount: 1, rules: [{id: t, kind: lien}]}]"
    },
}  # fmt: skip


def scenario(change: dict[str, str]) -> str:
    return "\n".join({**SCENARIO, **change}.values()) + "\n"


@pytest.mark.parametrize("text", GOOD_RULES.values(), ids=GOOD_RULES.keys())
def test_what_braid_reads_in_a_rule_file_fits(text: str) -> None:
    assert not faults("rule", read(text))


@pytest.mark.parametrize("text", BROKEN_RULES.values(), ids=BROKEN_RULES.keys())
def test_a_broken_rule_file_does_not_fit(text: str) -> None:
    assert faults("rule", read(text))


@pytest.mark.parametrize("change", GOOD_SCENARIOS.values(), ids=GOOD_SCENARIOS.keys())
def test_what_braid_reads_in_a_scenario_fits(change: dict[str, str]) -> None:
    assert not faults("scenario", read(scenario(change)))


@pytest.mark.parametrize("change", BROKEN_SCENARIOS.values(), ids=BROKEN_SCENARIOS.keys())
def test_a_broken_scenario_does_not_fit(change: dict[str, str]) -> None:
    assert faults("scenario", read(scenario(change)))


@pytest.mark.parametrize("text", GOOD_RULES.values(), ids=GOOD_RULES.keys())
def test_braid_reads_the_good_rule_files(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    library, problems = read_whole(tmp_path)
    assert not problems
    assert library.all_files()


@pytest.mark.parametrize("text", BROKEN_RULES.values(), ids=BROKEN_RULES.keys())
def test_braid_refuses_the_broken_rule_files(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    assert has_errors(check_folder(tmp_path, RULES).problems)


@pytest.mark.parametrize("change", BROKEN_SCENARIOS.values(), ids=BROKEN_SCENARIOS.keys())
def test_braid_refuses_the_broken_scenarios(change: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(scenario(change), encoding="utf-8")
    assert has_errors(load_inputs(tmp_path / "x.yaml", RULES)[1])


def test_braid_takes_the_scenario_that_the_broken_ones_are_made_from(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(scenario({}), encoding="utf-8")
    assert not has_errors(load_inputs(tmp_path / "x.yaml", RULES)[1])
