"""Texts as vectors that lie near each other where the texts mean much the same (docs/models.md)."""

NAME = "all-MiniLM-L6-v2"
DIMENSIONS = 384
