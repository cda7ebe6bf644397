"""Limits of what is kept of payments."""

from decimal import Decimal

LONGEST_TITLE = 200
LONGEST_GATEWAY_ID = 255
LONGEST_SECRET = 500
LONGEST_SENTENCE = 500
LONGEST_REASON = 2000
LONGEST_TYPE = 100
LONGEST_CARD_NUMBER = 30  # with spaces
# Of what a gateway sends, in bytes.
LARGEST_EVENT = 1024 * 1024
LEAST_AMOUNT = Decimal("0.001")  # of what staff give back: a minor unit of a currency that has three decimals
