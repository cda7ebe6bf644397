"""Answers that leave part by part while they are made."""
