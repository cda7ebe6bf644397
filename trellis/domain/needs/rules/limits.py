"""How long, how many. Lengths count characters."""

LONGEST_TITLE = 200
MOST_NEEDS = 50  # of one candidate, and so of one application
MOST_ADDED = 100  # of the list, by one candidate
