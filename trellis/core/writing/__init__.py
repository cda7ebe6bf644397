"""What people write: addresses, lines and texts, the fields that take them, and codes of money."""
