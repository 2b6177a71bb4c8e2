"""Which people a head count counts (docs/semantics.md, section 6): rows before variables."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from braid.periods import fiscal_year
from oracle.facts import Subject, july_first
from oracle.reports import Head, Service
from oracle.rulebook import Rulebook
from oracle.whose import home


@dataclass(frozen=True)
class HeadRow:
    """sum z (chosen) <= count, or <= share x sum z (base); z of systems for a family's rule."""

    of_systems: bool
    chosen: tuple[Head, ...]
    base: tuple[Head, ...]
    number: Fraction


def head_rows(book: Rulebook, service: Service) -> list[HeadRow]:
    """Every row that counts people; one that selects nobody says nothing."""
    rows: list[HeadRow] = []
    for homed in book.of("limit"):
        bound = homed.rule.at_most
        if homed.rule.serve is None or bound is None:
            continue
        family = homed.home == "family"
        followers = book.followers(homed)
        names = {service.system(a.stream) if family else a.stream for a in followers}
        cut: dict[tuple[Any, ...], list[Head]] = defaultdict(list)
        for head in service.systems if family else service.heads:
            if head[1] in names and homed.reach in ("", home(book.inputs, head[0])):
                cut[head_key(book, service, homed, head)].append(head)
        for members in cut.values():
            mine = followers_of(service, followers, members[0])
            award = mine[0]
            chosen = [h for h in members if is_one(book, homed.rule.serve, h, award)]
            base = [h for h in members if is_one(book, bound.base, h, award)]
            stated = bound.share if bound.count is None else bound.count
            numbers = [book.facts.number(stated, Subject(book.start(a), a)) for a in mine]
            number = strictest(1, numbers)
            if chosen and number is not None:
                counted = () if bound.count is not None else tuple(base)
                rows.append(HeadRow(family, tuple(chosen), counted, number))
    return rows


def strictest(sign: int, numbers: list[Fraction | None]) -> Fraction | None:
    """The least cap (``sign`` 1) or the highest floor (-1) of those that are known."""
    known = [n for n in numbers if n is not None]
    return (min(known) if sign > 0 else max(known)) if known else None


def followers_of(service: Service, followers: list[Any], head: Head) -> list[Any]:
    """The awards, by id, that serve under a stream or a record system."""
    return [a for a in followers if head[1] in (a.stream, service.system(a.stream))]


def head_key(book: Rulebook, service: Service, homed: Any, head: Head) -> tuple[Any, ...]:
    """How ``per`` cuts people: by what the group decides, dated by its start."""
    group = book.inputs.groups[head[0]]
    award = followers_of(service, book.followers(homed), head)[0]
    about = Subject(group.start, award, group)
    employer = book.facts.employer(about)
    recipient = book.inputs.organizations[book.inputs.recipient(award)]
    values = {
        "group": group.id,
        "program": group.program,
        "employer": employer.id if employer else None,
        "program_year": july_first(group.start),
        "calendar_year": group.start.year,
        "fiscal_year": fiscal_year(group.start, recipient.fiscal_year_start),
    }
    return (head[1], *(values[part] for part in homed.rule.per if part in values))


def is_one(book: Rulebook, selector: Any, head: Head, award: Any) -> bool:
    """Whether a selector of people selects a group."""
    if selector is None or selector.who is None:
        return True
    group = book.inputs.groups[head[0]]
    return book.facts.truth(selector.who, Subject(group.start, award, group), "group") is True
