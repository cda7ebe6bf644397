"""Limits of blocks."""

MOST_BLOCKS = 1000  # that one person may have at once
