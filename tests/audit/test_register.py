"""Nothing is left out: every kind has a check, every rule a case on either side of it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from partnership import RULES

from braid.audit.formulas import FORMULAS
from braid.audit.registry import KINDS
from braid.reading.yaml_reader import read_yaml
from braid.schema.rules import KIND_MODELS

CASES = Path(__file__).resolve().parents[1] / "rules"
sys.path.insert(0, str(CASES))

from rule_cases import cases_of  # noqa: E402


def documents(folder: Path) -> list[tuple[Path, dict[str, object]]]:
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        document, problems = read_yaml(path)
        assert document is not None, problems
        assert not problems, problems
        if isinstance(document.data, dict):
            found.append((path, document.data))
    return found


def rule_kinds() -> dict[str, str]:
    """Every rule of the library with its kind."""
    found = {}
    for _, data in documents(RULES):
        home = next((data[k] for k in ("stream", "family", "set", "overlay") if k in data), None)
        rules = data.get("rules")
        if home is not None and isinstance(rules, list):
            found |= {f"{home}/{r['id']}": r["kind"] for r in rules}
    return found


@pytest.mark.parametrize("kind", sorted(KIND_MODELS))
def test_every_kind_of_rule_has_an_audit_of_its_own(kind: str) -> None:
    module = importlib.import_module(f"braid.audit.{kind}")
    assert KINDS[kind] is module.check


def test_every_formula_of_the_rules_is_known_to_the_auditor() -> None:
    used = {
        r["formula"]
        for _, data in documents(RULES)
        for r in data.get("rules") or ()  # type: ignore[attr-defined]
        if isinstance(r, dict) and r.get("kind") == "formula"
    }
    assert used <= set(FORMULAS)


def test_every_rule_is_kept_once_and_broken_once() -> None:
    kinds = rule_kinds()
    cases = [case for _, data in documents(CASES) for case in cases_of(data)]
    kept = {case.rule for case in cases if case.passing}
    broken = {case.rule for case in cases if case.failing}
    # what a formula pays is nothing without it, which its case checks
    broken |= {case.rule for case in cases if kinds.get(case.rule) == "formula" and case.passing}
    missing = [f"{rule}: no passing case" for rule in kinds if rule not in kept]
    missing += [f"{rule}: no failing case" for rule in kinds if rule not in broken]
    assert not missing, "\n".join(missing)


def test_every_case_is_about_a_rule_that_exists() -> None:
    known = rule_kinds()
    strangers = {
        f"{path.name}: {case.rule}"
        for path, data in documents(CASES)
        for case in cases_of(data)
        if case.rule not in known
        and case.rule.split("/")[0] not in {award["id"] for award in case.scenario["awards"]}
    }
    assert not strangers
