"""Several plans of one scenario, or several scenarios, beside one another."""
