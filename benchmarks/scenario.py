"""A large scenario, made up from a seed: one region with many programs, groups and awards.

Everything in it is invented, but it is built like a real partnership and lives under the
rule library of braid: WIOA allocations of two boards over four program years, Perkins of
three colleges, both kinds of Pell, a city's fund, employers, foundations. Written as a
scenario with CSV tables, so that reading it can be measured too.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

CHARGES_PER_GROUP = 205
"""Possible charges for each group, about: what turns a size into a number of groups."""

FIRST_YEAR, YEARS = 2026, 3
BOARDS = ("alamo_board", "rural_board")
COLLEGES = ("north_college", "south_college", "tech_college")
PROVIDERS = (*COLLEGES, "quest_center", "trades_center")
SHORT, LONG, BETWEEN = (320, 10), (900, 30), (480, 16)

Row = dict[str, Any]


def write_scenario(folder: Path, charges: int = 100_000, seed: int = 2026) -> Path:
    """Write the scenario with about so many possible charges; returns its main file."""
    made = Region(Random(seed), max(6, round(charges / CHARGES_PER_GROUP)))
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("groups", made.groups), ("costs", made.costs), ("awards", made.awards)):
        write_table(folder / f"{name}.csv", rows)
    main = folder / "scenario.yaml"
    main.write_text(made.document(charges, seed), encoding="utf-8")
    return main


def write_table(path: Path, rows: list[Row]) -> None:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _text(v) for k, v in row.items()} for row in rows)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _active(first: date, last: date) -> str:
    """Who is still there, for each quarter of the training."""
    quarters = (last.year - first.year) * 4 + (last.month - 1) // 3 - (first.month - 1) // 3 + 1
    return "; ".join(str(share) for share in (1, 0.9, 0.85, 0.8, 0.8)[:quarters])


class Region:
    """The tables of one made-up region."""

    def __init__(self, random: Random, n_groups: int) -> None:
        self.random = random
        n_programs = max(5, n_groups // 10)
        self.programs = [self._program(k) for k in range(n_programs)]
        self.groups = [self._group(k) for k in range(n_groups)]
        self.costs = list(self._costs())
        self.awards = list(self._awards(self._total()))

    # -- programs and people ---------------------------------------------------

    def _program(self, number: int) -> Row:
        random = self.random
        hours, weeks = random.choice([SHORT, LONG, BETWEEN])
        return {
            "id": f"program_{number:03}", "hours": hours, "weeks": weeks,
            "tuition": random.randrange(1_800, 7_200, 50), "provider": random.choice(PROVIDERS),
            "in_demand": random.random() < 0.9, "quality": random.random() < 0.7,
            "etpl": random.random() < 0.9, "rate": f"0.{random.randint(70, 90)}",
        }  # fmt: skip

    def _group(self, number: int) -> Row:
        random = self.random
        program = random.choice(self.programs)
        days = program["weeks"] * 7
        day = date(FIRST_YEAR, 7, 1) + timedelta(days=random.randrange(0, 365 * YEARS - days))
        participants = random.randint(8, 30)
        row: Row = {
            "id": f"group_{number:04}", "program": program["id"], "participants": participants,
            "start": day.isoformat(), "active": _active(day, day + timedelta(days=days - 1)),
            "city_resident": random.random() < 0.6, "in_college_at_intake": random.random() < 0.2,
            "work_authorized": True, "work_authorization_verified": random.random() < 0.95,
            "selective_service": random.choice(["registered", "exempt", "not_required"]),
            "training_need_determined": random.random() < 0.9,
            "enrolled_in_cte": program["provider"] in COLLEGES,
            "special_population": random.random() < 0.6, "half_time": program["hours"] >= 480,
        }  # fmt: skip
        row |= random.choices([self._adult, self._laid_off, self._youth], [6, 3, 3])[0]()
        return row | self._aid()

    def _adult(self) -> Row:
        random = self.random
        return {
            "age": random.randint(25, 58), "low_income": random.random() < 0.85,
            "public_assistance": random.random() < 0.4,
            "basic_skills_deficient": random.random() < 0.3,
            "employment_status": random.choice(["unemployed", "underemployed"]),
            "unemployment_benefits": "not_eligible", "in_school": False,
        }  # fmt: skip

    def _laid_off(self) -> Row:
        random = self.random
        return {
            "age": random.randint(28, 62), "low_income": random.random() < 0.3,
            "public_assistance": False, "basic_skills_deficient": False,
            "employment_status": "unemployed", "unemployment_benefits": "exhausted",
            "dislocation": random.choice(["laid_off", "closure_or_mass_layoff"]),
            "nrp_enrolled_in_time": True, "in_school": False,
        }  # fmt: skip

    def _youth(self) -> Row:
        random = self.random
        in_school = random.random() < 0.3
        barriers = ["justice_involved", "homeless_or_foster", "pregnant_or_parenting", "disability"]
        return {
            "age": random.randint(16, 21) if in_school else random.randint(17, 24),
            "low_income": True, "public_assistance": random.random() < 0.5,
            "basic_skills_deficient": random.random() < 0.5, "employment_status": "unemployed",
            "unemployment_benefits": "not_eligible", "in_school": in_school,
            "youth_barrier": random.choice(barriers),
        }  # fmt: skip

    def _aid(self) -> Row:
        random = self.random
        sai = random.randrange(0, 9000, 50)
        return ({"max_pell": True} if random.random() < 0.5 else {"sai": sai}) | {
            "fafsa_processed": random.random() < 0.8, "leu_percent": random.choice([0, 0, 50, 100]),
            "award_year_cost_of_attendance": random.randrange(9_000, 26_000, 100),
            "citizen_or_eligible_noncitizen": True, "high_school_diploma": True,
            "in_secondary_school": False,
            "highest_degree": random.choice(["none", "none", "bachelors"]),
            "aid_history_clear": True, "title_iv_checks": True, "pell_elsewhere": False,
            "pell_other_program": False, "pursuing_graduate_credential": False,
            "in_approving_state": True,
        }  # fmt: skip

    # -- what it costs ---------------------------------------------------------

    def _costs(self) -> Iterable[Row]:
        for program in self.programs:
            yield from self._program_costs(program)
        support = {"incurred_by": "quest", "unavailable_elsewhere": True, "clna_need": True}
        for name, category, dollars, when in (
            ("childcare", "child_care", 900, "training"),
            ("fares", "transportation", 380, "training"),
            ("assessment", "individualized_career_services", 240, "start"),
            ("emergency", "emergency_assistance", 350, "training"),
            ("followup", "followup_services", 160, "exit"),
        ):
            yield {
                "id": name, "category": category, "per_participant": dollars, "when": when,
                **support,
            }  # fmt: skip
        people = sum(group["participants"] for group in self.groups)
        for name, category, each, prior in (
            ("intake", "outreach_intake", 60, 0), ("backbone", "backbone_staff", 70, 20),
            ("office", "administration", 90, 0), ("evaluation", "data_evaluation", 25, 0),
        ):  # fmt: skip
            amount = round(people * each / YEARS)
            yield {
                "id": name, "category": category, "amount": amount, "every": "year",
                "incurred_by": "quest", "clna_need": True, "prior.local": prior * people // YEARS,
            }  # fmt: skip

    def _program_costs(self, program: Row) -> Iterable[Row]:
        name, school = program["id"], program["provider"]
        people = sum(g["participants"] for g in self.groups if g["program"] == name)
        direct = {"program": name, "incurred_by": school, "clna_need": True}
        yield {"id": f"{name}_tuition", "category": "tuition_fees", "when": "start",
               "per_participant": program["tuition"], **direct}  # fmt: skip
        yield {"id": f"{name}_books", "category": "books_supplies", "per_participant": 420,
               "when": "start", **direct}  # fmt: skip
        yield {"id": f"{name}_exam", "category": "certification_exam", "per_participant": 165,
               "when": "exit", **direct}  # fmt: skip
        if people:
            shared = {"program": name, "every": "year", "incurred_by": "quest", "clna_need": True}
            yield {"id": f"{name}_navigator", "category": "case_management",
                   "amount": round(people * 750 / YEARS), **shared}  # fmt: skip
            yield {"id": f"{name}_placement", "category": "job_placement",
                   "amount": round(people * 300 / YEARS), **shared}  # fmt: skip

    def _total(self) -> float:
        tuition = {p["id"]: p["tuition"] for p in self.programs}
        return sum(g["participants"] * (tuition[g["program"]] + 3_800) for g in self.groups)

    # -- who pays --------------------------------------------------------------

    def _awards(self, total: float) -> Iterable[Row]:
        """Money for about two thirds of the cost, so that scarcity decides."""
        for stream, share in (("adult", 0.14), ("dislocated_worker", 0.08), ("youth", 0.07)):
            for board in BOARDS:
                for year in range(FIRST_YEAR - 1, FIRST_YEAR + YEARS):
                    start = date(year, 4 if stream == "youth" else 7, 1)
                    yield {
                        "id": f"{stream}_{board}_{year}", "stream": f"wioa_{stream}",
                        "recipient": board, "amount": self._share(total, share / 8),
                        "start": start.isoformat(), "award_date": start.isoformat(),
                        "funding_year": year,
                    }  # fmt: skip
        for college in COLLEGES:
            for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
                yield {
                    "id": f"perkins_{college}_{year}", "stream": "perkins_postsecondary",
                    "recipient": college, "amount": max(60_000, self._share(total, 0.06 / 9)),
                    "start": f"{year}-07-01", "award_date": f"{year}-07-01",
                    "consortium": False, "state_allows_tuition": True,
                }  # fmt: skip
        for number, year in enumerate((FIRST_YEAR, FIRST_YEAR + 1)):
            yield {"id": f"city_{number}", "stream": "city_sales_tax_fund", "recipient": "quest",
                   "amount": self._share(total, 0.08), "start": f"{year}-10-01",
                   "end": f"{year + 2}-09-30"}  # fmt: skip
        for number in range(5):
            year = FIRST_YEAR + number % YEARS
            yield {"id": f"employer_{number}", "stream": "employer_contribution",
                   "recipient": "quest", "amount": self._share(total, 0.01),
                   "start": f"{year}-07-01", "end": f"{year + 1}-06-30"}  # fmt: skip
        for number in range(5):
            year = FIRST_YEAR + number % YEARS
            yield {"id": f"foundation_{number}", "stream": "foundation_grant",
                   "recipient": "quest", "amount": self._share(total, 0.02),
                   "start": f"{year}-01-01", "end": f"{year + 1}-12-31"}  # fmt: skip
        yield {"id": "pell", "stream": "pell", "recipient": COLLEGES[0]}
        yield {"id": "workforce_pell", "stream": "workforce_pell", "recipient": COLLEGES[0]}

    def _share(self, total: float, share: float) -> int:
        return round(total * share * self.random.uniform(0.8, 1.2) / 100) * 100

    # -- the main file ---------------------------------------------------------

    def document(self, charges: int, seed: int) -> str:
        """The scenario file; groups, costs and awards stand in tables beside it."""
        lines = [
            f"# Made by benchmarks/scenario.py: about {charges:,} possible charges, seed {seed}.",
            f"name: Benchmark region ({charges:,})",
            f"horizon: {{start: {FIRST_YEAR}-07-01, end: {FIRST_YEAR + YEARS}-06-30}}",
            "rules: {state: tx}",
            "reporting: {hourly_rate: 55.00, performed_by: office}",
            "organizations:",
            "  - {id: quest, type: nonprofit, fiscal_year_start: 01-01}",
        ]
        board, college = "fiscal_year_start: 10-01", "approved_programs_of_study: 12"
        lines += [f"  - {{id: {b}, type: workforce_board, {board}}}" for b in BOARDS]
        lines += [f"  - {{id: {p}, type: public_college, {college}}}" for p in PROVIDERS]
        lines.append("programs:")
        lines += [program_line(program) for program in self.programs]
        lines += ["groups: groups.csv", "costs: costs.csv", "awards: awards.csv", ""]
        return "\n".join(lines)


def program_line(program: Row) -> str:
    yes = {name: _text(program[name]) for name in ("in_demand", "quality", "etpl")}
    return (
        f"  - {{id: {program['id']}, clock_hours: {program['hours']}, weeks: {program['weeks']},"
        f" tuition_and_fees: {program['tuition']}, operating_since: 2022-01-10,"
        f" completion_rate: {program['rate']}, placement_rate: 0.8, in_demand: {yes['in_demand']},"
        f" size_scope_quality: {yes['quality']}, governor_approved: true, secretary_approved: true,"
        " employer_hiring_ok: true, credit_articulated: true, delivery: in_person,"
        " outside_instruction_share: 0, remedial_hours: 0, english_hours: 0,"
        " credential: {recognized: true, stackable: true, portable: true},"
        f" provider: {{organization: {program['provider']}, etpl: {yes['etpl']},"
        " title_iv_participation: true, title_iv_sanction_free: true,"
        " title_iv_agreement_ends: 2035-12-31}}"
    )


def award_lines(award: Row) -> str:
    """An award as it stands in a scenario file."""
    return "  - " + "\n    ".join(f"{name}: {_text(value)}" for name, value in award.items())
