"""What people say of themselves, read by rules: nothing is taken that they did not say.

`reading.understand` is the way in. It is pure: no model, no clock, no network. Whatever stands in an answer
is evidence of who wrote it; what reads like an order is none (docs/decisions/profiling.md).
"""
