"""The model: columns, rows and tiers as sparse arrays, with exact coefficients beside the floats."""
