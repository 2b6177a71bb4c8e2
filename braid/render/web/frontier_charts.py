"""What the charts of all frontiers have in common: numbered points, steps down, the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from braid.render.web.charts import Chart, layout

Corner = tuple[Decimal, Decimal]
"""Cost of reporting, unfunded cost."""

LOW = Decimal("0.125")
"""Part of the height below which a number would stand on those of the axis."""


def points_of(corners: Sequence[Corner], sets: Sequence[str] = ()) -> dict[str, Any]:
    """The points by number, with the letters of their sets; the last one is chosen."""
    named = ", set %{customdata}" if sets else ""
    low = LOW * max((y for _, y in corners), default=Decimal(0))
    return {
        "type": "scatter", "mode": "markers+text", "name": "Points", "showlegend": False,
        "cliponaxis": False,
        "x": [float(x) for x, _ in corners], "y": [float(y) for _, y in corners],
        "text": [str(number) for number in range(1, len(corners) + 1)],
        "textposition": [
            "top right" if k % 2 or y < low else "bottom left" for k, (_, y) in enumerate(corners)
        ],
        "customdata": list(sets),
        "marker": {"size": 10, "color": "var(--text)",
                   "line": {"width": 2, "color": "var(--page)"}},
        "selectedpoints": [len(corners) - 1],
        "selected": {"marker": {"size": 16, "color": "var(--alarm)"},
                     "textfont": {"color": "var(--text)"}},
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": "var(--text)"}},
        "hovertemplate": f"Point %{{text}}{named}<br>%{{x:$,.2f}} of reporting<br>"
                         "%{y:$,.2f} unfunded<extra></extra>",
    }  # fmt: skip


def jumps(ways: Iterable[tuple[Corner, Corner]]) -> list[dict[str, Any]]:
    """Level up to where the next point is better, then down to it."""
    x: list[float | None] = []
    y: list[float | None] = []
    for (x_from, y_from), (x_to, y_to) in ways:
        x += [float(x_from), float(x_to), float(x_to), None]
        y += [float(y_from), float(y_from), float(y_to), None]
    if not x:
        return []
    return [{
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
        "name": "nothing better between", "line": {"color": "var(--line)", "dash": "dot"},
    }]  # fmt: skip


def framed(data: list[dict[str, Any]]) -> Chart:
    """A chart of unfunded cost against reporting."""
    axis = {"tickformat": "$~s", "automargin": True, "fixedrange": True,
            "gridcolor": "var(--rule)", "zerolinecolor": "var(--line)"}  # fmt: skip
    return {"data": data, "layout": layout(
        480, margin={"l": 8, "r": 28, "t": 24, "b": 8}, clickmode="event", hovermode="closest",
        xaxis={**axis, "title": {"text": "Cost of reporting"}},
        yaxis={**axis, "title": {"text": "Unfunded cost"}, "rangemode": "tozero"},
        legend={"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top"},
    )}  # fmt: skip
