"""Linear programs in fractions: the simplex method for tiny cases, goals one after the other."""

from fractions import Fraction

Row = tuple[list[Fraction], str, Fraction]
"""Coefficients, ``<=``, ``>=`` or ``=``, right-hand side; all variables are at least 0."""


def least_in_order(rows: list[Row], goals: list[list[Fraction]]) -> list[Fraction] | None:
    """The least value of each goal with the earlier ones held at theirs; None if infeasible.

    After a goal is met, every column with a positive reduced cost would spoil it and is
    banned: what stays is exactly the set of optimal solutions.
    """
    table = Table(rows, len(goals[0]))
    if table.minimize(table.artificial) > 0:
        return None
    return [table.minimize(goal + [Fraction(0)] * (table.width - len(goal))) for goal in goals]


class Table:
    """A simplex tableau with a slack per inequality and an artificial variable per row."""

    def __init__(self, rows: list[Row], columns: int) -> None:
        slacks = sum(1 for _, sense, _ in rows if sense != "=")
        self.width = columns + slacks + len(rows)
        self.artificial = [Fraction(0)] * (columns + slacks) + [Fraction(1)] * len(rows)
        self.cells: list[list[Fraction]] = []
        self.basis: list[int] = []
        self.banned: set[int] = set()
        slack = columns
        for k, (factors, sense, right) in enumerate(rows):
            line = list(factors) + [Fraction(0)] * (slacks + len(rows)) + [right]
            if sense != "=":
                line[slack] = Fraction(1 if sense == "<=" else -1)
                slack += 1
            if right < 0:
                line = [-value for value in line]
            line[columns + slacks + k] = Fraction(1)
            self.cells.append(line)
            self.basis.append(columns + slacks + k)

    def minimize(self, goal: list[Fraction]) -> Fraction:
        """The least value of a goal over what earlier goals have left."""
        reduced = [*goal, Fraction(0)]
        for line, column in zip(self.cells, self.basis, strict=True):
            if reduced[column]:
                reduced = minus(reduced, reduced[column], line)
        while True:
            entering = next(
                (j for j in range(self.width) if reduced[j] < 0 and j not in self.banned), None
            )
            if entering is None:
                break
            ratios = [
                (line[-1] / line[entering], self.basis[i], i)
                for i, line in enumerate(self.cells)
                if line[entering] > 0
            ]
            leaving = min(ratios)[2]  # Bland's rule: the smallest column breaks ties
            self.pivot(leaving, entering)
            reduced = minus(reduced, reduced[entering], self.cells[leaving])
        self.banned |= {j for j in range(self.width) if reduced[j] > 0}
        return -reduced[-1]

    def pivot(self, row: int, column: int) -> None:
        """Bring a column into the basis."""
        factor = self.cells[row][column]
        self.cells[row] = [value / factor if value else value for value in self.cells[row]]
        for i, line in enumerate(self.cells):
            if i != row and line[column]:
                self.cells[i] = minus(line, line[column], self.cells[row])
        self.basis[row] = column


def minus(line: list[Fraction], factor: Fraction, other: list[Fraction]) -> list[Fraction]:
    """line - factor * other."""
    return [a - factor * b if b else a for a, b in zip(line, other, strict=True)]
