"""What is about PostgreSQL: its refusals, locks, prepared statements, whose rows, and which by words."""
