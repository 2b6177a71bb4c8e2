"""What each field of a scenario or a portfolio says, in a sentence.

Editors show them, and the reference of all fields is made of them. A model's own description is
its docstring. Two rules of writing: a sentence that stands alone; what happens when the field
is left out, where that is not the default alone.
"""

from __future__ import annotations

_ID = "The name by which other parts of the file mean it."
_NAME = "A name for people; it is only shown."

FIELD_WORDS: dict[str, dict[str, str]] = {
    "Scenario": {
        "name": "What the plan is called.",
        "horizon": "The days that the plan is about, and how finely they are cut.",
        "rules": "The state whose rules are added, and the waivers that hold.",
        "partnership": "Who holds it together; for the four features, and for rules that ask.",
        "organizations": "Who receives awards, incurs costs, teaches and files reports. Left "
        "out, one organization does everything.",
        "programs": "The training programs.",
        "groups": "The participants, in groups of people who are alike to every rule.",
        "costs": "The cost lines: everything that somebody has to pay.",
        "awards": "The money: grants, contracts, pledges, entitlements.",
        "actuals": "What was charged so far, once a period of the horizon is over.",
        "reporting": "What reporting costs, and who does it.",
        "objective": "What is best: tiers in order, or two weights.",
        "include": "Further YAML files, each with parts of the scenario.",
    },
    "Portfolio": {
        "name": "What the portfolio is called.",
        "horizon": "The days that the plan is about; those of every partnership.",
        "partnerships": "The partnerships' own files; the stem of each is its name.",
        "rules": "The state whose rules are added, and the waivers that hold, for everybody.",
        "organizations": "Organizations that several partnerships share.",
        "awards": "Money that several partnerships may share, or that is reserved for one.",
        "actuals": "What was charged so far of shared awards.",
        "reporting": "What the reports of shared awards cost, and who does them.",
        "objective": "What is best: tiers in order, or two weights.",
        "fairness": "What comes before least cost: how well each partnership is covered.",
        "include": "Further YAML files, each with parts of the scenario.",
    },
    "Fairness": {
        "minimum_coverage": "The share of its cost that each partnership gets, if that can be.",
        "first": "largest_shortfall: the worst-covered partnership as far as can be, then the "
        "next.",
    },
    "Horizon": {
        "start": "The first day of the plan.",
        "end": "The last day of the plan.",
        "period": "How finely money is dated.",
    },
    "RuleChoice": {
        "state": "Two letters of the state whose overlays are added.",
        "waivers": "Names of waivers that have been granted; each changes or lifts the numbers "
        "of the rules that name it.",
    },
    "Partnership": {
        "name": _NAME,
        "backbone": "The organization whose staff holds the partnership together.",
        "employers": "The employers, with what each has committed to.",
        "outcomes": "How results are measured.",
    },
    "Backbone": {
        "organization": "Who employs this staff.",
        "staff_fte": "Full-time positions of it.",
    },
    "Employer": {
        "id": _ID,
        "name": _NAME,
        "size": "Its number of workers.",
        "signed": "The day on which it signed its commitment.",
        "interviews": "Interviews that it has committed to.",
        "hires": "Hires that it has committed to.",
        "programs": "The programs that its commitment is for.",
    },
    "Outcomes": {
        "ui_wage_records": "Whether results are read from the wage records of unemployment "
        "insurance.",
        "quarters_after_exit": "The quarters after exit that are looked at.",
    },
    "Organization": {
        "id": _ID,
        "name": _NAME,
        "type": "What kind of organization it is.",
        "fiscal_year_start": "Month and day on which its fiscal year begins.",
        "other_federal": "Federal dollars that it spends in a year outside this plan; they count "
        "toward the single audit.",
        "single_audit_cost": "What a single audit costs it; counted as reporting where the plan "
        "decides whether one is due.",
        "indirect": "Its indirect rate.",
        "cash": "Its own money. Stated, its cash is followed and bridge loans are kept small.",
    },
    "Indirect": {
        "rate": "de_minimis (what the Uniform Guidance allows without a negotiated rate), or the "
        "negotiated rate as a share.",
    },
    "Cash": {
        "opening": "Its own dollars at the start.",
        "minimum": "Dollars that it always keeps of them.",
    },
    "Program": {
        "id": _ID,
        "name": _NAME,
        "weeks": "The length of training; a group's last day follows from it.",
        "clock_hours": "Hours of instruction; Pell and Workforce Pell need them.",
        "academic_year": "The title IV academic year that the school has defined.",
        "terms": "Of a program in credit hours: how many terms it lasts. Pell then pays by terms.",
        "credential": "What it leads to.",
        "provider": "Who teaches it.",
        "operating_since": "The day on which the program began.",
        "completion_rate": "The share of those who start that completes.",
        "placement_rate": "The share of those who complete that is placed in a job.",
        "tuition_and_fees": "The published price of the program in dollars.",
        "job": "The job that it leads to.",
    },
    "AcademicYear": {
        "hours": "Clock hours of the academic year.",
        "weeks": "Weeks of instruction in the academic year.",
        "terms": "Terms in the academic year.",
    },
    "Credential": {
        "recognized": "Whether employers or the state recognize it.",
        "stackable": "Whether it counts toward a further one.",
        "portable": "Whether it is worth something at other employers and in other places.",
    },
    "Provider": {"organization": "The organization that teaches."},
    "Job": {
        "employer": "The employer that has the job.",
        "title": "What the job is called.",
        "competencies_validated": "Whether the employer has checked the curriculum.",
    },
    "Group": {
        "id": _ID,
        "name": _NAME,
        "program": "The program that it attends.",
        "participants": "How many people start.",
        "least": "The smallest cohort that runs, where enrolment is decided by the plan.",
        "seats": "The most seats, where enrolment is decided by the plan.",
        "start": "The first day of training.",
        "end": "The last day of training. Left out, it follows from the program's weeks.",
        "active": "The share that is still there in each period of training, from the first on; "
        "the last one continues. Left out, everybody stays.",
    },
    "Cost": {
        "id": _ID,
        "name": _NAME,
        "category": "The kind of cost; many rules follow from it.",
        "program": "Programs for whose groups it is. Left out, with `groups` too: for everybody.",
        "groups": "Groups for whom it is.",
        "per_participant": "Direct cost: dollars for each participant. A line has either this or "
        "`amount`.",
        "amount": "Shared cost: dollars for everybody together.",
        "every": "How often `amount` falls due.",
        "when": "When it falls due: a word, or dates with shares. Left out, a direct cost is "
        "spread over the days of training, a shared one over its own days.",
        "from": "The first day of a shared line. Left out, the horizon's.",
        "until": "The last day of a shared line. Left out, the horizon's.",
        "basis": "How a shared cost is split among those whom it serves.",
        "weights": "Units of the basis for each group, where it is not `participants`.",
        "basis_document": "The paper in which these units are written down.",
        "incurred_by": "The organization that incurs it. Left out, the first one.",
        "paid_by": "Who pays the bill: of `student`, only what is left of a Pell Grant after the "
        "school's charges may go to it first.",
        "borne_by": "The employer that bears it; only such a line can earn an employer's credit.",
        "employer": "The employer at which it takes place.",
        "priority": "How urgent it is. Musts are paid before everything else, as far as the law "
        "lets them.",
        "prior": "What other money paid of it before; that part may not move to money that only "
        "supplements.",
        "successor_of": "The line of an earlier plan that this one goes on under a new name.",
        "obligated": "The day of the contract, where it is not the day of the cost.",
    },
    "Moment": {
        "date": "The day.",
        "share": "The share of the cost that falls on it.",
    },
    "Prior": {
        "state": "Dollars of state money, in the unit of the line.",
        "local": "Dollars of local money, in the unit of the line.",
        "private": "Dollars of private money, in the unit of the line.",
    },
    "Award": {
        "id": _ID,
        "name": _NAME,
        "stream": "The law that it comes under.",
        "recipient": "The organization that receives it. Left out, the first one.",
        "partnership": "Of a portfolio: the partnership for which alone it is.",
        "subaward_of": "Who passed it on. Caps on an allocation bind only who holds it.",
        "amount": "Dollars. Entitlements have none: a formula says what they pay.",
        "allocation": "The size of the allocation, where it is not the amount.",
        "holds": "Whether it is an allocation or a subaward. Left out, `subaward_of` tells.",
        "award_date": "The day of the award, where it is not the start; it picks the version of "
        "some numbers.",
        "funding_year": "The program year of the money, where it is not that of the start.",
        "start": "The first day of its period of performance. Left out, the horizon's.",
        "end": "The last day of its period of performance. Left out, the law's.",
        "status": "An offered award may be declined; an accepted one's reports are due whatever "
        "is spent.",
        "form": "Money, or goods and work.",
        "origin": "Whose money it is in the end, where it is not that of the stream.",
        "employer": "The employer whose own money it is.",
        "match_for": "The awards for which alone it counts as match; an empty list: for none. "
        "Left out: for any whose rules let it count.",
        "payment": "How it arrives, where not as its stream does.",
        "program_income": "Dollars that it earns over its life, besides what is spent in "
        "`to_date`.",
        "probability": "How likely it is. Below 1 it is not committed: it stays out of the plan "
        "and is shown beside it.",
        "slices": "What becomes available when; together they make the amount.",
        "to_date": "What was spent of it before the horizon.",
        "rules": "Terms of the grant agreement, as rules of its own.",
    },
    "Payment": {
        "method": "When it is received: as it is paid out, whole at the start, or after a claim.",
        "lag_days": "Days from the end of a period until its claim is paid.",
        "lends": "Whether money that came at the start may pay other awards' bills until these "
        "repay it. Left out: only where it is not much restricted.",
    },
    "Slice": {
        "from": "The day from which this part is available.",
        "amount": "Dollars of this part.",
    },
    "ToDate": {
        "category": "The kind of cost that was paid.",
        "amount": "Dollars spent.",
        "obligated": "Dollars obligated by then; the larger of the two counts.",
        "date": "The day, for limits of a program or fiscal year.",
    },
    "Actuals": {
        "as_of": "The last day of the last period that is over.",
        "charges": "What was charged up to then.",
    },
    "Actual": {
        "cost": "The cost line.",
        "group": "The group that was charged for. A shared cost may leave it out.",
        "period": "Any day of the period.",
        "award": "The award that was charged.",
        "amount": "Dollars; several charges of the same add up.",
    },
    "Reporting": {
        "hourly_rate": "What an hour of reporting costs, in dollars.",
        "basis": "Which hours count: those for planning, or the least that the law's own burden "
        "estimates say.",
        "performed_by": "The cost line whose staff does it: its hours are counted and add no "
        "dollars.",
    },
    "Objective": {
        "mode": "lexicographic: least unfunded first, then least reporting. weighted: both at "
        "once, weighed.",
        "unfunded": "The weight of a dollar that is unfunded.",
        "overhead": "The weight of a dollar of reporting.",
    },
}  # fmt: skip


def with_field_words(defs: dict[str, dict[str, object]]) -> None:
    """Put the sentences into the definitions of a JSON Schema, each at its field."""
    for name, definition in defs.items():
        words = FIELD_WORDS.get(name.rpartition("__")[2], {})
        properties = definition.get("properties", {})
        assert isinstance(properties, dict)
        if words.keys() - {"include"} <= properties.keys():  # not a rule of the same name
            for field in words.keys() & properties.keys():
                properties[field] = {**properties[field], "description": words[field]}
