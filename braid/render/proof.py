"""What is proven of a plan's aims, as lines and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from braid.plan.titles import TITLES
from braid.render.words import usd

if TYPE_CHECKING:
    from braid.plan.plan import Plan
    from braid.proof.checking import Found

WITH = {
    "decisions": "with other offers taken or rules met otherwise",
    "people": "with other head counts",
    "cents": "with other cents",
    "whole": "with other head counts and cents",
}
HALF_A_CENT = Fraction(1, 200)
HOW = (
    "How good it is, worked out again in whole numbers and without a solver,"
    " aim by aim among plans as good in those before"
)


def proof_text(found: tuple[Found, ...], folder: str) -> str:
    """Each aim with what it could be better by at most, and what that makes of the plan."""
    lines = [f"{HOW}:", *(f"  {title(one.aim)}: {_said(one)}" for one in found)]
    if not all(one.holds for one in found):
        lines.append(f"The proof of {folder} does not hold: it was stored with less.")
    elif any(one.gap for one in found):
        lines.append(f"{folder} is proven as good as that, but not optimal to the cent.")
    else:
        lines.append(f"{folder} is optimal to the cent.")
    return "\n".join(lines) + "\n"


def proven(gaps: Iterable[tuple[str, Decimal]]) -> str:
    """In one sentence, by how much (dollars) each aim may be above the least possible at most."""
    told = [f"{title(aim)} is at most {usd(gap)}" for aim, gap in gaps if gap]
    if not told:
        return "The plan is proven optimal to the cent."
    words = ", ".join(told)
    return f"{words[0].upper()}{words[1:]} above the least possible, proven."


def proven_in(folder: Path, plan: Plan) -> str:
    """The same of the proof beside a plan, once it is checked; empty where there is none."""
    from braid.plan.swap import PROOF
    from braid.proof.folder import check_folder

    if not plan.audit_passed or not (folder / PROOF).is_file():
        return ""
    found, problems = check_folder(folder, plan)
    if found is None:
        return problems[0].message
    return proven((one.aim, _dollars(one.gap)) for one in found)


def title(aim: str) -> str:
    """What an aim is called."""
    head, _, level = aim.partition(" ")
    return TITLES.get(aim) or f"{TITLES[head]} ({level})"


def proof_json(found: tuple[Found, ...]) -> dict[str, Any]:
    """The same as plain data; amounts are text."""
    return {
        "holds": all(one.holds for one in found),
        "optimal_to_the_cent": not any(one.gap for one in found),
        "aims": [
            {
                "aim": one.aim, "name": title(one.aim), "value": _text(one.value),
                "proven": _text(one.bound), "gap": _text(one.gap), "stored_gap": str(one.said),
                "with_other": {name: _text(part) for name, part in one.causes.items()},
                "cases": one.leaves,
            }
            for one in found
        ],
    }  # fmt: skip


def _said(one: Found) -> str:
    value = f"{usd(_dollars(one.value))}."
    if not one.gap:
        return f"{value} None is better."
    causes = {name: part for name, part in one.causes.items() if part >= HALF_A_CENT}
    because = [
        WITH[name] if len(causes) == 1 else f"{usd(_dollars(part))} {WITH[name]}"
        for name, part in causes.items()
    ]
    told = f"{value} Another could be better by at most {usd(_dollars(one.gap))}"
    stored = "" if one.holds else f" It was stored with {usd(one.said)}."
    return f"{told}, {', '.join(because)}.{stored}"


def _dollars(amount: Fraction) -> Decimal:
    return Decimal(round(amount * 100)).scaleb(-2)


def _text(amount: Fraction) -> str:
    """Dollars to the millionth; whole cents with two places."""
    places = 2 if (amount * 100).denominator == 1 else 6
    return f"{Decimal(round(amount * 10**places)).scaleb(-places):f}"
