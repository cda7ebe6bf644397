"""How long a page may be, and how far on it may lie: the same for every style."""

from trellis.core.limits import Between

LIMIT = Between(1, 100)  # rows on one page
USUAL = 20  # rows on a page whose length nobody asked for, where there are numbers
# No list is longer than this many pages; further on, the database could not even count.
PAGE = Between(1, 1_000_000)
