"""Rules that look alike and are no mistake: stricter terms, other people, other times."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from error_cases import HERE

from braid.catalog.load import load_inputs

GROUND = "why: x, cite: y, confidence: verified, reviewed: 2026-11-22"
FUND = "stream: new_fund\nname: New fund\norigin: local\nrules:\n"
ADULTS = "id: adults, kind: participant, who: {age: {min: 25}}"
YOUNG = "id: young, kind: participant, who: {age: {max: 20}}"
CAP = "id: cap, kind: limit, spend: {category: tuition_fees}, at_most: {share: 0.4, of: spent}"
LATER = CAP.replace("id: cap", "id: later")
LIST = "id: list, kind: line, allow: [training, child_care]"
FLOOR = CAP.replace("id: cap", "id: floor").replace("at_most: {share: 0.4", "at_least: {share: 0.5")


def codes(folder: Path, rules: tuple[str, ...], own: tuple[str, ...], extra: str = "") -> set[str]:
    """The codes of problems of a stream with some rules, and an award with some of its own."""
    shutil.copy(HERE / "base.yaml", folder)
    shutil.copytree(HERE / "library", folder / "rules")
    stated = "".join(f"  - {{{rule}, {GROUND}}}\n" for rule in rules)
    (folder / "rules" / "new_fund.yaml").write_text(FUND + stated)
    terms = ", ".join(f"{{{rule}, authority: terms, {GROUND}}}" for rule in own)
    award = f"{{id: new, stream: new_fund, amount: 1000, rules: [{terms}]}}"
    text = f"include: [base.yaml]\nawards: [{award}]\n{extra}"
    (folder / "scenario.yaml").write_text(text)
    _, problems = load_inputs(folder / "scenario.yaml", folder / "rules")
    return {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ((ADULTS, YOUNG), {"B297"}),
        ((ADULTS, YOUNG.replace("kind", "for: [child_care], kind")), {"B297"}),
        (
            (
                ADULTS.replace("kind", "for: [tuition_fees], kind"),
                YOUNG.replace("kind", "for: [child_care], kind"),
            ),
            set(),
        ),
        ((ADULTS + ", until: 2027-01-01", YOUNG + ", from: 2027-01-01"), set()),
        ((ADULTS + ", authority: guidance", YOUNG), set()),
        ((CAP, FLOOR), {"B297"}),
        ((CAP.replace("0.4", "0.5"), FLOOR), set()),
        ((CAP, FLOOR.replace("spent", "award")), set()),
        ((CAP, FLOOR.replace("tuition_fees", "child_care")), set()),
        ((CAP, FLOOR + ", per: stream"), set()),
        ((f"{CAP}, until: 2027-01-01", f"{LATER}, from: 2027-01-01"), set()),
        ((LIST, "id: b, kind: line, forbid: [tuition_fees]"), set()),
        (
            (
                "id: a, kind: line, allow: [child_care]",
                "id: b, kind: line, forbid: [child_care], until: 2027-01-01",
            ),
            set(),
        ),
    ],
)  # fmt: skip
def test_two_rules_of_a_stream(tmp_path: Path, rules: tuple[str, ...], found: set[str]) -> None:
    assert codes(tmp_path, rules, ()) == found


MATCH = "id: match, kind: match, share: 0.25, of: spent"
ENDS = "id: ends, kind: timeline, ends: {program_years: 2}"


@pytest.mark.parametrize(
    ("rule", "stricter", "looser"),
    [
        (CAP, CAP.replace("0.4", "0.3"), CAP.replace("0.4", "0.41")),
        (FLOOR, FLOOR.replace("0.5", "0.6"), FLOOR.replace("0.5", "0.49")),
        (MATCH, MATCH.replace("0.25", "0.5"), MATCH.replace("0.25", "0.2")),
        (ENDS, ENDS.replace("2}", "1}"), ENDS.replace("2}", "3}")),
        (LIST, LIST.replace(", child_care", ""), LIST.replace("child_care", "administration")),
        (
            "id: claim, kind: reimbursement, share: 0.5",
            "id: claim, kind: reimbursement, share: 0.4",
            "id: claim, kind: reimbursement, share: 0.6",
        ),
    ],
)
def test_an_award_may_be_stricter_than_the_law_and_not_looser(
    tmp_path: Path, rule: str, stricter: str, looser: str
) -> None:
    for name, own, found in (("a", stricter, set()), ("b", rule, set()), ("c", looser, {"B285"})):
        (tmp_path / name).mkdir()
        assert codes(tmp_path / name, (rule,), (own,)) == found, own


def test_what_the_law_only_advises_an_award_may_do_otherwise(tmp_path: Path) -> None:
    advice = f"{CAP}, authority: guidance"
    assert codes(tmp_path, (advice,), (CAP.replace("0.4", "0.9"),)) == set()


@pytest.mark.parametrize(
    ("waiver", "share", "found"),
    [("more: 0.6", "0.6", set()), ("more: 0.6", "0.61", {"B285"}), ("more: null", "0.9", set())],
)
def test_a_waiver_that_is_switched_on_loosens(
    tmp_path: Path, waiver: str, share: str, found: set[str]
) -> None:
    law = f"{CAP}, waivers: {{{waiver}}}"
    extra = "rules: {waivers: [more]}\n"
    assert codes(tmp_path, (law,), (CAP.replace("0.4", share),), extra) == found


def test_awards_of_one_stream_have_each_their_own_terms(tmp_path: Path) -> None:
    other = f"- {{id: other, stream: new_fund, amount: 9, rules: [{{{FLOOR}, {GROUND}}}]}}\n"
    assert codes(tmp_path, (LIST,), (CAP,)) == set()
    text = (tmp_path / "scenario.yaml").read_text()
    (tmp_path / "more.yaml").write_text(f"awards:\n{other}")
    (tmp_path / "scenario.yaml").write_text(text.replace("[base.yaml]", "[base.yaml, more.yaml]"))
    _, problems = load_inputs(tmp_path / "scenario.yaml", tmp_path / "rules")
    assert not problems
