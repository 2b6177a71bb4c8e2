"""``braid solve --proof`` and ``braid audit --optimal``: what is written, said and refused."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from braid.cli.app import app
from braid.render.proof import proven

CITY = Path(__file__).parents[2] / "scenarios" / "portfolios" / "challenge" / "city.yaml"


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "city"
    result = braid("solve", CITY, "--proof", "--out", folder)
    assert result.exit_code == 0, result.output
    assert "The plan is proven optimal to the cent." in " ".join(result.stdout.split())
    assert "Check it: braid audit" in result.stderr
    return folder


@pytest.fixture
def plan(solved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(solved, tmp_path / "city"))


def change(plan: Path, old: str, new: str) -> None:
    path = plan / "proof.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_proof_is_checked_after_the_audit(plan: Path) -> None:
    result = braid("audit", plan, "--optimal")

    assert result.exit_code == 0
    assert "passed its audit" in result.stdout
    assert "  unfunded cost: $150,000. None is better.\n" in result.stdout
    assert result.stdout.endswith(f"{plan} is optimal to the cent.\n")
    assert "None is better" not in braid("audit", plan).stdout


def page(plan: Path) -> str:
    assert braid("report", plan, "--html").exit_code == 0
    return (plan / "report.html").read_text(encoding="utf-8")


def test_the_page_says_what_is_proven_once_it_is_checked(plan: Path) -> None:
    said = "<p>The plan is proven optimal to the cent.</p>"
    assert said in page(plan)
    change(plan, '"form": 1', '"form": 7')
    assert said not in page(plan)
    (plan / "proof.json").unlink()
    assert "prove" not in page(plan).partition("</header>")[0]


def test_what_is_proven_in_a_sentence() -> None:
    gaps = [("must", Decimal(0)), ("unfunded", Decimal("0.11")), ("overhead", Decimal(55))]
    assert proven(gaps) == (
        "Unfunded cost is at most $0.11, cost of reporting is at most $55 above the least possible,"
        " proven."
    )


def test_the_proof_as_json(plan: Path) -> None:
    found = json.loads(braid("audit", plan, "--optimal", "--format", "json").stdout)

    assert found["passed"]
    assert found["optimal"]["optimal_to_the_cent"]
    (unfunded,) = (aim for aim in found["optimal"]["aims"] if aim["aim"] == "unfunded")
    assert unfunded == {
        "aim": "unfunded", "name": "unfunded cost", "value": "150000.00", "proven": "150000.00",
        "gap": "0.00", "stored_gap": "0.00", "with_other": {}, "cases": 1,
    }  # fmt: skip


def test_a_weaker_proof_does_not_hold(plan: Path) -> None:
    change(plan, "1073741824", "1073741")

    result = braid("audit", plan, "--optimal")

    assert result.exit_code == 3
    assert "Another could be better by at most $" in result.stdout
    assert "It was stored with $0." in result.stdout
    assert f"The proof of {plan} does not hold" in result.stdout


def test_a_plan_that_fails_its_audit_is_not_said_to_be_good(plan: Path) -> None:
    path = plan / "unfunded.csv"
    path.write_text(path.read_text().replace(".00,", ".01,", 1))

    result = braid("audit", plan, "--optimal")

    assert result.exit_code == 3
    assert "better" not in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"form": 1', '"form": 2', "it is not of form 1"),
        ('"within": "0.00"', '"within": "nothing"', "'nothing' is no amount of dollars"),
        ("1073741824", "0.5", "a case has not one whole number for each of its rows"),
        ('"rows": [0', '"rows": [900', "a case has a row that is not in the list"),
        ('"numbers": {}', '"numbers": {"take it": [1, 0]}', "the least and the greatest"),
        ('"cases": [', '"cases": [], "others": [', "there are no cases, or more than 1000"),
        ('"aim": "must"', '"aim": "most"', "its aims are floors, most"),
        ("{", "", "The proof cannot be read"),
    ],
)
def test_a_proof_that_is_none_is_refused(plan: Path, old: str, new: str, says: str) -> None:
    change(plan, old, new)

    result = braid("audit", plan, "--optimal")

    assert result.exit_code == 1
    assert "[B709]" in result.stderr
    assert says in result.stderr


def test_a_plan_without_a_proof_is_told_how_to_get_one(plan: Path) -> None:
    (plan / "proof.json").unlink()

    result = braid("audit", plan, "--optimal")

    assert result.exit_code == 1
    assert "[B708]" in result.stderr
    assert f"--proof --out {plan}" in result.stderr.replace("\n", " ")


def test_the_proof_of_an_earlier_plan_does_not_stay(plan: Path) -> None:
    (plan / "note.txt").write_text("ours")
    assert braid("solve", CITY, "--no-unsettled", "--out", plan).exit_code == 0

    assert (plan / "note.txt").exists()
    assert not (plan / "proof.json").exists()


def test_a_proof_is_of_the_law_in_the_folder(plan: Path) -> None:
    result = braid("audit", plan, "--optimal", "--rules", plan / "inputs" / "rules")

    assert result.exit_code == 2
