"""Formulas as MathML, which browsers show by themselves: no script, no font, no network.

Only the pages named in ``math_pages`` may have formulas: elsewhere a dollar sign is money, and a
formula made of two amounts is a mistake.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging


def _checked(app: Sphinx, tree: nodes.document, name: str) -> None:
    if name in app.config.math_pages:
        return
    for node in tree.findall(lambda n: isinstance(n, nodes.math | nodes.math_block)):
        message = "dollar signs were read as a formula: %s"
        logging.getLogger(__name__).warning(message, node.astext(), location=node)


def _inline(self: Any, node: nodes.math) -> None:
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _block(self: Any, node: nodes.math_block) -> None:
    for part in node.astext().split("\n\n"):
        self.body.append(f'<div class="formula">{convert(part, display="block")}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("math_pages", (), "env", (list, tuple))
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("doctree-resolved", _checked)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
