"""Solve a model: tiers in order, whole people, a unique vertex; by HiGHS or any solver PuLP drives."""
