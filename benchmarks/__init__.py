"""Measurements against a plain implementation of the same thing, in the same run. `make bench`."""
