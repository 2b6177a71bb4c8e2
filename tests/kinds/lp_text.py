"""The rows of a model as text that a reader can check by hand.

Every variable is named from ids, money is whole cents, heads are heads, and coefficients
are the exact fractions that the proof and the cents use, not the solver's floats.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from braid.eligibility.ground import Ground
from braid.kinds.naming import name_of
from braid.kinds.tables import RECORD, REPORT
from braid.model.model import Model
from braid.optimize.engines import engine_named
from braid.optimize.tiers import optimize
from braid.plan.money_moved import income
from braid.plan.solution import solution_of

SENSES = {-1: "<=", 0: "=", 1: ">="}


def cell_name(ground: Ground, cell: int) -> str:
    """``tuition adults 2026-07-01``, ``coach 2026-07-01``, ``report grant:fund/x 2026-07-01``."""
    cells, codes = ground.cells, ground.codes
    day = ground.inputs.calendar.periods[int(cells.period[cell])].start.isoformat()
    if cells.kind[cell] == REPORT:
        return f"report {cells.rule[cell]} {day}"
    if cells.kind[cell] == RECORD:
        return f"record {cells.rule[cell]} {day}"
    group = int(cells.group[cell])
    who = [codes.groups[group]] if group >= 0 else []
    return " ".join([codes.lines[int(cells.line[cell])], *who, day])


def column_names(model: Model) -> list[str]:
    """A name for every column, in order."""
    ground, layout = model.ground, model.layout
    codes, charges = ground.codes, ground.charges
    names: list[str] = []
    for k in range(layout.charges):
        award = codes.awards[int(charges.award[k])]
        if charges.cell[k] >= 0:
            names.append(f"pay({cell_name(ground, int(charges.cell[k]))}, {award})")
        else:
            line, group = codes.lines[int(charges.line[k])], codes.groups[int(charges.group[k])]
            names.append(f"part({line} {charges.year[k]} {group}, {award})")
    names += [f"unfunded({cell_name(ground, c)})" for c in range(layout.cells)]
    others = {c: f"used({codes.awards[a]})" for a, c in layout.used.items()}
    for (group, stream), c in layout.served.items():
        others[c] = f"served({codes.groups[group]}, {codes.streams[stream]})"
    for (group, system), c in layout.recorded.items():
        others[c] = f"recorded({codes.groups[group]}, {codes.systems[system]})"
    for (group, streams), c in layout.named.items():
        others[c] = f"only({codes.groups[group]}, {name_of(streams, codes.streams)})"
    for name, c, _ in (*layout.extras, *layout.decisions, *layout.flags):
        others[c] = name.replace(":", "(", 1) + ")"
    return names + [others[c] for c in range(len(names), model.columns)]


def _term(value: Fraction, name: str) -> str:
    sign = "-" if value < 0 else "+"
    size = abs(value)
    return f"{sign} {name}" if size == 1 else f"{sign} {size} {name}"


def by_name(model: Model) -> list[int]:
    """The rows about people whom linked streams serve together."""
    return [k for k, rule in enumerate(model.rows.rule) if rule == "served-by-several"]


def rows_text(model: Model, kind: str, only: Collection[int] | None = None) -> str:
    """All rows of a kind (``only`` those of these numbers): rule, instance, terms, sense, side."""
    rows, names = model.rows, column_names(model)
    out: list[str] = []
    for k in range(len(rows)) if only is None else only:
        if rows.kind[k] != kind:
            continue
        places = range(int(rows.start[k]), int(rows.start[k + 1]))
        terms = sorted((names[int(rows.column[at])], rows.value(at)) for at in places)
        out.append(f"{rows.rule[k]}: {_label(model, k)}")
        out += [f"  {_term(value, name)}" for name, value in terms if value] or ["  0"]
        out += [f"  {SENSES[int(rows.sense[k])]} {rows.side[k]}", ""]
    return "\n".join(out)


def _label(model: Model, row: int) -> str:
    """The row's own name; of a balance row the name of its cell."""
    if model.rows.kind[row] == "balance":
        return cell_name(model.ground, row)
    return model.rows.label[row]


def shortfalls_text(model: Model) -> str:
    """The further variables with their largest value and whether tier 0 counts them."""
    names = column_names(model)
    floors = model.costs["floors"]
    return "\n".join(
        f"0 <= {names[c]} <= {round(model.upper[c] * 100)}" + (", tier 0" if floors[c] else "")
        for _, c, _ in model.layout.extras
    )


def by_when(model: Model) -> list[int]:
    """The rows that say by when an award has run out."""
    return [k for k, label in enumerate(model.rows.label) if " left by " in label]


def for_each_person(model: Model) -> list[int]:
    """The rows that make a share of a cost one of each person's cost."""
    return [k for k, label in enumerate(model.rows.label) if label == "a share for each"]


def income_text(model: Model) -> str:
    """The money rows of awards, and the table of what comes in."""
    solution = solution_of(model, optimize(model, engine_named("highs")), engine_named("highs"))
    told = [
        f"  {row['award']} ({row['organization']}) by {row['rule']}: {row['cents']}"
        + (f" for {row['people']} in {row['year']}" if row["year"] else "")
        for row in income(solution)
    ]
    parts = [rows_text(model, "award"), rows_text(model, "slice"), "\n".join(["income", *told])]
    return "\n".join(parts) + "\n"


def refusals_text(ground: Ground) -> str:
    """Who may not pay what, by which rule, and what is not known; then who may."""
    out = ["refused"]
    for (award, line, group), reasons in sorted(ground.refusals.items()):
        for no in reasons:
            unknown = f" (not known: {', '.join(no.unknown)})" if no.unknown else ""
            out.append(f"  {award} for {line} {group or 'shared'}: {no.rule}{unknown}")
    out.append("permitted")
    charges = ground.charges
    for k in range(len(charges)):
        if charges.line[k] >= 0:
            award = ground.codes.awards[int(charges.award[k])]
            out.append(f"  {award} for {cell_name(ground, int(charges.cell[k]))}")
    return "\n".join(out) + "\n"


def entitlements_text(ground: Ground) -> str:
    """What each entitlement gives each group per participant, and what it is applied to."""
    out = ["entitled"]
    for given in ground.entitled:
        each = ", ".join(f"{p.cents} on {p.day.isoformat()}" for p in given.payments)
        out.append(f"  {given.group} from {given.award}: {each} each; {given.cents} in all")
    out.append("applied")
    for found in ground.applications:
        out.append(f"  {found.award} to {cell_name(ground, found.cell)}: {found.cents}")
    return "\n".join(out) + "\n"


def refunds_text(ground: Ground) -> str:
    """What goes back of each payment that some have not wholly earned, and by whom."""
    out = ["goes back"]
    for r in ground.refunds:
        who = f"{r.leavers} of {r.group} have earned {r.earned} of {r.award} of {r.day.isoformat()}"
        shares = f"school {r.by_school}, students {r.by_students}, kept {r.kept}"
        out.append(f"  {who}: {r.returned} ({shares})")
    return "\n".join(out) + "\n"


def duties_text(ground: Ground) -> str:
    """Every report that falls due and every participant record, with hours and cents."""
    out = ["due"]
    for duty in (*ground.duties, *ground.record_duties):
        whose = duty.award or f"{duty.name}, each of {duty.group}"
        covers = f"{duty.covers_from.isoformat()} to {_last(duty.covers_to)}"
        price = f"{duty.hours} h, {duty.cents}"
        out.append(f"  {duty.report} of {whose}, {covers}, due {duty.due}: {price}")
    return "\n".join(out) + "\n"


def _last(day: date) -> str:
    return date.fromordinal(day.toordinal() - 1).isoformat()
