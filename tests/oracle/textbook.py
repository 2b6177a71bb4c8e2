"""The textbook model, to be held against ``formulation.md`` line by line.

cells          section 1: what must be paid, in whole cents
permission     who may pay it (docs/semantics.md, 4)
entitlements   2.5: applied before the model
reports        2.2 and 2.8: who is served, what is reported, at what price
model          the variables
rows           2.1 to 2.3, 2.5, 2.8, 2.11
limits         2.4 (selection: which charges; heads, people: counts and dollars per person)
turns          2.6: awards that wait until others are used up, groups that come first
               (running_out: what an award has left)
apart          2.7: one stream or the other, all or nothing
together       who is served by several streams (docs/semantics.md, 15)
allowed        how many dollars a limit allows, with its factors (docs/semantics.md, 16)
matching       2.9 and 2.10: other money beside an award's
bridging       2.13: what must be borrowed while claims are on the way
moving         money between awards, program income (docs/semantics.md, 13)
thresholds     reports of organizations that spend much (docs/semantics.md, 14)
fairness       what comes before least cost in a portfolio (docs/semantics.md, 19; whose)
tiers          4
"""

from braid.catalog.inputs import Inputs
from oracle.apart import add_apart
from oracle.bridging import add_cash
from oracle.fairness import add_fairness
from oracle.limits import add_limits
from oracle.matching import add_matching
from oracle.model import Model
from oracle.moving import add_moving
from oracle.naming import add_names
from oracle.rows import add_rows
from oracle.thresholds import add_thresholds
from oracle.tiers import solve_model
from oracle.together import add_together
from oracle.turns import add_turns

KINDS = (
    "participant", "program", "employer", "award", "line", "limit", "formula",
    "order:full_cost", "order:used_up", "order:priority", "supplant", "benefit", "timeline",
    "report", "exclusive:participants", "exclusive:all_or_nothing",
    "match", "reimbursement", "transfer", "income", "threshold", "together", "refund",
)  # fmt: skip


def textbook(inputs: Inputs, whole_people: bool = False, drop: str | None = None) -> Model:
    """The model with all its rows; ``drop`` leaves out every rule of one kind or reading."""
    model = Model(inputs, drop, whole_people)
    add_moving(model)
    add_rows(model)
    add_limits(model)
    add_turns(model)
    add_apart(model)
    add_together(model)
    add_names(model)
    add_matching(model)
    add_cash(model)
    add_thresholds(model)
    add_fairness(model)
    return model


def solve_textbook(
    inputs: Inputs, solver: str, whole_people: bool = False, drop: str | None = None
) -> dict[int, float]:
    """The values of tiers 0 to 3 in dollars, before people and cents; 4 and 5 are 3b.

    ``mode: weighted`` merges 2 and 3: the merged value is tier 2 and there is no tier 3.
    """
    return solve_model(textbook(inputs, whole_people, drop), solver)[0]


def solve_on_both(inputs: Inputs) -> tuple[dict[int, float], dict[int, float]]:
    """The same on HiGHS and on CBC."""
    highs, cbc = solve_model(textbook(inputs), "HIGHS", "CBC")
    return highs, cbc
