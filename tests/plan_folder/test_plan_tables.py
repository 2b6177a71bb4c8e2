"""The tables of a plan: fixed columns, whole cents in memory, two-decimal text on paper."""

import json
import random

import pytest
from handmade_plan import CHARGES, example_plan, example_tables, rows

from braid.plan.document import document, json_text
from braid.plan.folder import describe_run
from braid.plan.table_files import table_text
from braid.plan.tables import TABLES, Tables, tidy
from braid.reading.plan_form import PLAN_VERSION

# docs/semantics.md, section 9
HEADINGS = {
    "charges": "cost,group,category,period,award,stream,amount",
    "unfunded": "cost,group,category,period,amount,priority,reason,rule,citation",
    "groups": "group,program,participants,scope,name,served,completely_funded",
    "awards": "award,stream,recipient,status,used,amount,to_date,charged,given,received,left,"
    "lapses,recapture_risk,start,end",
    "income": "award,organization,rule,year,people,amount",
    "reports": "report,award,system,period_start,period_end,due,count,hours,cost,performed_by,"
    "filed_by",
    "rules": "rule,instance,kind,left,sense,right,slack,binding,price,price_from,price_to,citation",
    "problems": "code,severity,place,message,remedy",
}


@pytest.mark.parametrize("name", HEADINGS)
def test_a_table_has_the_columns_that_the_semantics_give_it(name: str) -> None:
    assert table_text(Tables.of()[name]) == HEADINGS[name] + "\n"


def test_money_is_whole_cents_in_memory_and_two_decimal_text_on_paper() -> None:
    charge = rows("cost group category period award stream cents", [(*CHARGES[0][:6], 5)])

    table = tidy("charges", charge)

    assert table["cents"] == [5]
    assert table_text(table).splitlines()[1].endswith(",wioa_adult,0.05")


def test_an_entitlement_has_no_amount_and_no_rest() -> None:
    pell = table_text(example_tables()["awards"]).splitlines()[3]

    assert pell == (
        "pell,pell,college,accepted,true,,0.00,40000.00,0.00,0.00,,0.00,0.00,2026-07-01,2028-06-30"
    )


def test_income_that_is_for_no_year_is_for_no_people() -> None:
    table = tidy("income", rows("award organization rule year people cents", [
        ("pell", "college", "aid/allowance", "2026", 10, 50_00),
        ("grant", "board", "fund/adds", "", None, 700_00),
    ]))  # fmt: skip

    assert table_text(table).splitlines()[1:] == [
        "grant,board,fund/adds,,,700.00",
        "pell,college,aid/allowance,2026,10,50.00",
    ]
    assert table["people"] == [None, 10]
    assert table.frame["people"].isna().tolist() == [True, False]


def test_every_line_ends_in_a_line_feed_and_nothing_else() -> None:
    for _, table in example_tables().items():
        text = table_text(table)
        assert text.endswith("\n")
        assert "\r" not in text


def test_rows_are_sorted_whatever_order_they_come_in() -> None:
    shuffled = CHARGES.copy()
    random.Random(1).shuffle(shuffled)
    names = "cost group category period award stream cents"

    assert table_text(tidy("charges", rows(names, shuffled))) == table_text(
        example_tables()["charges"]
    )


def test_a_table_is_made_from_rows_or_from_columns() -> None:
    given = rows("cost group category period award stream cents", CHARGES)
    columns = {name: [row[name] for row in given] for name in given[0]}

    assert tidy("charges", columns).rows() == tidy("charges", given).rows()


def test_a_column_is_added_up_by_others_in_their_order() -> None:
    charges = example_tables()["charges"]

    assert list(charges.sums("award").items()) == [
        (("adult_py26",), 250_000_00), (("city",), 144_000_00), (("pell",), 40_000_00),
    ]  # fmt: skip
    assert sum(charges.where("award", "city")["cents"]) == 144_000_00


def test_every_table_is_also_a_frame_with_the_types_of_its_columns() -> None:
    tables = example_tables()

    assert tables.charges["cents"].dtype == "int64"
    assert tables.charges.to_dict("records") == tables["charges"].rows()
    assert tables.awards["left"].isna().tolist() == [False, False, True]
    assert tables.awards["used"].dtype == "bool"
    assert tables.rules["left"].tolist() == tables["rules"]["left"]


def test_a_frame_that_is_changed_leaves_the_plan_as_it_is() -> None:
    tables = example_tables()

    tables.charges.loc[:, "cents"] = 0

    assert sum(tables["charges"]["cents"]) == 434_000_00


def test_a_table_with_other_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="'charges' has other columns"):
        tidy("charges", {"cost": ["a"], "amount": [1]})


def test_a_table_that_no_plan_has_is_refused() -> None:
    with pytest.raises(ValueError, match="not tables of a plan"):
        Tables.of(surprises=[])


def test_tables_without_rows_keep_their_types() -> None:
    for name, table in Tables.of().items():
        frame = getattr(Tables.of(), name)
        assert list(frame.columns) == [c.name for c in TABLES[name]]
        assert not len(table)
        assert frame.empty
    assert Tables.of().charges["cents"].dtype == "int64"


def test_the_document_adds_the_charges_up_to_the_summary() -> None:
    data = document(example_plan())

    by_award = dict.fromkeys(("adult_py26", "city", "pell"), 0.0)
    for row in data["money"]:
        by_award[row["award"]] += float(row["amount"])
    assert by_award == {"adult_py26": 250_000, "city": 144_000, "pell": 40_000}
    assert sum(float(row["amount"]) for row in data["unfunded"]) == 281_640
    assert data["schema_version"] == PLAN_VERSION
    assert data["summary"]["unfunded"] == "281640.00"


def test_the_document_is_the_same_but_for_its_run() -> None:
    first, second = document(example_plan()), document(example_plan())

    assert first.pop("run").keys() == second.pop("run").keys()
    assert json.dumps(first) == json.dumps(second)


def test_the_text_of_the_document_is_that_of_the_usual_encoder() -> None:
    odd = [{"100 %": '"é"\n\x00'}, {"other": "x", "more": ""}]
    data = {**document(example_plan()), "odd": odd, "mixed": [*odd, {}], "other": [[1], {}, None]}

    assert json_text(data) == json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def test_the_run_names_versions_and_the_hash_of_every_input() -> None:
    import highspy  # noqa: F401

    plan = example_plan()

    run = describe_run(plan.inputs, {"solve": 1.25})

    assert {"braid", "python", "highspy", "numpy", "pydantic"} <= run.versions.keys()
    assert {"scenario.yaml", "people.yaml", "costs.csv", "rules/federal/wioa_adult.yaml"} <= set(
        run.inputs
    )
    assert all(len(sha256) == 64 for sha256 in run.inputs.values())
    assert run.seconds == {"solve": 1.25}
