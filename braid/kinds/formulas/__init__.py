"""The named award formulas: the one place where a stream's own arithmetic stands in code."""
