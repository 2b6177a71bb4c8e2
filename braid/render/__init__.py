"""What people read: each renderer takes a plan (or problems, or changes) and nothing else."""
