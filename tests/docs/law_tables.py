"""The tables of ``docs/law.md``, made from the rule library and ``docs/coverage.csv``.

Each stands in the page between ``<!-- NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from rule_library import CHECKOUT, HOMES, RULES, contents, rule_files

MARKS = ("verified", "secondary", "knowledge", "derived", "assumption", "ambiguous")
BINDING = ("statute", "regulation", "terms")


def tables() -> dict[str, str]:
    """Every table by the name under which the page has it."""
    return {
        "streams": _streams(),
        "needs-kind": _left("needs-kind"),
        "outside-plan": _left("outside-plan"),
        "binds-state": _left("binds-state"),
        "later-stream": _later(),
        "conflicts": _conflicts(),
    }


def filled(page: str) -> str:
    """The page with its tables as they should be now."""
    for name, table in tables().items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
        assert len(re.findall(pattern, page, re.DOTALL)) == 1, f"the page has no place for {name}"
        page = re.sub(pattern, lambda m, t=table: f"{m[1]}{t}\n{m[2]}", page, flags=re.DOTALL)
    return page


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([c.replace("|", "\\|") for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |".replace("  ", " ") for line in lines)


def _streams() -> str:
    rows, total = [], Counter[str]()
    for home, file in sorted(rule_files().items(), key=_kind_then_name):
        rules = file["rules"]
        marks = Counter(rule["confidence"] for rule in rules)
        marks["rules"] = len(rules)
        marks["warn"] = sum(rule.get("authority", "regulation") not in BINDING for rule in rules)
        total += marks
        days = sorted(str(rule["reviewed"]) for rule in rules)
        kind = next(k for k in HOMES if k in file)
        shown = "" if kind == "stream" else f" ({kind})"
        rows.append([f"`{home}`{shown}", file["name"], *_counts(marks), days[0]])
    rows.append(["**all**", "", *_counts(total), ""])
    return _table(["file", "name", "rules", "only warn", *MARKS, "reviewed since"], rows)


def _kind_then_name(item: tuple[str, dict[str, object]]) -> tuple[int, str]:
    return next(n for n, k in enumerate(HOMES) if k in item[1]), item[0]


def _counts(marks: Counter[str]) -> list[str]:
    return [str(marks[name] or "") for name in ("rules", "warn", *MARKS)]


def _coverage() -> list[dict[str, str]]:
    with (CHECKOUT / "docs" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _left(reason: str) -> str:
    rows = [
        [_names(row["stream"]), row["dossier_id"], _sentence(row["reason"])]
        for row in _coverage()
        if row["reason"].startswith(f"{reason}:")
    ]
    return _table(["stream", "id", "what and why"], sorted(rows))


def _names(streams: str) -> str:
    return ", ".join(name.strip() for name in re.split(r"[;,]", streams))


def _sentence(reason: str) -> str:
    text = reason.partition(":")[2].strip()
    return text[:1].upper() + text[1:]


def _later() -> str:
    found: Counter[str] = Counter()
    for row in _coverage():
        if row["reason"].startswith("later-stream:"):
            found[_names(row["stream"])] += 1
    return _table(
        ["stream", "requirements"], ([name, str(count)] for name, count in sorted(found.items()))
    )


def _conflicts() -> str:
    return _table(
        ["about", "id", "reading taken", "others", "rules"],
        (
            [
                c["about"],
                f"`{c['id']}`",
                c["reading"],
                _others(c),
                ", ".join(f"`{r}`" for r in c["rule"]) or "none yet",
            ]
            for c in contents(RULES / "conflicts.yaml")
        ),
    )


def _others(conflict: dict[str, Any]) -> str:
    """The other readings by letter, or why there are none."""
    found = [f"{letter}: {one['says']}" for letter, one in conflict.get("readings", {}).items()]
    return " ".join([*found, *([conflict["not_encoded"]] if "not_encoded" in conflict else [])])
