"""The portfolio of Ohio's twenty local areas in ``scenarios/portfolios/ohio``, written anew.

    python -m benchmarks.portfolio [FOLDER]

Every partnership, person, price and award in it is made up. What is not is cited in ``SOURCES``.
The same files come out each time.
"""

# ruff: noqa: E501 (the files' own lines stand here as they are written)

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent.parent / "scenarios" / "portfolios" / "ohio"
NATION = {"adult": 883_300_000, "dislocated": 1_096_000_000}
"""Program year 2025, dollars allotted to States (TEGL 11-24; 90 FR 21339)."""
STATE = Decimal("0.035")
"""Ohio's part of it: assumed."""
LOCAL = {"adult": Decimal("0.85"), "dislocated": Decimal("0.60")}
"""Least part that goes to local areas (29 USC 3163(a)(1), 3173(a)): after 15% and, of Dislocated
Worker money, 25% for rapid response."""
SUBAWARD = Decimal("0.045")
"""The part of its area's allocation that a partnership gets: assumed."""

SOURCES = """\
# Synthetic: every partnership, person, price and award in this file is made up. Made by benchmarks/portfolio.py.
"""


class Trade(NamedTuple):
    """An industry with a short program, paid by Workforce Pell where it may be, and a long one."""

    name: str
    short: tuple[str, str, int, int, int]
    """Id, name, clock hours, weeks, price."""
    long: tuple[str, str, int, int, int]
    employer: tuple[str, str]


CARE = Trade(
    "health care", ("aide", "Patient care technician", 300, 10, 2700),
    ("nursing", "Practical nursing", 960, 32, 6900), ("hospital", "A hospital system"),
)  # fmt: skip
METAL = Trade(
    "manufacturing", ("machining", "Machine operator", 240, 10, 2900),
    ("maintenance", "Industrial maintenance", 900, 30, 6200), ("plant", "A group of plants"),
)  # fmt: skip
MOVE = Trade(
    "logistics", ("driving", "Commercial driving", 200, 8, 5200),
    ("diesel", "Diesel technology", 900, 36, 7400), ("carrier", "A freight carrier"),
)  # fmt: skip
BUILD = Trade(
    "construction", ("carpentry", "Carpentry readiness", 220, 9, 2300),
    ("electrical", "Electrical construction", 900, 34, 5900), ("builders", "A builders' exchange"),
)  # fmt: skip


class Area(NamedTuple):
    """A local area: the number and counties of it, its part of the State's local money, its trade."""

    number: int
    counties: str
    part: str
    trade: Trade
    people: int
    closure: bool = False
    """A plant is closing: rapid response is called."""
    hills: bool = False
    """In Appalachian Ohio."""


# The numbers and counties are those of the State's map of local areas, from knowledge; each area's
# part is an assumption, near its part of the State's unemployed.
AREAS = {
    "scioto-valley": Area(1, "Adams, Brown, Pike and Scioto", "0.022", CARE, 44, hills=True),
    "summit-medina": Area(2, "Medina and Summit", "0.060", METAL, 76),
    "cuyahoga": Area(3, "Cuyahoga and Cleveland", "0.150", CARE, 150),
    "lorain": Area(4, "Lorain", "0.032", METAL, 56, closure=True),
    "lake": Area(5, "Lake", "0.018", METAL, 40),
    "stark-tuscarawas": Area(6, "Stark and Tuscarawas", "0.045", METAL, 64),
    "greater-ohio": Area(7, "thirty-odd rural counties", "0.140", MOVE, 120),
    "west-central": Area(8, "Auglaize, Hardin, Mercer and Van Wert", "0.011", METAL, 30),
    "lucas": Area(9, "Lucas and Toledo", "0.050", METAL, 72, closure=True),
    "richland-crawford": Area(10, "Crawford and Richland", "0.019", METAL, 36),
    "franklin": Area(11, "Franklin and Columbus", "0.105", MOVE, 130),
    "butler-clermont-warren": Area(12, "Butler, Clermont and Warren", "0.062", MOVE, 80),
    "hamilton": Area(13, "Hamilton and Cincinnati", "0.078", CARE, 104),
    "athens-meigs-perry": Area(14, "Athens, Meigs and Perry", "0.014", BUILD, 28, hills=True),
    "buckeye-hills": Area(
        15, "Monroe, Morgan, Noble and Washington", "0.013", BUILD, 28, hills=True
    ),
    "jefferson-belmont": Area(
        16, "Belmont, Carroll, Harrison and Jefferson", "0.024", BUILD, 38, hills=True
    ),
    "mahoning-columbiana": Area(17, "Columbiana and Mahoning", "0.038", METAL, 60, closure=True),
    "trumbull": Area(18, "Trumbull", "0.026", METAL, 42, closure=True),
    "northeast-lakeshore": Area(19, "Ashtabula, Geauga and Portage", "0.034", CARE, 48),
    "hocking-ross": Area(
        20, "Fairfield, Hocking, Pickaway, Ross and Vinton", "0.029", CARE, 46, hills=True
    ),
}


def allocation(stream: str, area: Area) -> int:
    """Dollars of a stream for a local area in a program year, in whole thousands."""
    whole = NATION[stream] * STATE * LOCAL[stream] * Decimal(area.part)
    return int(whole / 1000) * 1000


def subaward(stream: str, area: Area) -> int:
    """Dollars of it that the area's partnership gets, in whole thousands."""
    return int(allocation(stream, area) * SUBAWARD / 1000) * 1000


class Local(NamedTuple):
    """What a partnership's file says of its area: its name, the comment on its money, the money."""

    name: str
    comment: str
    adult: int
    dislocated: int


def local(area: Area) -> Local:
    """An area of Ohio."""
    comment = f"""# Local area {area.number}: {area.counties} (from knowledge). Its allocations of a program year, by the assumed part of
# {Decimal(area.part) * 100:.1f}% of the State's local money: Adult ${allocation("adult", area):,}, Dislocated Worker ${allocation("dislocated", area):,}.
"""
    money = subaward("adult", area), subaward("dislocated", area)
    return Local(f"area {area.number}", comment, *money)


FACTS = """work_authorized: true, work_authorization_verified: true,
     selective_service: registered, training_need_determined: true, veteran: false, covered_spouse: false,
     fafsa_processed: true, leu_percent: 0, citizen_or_eligible_noncitizen: true, high_school_diploma: true,
     in_secondary_school: false, highest_degree: none, aid_history_clear: true, title_iv_checks: true,
     pell_elsewhere: false, pell_other_program: false, pursuing_graduate_credential: false, in_approving_state: true"""
LOW = "employment_status: underemployed, low_income: true, public_assistance: {aid},\n     basic_skills_deficient: {skills}"
LAID_OFF = (
    "employment_status: unemployed, dislocation: {why}, low_income: false, public_assistance: false,\n"
    "     basic_skills_deficient: false"
)


def partnership(area: Area, here: Local, sources: str = SOURCES) -> str:
    """A partnership's file."""
    trade, n = area.trade, area.people
    (s_id, s_name, s_hours, s_weeks, s_price) = trade.short
    (l_id, l_name, l_hours, l_weeks, l_price) = trade.long
    firm, firm_name = trade.employer
    why = "closure_or_mass_layoff" if area.closure else "laid_off"
    quarter = n // 4
    sizes = (n - 3 * quarter, quarter, quarter, quarter)
    staff = 700 * n
    places = [
        f"  - {{id: {s_id}_2026, program: {s_id}, participants: {sizes[0]}, start: 2026-09-14, active: [1, 0.9], age: 27,\n"
        f"     {LOW.format(aid='true', skills='true')}, max_pell: true,\n"
        f"     award_year_cost_of_attendance: 9800, {FACTS}}}",
        f"  - {{id: {l_id}_2026, program: {l_id}, participants: {sizes[1]}, start: 2026-08-24, active: [1, 0.93, 0.87], age: 31,\n"
        f"     {LOW.format(aid='false', skills='false')}, sai: 900,\n"
        f"     award_year_cost_of_attendance: 21500, {FACTS}}}",
        f"  - {{id: {s_id}_laid_off, program: {s_id}, participants: {sizes[2]}, start: 2027-01-11, age: 44,\n"
        f"     {LAID_OFF.format(why=why)}, sai: 4100,\n"
        f"     award_year_cost_of_attendance: 9800, {FACTS}}}",
        f"  - {{id: {l_id}_2027, program: {l_id}, participants: {sizes[3]}, start: 2027-08-23, active: [1, 0.93, 0.87], age: 29,\n"
        f"     {LOW.format(aid='true', skills='false')}, max_pell: true,\n"
        f"     award_year_cost_of_attendance: 21500, {FACTS}}}",
    ]
    aversion = ", layoff_aversion: true" if area.closure else ""
    adult, dislocated = here.adult, here.dislocated
    return f"""{sources}{here.comment}name: {trade.name.capitalize()} partnership of {here.name} (synthetic)
horizon: {{start: 2026-07-01, end: 2028-06-30, period: quarter}}
reporting: {{hourly_rate: 55.00, performed_by: office}}
partnership:
  backbone: {{organization: office, staff_fte: {"1.5" if n > 70 else "0.8"}}}
  employers:
    - {{id: {firm}, name: {firm_name}, size: {12 * n}, signed: 2026-05-04, interviews: {n}, hires: {n * 6 // 10},
       programs: [{s_id}, {l_id}]}}
  outcomes: {{ui_wage_records: true, quarters_after_exit: [2, 4]}}
organizations:
  - {{id: office, name: Partnership office, type: nonprofit, fiscal_year_start: 07-01}}
  - {{id: board, name: Workforce board of {here.name}, type: workforce_board, fiscal_year_start: 07-01}}
  - {{id: college, name: Technical college, type: public_college, fiscal_year_start: 07-01}}
programs:
  - {{id: {s_id}, name: {s_name}, clock_hours: {s_hours}, weeks: {s_weeks}, tuition_and_fees: {s_price}, in_demand: true,
     provider: &college {{organization: college, etpl: true, title_iv_participation: true, title_iv_sanction_free: true,
       title_iv_agreement_ends: 2031-12-31}},
     job: {{employer: {firm}, title: {s_name}, competencies_validated: true}},
     credential: &credential {{recognized: true, stackable: true, portable: true}}, operating_since: 2023-08-21,
     completion_rate: 0.82, placement_rate: 0.77, governor_approved: true, secretary_approved: true,
     employer_hiring_ok: true, credit_articulated: true, delivery: in_person, outside_instruction_share: 0,
     remedial_hours: 0, english_hours: 0}}
  - {{id: {l_id}, name: {l_name}, clock_hours: {l_hours}, weeks: {l_weeks}, tuition_and_fees: {l_price}, in_demand: true,
     provider: *college, job: {{employer: {firm}, title: {l_name}}}, credential: *credential, operating_since: 2016-08-22,
     completion_rate: 0.78, placement_rate: 0.86, outside_instruction_share: 0, remedial_hours: 0}}
groups:
{chr(10).join(places)}
costs:
  - {{id: {s_id}_tuition, program: {s_id}, category: tuition_fees, per_participant: {s_price}, when: start, incurred_by: college}}
  - {{id: {l_id}_tuition, program: {l_id}, category: tuition_fees, per_participant: {l_price}, when: start, incurred_by: college}}
  - {{id: books, category: books_supplies, per_participant: 430, when: start, incurred_by: college}}
  - {{id: exam, category: certification_exam, per_participant: 180, when: exit, incurred_by: office}}
  - {{id: childcare, category: child_care, per_participant: 900, incurred_by: office, unavailable_elsewhere: true}}
  - {{id: fares, category: transportation, per_participant: {560 if area.hills else 340}, incurred_by: office, paid_by: student,
     unavailable_elsewhere: true}}
  - {{id: navigators, category: case_management, amount: {staff}, every: year, incurred_by: office}}
  - {{id: placement, category: job_placement, amount: {staff // 2}, every: year, incurred_by: office}}
  - {{id: convening, category: backbone_staff, amount: {staff // 2 + 20000}, every: year, priority: must, incurred_by: office{aversion}}}
  - {{id: office, category: administration, amount: {staff // 4 + 6000}, every: year, incurred_by: office}}
awards:
  - {{id: adult_2026, stream: wioa_adult, recipient: office, subaward_of: board, amount: {adult}, start: 2026-07-01,
     slices: [{{from: 2026-07-01, amount: {adult // 5}}}, {{from: 2026-10-01, amount: {adult - adult // 5}}}]}}
  - {{id: adult_2027, stream: wioa_adult, recipient: office, subaward_of: board, amount: {adult}, start: 2027-07-01,
     slices: [{{from: 2027-07-01, amount: {adult // 5}}}, {{from: 2027-10-01, amount: {adult - adult // 5}}}]}}
  - {{id: dislocated_2026, stream: wioa_dislocated_worker, recipient: office, subaward_of: board, amount: {dislocated},
     start: 2026-07-01}}
  - {{id: pell, stream: pell, recipient: college}}
  - {{id: workforce_pell, stream: workforce_pell, recipient: college}}
  - {{id: {firm}_pays, name: {firm_name}'s contribution, stream: employer_contribution, recipient: office,
     amount: {650 * n}, start: 2026-07-01, end: 2028-06-30, employer: {firm}}}
"""


def state() -> str:
    """The State's own file."""
    reserve = int(sum(NATION.values()) * STATE * Decimal("0.15") * Decimal("0.08") / 1000) * 1000
    response = int(NATION["dislocated"] * STATE * Decimal("0.25") * Decimal("0.02") / 1000) * 1000
    files = "".join(f"  - {name}.yaml\n" for name in AREAS)
    return f"""{SOURCES}# A portfolio: a sector partnership in each of Ohio's twenty local areas, with the State's money over all of them.
#
# Published: in program year 2025 the States were allotted $883.3 million for Adults and about $1,096 million for
# Dislocated Workers (TEGL 11-24; 90 FR 21339); at most 15% of each stays with the State and up to 25% of Dislocated
# Worker money is for rapid response (29 USC 3163(a)(1)-(2), 3173(a)(1)-(2)); Adult money comes a fifth in July and the
# rest in October. From knowledge: the numbers and counties of the areas.
# Assumed: that Ohio gets 3.5% of both and each area the part that its file says (the State's own tables of local
# allocations were not at hand), that a partnership gets 4.5% of its area's money, and everything else: people,
# prices, dates, awards. See README.md beside this file.
name: Sector partnerships of Ohio (synthetic)
horizon: {{start: 2026-07-01, end: 2028-06-30, period: quarter}}
rules: {{state: oh}}
partnerships:
{files}fairness: {{minimum_coverage: 0.72}}      # what the State promises every area before it looks for least cost
organizations:
  - {{id: agency, name: State workforce agency, type: state_agency, fiscal_year_start: 07-01, other_federal: 300000000}}
awards:
  # 8% of the Governor's reserve for sector partnerships, in any area.
  - {{id: reserve_2026, name: Governor's reserve, stream: wioa_statewide_reserve, amount: {reserve}, start: 2026-07-01}}
  # Additional assistance where plants close; it answers layoffs and pays for nobody else.
  - {{id: response_2026, name: Rapid response, stream: wioa_rapid_response, amount: {response}, start: 2026-07-01,
     rapid_response_event: mass_layoff, additional_assistance: true, unobligated_after_first_year: false,
     rules: [{{id: closing-plants, kind: participant, who: {{dislocation: [closure_or_mass_layoff]}},
       why: The money answers the four announced closures., cite: Grant agreement (made up), confidence: assumption,
       reviewed: 2026-11-22, authority: terms}}]}}
  # Private money that the State has raised: for all areas, for the hill counties, and for Cleveland alone.
  - {{id: fund, name: Partnership fund, stream: foundation_grant, amount: 400000, start: 2026-07-01, end: 2028-06-30,
     rules: [{{id: most-for-one, kind: limit, spend: all, at_most: {{usd: 60000}}, per: [award, partnership],
       why: The fund gives no partnership more than $60000., cite: Fund agreement (made up), confidence: assumption,
       reviewed: 2026-11-22, authority: terms}}]}}
  - {{id: cleveland_gift, name: Cleveland donors, stream: foundation_grant, partnership: cuyahoga, amount: 90000,
     start: 2026-07-01, end: 2028-06-30}}
  - {{id: river_gift, name: River counties' donors, stream: foundation_grant, partnership: scioto-valley, amount: 30000,
     start: 2026-07-01, end: 2028-06-30}}
"""


README = """# Ohio: twenty partnerships in one plan

Synthetic. No partnership, person, price or award here is real; the files are written by `python -m benchmarks.portfolio`
and must not be edited by hand.

`state.yaml` names a file for each of Ohio's twenty local workforce areas and holds the money of the State: a part of the
Governor's reserve, rapid response, a fund for all, and two gifts that are reserved for one partnership each. Plan it with
`braid solve scenarios/portfolios/ohio/state.yaml --no-unsettled`; [Portfolios](../../../docs/portfolios.md) reads the plan.

| figure | where it is from |
|---|---|
| Adult $883.3 million, Dislocated Worker about $1,096 million to the States, program year 2025 | TEGL 11-24 (20 May 2025); 90 FR 21339, as summarized by others |
| 15% and 25% that may stay with the State | 29 USC 3163(a)(1)-(2), 3173(a)(1)-(2) |
| a fifth of Adult money in July, the rest in October | the yearly appropriation acts |
| the areas' numbers and counties | from knowledge of the State's map |
| Ohio's 3.5%, each area's part, 4.5% for a partnership | assumption: the tables of local allocations were not at hand |
| people, prices, dates, other awards | assumption |
"""


def files() -> dict[str, str]:
    """Every file of the portfolio by name."""
    schema = "# yaml-language-server: $schema=../../../rules/schema/{}.json\n"
    of_partnership = schema.format("scenario")
    found = {
        f"{n}.yaml": of_partnership + partnership(area, local(area)) for n, area in AREAS.items()
    }
    return {"state.yaml": schema.format("portfolio") + state(), "README.md": README, **found}


def main() -> None:
    """Write the files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
