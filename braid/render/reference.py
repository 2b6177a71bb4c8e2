"""The reference of all fields of a scenario, as Markdown, made from the schemas for editors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from braid.record import record
from braid.render.markdown import code, table, text
from braid.render.reference_values import of_model, value_words
from braid.schema.scenario_words import FIELD_WORDS

Schema = dict[str, Any]
TITLE = "Every field of a scenario"
OPENING = """\
Made from the schemas that files are held to (`braid rules schema scenario --format md`). What a
part is for, with examples: [Scenario files](scenario-files.md). How a field decides dollars,
exactly: [semantics](semantics.md).

A field in **bold** is required. *Default* is what holds when a field is left out. Where a table
may stand, it is a CSV file or a sheet of a workbook, whose columns are the fields
([Tables](scenario-files.md#tables)). No other keys may be written than those on this page."""
FURTHER = {
    "actuals": "coming-back.md#a-table-from-the-ledger",
    "fairness": "portfolios.md#fairness",
    "include": "scenario-files.md#several-files",
    "partnerships": "portfolios.md#the-states-file",
    "Award.match_for": "semantics.md#10-match-and-reimbursement",
    "Award.payment": "semantics.md#12-cash",
    "Award.probability": "reading-a-plan.md#money-that-is-not-certain",
    "Award.program_income": "semantics.md#13-transfer-and-income",
    "Award.rules": "rule-files.md#terms-of-an-award",
    "Award.to_date": "semantics.md#6-limits",
    "Cost.basis": "semantics.md#7-served-and-benefit",
    "Cost.paid_by": "semantics.md#5-entitlements",
    "Cost.prior": "semantics.md#8-other-rows",
    "Cost.when": "semantics.md#2-cells",
    "Group.active": "semantics.md#1-time",
    "Group.least": "reading-a-plan.md#how-many-can-be-enrolled",
    "Group.seats": "reading-a-plan.md#how-many-can-be-enrolled",
    "Objective.mode": "reading-a-plan.md#what-is-best",
    "Organization.cash": "semantics.md#12-cash",
    "Organization.other_federal": "semantics.md#14-threshold",
    "Program.terms": "semantics.md#5-entitlements",
    "RuleChoice.waivers": "rule-files.md#waivers",
}
"""Where a field is explained further."""
EXPLAINED = {
    "horizon": "scenario-files.md#name-horizon",
    "rules": "scenario-files.md#rules",
    "partnership": "scenario-files.md#partnership",
    "organizations": "scenario-files.md#organizations",
    "programs": "scenario-files.md#programs",
    "groups": "scenario-files.md#groups",
    "costs": "scenario-files.md#costs",
    "awards": "scenario-files.md#awards",
    "actuals": "scenario-files.md#actuals",
    "reporting": "scenario-files.md#reporting",
    "objective": "scenario-files.md#objective",
    "fairness": "portfolios.md#fairness",
}
"""Where each part of a file is explained."""
AS_GROUP = "ToDate"
"""Takes the attributes of a group, which are not listed a second time."""


@record
class Part:
    """A part of a file: its path, and the definition of what stands there."""

    path: str
    model: str
    definition: Schema


def scenario_reference(scenario: Schema, portfolio: Schema) -> str:
    """The page: the scenario, the state's file of a portfolio, and the words that both use."""
    lines = [f"# {TITLE}", "", OPENING, "", "## The file", ""]
    lines += _fields(Part("", "Scenario", scenario))
    lines += _parts(scenario, set())
    lines += ["", "## A portfolio's own file", "", _said(portfolio)]
    lines += ["It has fields of a scenario, and two of its own. See [Portfolios](portfolios.md)."]
    lines += _fields(Part("", "Portfolio", portfolio))
    lines += _parts(portfolio, {*scenario["properties"]})
    streams = scenario["$defs"]["braid__schema__scenario__Award"]["properties"]["stream"]
    words = {
        "Categories": scenario["$defs"]["Category"]["enum"],
        "Streams": next(one["enum"] for one in streams["anyOf"] if "enum" in one),
    }
    for title, names in words.items():
        lines += ["", f"## {title}", "", f"{', '.join(code(name) for name in sorted(names))}."]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).rstrip("\n") + "\n"


def _parts(schema: Schema, known: set[str]) -> Iterator[str]:
    for key, value in schema["properties"].items():
        if key not in known:
            for part in _below(key, value, schema["$defs"]):
                level = "##" if part.path == key else "###"
                yield from ("", f"{level} {part.path}", "", _said(part.definition))
                if part.path in EXPLAINED:
                    yield from ("", f"[Explained]({EXPLAINED[part.path]}), with examples.")
                yield from _fields(part)
                yield from _attributes(part)


def _below(path: str, value: Schema, defs: dict[str, Schema]) -> Iterator[Part]:
    """The model at a path, if one stands there, and those inside it."""
    name = of_model(value)
    if name is None:
        return
    model = name.rpartition("__")[2]
    if model not in FIELD_WORDS:
        return
    yield Part(path, model, defs[name])
    for key, inside in defs[name]["properties"].items():
        if key in FIELD_WORDS[model]:
            yield from _below(f"{path}.{key}", inside, defs)


def _fields(part: Part) -> Iterator[str]:
    required = part.definition.get("required") or part.definition.get("then", {}).get("required")
    properties = part.definition["properties"]
    rows = []
    for key, value in properties.items():
        if key not in FIELD_WORDS[part.model]:
            continue
        name = f"**{code(key)}**" if key in (required or ()) else code(key)
        below = f"{part.path}.{key}" if part.path else key
        more = FURTHER.get(f"{part.model}.{key}") or (FURTHER.get(key) if not part.path else None)
        rows.append((name, value_words(value, below), _default(value), _said(value) + _more(more)))
    yield from table(("Field", "Value", "Default", "What it says"), rows)


def _said(value: Schema) -> str:
    """A description, in which names of fields are marked as code."""
    return text(value["description"]).replace("\\`", "`")


def _more(place: str | None) -> str:
    return f" [More]({place})" if place else ""


def _default(value: Schema) -> str:
    default = value.get("default", "")
    return "" if isinstance(default, dict) or default == "" else code(str(default))


def _attributes(part: Part) -> Iterator[str]:
    rows = [
        (code(key), value_words(value, key), text(value["description"]))
        for key, value in part.definition["properties"].items()
        if key not in FIELD_WORDS[part.model]
    ]
    if rows and part.model == AS_GROUP:
        yield from ("", "Besides, the [attributes of a group](#attributes-of-groups).")
    elif rows:
        yield from ("", f"### Attributes of {part.path}", "")
        yield "Facts that rules ask about; one that is not stated is unknown, and never makes money"
        yield "available. See [Attributes](scenario-files.md#attributes)."
        yield from table(("Attribute", "Value", "What it means"), rows)
