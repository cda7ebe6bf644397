"""How long, how many, how late."""

from datetime import datetime, timedelta

LONGEST_MESSAGE = 5_000  # letters
LONGEST_TITLE = 100  # of a group
LONGEST_CLIENT_ID = 64
LONGEST_EXCERPT = 200  # of a message, in what people are told of it
MOST_ATTACHMENTS = 10  # of one message
MOST_IN_GROUP = 500
CHANGEABLE = timedelta(minutes=15)  # a message, by who wrote it
# What a message said before it was deleted or changed: reports may come late.
DELETED_KEPT = timedelta(days=30)
TOLD_AT_ONCE = 20  # people who get a notice of a message; more get it from a job
MAILED_AFTER = timedelta(minutes=10)  # unless it is read by then
TYPING_AGAIN = 3.0  # seconds, before it is told again that somebody writes in a room
FEED_KEPT = timedelta(days=30)
MOST_WORDS = 10  # of a search
LARGEST_NUMBER = 2**63 - 1  # what PostgreSQL's bigint holds


def is_changeable(*, created_at: datetime, now: datetime) -> bool:
    """Tell whether a message may still be edited or deleted by who wrote it."""
    return now - created_at <= CHANGEABLE
