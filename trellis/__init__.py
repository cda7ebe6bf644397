"""Trellis: one talent platform that speaks five APIs."""
