"""What may be written in a request. Lengths count characters."""

from decimal import Decimal

LONGEST_TITLE = 200
LONGEST_TEXT = 5000  # of all that may go on
LONGEST_ITEM_NAME = 200
LONGEST_ADDRESS = 300
LONGEST_PHONE = 40
LONGEST_REQUESTER_NAME = 150
LONGEST_DEPARTMENT = 150
LONGEST_CONTACT = 200
# Things come in halves of a metre and grams of a kilogram, days of leave in halves.
LEAST_QUANTITY, MOST_QUANTITY, QUANTITY_PLACES, QUANTITY_DIGITS = Decimal("0.001"), 1_000_000, 3, 10
HALF_A_DAY, MOST_DAYS, DAY_PLACES, DAY_DIGITS = Decimal("0.5"), 1_000_000, 1, 8
LONGEST_SEARCH = 200
