"""The kinds of rule: one file each, what it permits or the rows that it adds."""
