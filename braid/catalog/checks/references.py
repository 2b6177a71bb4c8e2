"""Names that must be declared somewhere: programs, groups, organizations, streams, categories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from braid.catalog.checks.streams import stream_fault
from braid.catalog.checks.view import View
from braid.catalog.library import Library
from braid.catalog.owners import NOBODY, members_of, partnership_of
from braid.problems import Problem, did_you_mean, suggest
from braid.reading.document import Path
from braid.schema.wording import SINGULAR

_DECLARE = {
    "programs": "programs: [{{id: {0}, weeks: …}}]",
    "groups": "groups: [{{id: {0}, …}}]",
    "organizations": "organizations: [{{id: {0}}}]",
    "employers": "partnership: {{employers: [{{id: {0}}}]}}",
    "costs": "costs: [{{id: {0}, …}}]",
    "awards": "awards: [{{id: {0}, …}}]",
}

Reference = tuple[str | None, str, Path]
"""A name, the list that must have it, and where it stands."""


def check(view: View) -> Iterator[Problem]:
    """Every name that nothing has."""
    for name, section, path in _references(view):
        if name is not None and name not in view.ids[section] and view.complete(section):
            yield _unknown(view, name, section, path)
    yield from _streams(view)
    yield from _reserved(view)
    faults: dict[str, tuple[str, str] | None] = {}
    for name, path in _categories(view):
        if name not in faults:
            faults[name] = category_fault(name, view.library, families=False)
        fault = faults[name]
        if fault is not None:
            yield view.problem("B204", *fault, path)


def _categories(view: View) -> Iterator[tuple[str, Path]]:
    for where, cost in view.costs():
        yield cost.category, (*where, "category")
    for where, award in view.awards():
        for index, entry in enumerate(award.to_date):
            yield entry.category, (*where, "to_date", index, "category")


def _references(view: View) -> Iterator[Reference]:
    partnership = view.scenario.partnership
    backbone = getattr(partnership, "backbone", None)
    if backbone is not None:
        path: Path = ("partnership", "backbone", "organization")
        yield backbone.organization, "organizations", path
    for where, employer in view.employers():
        yield from _each(view, employer.programs, "programs", (*where, "programs"))
    for where, program in view.programs():
        if program.provider is not None:
            path = (*where, "provider", "organization")
            yield program.provider.organization, "organizations", path
        if program.job is not None:
            yield program.job.employer, "employers", (*where, "job", "employer")
    for where, group in view.groups():
        yield group.program, "programs", (*where, "program")
        stated = group.attributes.get("employer")
        yield stated if isinstance(stated, str) else None, "employers", (*where, "employer")
    for where, cost in view.costs():
        yield from _each(view, cost.program, "programs", (*where, "program"))
        yield from _each(view, cost.groups, "groups", (*where, "groups"))
        for name in cost.weights:
            yield name, "groups", (*where, "weights", name)
        yield cost.incurred_by, "organizations", (*where, "incurred_by")
        yield cost.borne_by, "employers", (*where, "borne_by")
        yield cost.employer, "employers", (*where, "employer")
    for where, award in view.awards():
        yield award.recipient, "organizations", (*where, "recipient")
        yield award.employer, "employers", (*where, "employer")
        yield from _each(view, award.match_for or (), "awards", (*where, "match_for"))
    for where, charge in view.charges():
        yield charge.cost, "costs", (*where, "cost")
        yield charge.group, "groups", (*where, "group")
        yield charge.award, "awards", (*where, "award")
    performed_by = view.scenario.reporting.performed_by
    yield performed_by, "costs", ("reporting", "performed_by")


def _each(view: View, names: Iterable[str], section: str, path: Path) -> Iterator[Reference]:
    for index, name in enumerate(names):
        yield name, section, view.entry(path, index)


def _unknown(view: View, name: str, section: str, path: Path) -> Problem:
    known = view.ids[section]
    message = f"There is no {SINGULAR[section]} '{name}'."
    remedy = did_you_mean(name, known)
    if suggest(name, known) is None:
        elsewhere = next((s for s, names in view.ids.items() if name in names), None)
        if elsewhere is not None:
            message = f"'{name}' is the id of {_a(elsewhere)}, not of {_a(section)}."
        if not known:
            remedy = f"Declare it: {_DECLARE[section].format(name)}"
    return view.problem("B203", message, remedy, path)


def _a(section: str) -> str:
    word = SINGULAR[section]
    return f"an {word}" if word[0] in "aeo" else f"a {word}"


def _reserved(view: View) -> Iterator[Problem]:
    """Only a portfolio has partnerships; its awards may name one, its lines belong to one."""
    known = [member.id for member in members_of(view.scenario)]
    for where, award in view.awards():
        if award.partnership is not None and award.partnership not in known:
            remedy = "Only a portfolio's own file reserves awards; leave it out here."
            message = f"There is no partnership '{award.partnership}'."
            if known:
                remedy = did_you_mean(award.partnership, known)
            yield view.problem("B324", message, remedy, (*where, "partnership"))
    lines = [(where, cost.id, known) for where, cost in view.costs() if known]
    awards = [(where, award.id, [*known, NOBODY]) for where, award in view.awards() if known]
    for where, name, homes in (*lines, *awards):
        if partnership_of(view.scenario, name) not in homes:
            shown = ", ".join(known[:12])
            message = f"'{name}' is of no partnership."
            remedy = f"Begin the id with the name of one, such as {known[0]}--; known: {shown}."
            yield view.problem("B324", message, remedy, (*where, "id"))


def _streams(view: View) -> Iterator[Problem]:
    for where, award in view.awards():
        fault = stream_fault(award.stream, view.library)
        if fault is not None:
            yield view.problem("B202", *fault, (*where, "stream"))


def category_fault(name: str, library: Library, *, families: bool) -> tuple[str, str] | None:
    """What is wrong with a category's name, and what to write; None if it is one."""
    file = library.categories.file
    if name in file.categories or (families and name in file.families):
        return None
    known = [*file.categories, *(file.families if families else ())]
    same = sorted(c for c, category in file.categories.items() if name in category.also)
    message = f"'{name}' is not a category."
    if same:
        return message, f"Here it is called '{' or '.join(same)}'."
    members = sorted(c for c, category in file.categories.items() if name in category.families)
    if members:
        message = f"'{name}' is a family of categories; a cost line needs one category."
        return message, f"Choose one of: {', '.join(members)}."
    return message, did_you_mean(name, known)
