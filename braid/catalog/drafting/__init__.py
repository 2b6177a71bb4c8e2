"""A first scenario from a few answers: facts that nobody said are guessed so that money may pay."""
