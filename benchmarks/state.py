"""A state, made up from a seed: many partnerships in one plan, with every kind of rule in it.

Each partnership is a region of ``benchmarks/scenario.py`` with what that one lacks: trade-affected
workers, SNAP Employment and Training, on-the-job training with employers, pooled funders who ask
for match, a grant agreement of its own, students who withdraw, Adult money that may move. The State
has money over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from benchmarks.scenario import (
    BOARDS,
    COLLEGES,
    FIRST_YEAR,
    PROVIDERS,
    YEARS,
    Region,
    Row,
    award_lines,
    program_line,
    write_table,
)

SIZES = (1_000, 10_000, 100_000, 1_000_000, 3_000_000)
CHARGES_PER_GROUP = 370
"""Possible charges for each group, about: what turns a size into a number of groups."""
CHARGES_PER_PARTNERSHIP = 25_000
EMPLOYERS = (("shop", 35), ("plant", 90), ("hospital", 2_400))

TERMS = "cite: Agreement (made up), confidence: assumption, reviewed: 2026-11-22, authority: terms"
AGREEMENT = f"""\
      - {{id: one-pool, kind: exclusive, among: [pooled_funder_collaborative],
         why: Nobody is paid for by the foundation and by the pool., {TERMS}}}
      - {{id: most-each, kind: limit, spend: all, at_most: {{usd: 2500}}, per: participant,
         why: At most $2500 for a person., {TERMS}}}
      - {{id: most-residents, kind: limit, serve: {{who: {{city_resident: false}}}},
         at_most: {{share: 0.50, of: served}}, why: Half of the people live in the city., {TERMS}}}
      - {{id: most-people, kind: limit, serve: all, at_most: {{count: 400}},
         why: The fund serves at most 400 people., {TERMS}}}
      - {{id: some-training, kind: limit, spend: {{category: [tuition_fees, books_supplies]}},
         at_least: {{share: 0.25, of: spent}}, why: A quarter is for training., {TERMS}}}
      - {{id: result, kind: limit, spend: {{category: tuition_fees}}, at_most: {{usd: 6000}},
         per: credential, why: At most $6000 for a credential., {TERMS}}}
"""


def write_state(folder: Path, charges: int = 100_000, seed: int = 2026) -> Path:
    """Write the portfolio with about so many possible charges; returns the state's file."""
    random = Random(seed)
    count = max(1 if charges < 10_000 else 2, round(charges / CHARGES_PER_PARTNERSHIP))
    groups = max(3, round(charges / CHARGES_PER_GROUP / count))
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"area{number:03}" for number in range(count)]
    total = 0.0
    for name in names:
        local = Local(Random(random.random()), groups)
        total += local.total
        for table, rows in (("groups", local.groups), ("costs", local.costs)):
            write_table(folder / f"{name}-{table}.csv", rows)
        (folder / f"{name}.yaml").write_text(local.file(name, charges, seed), encoding="utf-8")
    main = folder / "state.yaml"
    main.write_text(_state(names, total, charges, seed), encoding="utf-8")
    return main


def _state(names: list[str], total: float, charges: int, seed: int) -> str:
    """The State's own file."""
    end = FIRST_YEAR + YEARS
    lines = [
        f"# Made by benchmarks/state.py: about {charges:,} possible charges, seed {seed}.",
        f"name: Benchmark state ({charges:,})",
        f"horizon: {{start: {FIRST_YEAR}-07-01, end: {end}-06-30}}",
        f"partnerships: [{', '.join(f'{name}.yaml' for name in names)}]",
        "organizations:",
        "  - {id: agency, type: state_agency, fiscal_year_start: 07-01, other_federal: 300000000}",
        "awards:",
    ]
    for year in range(FIRST_YEAR, end):
        lines += [
            f"  - {{id: reserve_{year}, stream: wioa_statewide_reserve, start: {year}-07-01,"
            f" amount: {round(total * 0.008 / 100) * 100}}}",
            f"  - {{id: response_{year}, stream: wioa_rapid_response, start: {year}-07-01,"
            " rapid_response_event: mass_layoff, additional_assistance: true,"
            f" unobligated_after_first_year: false, amount: {round(total * 0.004 / 100) * 100}}}",
        ]
    fair = round(total * 0.02 / len(names) * 1.2)
    lines += [
        f"  - {{id: fund, stream: foundation_grant, amount: {round(total * 0.02)},"
        f" start: {FIRST_YEAR}-07-01, end: {end}-06-30, rules: [{{id: most-for-one, kind: limit,"
        f" spend: all, at_most: {{usd: {fair}}}, per: [award, partnership],"
        f" why: No partnership gets more than ${fair}., {TERMS}}},",
        "     {id: obligated-in-time, kind: timeline,"
        " why: Half is obligated in two years or goes back.,"
        " obligate: {share: 0.50, by: {months: 24}, recapture: automatic},"
        f" {TERMS}}}]}}",
        "",
    ]
    return "\n".join(lines)


class Local(Region):
    """The tables of one partnership of the state."""

    def __init__(self, random: Random, n_groups: int) -> None:
        super().__init__(random, n_groups)
        self.total = self._total()

    def _group(self, number: int) -> Row:
        return super()._group(number) | {"withdraw_at": self.random.choice([0.25, 0.4, 0.7])}

    def _adult(self) -> Row:
        snap = self.random.random() < 0.4
        return super()._adult() | {
            "snap_recipient": snap, "snap_et_component": snap, "cash_assistance": False,
        }  # fmt: skip

    def _laid_off(self) -> Row:
        trade = self.random.random() < 0.15
        row = super()._laid_off() | {
            "trade_training_approved": trade, "separated_in_certified_window": trade,
        }  # fmt: skip
        certified = {
            "separation_date": "2022-05-31", "trade_certification_date": "2022-03-01",
            "petition_number": 97_500, "co_enrollment_declined": False,
        }  # fmt: skip
        return row | (certified if trade else {})

    def _costs(self) -> Iterable[Row]:
        attended = list(dict.fromkeys(group["program"] for group in self.groups))
        for row in super()._costs():
            if row.get("program", attended[0]) in attended:
                yield row
        claim = {"incurred_by": "quest", "snap_et_claim": True, "public_price": True}
        yield {"id": "coaching", "category": "case_management", "per_participant": 640,
               "when": "training", **claim}  # fmt: skip
        yield {"id": "exams", "category": "certification_exam", "per_participant": 120,
               "when": "exit", **claim}  # fmt: skip
        for number, (employer, _) in enumerate(EMPLOYERS):
            program = attended[number % len(attended)]
            at = {"program": program, "employer": employer, "incurred_by": "quest"}
            yield {"id": f"wages_{employer}", "category": "ojt_wages", "per_participant": 3_600,
                   "when": "exit", **at}  # fmt: skip
            yield {"id": f"course_{employer}", "category": "customized_training",
                   "per_participant": 900, "when": "training", **at}  # fmt: skip

    def _awards(self, total: float) -> Iterable[Row]:
        for award in super()._awards(total):
            mine = award["stream"] in ("wioa_adult", "wioa_dislocated_worker")
            if mine and award["recipient"] == BOARDS[0]:
                award |= {"transfer_approved": True}
            if award["stream"] == "wioa_adult" and award["recipient"] == BOARDS[1]:
                award |= {"program_income": 2_500}
            if award["id"] == "foundation_0":
                award |= {"rules": AGREEMENT}
            if award["stream"] == "employer_contribution":
                number = int(award["id"].rpartition("_")[2])
                award |= {"employer": EMPLOYERS[number % len(EMPLOYERS)][0]}
            yield award
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
            yield {"id": f"snap_{year}", "stream": "snap_et_50", "recipient": "quest",
                   "subaward_of": "State", "amount": self._share(total, 0.01),
                   "start": f"{year}-10-01"}  # fmt: skip
            yield {"id": f"taa_{year}", "stream": "taa", "recipient": BOARDS[0],
                   "amount": self._share(total, 0.006), "start": f"{year}-07-01"}  # fmt: skip
        yield {"id": "pool", "stream": "pooled_funder_collaborative", "recipient": "quest",
               "amount": self._share(total, 0.02), "start": f"{FIRST_YEAR}-07-01",
               "end": f"{FIRST_YEAR + YEARS}-06-30"}  # fmt: skip

    def file(self, name: str, charges: int, seed: int) -> str:
        """The partnership's file; groups and costs stand in tables beside it."""
        return "\n".join(self._lines(name, charges, seed)) + "\n"

    def _lines(self, name: str, charges: int, seed: int) -> Iterator[str]:
        yield f"# Made by benchmarks/state.py: of about {charges:,} possible charges, seed {seed}."
        yield "name: Benchmark partnership"
        yield f"horizon: {{start: {FIRST_YEAR}-07-01, end: {FIRST_YEAR + YEARS}-06-30}}"
        yield "reporting: {hourly_rate: 55.00, performed_by: office}"
        yield "partnership:"
        yield "  employers:"
        firm = "no_displacement: true, relocation_cleared: true, retains_ojt_trainees: true"
        for employer, size in EMPLOYERS:
            yield f"    - {{id: {employer}, size: {size}, {firm}, hires: 5}}"
        yield "organizations:"
        yield "  - {id: quest, type: nonprofit, fiscal_year_start: 01-01}"
        for board in BOARDS:
            yield f"  - {{id: {board}, type: workforce_board, fiscal_year_start: 10-01}}"
        audit = "other_federal: 600000, single_audit_cost: 20000, approved_programs_of_study: 12"
        for provider in PROVIDERS:
            more = f", {audit}" if provider in COLLEGES else ""
            yield f"  - {{id: {provider}, type: public_college, fiscal_year_start: 09-01{more}}}"
        yield "programs:"
        yield from map(program_line, self.programs)
        yield f"groups: {name}-groups.csv"
        yield f"costs: {name}-costs.csv"
        yield "awards:"
        for award in self.awards:
            rules = award.pop("rules", "")
            yield award_lines(award)
            if rules:
                yield "    rules:\n" + rules.rstrip()
