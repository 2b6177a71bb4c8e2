"""Which costs a selector takes."""

from __future__ import annotations

from datetime import date

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Flags, Numbers
from braid.audit.subjects import Subjects
from braid.catalog.law import moment
from braid.schema.base import Origin
from braid.schema.rule_base import Selector
from braid.schema.scenario import Award


def selects(
    books: Books, selector: Selector, subjects: Subjects, beneficiary: Numbers, category: Numbers
) -> Flags:
    """Which costs of lines a selector takes; the subjects' groups are those of the cells."""
    found = takes_origin(books, selector, subjects.award)
    found &= takes_time(books, selector, subjects.award, subjects.day)
    if selector.category is not None:
        found &= books.permissions.concerned(selector.category)[category]
    if selector.direct is not None:
        found &= (subjects.group >= 0) == selector.direct
    if selector.who is not None:
        rows = np.flatnonzero(found & (beneficiary >= 0))
        found[:] = False
        found[rows] = takes_group(books, selector, subjects.at(rows), beneficiary[rows])
    if selector.where is not None:
        rows = np.flatnonzero(found)
        found[rows] = books.answers.true_of(selector.where, "line", subjects.at(rows))
    return found


def takes_origin(books: Books, selector: Selector, awards: Numbers) -> Flags:
    """Which awards' money is of an origin that a selector takes."""
    if selector.origin is None:
        return np.ones(len(awards), dtype=bool)
    return books.numbering.of_origin(selector.origin)[awards]


def takes_time(books: Books, selector: Selector, awards: Numbers, days: Numbers) -> Flags:
    """Which days fall into the part of each award's time that a selector takes."""
    found = np.ones(len(days), dtype=bool)
    for payer in np.unique(awards).tolist() if selector.within or selector.after else ():
        mine = awards == payer
        since, until = part_of_time(books, selector, books.numbering.awards[payer])
        found[mine] = (days[mine] >= since.toordinal()) & (days[mine] < until.toordinal())
    return found


def part_of_time(books: Books, selector: Selector, award: Award) -> tuple[date, date]:
    """From which day on, and before which day, a selector takes the charges of an award."""
    window, year = books.inputs.window(award), award.funding_year
    since = date.min if selector.after is None else moment(selector.after, window, year)
    until = date.max if selector.within is None else moment(selector.within, window, year)
    return since, until


def origin_of(books: Books, award: Award) -> Origin | None:
    """Whose money an award is in the end: as it says itself, else as its stream does."""
    return books.numbering.origins[books.numbering.award[award.id]]


def taken(books: Books, selector: Selector | None, charges: Numbers) -> Flags:
    """Which charges a selector takes, reporting included; no selector takes everything."""
    if selector is None:
        return np.ones(len(charges), dtype=bool)
    ledger, found = books.ledger, np.zeros(len(charges), dtype=bool)
    on_line = ledger.cell[charges] >= 0
    rows = charges[on_line]
    subjects = Subjects(
        ledger.award[rows], ledger.cell_group[rows], ledger.line[rows], ledger.day[rows]
    )
    found[on_line] = selects(books, selector, subjects, ledger.group[rows], ledger.category[rows])
    if selector.who is None and selector.where is None and not selector.direct:
        reporting = charges[~on_line]
        among = takes_origin(books, selector, ledger.award[reporting])
        among &= takes_time(books, selector, ledger.award[reporting], ledger.day[reporting])
        if selector.category is not None:
            named = books.numbering.named(selector.category)
            among &= named[ledger.category[reporting]]
        found[~on_line] = among
    return found


def takes_group(books: Books, selector: Selector, subjects: Subjects, groups: Numbers) -> Flags:
    """Of which groups ``who`` of a selector is true, each on its own first day."""
    if selector.who is None:
        return np.ones(len(subjects), dtype=bool)
    day = books.numbering.first_day[groups]
    asked = Subjects(subjects.award, groups, subjects.line, day)
    return books.answers.true_of(selector.who, "group", asked)
