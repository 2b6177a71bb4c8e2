"""How long each stage of a plan takes: ``python -m benchmarks``, no tests."""
