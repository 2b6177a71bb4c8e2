"""How many mutants of braid's kinds, plan and eligibility do the tests notice? `make mutation`."""

from __future__ import annotations

import argparse
import ast
import csv
import os
import random
import shutil
import sys
from collections import Counter
from math import sqrt
from pathlib import Path

from mutated_lines import difference
from mutmut.mutation.file_mutation import mutate_file_contents

PACKAGES = ("kinds", "plan", "eligibility")
COPIED = (
    "braid", "rules", "scenarios", "tests", "docs", "benchmarks", "pyproject.toml", "README.md",
)  # fmt: skip
QUICK = ["kinds", "model", "plan", "plan_folder", "audit", "errors", "render"]
SLOW = [
    "scenarios", "optimize", "rules", "readings", "trust", "web", "proposals", "comparison",
    "reports", "cli", "sweeps", "proof", "template", "rosters", "properties", "oracle",
]  # fmt: skip
FIELDS = ["mutant", "verdict", "by", "seconds"]
KILLED = ("killed", "timeout")


def undecorated(source: str) -> str:
    """A decorated function gets a plain one to call: mutmut leaves what is decorated as it is."""
    lines = source.splitlines()
    outer = ast.parse(source).body
    inner = [node for one in outer if isinstance(one, ast.ClassDef) for node in one.body]
    functions = [node for node in (*outer, *inner) if isinstance(node, ast.FunctionDef)]
    for node in sorted(functions, key=lambda node: -node.lineno):
        by = [ast.unparse(one) for one in node.decorator_list]
        if len(by) == 1 and by[0] not in ("staticmethod", "classmethod"):
            line = f"{node.name} = {by[0]}({node.name}__plain)"
            lines.insert(node.end_lineno or 0, " " * node.col_offset + line)
            start = lines[node.lineno - 1].replace(node.name, f"{node.name}__plain", 1)
            lines[node.decorator_list[0].lineno - 1 : node.lineno] = [start]
    return "\n".join(lines) + "\n"


def make_tree(tree: Path) -> list[str]:
    """A copy of the project whose three packages hold all their mutants; the mutants' names."""
    for name in COPIED:
        if Path(name).is_dir():
            left_out = shutil.ignore_patterns("__pycache__")
            shutil.copytree(name, tree / name, dirs_exist_ok=True, ignore=left_out)
        else:
            shutil.copy2(name, tree / name)
    names = []
    for package in PACKAGES:
        for path in sorted(Path("braid", package).rglob("*.py")):
            source, kept = path.read_text(), tree.parent / "mutated" / path
            if not kept.exists() or kept.with_suffix(".from").read_text() != source:
                kept.parent.mkdir(parents=True, exist_ok=True)
                mutated = mutate_file_contents(str(path), undecorated(source))
                kept.write_text(mutated.code)
                kept.with_suffix(".names").write_text("\n".join(mutated.mutant_names))
                kept.with_suffix(".from").write_text(source)
            shutil.copy2(kept, tree / path)
            module = ".".join(path.with_suffix("").parts)
            names += [f"{module}.{name}" for name in kept.with_suffix(".names").read_text().split()]
    return names


def drawn(names: list[str], size: int, seed: int) -> list[str]:
    """As many of each package as it has of all mutants."""
    draw, sample = random.Random(seed), []
    for package in PACKAGES:
        own = sorted(n for n in names if n.startswith(f"braid.{package}."))
        sample += draw.sample(own, min(len(own), round(size * len(own) / len(names))))
    draw.shuffle(sample)
    return sample


def read(results: Path) -> dict[str, dict[str, str]]:
    with results.open(newline="") as file:
        return {row["mutant"]: row for row in csv.DictReader(file)}


def tell(told: dict[str, dict[str, str]], names: list[str]) -> None:
    """A line for each package: how many of how many, and between what the true share lies."""
    print("package,mutants,sample,killed,survived,no test,share killed,at least,at most")
    for package in (*PACKAGES, "together"):
        prefix = "braid." if package == "together" else f"braid.{package}."
        counts = Counter(row["verdict"] for m, row in told.items() if m.startswith(prefix))
        size, killed = counts.total(), sum(counts[verdict] for verdict in KILLED)
        if not size:
            continue
        share, z = killed / size, 1.96  # Wilson's interval, 95%
        middle = (share + z * z / (2 * size)) / (1 + z * z / size)
        width = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + (z / size / 2) ** 2)
        shares = [f"{100 * part:.1f}%" for part in (share, middle - width, middle + width)]
        whole = sum(name.startswith(prefix) for name in names)
        print(package, whole, size, killed, counts["survived"], counts["no test"], *shares, sep=",")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", help="of tests; otherwise quick ones, then slow ones")
    parser.add_argument("--sample", type=int, default=300, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="which")
    parser.add_argument("--of", nargs="+", help="all of these modules instead, as plan.parts")
    parser.add_argument("--seconds", type=float, default=32, help="of tests for each at most")
    parser.add_argument("--into", type=Path, default=Path("build/mutation"))
    parser.add_argument("--again", action="store_true", help="only those that were not killed")
    asked = parser.parse_args()
    tree, results = asked.into.resolve() / "tree", asked.into.resolve() / "results.csv"
    if not asked.again:
        shutil.rmtree(tree, ignore_errors=True)
    names = make_tree(tree)
    sample = drawn(names, asked.sample, asked.seed)
    if asked.of:
        modules = {f"braid.{module}" for module in asked.of}
        sample = [name for name in names if name.rpartition(".")[0] in modules]
    told = read(results) if asked.again else {}

    def note(mutant: str, verdict: str, by: str, seconds: float) -> None:
        told[mutant] = dict(zip(FIELDS, (mutant, verdict, by, round(seconds, 1)), strict=True))
        with results.open("w", newline="") as file:
            writer = csv.DictWriter(file, FIELDS)
            writer.writeheader()
            writer.writerows(told[m] for m in sample if m in told)

    os.chdir(tree)
    sys.path[:0] = [str(tree)]
    from mutation_trials import try_mutants

    stages = [(asked.folders, 1.0)] if asked.folders else [(QUICK, 0.25), (SLOW, 1.0)]
    for folders, part in stages:
        left = [m for m in sample if m not in told or told[m]["verdict"] not in KILLED]
        try_mutants(left, [f"tests/{f}" for f in folders], asked.seconds * part, note)
    survivors = [difference(tree, m) for m in sample if told[m]["verdict"] not in KILLED]
    (results.parent / "survivors.diff").write_text("\n\n".join(survivors) + "\n")
    tell(told, names)


if __name__ == "__main__":
    main()
