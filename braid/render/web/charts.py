"""Charts as plain data for plotly. Colours are names of the style sheet's: ``var(--c1)``.

Whatever a colour says, a pattern, a place or a word says too; each chart has a table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from braid.render.web.words import label

Chart = dict[str, Any]
BLUE, ORANGE, GREEN, PURPLE, SKY, OLIVE, GREY = range(7)
COLOURS = tuple(f"var(--c{k})" for k in range(1, 8))
SOFT = tuple(f"var(--c{k}-soft)" for k in range(1, 8))
PATTERNS = ("", "/", ".", "x", "-", "\\", "+")
DOLLARS = "$,.2f"
ID = 140
"""Letters of an id, of an award of a portfolio too: no two become one."""


def layout(height: int, **more: Any) -> dict[str, Any]:
    """What all charts have in common."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": "var(--text)", "size": 13, "family": "var(--font)"},
        "hoverlabel": {"bgcolor": "var(--page)", "bordercolor": "var(--line)",
                       "font": {"color": "var(--text)"}},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "dragmode": False,
        **more,
    }  # fmt: skip


def flow(stages: Sequence[Sequence[tuple[str, int]]], links: Sequence[tuple[str, str, int]],
         names: Mapping[str, str]) -> Chart:  # fmt: skip
    """A Sankey diagram: stages of (node, colour), links (from, to, cents), names of nodes."""
    nodes = [node for stage in stages for node, _ in stage]
    colour = {node: k for stage in stages for node, k in stage}
    at = {node: k for k, node in enumerate(nodes)}
    depth = {node: k for k, stage in enumerate(stages) for node, _ in stage}
    most = max((len(stage) for stage in stages), default=1)
    return {
        "data": [{
            "type": "sankey", "arrangement": "fixed", "valueformat": ",.2f", "valueprefix": "$",
            "node": {
                "label": [label(names[node]) for node in nodes],
                "color": [COLOURS[colour[node]] for node in nodes],
                "line": {"width": 0}, "pad": 14, "thickness": 16,
                "hovertemplate": "%{label}<br>%{value}<extra></extra>",
            },
            "link": {
                "source": [at[a] for a, _, _ in links], "target": [at[b] for _, b, _ in links],
                "value": [cents / 100 for _, _, cents in links],
                "color": [SOFT[colour[a]] for a, _, _ in links],
                "hovertemplate":
                    "%{source.label} → %{target.label}<br>%{value}<extra></extra>",
            },
        }],
        "layout": layout(max(320, 34 * most + 60)),
        "stages": max(depth.values(), default=0) + 1,
    }  # fmt: skip


def bars(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *,
    stacked: bool = True, lines: Sequence[tuple[str, Sequence[int]]] = (),
    colours: Sequence[int] = range(7), patterns: Sequence[str] = PATTERNS,
) -> Chart:  # fmt: skip
    """Bars of cents by category, each series with a pattern of its own, and lines above them."""
    data: list[dict[str, Any]] = [
        {
            "type": "bar", "name": label(name), "x": list(categories),
            "y": [cents / 100 for cents in values],
            "marker": {
                "color": COLOURS[colours[k % len(colours)]],
                "line": {"width": 1, "color": "var(--page)"},
                "pattern": {"shape": patterns[k % len(patterns)], "fgcolor": "var(--page)",
                            "solidity": 0.25, "fillmode": "overlay"},
            },
            "hovertemplate": f"%{{x}}<br>%{{fullData.name}}: %{{y:{DOLLARS}}}<extra></extra>",
        }
        for k, (name, values) in enumerate(series)
    ]  # fmt: skip
    data += [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": label(name),
            "x": list(categories),
            "y": [cents / 100 for cents in values],
            "line": {"color": COLOURS[(len(series) + k) % 7], "dash": ("solid", "dash")[k % 2]},
            "marker": {"symbol": ("circle", "diamond")[k % 2], "size": 8},
            "hovertemplate": f"%{{x}}<br>%{{fullData.name}}: %{{y:{DOLLARS}}}<extra></extra>",
        }
        for k, (name, values) in enumerate(lines)
    ]
    laid = layout(
        360, barmode="relative" if stacked else "group", bargap=0.25,
        margin={"l": 8, "r": 8, "t": 56, "b": 8},
        xaxis={"type": "category", "automargin": True, "fixedrange": True, "tickangle": "auto"},
        yaxis={"tickformat": "$~s", "automargin": True, "fixedrange": True,
               "gridcolor": "var(--rule)", "zerolinecolor": "var(--line)"},
    )  # fmt: skip
    return {"data": data, "layout": laid}


def spans(
    rows: Sequence[tuple[str, str, str]], marks: Mapping[str, Sequence[tuple[str, str]]],
    edges: Sequence[str],
) -> Chart:  # fmt: skip
    """Rows from one day to another, marks (name -> row and day) on them, days ruled across."""
    names = [label(name, ID) for name, _, _ in rows]
    data: list[dict[str, Any]] = [
        {
            "type": "scatter", "mode": "lines", "x": [start, end], "y": [name, name],
            "line": {"color": "var(--c1)", "width": 12}, "showlegend": False,
            "hovertemplate": "%{y}: %{x|%B %d, %Y}<extra></extra>",
        }
        for name, (_, start, end) in zip(names, rows, strict=True)
    ]  # fmt: skip
    symbols = ("diamond", "triangle-up", "square", "x", "star")
    data += [
        {
            "type": "scatter", "mode": "markers", "name": label(name),
            "x": [day for _, day in places], "y": [label(row, ID) for row, _ in places],
            "marker": {"symbol": symbols[k % 5], "size": 11, "color": COLOURS[(k + 1) % 7],
                       "line": {"width": 1, "color": "var(--text)"}},
            "hovertemplate": "%{y}<br>%{fullData.name}: %{x|%B %d, %Y}<extra></extra>",
        }
        for k, (name, places) in enumerate(marks.items())
    ]  # fmt: skip
    ruled = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 1,
         "line": {"color": "var(--line)", "dash": "dot", "width": 1}}
        for day in edges
    ]  # fmt: skip
    laid = layout(
        90 + 34 * len(rows), margin={"l": 8, "r": 24, "t": 48, "b": 8}, shapes=ruled,
        xaxis={"type": "date", "automargin": True, "fixedrange": True, "gridcolor": "var(--rule)"},
        yaxis={"type": "category", "autorange": "reversed", "automargin": True,
               "fixedrange": True, "categoryorder": "array", "categoryarray": names},
    )  # fmt: skip
    return {"data": data, "layout": laid}
