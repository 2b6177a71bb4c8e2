"""The questions of ``braid new``."""
