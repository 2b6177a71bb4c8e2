"""From the optimum to the plan: cents, tables, explanations, the plan folder."""
