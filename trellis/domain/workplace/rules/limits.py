"""What may be written in a request. Lengths count characters."""

from trellis.core.limits import Between

LONGEST_TITLE = 200
LONGEST_TEXT = 5000  # of all that may go on
LONGEST_ITEM_NAME = 200
LONGEST_ADDRESS = 300
LONGEST_PHONE = 40
LONGEST_REQUESTER_NAME = 150
LONGEST_DEPARTMENT = 150
LONGEST_CONTACT = 200
AMOUNTS = Between(1, 1_000_000)  # of things, and of days
LONGEST_SEARCH = 200
