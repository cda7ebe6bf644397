"""How long, how many. Lengths count characters."""

LONGEST_REASON = LONGEST_ANSWER = 5000
LONGEST_ZONE = 64
DAYS_TO_ANSWER = 10  # of business
MOST_CONTESTS = 10  # of one application
SETTLED_SHOWN = 100  # of an organization's, the newest
