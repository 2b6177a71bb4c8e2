"""What each kind of rule does to a small partnership, row by row, as a text to read.

``golden/<kind>.yaml`` is the partnership with its hand arithmetic, ``golden/<kind>.lp`` what
the kind makes of it: rows in cents and heads, or refusals, entitlements and reporting cells.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from draft import draft, model_of
from golden import matches_golden
from lp_text import (
    by_name,
    by_when,
    duties_text,
    entitlements_text,
    for_each_person,
    income_text,
    refunds_text,
    refusals_text,
    rows_text,
    shortfalls_text,
)

from braid.kinds.registry import ALL, NEEDS, PERMISSIONS, ROWS
from braid.kinds.tables import REPORT

GOLDEN = Path(__file__).parent / "golden"


def kind_of(name: str) -> str:
    """The kind of a golden: ``order`` of ``order.used_up``."""
    return name.partition(".")[0]


def text_of(name: str) -> str:
    """What a kind makes of a small partnership of its own."""
    model = model_of(draft((GOLDEN / f"{name}.yaml").read_text(encoding="utf-8")))
    kind = kind_of(name)
    ground = model.ground
    if kind in PERMISSIONS:
        return refusals_text(ground)
    if kind == "formula":
        return entitlements_text(ground)
    if kind == "refund":
        return entitlements_text(ground) + refunds_text(ground)
    if kind == "income":
        return income_text(model)
    if kind == "report":
        cells = [k for k in range(len(ground.cells)) if ground.cells.kind[k] >= REPORT]
        parts = [duties_text(ground), rows_text(model, "balance", only=cells)]
    else:
        parts = [rows_text(model, kind), shortfalls_text(model)]
    if kind in ("limit", "order"):
        parts.insert(1, rows_text(model, "served", only=for_each_person(model)))
    if kind in ("exclusive", "together"):
        parts.insert(1, rows_text(model, "served", only=by_name(model)))
    if kind == "timeline":
        parts.append(rows_text(model, "balance"))
    if kind == "exclusive":
        parts.append(entitlements_text(ground))
    if kind == "transfer":
        parts += [rows_text(model, "award"), rows_text(model, "order", only=by_when(model))]
    return "\n".join(part for part in parts if part).rstrip("\n") + "\n"


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.yaml")))
def test_a_kind_does_what_its_golden_says(name: str) -> None:
    matches_golden(GOLDEN / f"{name}.lp", text_of(name))


def test_every_kind_has_a_golden_and_no_golden_is_left_over() -> None:
    names = {path.stem for path in GOLDEN.glob("*.lp")}
    assert {path.stem for path in GOLDEN.glob("*.yaml")} == names
    assert {kind_of(name) for name in names} == ALL


@pytest.mark.parametrize("kind", sorted({*ROWS, *NEEDS}))
def test_without_its_kind_the_rows_are_gone(kind: str) -> None:
    from braid.model.build import build_model

    inputs = draft((GOLDEN / f"{kind}.yaml").read_text(encoding="utf-8"))
    full = model_of(inputs)
    bare = build_model(full.ground, drop=kind)
    assert set(full.rows.kind) - set(bare.rows.kind) == {kind}
