"""How far a plan can be from the best one at most, proven in whole numbers without a solver."""
