"""The charts of a sweep: frames that the page's script fills with what is chosen."""

from __future__ import annotations

from typing import Any

from braid.render.web.charts import COLOURS, Chart, layout


def frames(id: str) -> dict[str, Chart]:
    """Spread, tornado and scatter, by their ids."""
    axis = {"automargin": True, "fixedrange": True, "gridcolor": "var(--rule)",
            "zerolinecolor": "var(--line)"}  # fmt: skip
    line = {"width": 1, "color": "var(--page)"}
    spread = {
        "data": [
            {"type": "bar", "name": "Cases", "showlegend": False,
             "marker": {"color": COLOURS[0], "line": line},
             "hovertemplate": "%{text}<br>%{y:,} cases<extra></extra>", "textposition": "none"},
            {"type": "box", "orientation": "h", "yaxis": "y2", "name": "", "showlegend": False,
             "fillcolor": "var(--c2-soft)", "line": {"color": "var(--c2)"}, "hoverinfo": "skip"},
        ],
        "layout": layout(
            380, bargap=0.02, margin={"l": 8, "r": 24, "t": 8, "b": 8}, xaxis={**axis},
            yaxis={**axis, "domain": [0, 0.84], "title": {"text": "Cases"}},
            yaxis2={"domain": [0.88, 1], "fixedrange": True, "visible": False},
        ),
    }  # fmt: skip
    tornado = {
        "data": [
            {"type": "bar", "orientation": "h", "showlegend": False,
             "marker": {"line": line}, "hoverinfo": "skip", "textposition": "none"},
            _ends("Input least", "circle", "var(--page)"),
            _ends("Input most", "diamond", "var(--text)"),
        ],
        "layout": layout(
            300, bargap=0.45, margin={"l": 8, "r": 24, "t": 40, "b": 8}, xaxis={**axis},
            yaxis={"type": "category", "automargin": True, "fixedrange": True}, shapes=[],
        ),
    }  # fmt: skip
    scatter = {
        "data": [{"type": "scatter", "mode": "markers", "showlegend": False,
                  "marker": {"size": 8, "opacity": 0.65, "color": COLOURS[0],
                             "line": {"width": 1, "color": "var(--page)"}},
                  "hovertemplate": "%{text}<extra></extra>"}],
        "layout": layout(
            420, margin={"l": 8, "r": 24, "t": 8, "b": 8}, clickmode="event", hovermode="closest",
            xaxis={**axis}, yaxis={**axis},
        ),
    }  # fmt: skip
    return {f"{id}-spread": spread, f"{id}-tornado": tornado, f"{id}-scatter": scatter}


def _ends(name: str, symbol: str, fill: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "marker": {"symbol": symbol, "size": 12, "color": fill,
                   "line": {"width": 2, "color": "var(--text)"}},
        "hovertemplate": f"%{{y}}: {name.lower()}<br>%{{text}}<extra></extra>",
    }  # fmt: skip
