"""The same rows in other modelling layers: one small module each, all given the frozen arrays."""
