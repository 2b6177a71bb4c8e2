"""A page that needs the network is a mistake: found when the site is built."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

LOADS = re.compile(
    r"<(?:script|img|iframe|source)[^>]*\ssrc=\"(?:https?:)?//[^\"]*"
    r"|<link[^>]*rel=\"(?:stylesheet|preload|preconnect|icon)\"[^>]*href=\"(?:https?:)?//[^\"]*"
)


def _loads(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        for page in sorted(Path(app.outdir).rglob("*.html")):
            for found in LOADS.findall(page.read_text(encoding="utf-8")):
                logging.getLogger(__name__).warning("%s loads %s", page.name, found)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", _loads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
