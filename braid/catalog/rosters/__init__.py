"""Rosters: one row for each person, collapsed to groups of people whom no rule tells apart."""
