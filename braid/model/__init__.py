"""The model: columns, rows and tiers as sparse arrays, exact coefficients beside the floats."""
