"""How long and how many. Lengths count characters."""

from datetime import timedelta

from trellis.core.limits import Between
from trellis.domain.accounts.rules import LONGEST_ZONE_NAME
from trellis.domain.messaging.rules.reports import LONGEST_REPORT

LONGEST_NAME = 100  # of a group
LONGEST_DESCRIPTION = 5000  # of a group, of an event
LONGEST_POST = 10_000
LONGEST_COMMENT = 3000
LONGEST_WHY = 500  # why something is removed, or somebody banned
LONGEST_CATEGORY = 100
LONGEST_QUESTION = 100
LONGEST_TITLE = 200  # of an event
LONGEST_PLACE = 300
LONGEST_LINK = 500
LONGEST_ZONE = LONGEST_ZONE_NAME
LONGEST_REPORT_TEXT = LONGEST_REPORT
MOST_PINNED = 3  # posts of a group
CAPACITY = Between(1, 100_000)
EVERY = Between(1, 12)  # weeks, months
COUNT = Between(1, 104)  # times that an event happens: two years of weeks
LONGEST_GATHERING = timedelta(days=14)
FURTHEST = timedelta(days=3 * 366)  # ahead that an event may begin
SUGGESTED = 3
