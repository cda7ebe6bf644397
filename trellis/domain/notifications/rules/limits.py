"""Limits of what notices hold, and how long they are kept."""

from datetime import timedelta

from trellis.core.limits import Between

LONGEST_TOPIC = 100
HOURS = Between(0, 23)
# How long before it is needed a notice still helps.
IN_TIME = timedelta(minutes=30)
KEPT_READ = timedelta(days=180)
KEPT = timedelta(days=365)
# How many browsers of one person are written to; the oldest makes room.
MOST_BROWSERS = 20
LONGEST_USER_AGENT = 300
# For how long a message for a browser that is not there is of use.
PUSH_KEPT = timedelta(days=1)
# For how long a service may refuse before the browser is given up.
PUSH_REFUSED = timedelta(days=3)
