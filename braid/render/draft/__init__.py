"""A first scenario as a file: YAML with a remark wherever somebody has something to decide."""
