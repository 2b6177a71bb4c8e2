"""Whole commands that are killed: a handful of what ``make faults`` does for minutes."""

from __future__ import annotations

import os
import shutil

import pytest
from handmade_plan import EXAMPLE
from killing_jobs import Job, leftovers
from killing_run import struck

pytestmark = pytest.mark.skipif(os.name == "nt", reason="it kills")


@pytest.fixture(scope="module")
def solving(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A plan is made over that of another amount."""
    top, files = tmp_path_factory.mktemp("killed"), {}
    for name in ("old", "new"):
        shutil.copytree(EXAMPLE, top / name)
        files[name] = top / name / "quest.yaml"
    text = files["old"].read_text(encoding="utf-8")
    files["old"].write_text(text.replace("amount: 250000", "amount: 249000"), encoding="utf-8")
    words = ["solve", "IN", "--rules", str(EXAMPLE / "rules"), "--out", "OUT", "--no-unsettled"]
    return Job(top, files, words)


def test_a_killed_command_leaves_the_earlier_plan_or_the_new_one(solving: Job) -> None:
    counts, wrong = struck({"solve": solving}, ("writing", "short"), seed=4, strikes=1)
    assert not wrong
    assert sum(found.total() for found in counts.values()) == 2


def test_half_a_plan_would_be_found(solving: Job) -> None:
    """So the strikes find what they look for."""
    solving.before()
    file = solving.place / solving.result / "charges.csv"
    file.write_bytes(file.read_bytes()[:-40])
    assert solving.state() == "mixed: neither ['it/charges.csv'], missing []"
    solving.before()
    (solving.place / ".it.0123abcd.partial").mkdir()
    assert [path.name for path in leftovers(solving.place)] == [".it.0123abcd.partial"]
