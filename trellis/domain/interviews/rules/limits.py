"""How long, how many, how much: the limits of interviews. Lengths count characters."""

from datetime import timedelta

from trellis.core.limits import Between

# Scores go from 0 to the scale of their session: a team marks to five, to ten, to a hundred.
LEAST_SCORE = 0
SCALES = Between(1, 100)
USUAL_SCALE = 5
MOST_CRITERIA, LONGEST_CRITERION = 50, 100
MOST_TAGS, LONGEST_TAG = 30, 50
LONGEST_NOTES = 10_000
LONGEST_APPLICATION_ID = 50
LONGEST_MEETING_ID = 100
LONGEST_CANDIDATE_NAME = 150
LONGEST_INVITATION = 500
CHUNKS = Between(0, 100_000)  # of one recording
MOST_PARTICIPANTS = 100  # of a session in all, not at one time
MOST_INVITATIONS = 100  # open ones of one session
INVITED_FOR = timedelta(days=30)
# A recorder sends every few seconds. One that has been silent for so long stands in nobody's way …
STALE_AFTER = timedelta(minutes=1)
# … and one that has been silent for so long will not come back.
ABANDONED_AFTER = timedelta(hours=1)
# What takes longer than this to put together never will be.
GIVEN_UP_AFTER = timedelta(days=1)
