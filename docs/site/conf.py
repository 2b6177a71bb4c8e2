"""How Sphinx builds the site: `make docs`."""

import sys
from pathlib import Path

from braid.version import __version__

sys.path.insert(0, str(Path(__file__).parent))

project = "braid"
author = copyright = "braid contributors"
version = release = __version__
extensions = ["myst_parser", "mathml", "offline"]
root_doc = "index"

myst_enable_extensions = ["dollarmath"]
myst_dmath_allow_digits = False
myst_dmath_allow_space = False
myst_fence_as_directive = ["math"]  # as GitHub writes a formula
myst_heading_anchors = 4
myst_heading_slug_func = "braid.render.markdown.anchor"
math_pages = ["docs/method", "docs/verify-by-hand"]
html_math_renderer = "mathml"

html_theme = "furo"
html_title = "braid"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_permalinks_icon = "#"
pygments_style = "friendly"
pygments_dark_style = "github-dark"
