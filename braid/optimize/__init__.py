"""Solve a model: tiers in order, whole people, one vertex; by HiGHS or any PuLP solver."""
