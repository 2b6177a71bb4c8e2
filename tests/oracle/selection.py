"""Which charges a limit selects, and how ``per`` cuts them (docs/semantics.md, section 6)."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from braid.periods import fiscal_year
from braid.schema.portfolio import State
from braid.schema.scenario import Award, ToDate
from oracle.facts import Facts, Subject, attribute, july_first
from oracle.heads import strictest
from oracle.model import Charge, Model
from oracle.rulebook import in_force
from oracle.whose import BELONGING, home_of_charge, owner

OF_THE_AWARD = ("award", "stream", "family", "organization", "funding_year", "partnership")
"""Parts of a key that an award alone decides."""
PER_PERSON = ("participant", "credential")
POOLED_WITHOUT = ("program", "employer", "round")
"""Parts that a charge may lack: those that do are one instance, "none"."""
YEARS = ("program_year", "fiscal_year", "calendar_year")


def parts(homed: Any) -> tuple[str, ...]:
    """What ``per`` says, or the default of the rule's home."""
    if homed.rule.per:
        return tuple(homed.rule.per)
    return ("family", "organization", "funding_year") if homed.home == "family" else ("award",)


def award_key(m: Model, homed: Any, award: Award) -> tuple[Any, ...]:
    """The parts of the key that the award decides."""
    values = {
        "award": award.id,
        "stream": award.stream,
        "family": m.book.stream(award).family,
        "organization": m.inputs.recipient(award),
        "funding_year": m.inputs.funding_year(award),
        "partnership": "",
    }
    key = [values[part] for part in parts(homed) if part in OF_THE_AWARD]
    if per_person(homed) and homed.rule.counts == "own":
        key.append(homed.home_id if homed.home == "family" else award.stream)
    return tuple(key)


def cell_key(m: Model, homed: Any, charge: Charge) -> tuple[Any, ...] | None:
    """The parts that the cell decides; None where it lacks one of which there is no "none"."""
    key: list[Any] = []
    about = Subject(
        charge.day,
        charge.award,
        m.inputs.groups[charge.group] if charge.group else None,
        charge.line,
    )
    if belongs(m, homed):
        key.append(home_of_charge(m.inputs, charge))
    for part in parts(homed):
        if part in OF_THE_AWARD:
            continue
        if part in ("group", *PER_PERSON):
            value: Any = charge.group
        elif part == "program":
            program = m.book.facts.program(about)
            value = program.id if program else None
        elif part == "employer":
            employer = m.book.facts.employer(about)
            value = employer.id if employer else None
        elif part == "line":
            value = charge.line.id if charge.line else None
        elif part == "round":
            value = attribute(charge.line, "round")
        else:
            value = year_of(m, part, about)
        if value is None and part not in POOLED_WITHOUT:
            return None
        key.append(value)
    return tuple(key)


def belongs(m: Model, homed: Any) -> bool:
    """Whether a portfolio's limit is cut by what belongs to one partnership."""
    return isinstance(m.inputs.scenario, State) and bool(BELONGING & set(parts(homed)))


def year_of(m: Model, part: str, about: Subject) -> Any:
    """The program year, the recipient's fiscal year or the calendar year of a day."""
    if part == "calendar_year":
        return about.day.year
    if part == "program_year":
        return july_first(about.day).year
    assert about.award is not None
    recipient = m.inputs.organizations[m.inputs.recipient(about.award)]
    return fiscal_year(about.day, recipient.fiscal_year_start)


def past_of(
    m: Model, homed: Any, selector: Any, awards: list[Award], cell_part: tuple[Any, ...] | None
) -> list[Charge]:
    """Charges of periods that are over that a selector selects in an instance."""
    return [
        c
        for c in m.past
        if c.award.id in {a.id for a in awards}
        and cell_key(m, homed, c) == cell_part
        and selects(m, homed, selector, c)
    ]


def per_person(homed: Any) -> bool:
    """Whether the limit is so much per participant or per credential."""
    return any(part in PER_PERSON for part in homed.rule.per)


def life_long(homed: Any) -> bool:
    """Whether instances run over an award's life, so that ``to_date`` belongs to them."""
    return all(part in OF_THE_AWARD for part in parts(homed))


def past_key(m: Model, homed: Any, award: Award, entry: ToDate) -> tuple[Any, ...] | None:
    """The cell parts of the instance that ``to_date`` belongs to; None where there is none.

    The past lies in the year of its date; without one in a year of the horizon only if the
    horizon starts inside that year.
    """
    first = entry.date or m.inputs.calendar.first
    key: list[Any] = []
    if belongs(m, homed):
        if not owner(m.inputs, award):
            return None
        key.append(owner(m.inputs, award))
    for part in parts(homed):
        if part in YEARS:
            year = year_of(m, part, Subject(first, award))
            eve = year_of(m, part, Subject(first - timedelta(days=1), award))
            if entry.date is None and eve != year:
                return None
            key.append(year)
        elif part not in OF_THE_AWARD:
            return None
    return tuple(key)


def selects(m: Model, homed: Any, selector: Any, charge: Charge) -> bool:
    """Whether everything that a selector says holds of a charge."""
    there = getattr(homed, "reach", "") in ("", home_of_charge(m.inputs, charge))
    if not there:
        return False
    if not in_force(homed.rule, charge.day) or not reaches(m, homed, charge.group):
        return False
    if selector is None:
        return True
    group = m.inputs.groups[charge.group] if charge.group else None
    about = Subject(charge.day, charge.award, group, charge.line)
    truth = m.book.facts.truth
    return (
        (selector.category is None or charge.category in m.book.categories(selector.category))
        and (selector.direct is None or selector.direct == charge.direct)
        and (selector.origin is None or m.book.origin(charge.award) in selector.origin)
        and in_part(m, selector, charge.award, charge.day)
        and (
            selector.who is None
            or (group is not None and truth(selector.who, about, "group") is True)
        )
        and (
            selector.where is None
            or (charge.line is not None and truth(selector.where, about, "line") is True)
        )
    )


def reaches(m: Model, homed: Any, group: str | None) -> bool:
    """A limit on all awards that only entitlements follow is for the groups whom these pay."""
    followers = m.book.followers(homed)
    entitled = [a for a in followers if m.book.stream(a).entitlement]
    counts = getattr(homed.rule, "counts", "own")  # a match looks at its own award
    if counts != "all_awards" or len(entitled) < len(followers):
        return True
    return any(m.entitlements.whole.get((a.id, group), 0) > 0 for a in entitled)


def in_part(m: Model, selector: Any, award: Award, day: date) -> bool:
    """Whether a day lies in the part of the award's time that a selector names."""
    if selector.within is not None and day >= m.book.moment(selector.within, award):
        return False
    return selector.after is None or day >= m.book.moment(selector.after, award)


def selects_entry(m: Model, selector: Any, award: Award, entry: ToDate) -> bool:
    """A ``to_date`` entry matches by its category and by its own attributes."""
    if selector is None:
        return True
    who = selector.who is None or entry_truth(m, selector.who, award, entry) is True
    day = entry.date or m.inputs.calendar.first - timedelta(days=1)
    return (
        in_part(m, selector, award, day)
        and (selector.category is None or entry.category in m.book.categories(selector.category))
        and (selector.origin is None or m.book.origin(award) in selector.origin)
        and selector.direct is None
        and selector.where is None
        and who
    )


def entry_truth(m: Model, condition: Any, award: Award, entry: ToDate) -> bool | None:
    """The condition with the entry's attributes in the group's place."""
    return Entry(m, entry).truth(condition, Subject(m.book.start(award), award), "group")


class Entry(Facts):
    """Facts of a ``to_date`` entry: what it does not state is unknown."""

    def __init__(self, m: Model, entry: ToDate) -> None:
        super().__init__(m.inputs)
        self.stated = entry.model_extra or {}

    def value(self, about: Subject, entity: str, name: str) -> Any:
        """An attribute of the group that the money served."""
        return self.stated.get(name.removeprefix("group."))


def awards_of(m: Model, homed: Any) -> list[Award]:
    """Those that follow the limit, or all committed ones; entitlements apart."""
    everybody = m.book.payers
    if homed.rule.counts == "all_awards":
        return [a for a in everybody if not homed.reach or owner(m.inputs, a) in ("", homed.reach)]
    return [a for a in everybody if a.id in homed.awards]


def cost_share(m: Model, homed: Any, bound: Any, sign: int, day: date) -> Fraction | None:
    """The share of a cell's cost on its day; of the limit's awards the strictest."""
    abouts = [Subject(day, award) for award in awards_of(m, homed)]
    return strictest(sign, [m.book.facts.number(bound.share, about) for about in abouts])
