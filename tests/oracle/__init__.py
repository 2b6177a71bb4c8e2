"""The oracle: the textbook model, written apart from the planner, and its scenarios."""
