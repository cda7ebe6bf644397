"""Rate limits that count right between threads, processes and machines.

DRF's own throttles read, add and write back, and so lose counts under concurrency (its documentation
says so). Here one statement adds to a row and returns what it now holds, or one script of Redis does.
"""

from trellis.core.throttling.callers import address_in, caller_of, client_address
from trellis.core.throttling.counting import forget, give_back, hit, is_spent, take
from trellis.core.throttling.windows import TooMany, Window, strictest

__all__ = [
    "TooMany",
    "Window",
    "address_in",
    "caller_of",
    "client_address",
    "forget",
    "give_back",
    "hit",
    "is_spent",
    "strictest",
    "take",
]
