"""Paying at a whole Trellis whose parts are killed: by whom, when, and what must hold of the money then."""
