"""How long, how many: the limits of badges, and of what is sent to be checked."""

from trellis.core.limits import Between
from trellis.domain.learning.rules.limits import LONGEST_TITLE as LONGEST_OF_COURSE

LONGEST_TITLE = max(LONGEST_OF_COURSE, 300)
MOST_ABOUT = 300  # characters of what a course says of itself
LONGEST_NAME = 301  # first and last name, and what stands between them
LONGEST_CODE = 40
LONGEST_SOURCE = 60
LONGEST_REASON = 1000
LONGEST_KEY = 43  # 32 bytes in base64url
LONGEST_DIGEST = 64  # SHA-256 in hexadecimal
MOST_LINKED = 100  # links in one text
# Of a status list: as many as the standard wants at the least, so that a number tells of nobody.
BITS = 131_072
DRAWN = 16  # numbers that are drawn at once for a badge: none of them free, and a list is full enough
STATUS_INDEX = Between(0, BITS - 1)
# Of what is sent to be checked, in bytes.
LARGEST_PAPER = 10 * 1024 * 1024
LARGEST_BADGE = 256 * 1024
MOST_CODES = 5  # in one paper that are looked for
