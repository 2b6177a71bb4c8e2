"""What would fund a line, what a dollar is worth, what an award must bring, what changed."""
