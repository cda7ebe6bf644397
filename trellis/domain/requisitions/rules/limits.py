"""How long, how many: the limits of what a requisition says. Lengths count characters."""

from trellis.core.limits import LARGEST_INTEGER, Between

LONGEST_CODE = 30
LONGEST_LINK = 200
LONGEST_TITLE = 200
LONGEST_COMPANY = 200
LONGEST_ADDRESS = 300
LONGEST_PLACE = 200  # of the job, of the interview
LONGEST_SALARY = 100
LONGEST_DESCRIPTION = 20_000
LONGEST_TEXT = 5000  # of every other one
MOST_ITEMS, LONGEST_ITEM = 100, 1000  # of the requirements, the responsibilities, the documents
CANDIDATES = Between(1, 100_000)
MEMBER_IDS = Between(1, LARGEST_INTEGER)
LONGEST_SEARCH = 200

MOST_CHECKS = 100
LONGEST_CHECK_NAME = 150

AT_ONCE = Between(1, 1000)  # made, or changed, by one request
CLOSED_AT_ONCE = Between(1, 100)
