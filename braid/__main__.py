"""``python -m braid``."""

from braid.cli import main

main()
