"""Sweeps: thousands of cases of a scenario, each a whole plan, and what moves the results."""
