"""The remarks of a draft: what each part of a scenario is for, and what else it could say."""

from __future__ import annotations

GUESSED = "a guess"

SUPPOSED = f"""\
Whatever is marked '{GUESSED}' nobody has said: it was chosen so that the money may pay, and that \
no report is due that only some owe. Until you have put what is true in its place, a plan made \
from this file shows what could be, not what is. \
Take out what nobody knows: what is not stated never makes money available."""

OPEN = """\
The money asks about more than this file states. Each such fact stands in a remark, with a value \
for example: put in what is true and take the # away. What is not stated never makes money \
available."""

HORIZON = """\
First and last day of the plan. period: how finely money is dated: month, quarter or year."""

STATE = """\
The state whose own rules count too. waivers: what a board or a governor has allowed."""

ORGANIZATIONS = """\
Who receives the money and pays the bills. Add the college, the board and others that receive \
awards of their own; an award says recipient, a cost line incurred_by. Cash of its own, \
cash: {opening: 50000, minimum: 10000}, lets the plan tell what must be bridged."""

PARTNERSHIP = """\
Who holds it together: full-time positions of its staff, and the employers. An employer may say \
more: size (workers), signed (the day), interviews, hires."""

PROGRAMS = """\
What is taught: its length in weeks, and the published price. A group's last day follows from the \
weeks."""

GROUPS = """\
Who is trained: people who start together and are alike in all that the money asks. Split a group \
where they differ. active: [1, 0.9] says that a tenth leave after the first period."""

COSTS = """\
What it costs. per_participant: so much for each, when: start, training or exit. amount: for \
everybody together, every: once, month, quarter or year. category says what kind of cost it is, \
and most rules follow from it: rules/categories.yaml lists them, and braid rules matrix says which \
money may pay which. The list may stay in a spreadsheet: costs: costs.csv"""

AWARDS = """\
The money. stream is the law that it comes under (braid rules list). More that an award may say: \
start and end, slices (what comes when), status: offered (the plan may decline it), probability: \
0.8 (kept out of the plan and shown beside it), payment (how it arrives), to_date (what is spent \
already)."""
