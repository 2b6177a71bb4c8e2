"""Where a floor in dollars is asked of instances that charges decide: where it can be worked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from braid.audit.pooling import has_its_parts, on_lines
from braid.audit.selection import selects, takes_origin, takes_time
from braid.audit.spending import Key, Spending
from braid.audit.subjects import Subjects
from braid.catalog.facts import Subject
from braid.schema.rule_base import Selector
from braid.schema.scenario import Award


def may_be_selected(spending: Spending, awards: Iterable[Award]) -> Iterator[Key]:
    """Instances of a limit in which its selector takes something that some awards may be charged.

    What the plan charges counts as possible.
    """
    books, rule, numbering = spending.books, spending.rule, spending.books.numbering
    selector = rule.spend or Selector()
    for award in awards:
        payer = numbering.award[award.id]
        charged = spending.charges((award,))
        yield from spending.instances(
            charged[spending.taken(rule.spend, charged)], spending.dimensions
        )[0]
        found = [s for s in on_lines(spending, award) if spending.reaches(s)]
        lines = [numbering.line[s.line.id] for s in found if s.line is not None]
        groups = [-1 if s.group is None else numbering.group[s.group.id] for s in found]
        direct = [s.line is not None and s.line.per_participant is not None for s in found]
        days = [s.day.toordinal() for s in found if s.day is not None]
        line, group = np.array(lines, dtype=np.int64), np.array(groups, dtype=np.int64)
        of_cell = np.where(np.array(direct, dtype=bool), group, -1)
        subjects = Subjects(
            np.full(len(found), payer, dtype=np.int64), of_cell, line,
            np.array(days, dtype=np.int64),
        )  # fmt: skip
        categories = numbering.category_of_line[line]
        taken = selects(books, selector, subjects, group, categories)
        for place in taken.nonzero()[0].tolist():
            key = spending.key_of(award, found[place])
            if has_its_parts(key, found[place]):
                yield key
        yield from _reports_selected(spending, award, selector)


def _reports_selected(spending: Spending, award: Award, selector: Selector) -> Iterator[Key]:
    """Instances in which a selector takes reporting that an award may pay."""
    if selector.who is not None or selector.where is not None or selector.direct:
        return
    books, numbering = spending.books, spending.books.numbering
    payer = np.array([numbering.award[award.id]])
    if not takes_origin(books, selector, payer).all():
        return
    for report in books.reporting.cells.values():
        day = np.array([report.period.toordinal()])
        subject = Subject(None, None, award, report.period)
        category = numbering.category[report.category]
        if (
            (selector.category is None or numbering.named(selector.category)[category])
            and takes_time(books, selector, payer, day).all()
            and spending.reaches(subject, report.cost)
            and books.reporting.may_pay(award, report)
        ):
            key = spending.key_of(award, subject)
            if has_its_parts(key, subject):
                yield key
