"""The proof in a plan's folder, checked against the plan that lies beside it."""

from __future__ import annotations

from pathlib import Path

from braid.plan.plan import Plan
from braid.plan.swap import PROOF
from braid.problems import Place, Problem
from braid.proof.checking import Found, Mismatch, check
from braid.proof.stored import read_proof
from braid.reading.scenario_files import kept_scenario


def check_folder(folder: Path, plan: Plan) -> tuple[tuple[Found, ...] | None, tuple[Problem, ...]]:
    """What is proven of each aim of the plan in a folder; None where nothing can be said.

    The plan must have passed its audit: that it keeps the rules is not asked here.
    """
    place = Place(str(folder / PROOF))
    remedy = f"Solve again: braid solve {kept_scenario(folder / 'inputs')} --proof --out {folder}"
    try:
        proof = read_proof(folder)
    except FileNotFoundError:
        return None, (Problem("B708", "This plan has no proof beside it.", remedy, place),)
    except (OSError, ValueError) as error:
        what = (error.strerror if isinstance(error, OSError) else None) or error
        message = f"The proof cannot be read: {what}."
        return None, (Problem("B709", message, remedy, place),)
    try:
        return check(plan, proof), ()
    except Mismatch as other:
        message = f"The proof is not of this plan: {other}."
        return None, (Problem("B709", message, remedy, place),)
