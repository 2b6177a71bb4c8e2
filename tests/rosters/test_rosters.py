"""A roster becomes groups: nobody is lost, and nobody is put with people a rule tells apart."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from people_of import (
    HEADER,
    PLANTED,
    ROOT,
    demo,
    person,
    small,
    taken_apart,
    write_people,
    write_scenario,
)

from braid.catalog.load import load_inputs
from braid.catalog.rosters.groups import Grouping, groups_of
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground
from braid.model.build import build_model
from braid.optimize.highs import solve
from braid.optimize.tiers import tier_values
from braid.render.roster import groups_csv, people_csv

FACTS = (
    "age", "city_resident", "low_income", "employment_status", "dislocation", "public_assistance",
    "selective_service", "fafsa_processed", "sai", "max_pell", "highest_degree",
)  # fmt: skip


def grouped(scenario: Path, people: Path, **options: object) -> Grouping:
    found, problems = groups_of(scenario, people, **options)  # type: ignore[arg-type]
    assert found is not None, problems
    return found


def rows_of(found: Grouping) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(groups_csv(found))))


def test_the_groups_of_the_demo_come_back_from_its_people(tmp_path: Path) -> None:
    data = demo()
    people = write_people(tmp_path / "people.csv", taken_apart(data["groups"], Random(1)))
    found = grouped(write_scenario(tmp_path / "quest.yaml", data), people)
    key = ("program", "participants", "start")
    made = sorted(tuple(str(row[k]) for k in key) for row in rows_of(found))
    assert made == sorted(tuple(str(group[k]) for k in key) for group in data["groups"])
    assert found.unread == ("birth_date", "case_number", "last_name")


def test_the_order_of_a_roster_changes_no_byte(tmp_path: Path) -> None:
    data = demo()
    scenario = write_scenario(tmp_path / "quest.yaml", data)
    rows = taken_apart(data["groups"], Random(2), FACTS)
    written = []
    for seed in (3, 4):
        Random(seed).shuffle(rows)
        found = grouped(scenario, write_people(tmp_path / f"{seed}.csv", rows))
        written.append(groups_csv(found))
    assert written[0] == written[1]
    assert PLANTED not in written[0]
    assert "1990-01-01" not in written[0]


def may_pay(ground: Ground) -> dict[str, set[tuple[object, ...]]]:
    """By group: the lines, periods and awards of everything that may be paid for it directly."""
    cells, charges, codes = ground.cells, ground.charges, ground.codes
    found: dict[str, set[tuple[object, ...]]] = {name: set() for name in codes.groups}
    for cell, award in zip(charges.cell.tolist(), charges.award.tolist(), strict=True):
        if cell >= 0 and cells.group[cell] >= 0:
            found[codes.groups[cells.group[cell]]].add(
                (codes.lines[cells.line[cell]], int(cells.period[cell]), codes.awards[award])
            )
    return found


@pytest.mark.parametrize("seed", range(3))
def test_each_person_may_be_paid_for_as_the_group_is(tmp_path: Path, seed: int) -> None:
    data, random = demo(), Random(seed)
    groups = [{**g, "participants": 9} for g in data["groups"]]
    rows = taken_apart(groups, random, FACTS)
    for row in rows:  # ages on both sides of every line that a rule draws
        row["age"] = random.randint(15, 27)
    scenario = write_scenario(tmp_path / "quest.yaml", {**data, "groups": "groups.csv"})
    found = grouped(scenario, write_people(tmp_path / "people.csv", rows))
    (tmp_path / "groups.csv").write_text(groups_csv(found), encoding="utf-8")
    together, problems = load_inputs(scenario)
    assert together is not None, problems
    alone = [
        {"id": f"person-{n}", "participants": 1, **{
            k: v for k, v in row.items()
            if v is not None and k not in ("last_name", "birth_date", "case_number")
        }}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    apart, problems = load_inputs(
        write_scenario(tmp_path / "apart.yaml", {**data, "groups": alone})
    )
    assert apart is not None, problems
    grounds = [build_ground(inputs) for inputs in (together, apart)]
    of_group, of_person = (may_pay(ground) for ground in grounds)
    ids = [row["id"] for row in found.collapsed.rows()]
    for n, group in enumerate(found.collapsed.member_of.tolist()):
        assert of_person[f"person-{n}"] == of_group[ids[group]]
    assert 1 < len({frozenset(v) for v in of_group.values()}) < len(rows)
    assert len(ids) < len(rows)
    assert sum(row["participants"] for row in found.collapsed.rows()) == len(rows)


def test_groups_leave_as_little_unfunded_as_people_one_by_one(tmp_path: Path) -> None:
    rows = [person(20 + n, "true" if n % 3 else "false", program=("welding", "care")[n % 2])
            for n in range(24)]  # fmt: skip
    scenario, people = small(tmp_path, *rows)
    found = grouped(scenario, people)
    (tmp_path / "groups.csv").write_text(groups_csv(found), encoding="utf-8")
    together, _ = load_inputs(scenario)
    alone = "\n".join(
        ["id,participants," + HEADER, *(f"p{n},1,{row}" for n, row in enumerate(rows))]
    )
    (tmp_path / "groups.csv").write_text(alone + "\n", encoding="utf-8")
    apart, _ = load_inputs(scenario)
    assert together is not None
    assert apart is not None
    assert len(together.groups) == 4
    values = [tier_values(build_model(build_ground(i)), solve) for i in (together, apart)]
    assert values[0].keys() == values[1].keys()
    for name, value in values[0].items():
        assert value == pytest.approx(values[1][name], abs=0.005)
    assert values[0]["unfunded"] > 0


def test_values_that_no_rule_tells_apart_are_one_and_others_are_not(tmp_path: Path) -> None:
    scenario, people = small(tmp_path, *(person(age) for age in (15, 17, 18, 30, 64)))
    found = grouped(scenario, people)
    assert [(r["age"], r["participants"]) for r in rows_of(found)] == [
        ("15", "2"),
        ("18", "3"),
    ] or [(r["age"], r["participants"]) for r in rows_of(found)] == [("18", "3"), ("15", "2")]
    assert found.collapsed.standing == ("age 15 for 15 to 17", "age 18 for 18 to 64")
    kept = grouped(scenario, people, keep=("age",))
    assert len(rows_of(kept)) == 5


def test_an_attribute_that_no_rule_asks_for_parts_nobody_unless_it_is_kept(tmp_path: Path) -> None:
    rows = [f"{person()},{v}" for v in ("true", "false", "")]
    scenario, people = small(tmp_path, *rows, header=f"{HEADER},veteran")
    found = grouped(scenario, people)
    assert found.idle == ("veteran",)
    assert len(rows_of(found)) == 1
    assert len(rows_of(grouped(scenario, people, keep=("veteran",)))) == 3


def test_what_is_not_known_is_not_put_with_what_is_false(tmp_path: Path) -> None:
    found = grouped(*small(tmp_path, person(resident="false"), person(resident="")))
    assert sorted(row["city_resident"] for row in rows_of(found)) == ["", "false"]


def test_a_proposal_tells_people_apart_too(tmp_path: Path) -> None:
    scenario, people = small(tmp_path, *(person(age) for age in (19, 30)))
    assert len(rows_of(grouped(scenario, people))) == 1
    proposal = tmp_path / "older.yaml"
    proposal.write_text(OLDER, encoding="utf-8")
    assert len(rows_of(grouped(scenario, people, proposals=(proposal,)))) == 2


OLDER = """
proposal: older
title: The city's fund from 25 on
author: Somebody
reference: a test
status: idea
date: 2026-01-01
summary: A test.
authority: board
adds:
  - to: city_sales_tax_fund
    rules:
      - {id: from-25, kind: participant, who: {age: {min: 25}}, why: A test., cite: none,
         confidence: assumption, reviewed: 2026-01-01, authority: terms}
"""


def test_a_workbook_is_read_as_a_csv_file_is(tmp_path: Path) -> None:
    import pandas as pd

    rows = [person(), person(17), person(resident="")]
    scenario, people = small(tmp_path, *rows)
    book = tmp_path / "people.xlsx"
    pd.read_csv(people, parse_dates=["start"]).to_excel(book, index=False)
    assert groups_csv(grouped(scenario, book)) == groups_csv(grouped(scenario, people))


def test_the_scenario_may_be_a_workbook(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from braid.cli.app import app

    scenario, people = small(tmp_path, person(), person(17))
    (tmp_path / "groups.csv").write_text(
        f"id,participants,{HEADER}\nfall,1,{person()}\n", encoding="utf-8"
    )
    book = tmp_path / "small.xlsx"
    words = ["template", "--xlsx", str(scenario), "--out", str(book)]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert groups_csv(grouped(book, people)) == groups_csv(grouped(scenario, people))


def test_every_person_is_written_back_in_order(tmp_path: Path) -> None:
    scenario, people = small(
        tmp_path, f"=1+1,{person()}", f"B,{person(17)}", f"C,{person()}", header=f"who,{HEADER}"
    )
    found = grouped(scenario, people, beside=("who",))
    ids = found.roster.columns["who"]
    rows = list(csv.DictReader(io.StringIO("".join(people_csv(found, ids=ids)))))
    of_age = {row["age"]: row["id"] for row in rows_of(found)}
    assert [(r["row"], r["id"]) for r in rows] == [("1", "'=1+1"), ("2", "B"), ("3", "C")]
    assert [r["group"] for r in rows] == [of_age["30"], of_age["17"], of_age["30"]]
    hidden = "".join(people_csv(found, ids=ids, key=b"0123456789abcdef"))
    other = "".join(people_csv(found, ids=ids, key=b"another secret of 16"))
    assert "=1+1" not in hidden
    assert hidden != other


def test_a_person_of_many_groups_of_a_plan_is_told_as_it_is_known(tmp_path: Path) -> None:
    from braid.plan.build import make_plan

    scenario, people = small(tmp_path, *(person() for _ in range(30)), person(17))
    found = grouped(scenario, people)
    (tmp_path / "groups.csv").write_text(groups_csv(found), encoding="utf-8")
    inputs, _ = load_inputs(scenario)
    assert inputs is not None
    plan = make_plan(inputs, explained=False)
    rows = list(csv.DictReader(io.StringIO("".join(people_csv(found, plan)))))
    assert [row["city_sales_tax_fund"] for row in rows] == ["25 of 30"] * 30 + ["no"]
    first = {
        name: replace(one, of_group=one.of_group[:1]) for name, one in found.collapsed.cells.items()
    }
    smaller = replace(found, collapsed=replace(found.collapsed, cells=first))
    from braid.render.roster import of_other_groups

    assert of_other_groups(found, plan, "DIR") is None
    other = of_other_groups(smaller, plan, "DIR")
    assert other is not None
    assert other.code == "B067"


def test_the_shipped_scenarios_have_no_roster_of_people_in_them() -> None:
    named = [p for p in (ROOT / "scenarios").rglob("*.csv") if "last_name" in p.read_text("utf-8")]
    assert named == []
