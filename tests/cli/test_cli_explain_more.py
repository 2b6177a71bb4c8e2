"""``braid explain`` with what solves again: --fixes, --worth, --break-even, --since."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from braid.cli.app import app

SCENARIO = """
name: Small
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
programs: [{id: welding, weeks: 12}]
groups: [{id: adults, program: welding, participants: 10, start: 2026-07-01}]
costs: [{id: tuition, category: tuition_fees, per_participant: 1000, when: start}]
awards: [{id: gift, stream: employer_contribution, amount: AMOUNT}]
"""


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans: with $6,000 and with $7,500."""
    folder = tmp_path_factory.mktemp("plans")
    for name, amount in (("before", "6000"), ("after", "7500")):
        path = folder / f"{name}.yaml"
        path.write_text(SCENARIO.replace("AMOUNT", amount), encoding="utf-8")
        result = braid("solve", path, "--out", folder / name)
        assert result.exit_code in (0, 4), result.output
    return folder


def test_fixes_as_text_and_json(plans: Path) -> None:
    text = braid("explain", plans / "before", "--cost", "tuition", "--fixes")
    data = braid("explain", plans / "before", "--fixes", "--format", "json")

    assert text.exit_code == 0, text.output
    assert "Raise gift by $4,000, to $10,000: $4,000 in new dollars." in text.stdout
    (one,) = json.loads(data.stdout)["fixes"]
    assert (one["cost"], one["amount"]) == ("tuition", "4000.00")
    assert one["fixes"][0]["money"] == "4000.00"
    assert one["fixes"][0]["steps"] == [
        {"what": "raise", "of": "gift", "before": "6000", "after": "10000"}
    ]


def test_no_fixes_where_nothing_is_unfunded(tmp_path: Path) -> None:
    path = tmp_path / "enough.yaml"
    path.write_text(SCENARIO.replace("AMOUNT", "20000"), encoding="utf-8")
    assert braid("solve", path, "--out", tmp_path / "enough").exit_code == 0
    text = braid("explain", tmp_path / "enough", "--fixes")
    assert text.stdout == "None of it is unfunded: there is nothing to fix.\n"


def test_worth_as_text_and_json(plans: Path) -> None:
    text = braid("explain", plans / "before", "--worth")
    data = braid("explain", plans / "before", "--worth", "--format", "json")

    assert "What a dollar of each award is worth" in text.stdout
    (award,) = json.loads(data.stdout)["awards"]
    assert (award["award"], award["more"]["unfunded"]) == ("gift", "1.0000")
    assert award["more"]["until"] == "10000.00"


def test_break_even_as_text_and_json(plans: Path) -> None:
    text = braid("explain", plans / "before", "--break-even")
    data = braid("explain", plans / "before", "--break-even", "--format", "json")

    assert "to pay for its own reporting" in text.stdout
    (award,) = json.loads(data.stdout)["awards"]
    assert award["awards"] == ["gift"]


def test_since_as_text_and_json(plans: Path) -> None:
    text = braid("explain", plans / "after", "--since", plans / "before")
    data = braid("explain", plans / "after", "--since", plans / "before", "--format", "json")

    assert "The award gift rose by $1,500, from $6,000 to $7,500." in text.stdout
    told = json.loads(data.stdout)
    assert told["since"]["causes"][0]["unfunded"] == "-1500.00"
    assert told["story"][0]["title"] == "What changed, and what it did"


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (("--fixes", "--worth"), "give only one of --fixes"),
        (("--worth", "--cost", "tuition"), "it goes alone"),
        (("--fixes", "--award", "gift"), "it goes with --cost"),
        (("--keep",), "it goes with --fixes, --worth or --break-even"),
        (("--fixes", "--cost", "tution"), "Did you mean 'tuition'?"),
    ],
)
def test_2_options_that_do_not_go_together(
    plans: Path, arguments: tuple[str, ...], remedy: str
) -> None:
    result = braid("explain", plans / "before", *arguments)

    assert result.exit_code == 2
    assert remedy in " ".join(result.output.replace("│", " ").split())


def test_kept_fixes_are_told_with_the_reasons_and_pass_the_audit(
    plans: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(plans / "before", folder)
    before = (folder / "charges.csv").read_bytes()
    assert braid("explain", folder, "--fixes", "--keep").exit_code == 0

    told = braid("explain", folder)
    assert "What would fund it: Raise gift by $4,000, to $10,000" in told.stdout
    assert (folder / "charges.csv").read_bytes() == before
    audited = braid("audit", folder)
    assert audited.exit_code == 0
    assert "was not made from these tables" not in audited.output
    assert {path.name for path in folder.iterdir() if path.name.endswith(".partial")} == set()


def test_plans_of_before_that_had_a_text_are_read(plans: Path) -> None:
    path = plans / "before" / "plan.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for one in data["explanations"]:
        one["cheapest_change"] = ""
    path.write_text(json.dumps(data), encoding="utf-8")

    assert braid("explain", plans / "before").exit_code == 0
    audited = braid("audit", plans / "before")
    assert audited.exit_code == 0
    assert "was not made from these tables" not in audited.output
