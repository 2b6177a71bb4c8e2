"""Whoever a stream serves, others serve too (docs/semantics.md, section 15)."""

from typing import Any

import pulp

from oracle.facts import Subject
from oracle.reports import Head
from oracle.rulebook import Rulebook, in_force


def add_together(m: Any) -> None:
    """z_gs <= the sum of z_gs' over the streams that serve together with s."""
    for head, others in together_rows(m):
        m.add(m.served[head] <= pulp.lpSum(m.served[one] for one in others))


def together_rows(m: Any) -> list[tuple[Head, list[Head]]]:
    """Who is served by s, and who by the others: for each rule, stream and group."""
    book: Rulebook = m.book
    rows: list[tuple[Head, list[Head]]] = []
    for homed in book.of("together"):
        for stream in sorted({a.stream for a in book.followers(homed)}):
            first = min((a for a in book.followers(homed) if a.stream == stream), key=by_id)
            for group in m.inputs.groups.values():
                others = [(group.id, s) for s in homed.rule.with_ if (group.id, s) in m.served]
                paid = any(m.entitlements.of_stream(s, group.id) > 0 for s in homed.rule.with_)
                if not others or paid or not in_force(homed.rule, group.start):
                    continue
                who, about = homed.rule.who, Subject(group.start, first, group)
                asks = who is None or book.facts.truth(who, about, "group") is True
                if asks and (group.id, stream) in m.served:
                    rows.append(((group.id, stream), others))
    return rows


def by_id(award: Any) -> str:
    """The order of awards."""
    return str(award.id)
