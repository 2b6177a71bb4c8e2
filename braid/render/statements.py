"""What a rule demands, in words: its conditions, limits, dates and reports, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from braid.catalog.law import last_day
from braid.render.conditions import condition_text, either, number_text
from braid.render.moments import moment_text
from braid.render.words import day, listed, spoken, usd
from braid.schema import rules as schema
from braid.schema.predicate import Predicate

SUBJECTS = {
    "participant": "Participants", "program": "Program", "employer": "Employer", "award": "Award",
}  # fmt: skip
BASES = {
    "award": "the award", "allocation": "the allocation", "spent": "what the award spends",
    "cost": "each line's cost", "total": "what all awards spend", "served": "those served",
}  # fmt: skip
EVERY = {
    "once": "once", "month": "every month", "quarter": "every quarter",
    "half_year": "every half year", "year": "every year",
}  # fmt: skip
PER_NEED = {
    "period": "in each period", "line": "on each cost line", "cell": "on each cost in each period",
    "employer": "with each employer",
}  # fmt: skip


def statements(rule: schema.RuleBase, *, of_family: bool = False) -> Iterator[str]:
    """A rule's parameters as sentences; ``of_family``: it stands in the file of a family."""
    kind = str(getattr(rule, "kind", ""))
    yield from _OF_KIND[kind](rule)
    if of_family and isinstance(rule, schema.Limit) and not rule.per:
        together = "The awards of all streams of the family count together"
        yield f"{together}, for each recipient and funding year."
    if rule.from_ is not None:
        yield f"It holds from {day(rule.from_)}."
    if rule.until is not None:
        yield f"It holds to {day(last_day(rule.until))}."
    unit: Any = "share" if _is_share(rule) else ""
    for name, value in sorted(rule.waivers.items()):
        effect = (
            "lifts it" if value is None else f"changes the number to {number_text(value, unit)}"
        )
        yield f"The waiver {name} {effect}."
    if rule.unwaivable is not None:
        yield f"No waiver can change it ({rule.unwaivable})."


def _is_share(rule: schema.RuleBase) -> bool:
    if not isinstance(rule, schema.Limit):
        return getattr(rule, "share", None) is not None
    return any(b is not None and b.share is not None for b in (rule.at_most, rule.at_least))


def _names(names: tuple[str, ...]) -> str:
    return listed(spoken(name) for name in names)


def _for(rule: Any) -> str:
    return f" for {_names(rule.for_)}" if rule.for_ else ""


def _condition(rule: Any) -> Iterator[str]:
    asked = rule.who if isinstance(rule, schema.Participant) else rule.where
    yield f"{SUBJECTS[rule.kind]}{_for(rule)}: {condition_text(asked)}."


def _line(rule: schema.Line) -> Iterator[str]:
    if rule.allow is not None:
        yield f"It pays only {_names(rule.allow)}."
    if rule.forbid is not None:
        yield f"It never pays {either(spoken(name) for name in rule.forbid)}."
    if rule.where is not None:
        yield f"Cost line{_for(rule)}: {condition_text(rule.where)}."


def _selected(selector: schema.Selector | None, people: bool) -> str:
    """What a selector looks at: ``spending on tuition for participants with (…)``."""
    text = "participants" if people else "spending"
    if selector is None:
        return text
    if selector.direct is not None:
        text = f"{'direct' if selector.direct else 'shared'} {text}"
    if selector.origin is not None:
        text = f"{either(selector.origin)} {text}"
    if selector.category is not None:
        text += f" on {_names(selector.category)}"
    if selector.who is not None:
        text += f" {'with' if people else 'for participants with'} {_bracketed(selector.who)}"
    if selector.where is not None:
        text += f" where {_bracketed(selector.where)}"
    if selector.within is not None:
        text += f" up to {moment_text(selector.within, day=True)}"
    if selector.after is not None:
        text += f" after {moment_text(selector.after, day=True)}"
    return text


def _bracketed(condition: Predicate) -> str:
    text = condition_text(condition)
    return text if text.startswith("not (") else f"({text})"


def _limit(rule: schema.Limit) -> Iterator[str]:
    people = rule.serve is not None
    what = _selected(rule.serve if people else rule.spend, people)
    per = f", per {listed(spoken(p) for p in rule.per)}" if rule.per else ""
    every = ", over all awards" if rule.counts == "all_awards" else ""
    for bound, verb in ((rule.at_most, "at most"), (rule.at_least, "at least")):
        if bound is not None:
            told = f"{what} {'are' if people else 'is'} {verb} {_bound(bound, people)}{per}{every}."
            yield told[0].upper() + told[1:]


def _bound(bound: schema.Bound, people: bool) -> str:
    if bound.usd is not None:
        text = number_text(bound.usd, "usd")
    elif bound.count is not None:
        text = f"{number_text(bound.count)} participants"
    elif bound.share is not None:
        text = f"{number_text(bound.share, 'share')} of {BASES[bound.of or 'award']}"
    else:
        text = f"the participant's {spoken(bound.attribute or '')}"
    if bound.minus:
        text += f" less {usd(bound.minus)}"
    if bound.times is not None:
        entity, _, name = bound.times.rpartition(".")
        whose = "the line's" if entity == "line" else "the participant's"
        text += f" times {whose} {spoken(name)}"
    if bound.yearly:
        text += " for a full year"
    people = people or bound.of == "served"
    if bound.base is not None:
        text += f", counting only {_selected(bound.base, people)}"
    if bound.less is not None:
        text += f", less {_selected(bound.less, people)}"
    return text


def _formula(rule: schema.Formula) -> Iterator[str]:
    yield f"It pays by the formula {spoken(rule.formula)}, with these numbers:"
    for name, value in rule.numbers.items():
        yield f"  {spoken(name)}: {number_text(value)}"
    if rule.first:
        yield f"Of what the school charges it pays {_names(rule.first)} before anything else."


def _order(rule: schema.Order) -> Iterator[str]:
    what = _names(rule.for_) if rule.for_ else "everything"
    if rule.reading == "priority":
        first = condition_text(rule.first) if rule.first is not None else "nobody"
        waits = f"Of {what} it pays nothing for others until these have what it can pay for them."
        yield f"These participants come first: {first}. {waits}"
    elif rule.reading == "used_up":
        yield f"Of {what} it pays only what {_names(rule.after)} cannot, or once it has run out."
    else:
        left = "leave" if rule.reading == "remaining" else "leave, their whole amount counted"
        yield f"Of {what} it pays only what {_names(rule.after)} {left}."


def _supplant(rule: schema.Supplant) -> Iterator[str]:
    yield f"What {either(rule.protects)} money paid before{_for(rule)} may not move here."


def _benefit(rule: schema.Benefit) -> Iterator[str]:
    yield f"Of shared cost{_for(rule)} it pays at most the share of the participants it serves."


def _exclusive(rule: schema.Exclusive) -> Iterator[str]:
    if rule.reading == "all_or_nothing":
        yield f"Of {_names(rule.for_)} it pays the whole cost of a participant or nothing."
    elif rule.among:
        names = listed(["this money", *(spoken(name) for name in rule.among)])
        yield f"Nobody is served by two of these: {names}."
    else:
        yield "Nobody is served by two of its streams."


def _timeline(rule: schema.Timeline) -> Iterator[str]:
    what = f"Costs of {_names(rule.for_)}" if rule.for_ else "Costs"
    if rule.begins is not None:
        yield f"{what} are paid only after {moment_text(rule.begins, day=True)}."
    if rule.ends is not None:
        act = "incurred" if rule.test == "incurred" else "obligated"
        yield f"{what} must be {act} by {moment_text(rule.ends)}."
    elif rule.test == "obligated":
        yield f"{what} must be obligated in the award's time."
    if rule.obligate is not None:
        share, by = number_text(rule.obligate.share, "share"), moment_text(rule.obligate.by)
        fate = "may be" if rule.obligate.recapture == "risk" else "is"
        yield f"{share} must be obligated by {by}; what is short {fate} taken back."
    if rule.liquidate_days is not None:
        yield f"Bills are paid within {rule.liquidate_days} days after its end."


def _report(rule: schema.Report) -> Iterator[str]:
    of = "for each participant" if rule.per == "participant" else "for each award"
    if rule.every == "once":
        due = f"due {rule.due_days} days later" if rule.due_days else "due at once"
    else:
        period = spoken(rule.every)
        due = f"due {rule.due_days} days after the {period}" if rule.due_days else "due at its end"
    yield f"{rule.report}: {EVERY[rule.every]}, {of}, {due}."
    floor = rule.hours.floor
    by_law = f", at least {number_text(floor)} by the official estimate" if floor else ""
    yield f"It takes {number_text(rule.hours.planning)} hours each{by_law}."
    if rule.where is not None:
        yield f"Due only where {condition_text(rule.where)}, or nobody has stated it."
    shared = f", shared with all that uses the record system {rule.system}" if rule.system else ""
    yield f"Its cost is {spoken(rule.classed)}{shared}."


def _money(beside: schema.Beside) -> str:
    """Which money counts beside an award, as a sentence."""
    forms = {"cash": "in cash", "in_kind": "in kind"}
    text = f"{either(beside.origin)} money {either(forms[form] for form in beside.form)}"
    if beside.employer:
        text += " of the employer itself"
    on = "what the award may pay itself" if beside.category is None else _names(beside.category)
    return f"What counts is {text} on {on}, each dollar once."


def _match(rule: schema.Match) -> Iterator[str]:
    spent = _selected(rule.spend, False) if rule.spend is not None else "what it spends"
    share = number_text(rule.share, "share") if rule.share is not None else ""
    if rule.usd is not None:
        needs = f"{number_text(rule.usd, 'usd')} of others' money, whatever it spends"
    elif rule.of == "award":
        needs = f"others' money of {share} of the award, whatever it spends"
    elif rule.of == "total":
        needs = f"others' money that is {share} of {spent} and that money together"
    else:
        needs = f"others' money of {share} of {spent}"
    cut = [PER_NEED[part] for part in rule.per if part != "award"]
    yield f"Beside it must stand {needs}{', ' if cut else ''}{' and '.join(cut)}."
    yield _money(rule.beside)


def _reimbursement(rule: schema.Reimbursement) -> Iterator[str]:
    spent = _selected(rule.spend, False) if rule.spend is not None else "what is claimed"
    share = number_text(rule.share, "share")
    yield f"It pays {share} of {spent}; others pay the rest in the same period."
    yield _money(rule.beside)


def _transfer(rule: schema.Transfer) -> Iterator[str]:
    names, share = _names(rule.between), number_text(rule.share, "share")
    where = f" where {_bracketed(rule.where)}" if rule.where is not None else ""
    yield f"Of {names} each award{where} may give up to {share} of its allocation to another."


def _income(rule: schema.Income) -> Iterator[str]:
    if rule.use == "addition":
        yield "Program income may be spent beside the award's amount."
    elif rule.usd is not None:
        usd_each = number_text(rule.usd, "usd")
        yield f"Its recipient gets {usd_each} for each participant paid in an award year."


def _refund(rule: schema.Refund) -> Iterator[str]:
    after = number_text(rule.earned_after, "share")
    keep = number_text(rule.students_keep, "share")
    yield (
        "Who leaves has earned the share of a payment that matches the time attended in its part of"
        f" the training, and all of it after {after} of that part."
    )
    yield (
        "Of the rest the school returns the unearned share of what it charges; the student owes"
        f" what is then left beyond {keep} of the payment."
    )


def _threshold(rule: schema.Threshold) -> Iterator[str]:
    money = f"{either(rule.origin)} money"
    yield (
        f"{rule.report}: due where an organization spends {number_text(rule.usd, 'usd')} or more of"
        f" {money} in one of its fiscal years, within {rule.due_months} months after the year."
    )


def _together(rule: schema.Together) -> Iterator[str]:
    who = f"Participants with {_bracketed(rule.who)}" if rule.who is not None else "Participants"
    yield f"{who} whom it serves are served by {either(spoken(n) for n in rule.with_)} too."


_OF_KIND: Mapping[str, Callable[[Any], Iterator[str]]] = {
    **dict.fromkeys(SUBJECTS, _condition),
    "line": _line, "limit": _limit, "formula": _formula, "order": _order, "supplant": _supplant,
    "benefit": _benefit, "timeline": _timeline, "report": _report, "exclusive": _exclusive,
    "match": _match, "reimbursement": _reimbursement, "transfer": _transfer, "income": _income,
    "refund": _refund, "threshold": _threshold, "together": _together,
}  # fmt: skip
"""A kind of rule and what says its parameters."""
