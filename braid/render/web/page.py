"""A page that stands by itself: template, style, script, charts, and nothing from elsewhere.

All that comes from a scenario or a rule goes through Jinja's escaping or, for the script, into a
block of JSON in which no mark of HTML is left. The policy in the page's head lets the browser
run the scripts in it, known by their hashes, and load nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from braid.render.web.words import FILTERS
from braid.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent / "templates"
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def page(
    template: str, context: Mapping[str, Any], data: Mapping[str, Any], *scripts: str
) -> str:  # fmt: skip
    """A page; ``data`` is what its scripts read: ``charts`` by id, and what clicks show.

    ``scripts`` are those that it needs besides that of all pages.
    """
    from markupsafe import Markup

    plotly = _plotly()
    script = "".join(_text(name) for name in ("page.js", *dict.fromkeys(scripts)))
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(plotly)} {_hash(script)}",
            "style-src 'unsafe-inline'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return _environment().get_template(template).render(
        **context,
        version=__version__,
        policy=policy,
        style=Markup(_text("style.css")),
        plotly=Markup(plotly),
        script=Markup(script),
        data=Markup(json_data(data)),
    )  # fmt: skip


def json_data(data: Mapping[str, Any]) -> str:
    """JSON that can stand between script tags."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(HERE, encoding="utf-8"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    made.filters.update(FILTERS)
    return made


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _plotly() -> str:
    """The JavaScript that plotly brings along for pages that work offline."""
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("plotly")
    path = Path(spec.submodule_search_locations[0], "package_data", "plotly.min.js")
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("</script", "<\\/script")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
