"""A first scenario from a few answers: what the chosen money asks, guessed and told as a guess."""
