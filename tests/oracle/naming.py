"""Who is served by which streams together (docs/semantics.md, section 15, named people)."""

from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

import pulp

from oracle.reports import Head
from oracle.together import together_rows


@dataclass
class Linked:
    """Linked streams of a group: rivals, partners, and, where counts do not say enough, the w."""

    group: str
    streams: tuple[str, ...]
    rivals: list[frozenset[str]]
    partners: list[tuple[str, frozenset[str]]]
    named: dict[frozenset[str], Any] | None = None

    def people(self, m: Any, streams: Any) -> Any:
        """P(S): those whom any of some streams serves."""
        mine = set(streams) & set(self.streams)
        if self.named is not None:
            return pulp.lpSum(w for served, w in self.named.items() if served & mine)
        if self.rivals:
            return pulp.lpSum(m.served[self.group, s] for s in mine)
        ((stream, others),) = self.partners
        (other,) = others
        return m.served[self.group, other if other in mine else stream]

    def share(self, streams: frozenset[str]) -> bool:
        """Whether each of some streams can have people in common with another of them."""
        if self.named is None:
            return bool(self.partners)
        return all(
            any(s in served and len(served & streams) > 1 for served in self.named) for s in streams
        )


def subsets(streams: Any) -> Any:
    """All that are not empty."""
    each = (combinations(sorted(streams), size) for size in range(1, len(streams) + 1))
    return map(frozenset, chain.from_iterable(each))


def link(m: Any) -> None:
    """Find what is linked, and make the w of those who are named."""
    for group in m.inputs.groups.values():
        shut = {s for row in m.apart_rows if row.most == 0 for g, s in row.heads if g == group.id}
        rivals = {
            frozenset(s for _, s in row.heads)
            for row in m.apart_rows
            if row.most and row.heads[0][0] == group.id
        }
        rivals = {a for a in rivals if len(a) > 1 and not any(a < b for b in rivals)}
        partners = {
            (head[1], frozenset(s for _, s in others))
            for head, others in together_rows(m)
            if head[0] == group.id
        }
        partners = {(s, a) for s, a in partners if (s, a) not in implied(partners)}
        rows = [*rivals, *(a | {s} for s, a in partners)]
        for streams in together(rows):
            one = Linked(
                group.id, tuple(sorted(streams)), [a for a in rivals if a <= streams],
                [(s, a) for s, a in partners if s in streams],
            )  # fmt: skip
            alone = len(one.rivals) + len(one.partners) == 1
            if not alone or any(len(a) > 1 for _, a in one.partners):
                one.named = {
                    served: m.variable("w", group.participants, whole=True)
                    for served in subsets(streams - shut)
                    if all(len(served & a) < 2 for a in one.rivals)
                    and all(s not in served or served & a for s, a in one.partners)
                }
            m.linked.append(one)


def implied(partners: Any) -> set[Any]:
    """What goes with one of fewer goes with one of more."""
    return {(s, a) for s, a in partners if any(s == t and b < a for t, b in partners)}


def together(rows: list[frozenset[str]]) -> list[frozenset[str]]:
    """What hangs together by rows, directly or through others."""
    found = list(rows)
    for row in rows:
        near = [one for one in found if one & row]
        found = [one for one in found if not one & row] + [frozenset().union(*near)]
    return found


def add_names(m: Any) -> None:
    """The rows of those who are named, of records, and of direct cells."""
    for one in m.linked:
        if one.named is not None:
            for s in one.streams:
                m.add(m.served[one.group, s] == one.people(m, [s]))
            everybody = m.inputs.groups[one.group].participants
            m.add(pulp.lpSum(one.named.values()) <= everybody)
        for streams in subsets(one.streams):
            if len(streams) > 1:
                dollars(m, one, streams)
    for (group, system), z in m.recorded.items():
        members = {s for g, s in m.served if g == group and m.service.system(s) == system}
        here = [
            one for one in m.linked if one.group == group and len(members & set(one.streams)) > 1
        ]
        if not here:
            continue
        for one in here:
            m.add(z >= one.people(m, members))
        others = members.difference(*(one.streams for one in here))
        alone = pulp.lpSum(m.served[group, s] for s in sorted(others))
        m.add(z <= pulp.lpSum(one.people(m, members) for one in here) + alone)


def dollars(m: Any, one: Linked, streams: frozenset[str]) -> None:
    """No cell is paid for more people than some streams serve together."""
    for cell in m.cells:
        if cell.direct and cell.group == one.group:
            paid = [c for c in m.by_cell[id(cell)] if c.award.stream in streams]
            if paid:
                each = cell.cents / 100 / m.inputs.groups[one.group].participants
                m.add(pulp.lpSum(c.dollars for c in paid) <= each * one.people(m, streams))


def paid_for(m: Any, head: Head) -> Any:
    """Those of s' whom others serve together with it: it need pay nothing for them."""
    with_it = {one for one, others in together_rows(m) if head in others}
    for one in m.linked:
        if one.group == head[0] and head[1] in one.streams and one.named is not None:
            payers = {s for _, s in with_it}
            return pulp.lpSum(w for k, w in one.named.items() if head[1] in k and k & payers)
    return pulp.lpSum(m.served[one] for one in sorted(with_it))
