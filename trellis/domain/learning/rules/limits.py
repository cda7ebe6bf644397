"""How long, how many, how much: the limits of what is said in learning. Lengths count characters."""

from decimal import Decimal

from trellis.core.limits import Between
from trellis.domain.accounts.rules import LONGEST_NAME_PART
from trellis.domain.jobs.rules import limits as jobs
from trellis.domain.mentorship.rules import limits as mentorship

# What is said of jobs and mentors elsewhere must fit: a mentorship has the mentor's name in its title.
LONGEST_TITLE = max(jobs.LONGEST_TITLE, len("Mentorship with  ") + 2 * LONGEST_NAME_PART)
LONGEST_DESCRIPTION = jobs.LONGEST_DESCRIPTION
LONGEST_TAG = max(jobs.LONGEST_SKILL, mentorship.LONGEST_AREA)
MOST_TAGS = 20  # of what is made in the back office
LEAST_PRICE = Decimal(0)
MOST_PRICE_MINOR = mentorship.MOST_RATE_MINOR
DURATION_MINUTES = Between(1, 60 * 24 * 365)
STARS = Between(1, 5)
RECOMMENDED = Between(1, 50)
USUAL_RECOMMENDED = 10
# Of paths and achievements.
LONGEST_MILESTONE = 100
STEPS = Between(1, 50)
MILESTONE_HOURS = Between(1, 500)
LONGEST_ACHIEVEMENT = 60
LONGEST_ACHIEVEMENT_DESCRIPTION = 200
LONGEST_ICON = 40
THRESHOLD = Between(1, 1_000_000)
# Of the work on a course. What is told at once is of one day at most, and all of it fits the column.
LESSONS = Between(1, 1000)
PERCENTAGE = Between(0, 100)
MINUTES_AT_ONCE = Between(0, 60 * 24)
MOST_MINUTES = 60 * 24 * 365 * 10
