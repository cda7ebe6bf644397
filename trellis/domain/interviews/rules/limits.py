"""How long, how many, how much: the limits of what is said of an interview. Lengths count characters."""

from trellis.core.limits import Between

SCORES = Between(0, 5)
MOST_CRITERIA, LONGEST_CRITERION = 50, 100
MOST_TAGS, LONGEST_TAG = 30, 50
LONGEST_NOTES = 10_000
LONGEST_APPLICATION_ID = 50
LONGEST_MEETING_ID = 100
LONGEST_CANDIDATE_NAME = 150
LONGEST_INVITATION = 500
CHUNKS = Between(0, 100_000)  # of one recording
