"""How long, how many, how much: the limits of what mentors and mentees write. Lengths count characters."""

from collections.abc import Iterable
from datetime import timedelta

from trellis.core.limits import LARGEST_INTEGER, Between

END_OF_DAY = 24 * 60  # minutes
DAYS_OF_WEEK = Between(0, 6)  # Sunday to Saturday
FOLDS = Between(0, 1)  # the first or the second time that a clock shows

LONGEST_BIO = 5000
MOST_AREAS = 30
LONGEST_AREA = 60
LONGEST_COMPANY = 150
LONGEST_JOB_TITLE = 150
YEARS_OF_EXPERIENCE = Between(0, 80)
LONGEST_PROFILE_URL = 300
SESSION_MINUTES = Between(15, 240)
LONGEST_BOOKING = timedelta(minutes=SESSION_MINUTES.most)  # of several slots in a row, too
BUFFER_MINUTES = Between(0, 120)
MINIMUM_NOTICE_MINUTES = Between(0, 30 * END_OF_DAY)
MOST_CATEGORIES = 50
MOST_SUBCATEGORIES = 200  # of one category
MOST_RATE_MINOR = 99_999_999  # more than that no card is charged at once
RATE_DIGITS, RATE_DECIMALS = 11, 3
LEAST_RATE = 0
CURRENCY_LETTERS = 3
FREE_TALK_MINUTES = Between(5, 60)
SESSIONS_A_WEEK = Between(1, 100)
MENTEES_AT_ONCE = Between(1, 1000)
MOST_PACKAGES = 10
PACKAGE_SESSIONS = Between(2, 100)
PACKAGE_DAYS = Between(1, 3 * 366)
ASKED_DIGITS, ASKED_DECIMALS = 18, 6  # of an amount that is only compared
AVERAGES = Between(0, 5)
LONGEST_SEARCH = 200
ASKED_MINUTES = Between(1, END_OF_DAY)  # of a session of which is only asked whether it can be
RADIUS_KM = Between(1, 1000)
USUAL_RADIUS_KM = 25
MOST_WINDOWS = 500  # of one kind, weekly or dated
DAYS_SHOWN, MOST_DAYS_SHOWN = 30, 60  # of slots at once

LONGEST_TOPIC = 200
LONGEST_DESCRIPTION = 5000
LONGEST_REASON = 2000
LONGEST_MEETING_URL = 500
LONGEST_PLATFORM = 50
STARS = Between(1, 5)
LONGEST_FEEDBACK = 5000
MOST_SKILLS_LEARNED = 20  # in one session, each as long as an area of expertise
VERSIONS = Between(0, LARGEST_INTEGER)
HOURS_TO_ANSWER = 48
PENDING_FOR = timedelta(hours=HOURS_TO_ANSWER)  # as long as a request is held for an answer
BOOKINGS_AN_HOUR = 3  # of one mentee
MOST_UNPAID = 5  # times that one person holds at once without having paid
OPENS_BEFORE_MINUTES = 15  # of the room, under Mansa's terms


def each_once(areas: Iterable[str]) -> list[str]:
    """Return the areas of expertise in order, each as it was written first, whatever its case."""
    once: dict[str, str] = {}
    for area in areas:
        once.setdefault(area.casefold(), area)
    return list(once.values())
