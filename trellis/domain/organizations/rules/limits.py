"""What holds of organizations and of who belongs to them."""

# Lengths count characters.
LONGEST_NAME = 150
LONGEST_DOMAIN = 253
LONGEST_URL = 500
LONGEST_HEADQUARTERS = 200
LONGEST_ABOUT = 5000
LONGEST_INVITATION = 500
LONGEST_SEARCH, MOST_WORDS = 200, 10
# Of the people of an organization, so many are shown with it; lists of members have all.
MEMBERS_SHOWN = 100
