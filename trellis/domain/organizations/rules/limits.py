"""What holds of organizations and of who belongs to them."""

# Lengths count characters.
LONGEST_NAME = 150
LONGEST_DOMAIN = 253
LONGEST_INVITATION = 500
LONGEST_SEARCH, MOST_WORDS = 200, 10
