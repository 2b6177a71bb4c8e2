"""``braid new``: a few answers, whatever they are, become a scenario that can be solved."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from braid.catalog.drafting.answers import Answers, Group, Money, Program, id_of
from braid.catalog.drafting.draft import drafted
from braid.catalog.library import rules_directory
from braid.catalog.load import load_inputs
from braid.catalog.whole import read_whole
from braid.cli.app import app
from braid.plan.build import make_plan
from braid.plan.plan import Plan
from braid.reading.yaml_reader import read_yaml
from braid.render.draft.quoting import remark, text, value
from braid.render.draft.text import scenario_text

CHECKOUT = Path(__file__).parents[2]
LIBRARY, _ = read_whole(rules_directory())
STREAMS = list(LIBRARY.of_kind("stream"))
WELDING = Answers(
    "Welding", date(2026, 7, 1), date(2027, 6, 30), (Program("welding", "Welding"),),
    (Group("autumn", "welding", 10),), (), staff=Decimal(40_000), support=Decimal(500),
)  # fmt: skip
WAITING = {
    "ma_wtfp_general", "snap_et_50", "snap_et_participant_reimb",  # for others' money beside it
    "sc_apprentice_credit", "sc_reentry_credit", "sc_veteran_credit",  # for seven months of work
}  # fmt: skip
"""Streams that pay nothing when they are alone and training takes twelve weeks."""
TO_LOOK_AT = dict.fromkeys(
    ("vr_state_grants", "vr_pre_ets"), ("vocational_rehabilitation/two-fiscal-years",)
)
"""All that the audit of a draft warns of: only the State knows what of an award was matched by
September 30, the end of its year, and is carried over."""
REMARKED = {"taa": "taa/co-enrolled asks for one beside its own"}
"""All that the plan of a draft remarks: only the user knows of money that is not in the file."""
OF_FEW = {"Comprehensive local needs assessment", "Perkins improvement plan"}
"""Reports that fall due for some recipients only."""
ODD_NAMES = (
    'A "quoted": name #1', "it's = 5 | > & * !", "Größe 🎓 école", "שלום مرحبا \u202etxet",
    "yes", "12",
    "1e3", "null", "- dash", "{brace}", "100%", "trailing:", "back\\slash", "tab\there",
    "two\nlines",
    "nel\x85sep\u2028para\u2029", "\ufeffbom", "C:\\x", "@at", "`tick`", "2026-07-01",
)  # fmt: skip


def new(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["new", *arguments], input=typed)


def planned(answers: Answers, folder: Path, supposing: bool = True) -> Plan:
    """The plan of a draft, which must be checked without any problem and pass its audit."""
    file = folder / "draft.yaml"
    file.write_text(scenario_text(drafted(answers, LIBRARY), LIBRARY, supposing), encoding="utf-8")
    inputs, problems = load_inputs(file)
    assert problems == ()
    assert inputs is not None
    plan = make_plan(inputs, unsettled=False)
    assert plan.audit_passed
    return plan


def paid(plan: Plan) -> Decimal:
    """Dollars for anything but reports."""
    costs = plan.inputs.costs
    rows = plan.tables["charges"].records()
    return sum((Decimal(row["amount"]) for row in rows if row["cost"] in costs), Decimal(0))


@pytest.mark.parametrize("stream", STREAMS)
def test_a_draft_with_any_stream_alone_is_solved(stream: str, tmp_path: Path) -> None:
    answers = replace(WELDING, money=(Money("money", stream),))

    plan = planned(answers, tmp_path)

    assert bool(paid(plan)) == (stream not in WAITING | {"pooled_funder_collaborative"})
    assert plan.audit_warnings == TO_LOOK_AT.get(stream, ())
    remarks = " ".join(row["message"] for row in plan.tables["problems"].records())
    assert REMARKED.get(stream, "") in remarks
    assert bool(remarks) == (stream in REMARKED)
    assert not OF_FEW & {row["report"] for row in plan.tables["reports"].records()}


def test_reports_of_few_are_due_until_somebody_says_that_they_are_not(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    draft = drafted(replace(WELDING, money=(Money("money", "perkins_postsecondary"),)), LIBRARY)
    unsaid = r"^ *(needs_assessment_due|below_performance_target): false$"
    text = re.sub(unsaid, "", scenario_text(draft, LIBRARY), flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")
    inputs, _ = load_inputs(file)
    assert inputs is not None

    due = make_plan(inputs, unsettled=False).tables["reports"].records()

    assert {row["report"] for row in due} >= OF_FEW


def test_an_amount_that_nobody_said_is_what_the_award_may_pay() -> None:
    money = (Money("adult", "wioa_adult"), Money("youth", "wioa_youth", Decimal(30_000)))
    draft = drafted(replace(WELDING, money=money), LIBRARY)
    written = scenario_text(draft, LIBRARY)

    # tuition of 30,000, fares of 5,000, a coach of 40,000
    assert [m.amount for m in draft.answers.money] == [75_000, 30_000]
    assert "    amount: 75000  # a guess. Shown by: award letter\n" in written
    assert "    amount: 30000\n" in written
    two = drafted(replace(WELDING, money=(money[0], Money("more", "wioa_adult"))), LIBRARY)
    assert [m.amount for m in two.answers.money] == [38_000, 38_000]


def test_a_cost_of_which_an_award_must_pay_a_part_is_in_the_draft() -> None:
    draft = drafted(replace(WELDING, money=(Money("youth", "wioa_youth"),)), LIBRARY)

    line = draft.lines[-1]
    # a fifth of 75,000 among ten; on-the-job training would be repaid by half only
    assert (line.category, line.per_participant) == ("work_experience_wages", 1_500)
    assert "which must spend a part of its money on this" in scenario_text(draft, LIBRARY)


@pytest.mark.parametrize("stream", ["wioa_youth", "workforce_pell", "oh_techcred", "taa"])
def test_facts_left_open_make_no_money_available(stream: str, tmp_path: Path) -> None:
    answers = replace(WELDING, money=(Money("money", stream),))

    assert paid(planned(answers, tmp_path, supposing=False)) == 0


def test_facts_left_open_are_stated_by_taking_the_mark_away(tmp_path: Path) -> None:
    money = (Money("adult", "wioa_adult"), Money("pell", "workforce_pell"))
    draft = drafted(replace(WELDING, money=money), LIBRARY)
    left_open = scenario_text(draft, LIBRARY, supposing=False)
    stated = re.sub(
        r"^( {4,})# ( *(?!by:)[a-z_]+:(?: [^ ].*)?)$", r"\1\2", left_open, flags=re.MULTILINE
    )

    file = tmp_path / "stated.yaml"
    file.write_text(stated, encoding="utf-8")
    document, _ = read_yaml(file)
    file.write_text(scenario_text(draft, LIBRARY), encoding="utf-8")
    guessed, _ = read_yaml(file)

    assert document is not None
    assert guessed is not None
    assert document.data == guessed.data
    # what has to be said is said all the same
    certain = left_open.replace("# a guess: full-time", "").replace(
        "# a guess. Shown by: award letter", ""
    )
    assert "a guess" not in certain


def test_the_guesses_of_several_streams_go_together(tmp_path: Path) -> None:
    streams = ("wioa_adult", "pell", "city_sales_tax_fund", "employer_contribution", "snap_et_100")
    money = tuple(Money(stream, stream) for stream in streams)
    answers = replace(
        WELDING, money=money, employer="Steel: the works", staff=Decimal(400_000),
        programs=(Program("welding", "Welding"), Program("nursing", "Nursing", Decimal(30))),
        groups=(*WELDING.groups, Group("spring", "nursing", 12), Group("fall", "nursing", 8)),
    )  # fmt: skip

    plan = planned(answers, tmp_path)

    charged = {row["award"] for row in plan.tables["charges"].records()}
    assert {"wioa_adult", "pell", "city_sales_tax_fund", "employer_contribution"} <= charged


def test_money_that_cannot_pay_is_told_with_the_reason() -> None:
    draft = drafted(
        replace(
            WELDING, money=(Money("pell", "pell"), Money("short", "workforce_pell")),
            programs=(Program("welding", "Welding", Decimal(20)),),
        ),
        LIBRARY,
    )  # fmt: skip

    assert "pell" not in draft.unpaid
    assert any(one.rule == "workforce_pell/weeks" for one in draft.unpaid["short"])
    assert "As it stands it pays nothing here." in scenario_text(draft, LIBRARY)


def test_streams_of_another_library_are_asked_the_same(tmp_path: Path) -> None:
    """What is guessed follows from the rules that are read, not from the stream's name."""
    rules = tmp_path / "rules"
    (rules / "federal").mkdir(parents=True)
    for name in ("categories", "attributes"):
        (rules / f"{name}.yaml").write_bytes((CHECKOUT / "rules" / f"{name}.yaml").read_bytes())
    (rules / "federal" / "river_fund.yaml").write_text(
        "stream: river_fund\nname: River fund\norigin: local\nrules:\n"
        "  - {id: young, kind: participant, who: {age: {min: 40, below: 43}, veteran: true},\n"
        "     why: Only veterans of forty to forty-two., cite: Charter, confidence: verified,\n"
        "     reviewed: 2026-11-22, authority: terms}\n",
        encoding="utf-8",
    )
    library, _ = read_whole(rules)

    draft = drafted(replace(WELDING, money=(Money("river", "river_fund"),)), library)

    assert draft.facts["group:autumn", "age"] == 40
    assert draft.facts["group:autumn", "veteran"] is True
    assert not draft.unpaid


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    answers = replace(
        WELDING, name=name, employer=name, money=(Money("gift", "foundation_grant"),),
        programs=(Program("welding", name),),
    )  # fmt: skip
    file.write_text(scenario_text(drafted(answers, LIBRARY), LIBRARY), encoding="utf-8")

    document, problems = read_yaml(file)

    assert not problems
    assert document is not None
    data = document.data
    assert data["name"] == data["organizations"][0]["name"] == data["programs"][0]["name"] == name
    assert data["partnership"]["employers"][0]["name"] == name
    assert load_inputs(file)[1] == ()


def test_remarks_stay_remarks() -> None:
    lines = remark("two\nlines \x85 and \u2028 \u202eturned " + "long " * 60, 2)

    assert all(line.startswith("  # ") and line.splitlines() == [line] for line in lines)
    assert not any("\u202e" in line for line in lines)


def test_values_as_yaml_has_them() -> None:
    said = [True, Decimal("1250.50"), Decimal("100"), date(2026, 7, 1), "plain words", "NO", "a: b"]

    assert [value(v) for v in said] == [
        "true", "1250.5", "100", "2026-07-01", "plain words", '"NO"', '"a: b"',
    ]  # fmt: skip
    assert text("") == '""'


def test_ids_are_made_of_names() -> None:
    assert id_of("Größe & Co. École", (), "x") == "groe_co_ecole"
    assert id_of("🎓", (), "program") == "program"
    assert id_of("Nursing", ["nursing", "nursing_2"], "x") == "nursing_3"
    assert len(id_of("long " * 50, (), "x")) <= 40


def test_every_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    done = new("--yes")

    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("our-partnership.yaml: good: 1 program, 1 group of 20")
    assert "  braid solve our-partnership.yaml\n" in done.stdout
    assert "?" not in done.stderr


def test_enter_takes_the_same_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    new("one.yaml", "--yes")

    done = new("two.yaml", typed="\n" * 30)

    assert done.exit_code == 0, done.output
    one, two = Path("one.yaml").read_text("utf-8"), Path("two.yaml").read_text("utf-8")
    assert two == one.replace("one.yaml", "two.yaml")


def test_mistakes_are_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken.yaml").write_text("mine", encoding="utf-8")
    answers = [
        "Nursing: a plan", "7/1/2026", "2026-07-01", "many", "0", "12",
        "wioa", "gold", "wioa adult", "-5", "much", "$150,000", "2020-01-01", "",
        "pell", "",
        "Nursing", "0", "60", "30", "6400", "",
        "0", "2.5", "24", "soon", "2027-05-01", "2026-08-24", "",
        "", "x", "60000", "", "perhaps", "y", "taken.yaml", "nursing",  "nursing.yaml",
    ]  # fmt: skip

    done = new(typed="\n".join(answers) + "\n")

    assert done.exit_code == 0, done.output
    for said in (
        "'7/1/2026' is not a day.", "'many' is not a whole number.",
        "It is between 1 and 120, not 0.",
        "Which of them?", "There is no money called 'gold'.", "An amount is more than nothing",
        "'much' is not an amount.", "It would end before the plan begins",
        "more than 0 and at most 1,040 weeks", "60 weeks do not fit into the plan",
        "It is between 1 and 10,000,000, not 0.", "'2.5' is not a whole number.",
        "'soon' is not a day.", "They would train until November 26, 2027", "'x' is not an amount.",
        "Answer y or n.", "'taken.yaml' is there already.", "A scenario is a YAML file.",
    ):  # fmt: skip
        assert said in done.output
    assert Path("taken.yaml").read_text("utf-8") == "mine"
    inputs, problems = load_inputs(Path("nursing.yaml"))
    assert problems == ()
    assert inputs is not None
    assert inputs.scenario.name == "Nursing: a plan"
    assert inputs.awards["wioa_adult"].amount == 150_000
    assert inputs.awards["pell"].amount is None
    assert inputs.programs["nursing"].weeks == 30
    assert inputs.groups["nursing_1"].start == date(2026, 8, 24)


def test_an_award_that_pays_only_beside_other_money_is_asked_for_it(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    typed = ["", "", "", "ma_wtfp_general", "", "", "employer_contribution", "70000", ""]

    done = new(str(file), typed="\n".join(typed) + "\n" * 30)

    assert done.exit_code == 0, done.output
    assert "Each dollar of the grant is matched by a dollar of the employer's" in done.stderr
    assert "Which money stands beside it? [none yet]" in done.stderr
    inputs, _ = load_inputs(file)
    assert inputs is not None
    assert {a.stream: a.amount for a in inputs.awards.values()} == {
        "ma_wtfp_general": 60_000, "employer_contribution": 70_000,
    }  # fmt: skip
    assert paid(make_plan(inputs, unsettled=False)) > 70_000


def test_options_answer_everything(tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"

    done = new(
        str(file), "--name", "All of it", "--start", "2026-07-01", "--months", "24",
        "--stream", "17=150000@2027-12-31", "--stream", "Federal Pell Grant",
        "--program", "Nursing = a start=30:6400", "--program", "Welding=12",
        "--group", "Nursing = a start=24@2026-08-24", "--group", "welding=10",
        "--support", "0", "--staff", "0", "--employer", "Steel", "--facts", "guess",
        typed="",
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    inputs, problems = load_inputs(file)
    assert problems == ()
    assert inputs is not None
    assert [(g.program, g.participants) for g in inputs.groups.values()] == [
        ("nursing_a_start", 24), ("welding", 10),
    ]  # fmt: skip
    assert inputs.awards["wioa_adult"].end == date(2027, 12, 31)
    assert set(inputs.costs) == {"tuition_nursing_a_start", "tuition_welding"}
    assert inputs.employers["employer"].name == "Steel"


@pytest.mark.parametrize(
    ("option", "said", "wrong"),
    [
        ("--start", "tomorrow", "not a day"),
        ("--months", "121", "between 1 and 120"),
        ("--stream", "gold=5", "no money called 'gold'"),
        ("--stream", "wioa=5", "can mean"),
        ("--stream", "wioa_adlt", "Did you mean 'wioa_adult'?"),
        ("--stream", "pell=5000", "has no amount"),
        ("--stream", "wioa_adult=12.345", "more than two digits"),
        ("--program", "Welding=0", "more than 0"),
        ("--program", "=12", "at least one letter"),
        ("--group", "Baking=12", "no program 'Baking'"),
        ("--group", "12@2031-01-01", "Start earlier"),
        ("--group", "12@2020-01-01", "start then or later"),
        ("--staff", "-1", "not below 0"),
        ("--staff", "200000000000", "at most 100 billion"),
        ("--name", "x" * 201, "at most 200 letters"),
    ],
)
def test_a_wrong_option_is_refused(option: str, said: str, wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"

    done = new(str(file), "--yes", option, said)

    assert done.exit_code == 2
    assert wrong in " ".join(done.output.split())
    assert not file.exists()


def test_a_file_is_only_written_over_by_force(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("mine", encoding="utf-8")

    refused = new(str(file), "--yes")
    assert (refused.exit_code, file.read_text("utf-8")) == (2, "mine")

    assert new(str(file), "--yes", "--force").exit_code == 0
    assert file.read_text("utf-8").startswith("# Our partnership: a first draft")
    assert new(str(tmp_path), "--yes").exit_code == 2
    assert new(str(tmp_path / "no" / "folder.yaml"), "--yes").exit_code == 1


@pytest.mark.parametrize("typed", ["", "Nursing\n", "Nursing\n2026-07-01\nx\n"])
def test_answers_that_end_too_early_write_nothing(typed: str, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"

    done = new(str(file), typed=typed)

    assert done.exit_code == 2
    assert "Error: there was no answer to" in done.output
    assert "Give --yes" in done.output
    assert not file.exists()


def test_a_closed_stdin_is_told_plainly(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m braid new x.yaml <&-"], cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "there was no answer to 'What is the partnership called?" in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_questions_do_not_go_to_stdout(tmp_path: Path) -> None:
    done = new(str(tmp_path / "x.yaml"), typed="\n" * 30)

    assert done.stdout.startswith(str(tmp_path))
    assert "What is the partnership called? [Our partnership]" in done.stderr
