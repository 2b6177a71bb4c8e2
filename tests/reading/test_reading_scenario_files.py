"""A scenario from all of its files: includes, tables, places, fingerprints."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from reading_workbooks import workbook_bytes

from braid.problems import Problem
from braid.reading import Document, Limits, read_scenario


def write(folder: Path, **files: str) -> None:
    """``a_yaml="..."`` writes a.yaml; ``sub__b_csv`` writes sub/b.csv."""
    for name, text in files.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        path = folder / f"{stem}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def scenario(
    folder: Path, name: str = "s.yaml", limits: Limits | None = None
) -> tuple[Document | None, list[Problem]]:
    return read_scenario(folder / name, shown_as=name, limits=limits)


def read(folder: Path) -> Document:
    document, problems = scenario(folder)
    assert problems == []
    assert document is not None
    return document


def codes(folder: Path, limits: Limits | None = None) -> list[str]:
    return [f"{p.code} {p.place}" for p in scenario(folder, limits=limits)[1]]


def test_a_scenario_of_one_file(tmp_path: Path) -> None:
    write(tmp_path, s_yaml="name: x\ncosts:\n  - {id: a, amount: 1}\n")
    document = read(tmp_path)
    assert document.data == {"name": "x", "costs": [{"id": "a", "amount": Decimal(1)}]}
    assert str(document.place(("costs", 0, "amount"))) == "s.yaml:3:21"
    assert document.columns(("costs",)) is None
    assert document.unread == frozenset()


def test_tables_take_the_place_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "budget.xlsx").write_bytes(
        workbook_bytes({"Groups": [["id", "participants"], ["pct", 40]]})
    )
    write(
        tmp_path,
        s_yaml="costs: costs.csv\ngroups: budget.xlsx#Groups\nawards: []\n",
        costs_csv="id,amount,when.share\na,1,0.5\nb,2,\n",
    )
    document = read(tmp_path)
    assert document.data == {
        "costs": [
            {"id": "a", "amount": Decimal(1), "when": {"share": Decimal("0.5")}},
            {"id": "b", "amount": Decimal(2)},
        ],
        "groups": [{"id": "pct", "participants": Decimal(40)}],
        "awards": [],
    }
    assert str(document.place(("costs", 1, "amount"))) == "costs.csv:3:3"
    assert str(document.place(("costs", 0, "amount"), key=True)) == "costs.csv:1:4"
    assert str(document.place(("costs", 0, "when", "share"))) == "costs.csv:2:5"
    assert str(document.place(("costs", 0, "when", "share"), key=True)) == "costs.csv:1:11"
    assert str(document.place(("costs", 0, "category"))) == "costs.csv:2:1"
    assert str(document.place(("costs", 9))) == "costs.csv:1:1"
    assert str(document.place(("costs",), key=True)) == "s.yaml:1:1"
    assert str(document.place(("groups", 0, "participants"))) == "budget.xlsx#Groups!B2"
    assert str(document.place(("groups", 0, "sai"))) == "budget.xlsx#Groups!A2"
    assert str(document.place(("awards",))) == "s.yaml:3:9"
    assert document.columns(("costs",)) == ("id", "amount", "when.share")
    assert document.text(("costs", 0, "when", "share")) == "0.5"


@pytest.mark.parametrize("kind", ["csv", "workbook", "inline"])
def test_a_list_inside_a_block_may_be_a_table_too(tmp_path: Path, kind: str) -> None:
    charges = {
        "csv": "ledger.csv",
        "workbook": "ledger.xlsx#Q1",
        "inline": "[{cost: a, amount: 1}]",
    }
    (tmp_path / "ledger.xlsx").write_bytes(workbook_bytes({"Q1": [["cost", "amount"], ["a", 1]]}))
    write(
        tmp_path,
        s_yaml=f"include: [more.yaml]\nactuals:\n  charges: {charges[kind]}\n",
        more_yaml="actuals: {as_of: 2026-09-30}\n",
        ledger_csv="cost,amount\na,1\n",
    )
    document = read(tmp_path)
    assert document.data["actuals"] == {
        "as_of": "2026-09-30", "charges": [{"cost": "a", "amount": Decimal(1)}],
    }  # fmt: skip
    places = {"csv": "ledger.csv:2:3", "workbook": "ledger.xlsx#Q1!B2", "inline": "s.yaml:3:31"}
    assert str(document.place(("actuals", "charges", 0, "amount"))) == places[kind]
    assert str(document.place(("actuals", "as_of"))) == "more.yaml:1:18"


def test_a_table_inside_a_block_that_cannot_be_read_is_unread(tmp_path: Path) -> None:
    write(tmp_path, s_yaml="actuals:\n  charges: ledger.csv\n")
    document, problems = read_scenario(tmp_path / "s.yaml", shown_as="s.yaml")
    assert [str(problem.place) for problem in problems] == ["s.yaml:2:12"]
    assert document is not None
    assert document.data == {"actuals": {"charges": []}}
    assert document.unread == {("actuals", "charges")}


def test_which_keys_may_name_a_table_is_the_callers_choice(tmp_path: Path) -> None:
    write(tmp_path, s_yaml="costs: costs.csv\nroster: roster.csv\n", roster_csv="age\n29\n")
    document, problems = read_scenario(tmp_path / "s.yaml", tables=("roster",))
    assert problems == []
    assert document is not None
    assert document.data == {"costs": "costs.csv", "roster": [{"age": Decimal(29)}]}


def test_included_lists_come_first_in_order_and_blocks_are_merged(tmp_path: Path) -> None:
    write(
        tmp_path,
        s_yaml="include: [parts/one.yaml, parts/two.yaml]\ncosts: [{id: c}]\nrules: {state: tx}\n",
        parts__one_yaml="costs:\n  - {id: a}\nrules:\n  waivers: [x]\n",
        parts__two_yaml="costs: two.csv\nname: n\nrules:\n  waivers: [y]\n",
        parts__two_csv="id\nb\n",
    )
    document = read(tmp_path)
    assert document.data == {
        "costs": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
        "rules": {"waivers": ["x", "y"], "state": "tx"},
        "name": "n",
    }
    assert [str(document.place(("costs", i, "id"))) for i in range(3)] == [
        "parts/one.yaml:2:10",
        "parts/two.csv:2:1",
        "s.yaml:2:14",
    ]
    assert str(document.place(("rules", "waivers", 1))) == "parts/two.yaml:4:13"
    assert str(document.place(("rules", "state"), key=True)) == "s.yaml:3:9"
    assert str(document.place(("rules", "waivers"), key=True)) == "parts/one.yaml:4:3"
    assert str(document.place(("name",))) == "parts/two.yaml:2:7"
    assert str(document.place(("rules",))) == "s.yaml:3:8"


def test_one_include_may_be_written_without_brackets(tmp_path: Path) -> None:
    write(tmp_path, s_yaml="include: a.yaml\n", a_yaml="name: x\n")
    assert read(tmp_path).data == {"name": "x"}


def test_all_files_that_were_read_are_listed_once_with_their_fingerprints(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(workbook_bytes({"C": [["id"], ["x"]], "G": [["id"], ["y"]]}))
    write(
        tmp_path,
        s_yaml="include: [a.yaml]\ncosts: b.xlsx#C\ngroups: b.xlsx#G\n",
        a_yaml="name: x\n",
    )
    sources = read(tmp_path).sources
    assert [s.shown_as for s in sources] == ["s.yaml", "a.yaml", "b.xlsx"]
    for source in sources:
        assert source.sha256 == sha256((tmp_path / source.shown_as).read_bytes()).hexdigest()


def test_the_same_value_in_two_files_names_both_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        s_yaml="include: [a.yaml]\nhorizon: {start: 2026-07-01}\n",
        a_yaml="horizon:\n  start: 2026-10-01\n",
    )
    _, problems = scenario(tmp_path)
    assert [(p.code, str(p.place), str(p.see[0])) for p in problems] == [
        ("B027", "s.yaml:2:11", "a.yaml:2:3")
    ]
    assert problems[0].message == "'horizon.start' is set here and in a.yaml."


def test_a_list_and_a_single_value_do_not_mix(tmp_path: Path) -> None:
    write(tmp_path, s_yaml="include: [a.yaml]\nprograms: x\n", a_yaml="programs: [{id: p}]\n")
    assert codes(tmp_path) == ["B027 s.yaml:2:1"]


def test_a_circle_is_shown(tmp_path: Path) -> None:
    write(
        tmp_path,
        s_yaml="include: [a.yaml]\nname: x\n",
        a_yaml="include: [b.yaml]\n",
        b_yaml="costs: []\ninclude:\n  - a.yaml\n",
    )
    document, problems = scenario(tmp_path)
    assert [f"{p.code} {p.place}" for p in problems] == ["B024 b.yaml:3:5"]
    assert "a.yaml -> b.yaml -> a.yaml" in problems[0].message
    assert document is not None
    assert document.data == {"costs": [], "name": "x"}
    assert document.unread == {("include",)}


def test_a_file_that_includes_itself(tmp_path: Path) -> None:
    write(tmp_path, s_yaml="include: [s.yaml]\n")
    assert "s.yaml -> s.yaml" in scenario(tmp_path)[1][0].message


def test_a_file_included_twice_would_double_its_lists(tmp_path: Path) -> None:
    write(tmp_path, s_yaml="include: [a.yaml, ./a.yaml]\n", a_yaml="costs: [{id: x}]\n")
    document, problems = scenario(tmp_path)
    assert [(p.code, str(p.place), str(p.see[0])) for p in problems] == [
        ("B025", "s.yaml:1:19", "s.yaml:1:11")
    ]
    assert document is not None
    assert document.data == {"costs": [{"id": "x"}]}


def test_includes_have_a_depth_and_a_number(tmp_path: Path) -> None:
    write(
        tmp_path,
        s_yaml="include: [a.yaml]\n",
        a_yaml="include: [b.yaml]\n",
        b_yaml="include: [c.yaml]\n",
        c_yaml="name: x\n",
    )
    assert codes(tmp_path) == []
    assert codes(tmp_path, Limits(include_depth=2)) == ["B026 b.yaml:1:11"]
    assert codes(tmp_path, Limits(included_files=2)) == ["B026 b.yaml:1:11"]


@pytest.mark.parametrize(
    ("include", "place"),
    [
        ("include: 5", "1:10"),
        ("include: {a: b}", "1:10"),
        ("include:", "1:1"),
        ("include: []", "1:10"),
        ("include: [5]", "1:11"),
        ("include: [costs.csv]", "1:11"),
    ],
)
def test_include_names_yaml_files(tmp_path: Path, include: str, place: str) -> None:
    write(tmp_path, s_yaml=f"{include}\n", costs_csv="id\nx\n")
    assert codes(tmp_path) == [f"B023 s.yaml:{place}"]


def test_an_include_that_is_not_there_or_outside(tmp_path: Path) -> None:
    inside = tmp_path / "scenario"
    write(tmp_path, out_yaml="name: x\n")
    write(inside, s_yaml="include: [../out.yaml, bases.yaml]\n", base_yaml="name: y\n")
    _, problems = scenario(inside)
    assert [f"{p.code} {p.place}" for p in problems] == ["B028 s.yaml:1:11", "B001 s.yaml:1:24"]
    assert problems[1].remedy == "Did you mean 'base.yaml'?"
    document, problems = read_scenario(inside / "s.yaml", allow_outside=True)
    assert [p.code for p in problems] == ["B001"]
    assert document is not None
    assert document.data == {"name": "x"}


@pytest.mark.parametrize("text", ["- a\n", "just text\n", "5\n"])
def test_a_scenario_is_keys_and_values(tmp_path: Path, text: str) -> None:
    write(tmp_path, s_yaml=text)
    assert codes(tmp_path) == ["B022 s.yaml:1:1"]
    write(tmp_path, s_yaml="include: [a.yaml]\nname: x\n", a_yaml=text)
    assert codes(tmp_path) == ["B022 a.yaml:1:1"]


def test_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    write(
        tmp_path,
        s_yaml="include: [a.yaml, b.yaml]\nname: x\nname: y\ncosts: costs.csv\ngroups: no.csv\n",
        a_yaml="a: [1\n",
        b_yaml="b: !t 1\n",
        costs_csv="id,id\nx,y\n",
    )
    document, problems = scenario(tmp_path)
    assert [f"{p.code} {p.place}" for p in problems] == [
        "B011 s.yaml:3:1",
        "B008 a.yaml:1:4",
        "B014 b.yaml:1:4",
        "B035 costs.csv:1:4",
        "B001 s.yaml:5:9",
    ]
    assert document is not None
    assert document.unread == {("include",), ("costs",), ("groups",)}
    assert document.data["costs"] == []


def test_a_scenario_that_is_not_there(tmp_path: Path) -> None:
    document, problems = scenario(tmp_path)
    assert document is None
    assert [f"{p.code} {p.place}" for p in problems] == ["B001 s.yaml"]


def test_names_of_files_are_shown_as_the_user_gave_the_scenarios(tmp_path: Path) -> None:
    write(tmp_path, s_yaml="costs: costs.csv\n", costs_csv="id\nx\n")
    document, _ = read_scenario(tmp_path / "s.yaml", shown_as="scenarios/s.yaml")
    assert document is not None
    assert str(document.place(("costs", 0, "id"))) == "scenarios/costs.csv:2:1"
