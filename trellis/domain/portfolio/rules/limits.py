"""How much a portfolio, a project and a resume may hold. Lengths count characters."""

from trellis.core.limits import Between
from trellis.domain.accounts.rules import USERNAME_LENGTH

LONGEST_BIO = 5000
# As a username is, which is one's address unless another is chosen.
ADDRESS_LENGTH = Between(3, USERNAME_LENGTH.most)
LONGEST_LINK = 500
MOST_LINKS = 10
MOST_FEATURED = 12
LONGEST_PROJECT_ID = 100  # what is no id of ours is left out, and named in the answer

LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 5000
LONGEST_TAG = 50
MOST_TAGS = 20
MOST_PROJECTS = 100  # of one person
DATE_LENGTH = 10  # 2016-05-31 is the longest

MOST_RESUMES = 100  # kept of one person
LONGEST_LINE = 300  # of a resume that comes from elsewhere
LONGEST_TEXT = 10_000
MOST_ENTRIES = 100  # of a section
MOST_WORDS = 50  # keywords, highlights and the like of one entry
LONGEST_SECTION_NAME = 60  # as much of an unknown one as is said back

LONGEST_CAPTION = 3000
PLATFORMS = Between(1, 10)
