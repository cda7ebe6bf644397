"""How a limit with two ends is written, once, by the rules of an app."""

from typing import NamedTuple


class Between(NamedTuple):
    """The least and the most that a number, or a count, may be."""

    least: int
    most: int


LARGEST_INTEGER = 2**31 - 1  # what PostgreSQL's integer holds
