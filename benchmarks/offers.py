"""A state's portfolio with offers, made up from a seed: money that the plan may decline.

Each partnership is a region of ``benchmarks/scenario.py`` with offers of foundations beside what it
has. An offer is for a purpose, sometimes for some of the people only, and asks for a report each
quarter that costs between a fiftieth and a sixth of it: whether it is worth its reports depends on
which others are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.scenario import (
    BOARDS,
    CHARGES_PER_GROUP,
    FIRST_YEAR,
    PROVIDERS,
    YEARS,
    Region,
    Row,
    award_lines,
    program_line,
    write_table,
)

TERMS = "cite: Letter (made up), confidence: assumption, reviewed: 2026-11-22, authority: terms"
PURPOSES = (
    "[training]", "[tuition_fees, certification_exam]", "[books_supplies, transportation]",
    "[case_management, child_care]", "[job_placement, followup_services, case_management]",
    "[tuition_fees, books_supplies]", "[supportive_services]", "[backbone_staff, outreach_intake]",
)  # fmt: skip
PEOPLE = (
    "", "", "", "{age: {max: 30}}", "{low_income: true}", "{city_resident: true}",
    "{basic_skills_deficient: true}",
)  # fmt: skip
FEWEST_HOURS, MOST = 0.02, 0.16
"""What the reports of an offer cost, as parts of its amount."""
RATE = 55
"""Dollars an hour."""
OFFERED, STATES = 0.75, 0.05
"""What is offered in a partnership and by the State, as parts of what the partnerships cost."""
STATE_OFFERS = 4
CHARGES_OF_PARTNERSHIP, CHARGES_OF_OFFER = 16_000, 3
"""About; of an offer for each group."""


def write_offers(folder: Path, charges: int, offers: int, seed: int) -> Path:
    """Write the portfolio with about so many possible charges; returns the state's file."""
    random = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    partnerships = max(3, charges // CHARGES_OF_PARTNERSHIP)
    each = (offers - STATE_OFFERS) // partnerships
    groups = max(3, round(charges / (CHARGES_PER_GROUP + each * CHARGES_OF_OFFER) / partnerships))
    names = [f"area{number:02}" for number in range(partnerships)]
    total = 0.0
    for name in names:
        local = Local(Random(random.random()), groups, each)
        total += local.total
        for table in ("groups", "costs"):
            write_table(folder / f"{name}-{table}.csv", getattr(local, table))
        (folder / f"{name}.yaml").write_text("\n".join(local.file(name)) + "\n", encoding="utf-8")
    main = folder / "state.yaml"
    main.write_text("\n".join(_state(names, total, random)) + "\n", encoding="utf-8")
    return main


def offer(name: str, amount: float, random: Random) -> Iterator[str]:
    """The lines of an offer."""
    amount = max(2_000, round(amount * random.uniform(0.4, 1.6) / 100) * 100)
    year = FIRST_YEAR + random.randrange(2)
    hours = amount * random.uniform(FEWEST_HOURS, MOST) / RATE / 8
    yield f"  - id: {name}"
    yield f"    stream: foundation_grant\n    status: offered\n    amount: {amount}"
    yield f"    start: {year}-07-01\n    end: {year + 2}-06-30"
    yield "    rules:"
    yield (
        f"      - {{id: purpose, kind: line, allow: {random.choice(PURPOSES)},"
        f" why: What it is for., {TERMS}}}"
    )
    who = random.choice(PEOPLE)
    if who:
        yield f"      - {{id: people, kind: participant, who: {who}, why: For whom., {TERMS}}}"
    yield (
        "      - {id: reports, kind: report, report: Report to the donor, every: quarter,"
        f" due_days: 30, hours: {{floor: 0, planning: {hours:.2f}}}, why: Each quarter., {TERMS}}}"
    )


def _state(names: list[str], total: float, random: Random) -> Iterator[str]:
    """The State's own file."""
    yield "name: Benchmark state with offers"
    yield f"horizon: {{start: {FIRST_YEAR}-07-01, end: {FIRST_YEAR + YEARS}-06-30}}"
    yield f"partnerships: [{', '.join(f'{name}.yaml' for name in names)}]"
    yield "objective: {mode: weighted, unfunded: 1, overhead: 1}"
    yield "organizations: [{id: agency, type: state_agency, fiscal_year_start: 07-01}]"
    yield "awards:"
    for number in range(STATE_OFFERS):
        yield from offer(f"state_offer_{number}", total * STATES / STATE_OFFERS, random)


class Local(Region):
    """The tables of one partnership."""

    def __init__(self, random: Random, n_groups: int, n_offers: int) -> None:
        super().__init__(random, n_groups)
        self.total = self._total()
        self.offers = [
            line
            for number in range(n_offers)
            for line in offer(f"offer_{number:02}", self.total * OFFERED / n_offers, random)
        ]

    def file(self, name: str) -> Iterator[str]:
        """The partnership's file; groups and costs stand in tables beside it."""
        yield "name: Benchmark partnership"
        yield f"horizon: {{start: {FIRST_YEAR}-07-01, end: {FIRST_YEAR + YEARS}-06-30}}"
        yield f"reporting: {{hourly_rate: {RATE}, performed_by: office}}"
        yield "organizations:"
        yield "  - {id: quest, type: nonprofit, fiscal_year_start: 01-01}"
        for board in BOARDS:
            yield f"  - {{id: {board}, type: workforce_board, fiscal_year_start: 10-01}}"
        for provider in PROVIDERS:
            yield (
                f"  - {{id: {provider}, type: public_college, fiscal_year_start: 09-01,"
                " approved_programs_of_study: 12}"
            )
        yield "programs:"
        attended = {group["program"] for group in self.groups}
        yield from (program_line(p) for p in self.programs if p["id"] in attended)
        yield f"groups: {name}-groups.csv"
        yield f"costs: {name}-costs.csv"
        yield "awards:"
        yield from map(award_lines, self.awards)
        yield from self.offers

    def _costs(self) -> Iterator[Row]:
        attended = {group["program"] for group in self.groups}
        for row in super()._costs():
            if row.get("program") is None or row["program"] in attended:
                yield row
