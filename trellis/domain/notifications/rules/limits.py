"""Limits of what notices hold, and how long they are kept."""

from datetime import timedelta

from trellis.core.limits import Between

LONGEST_TOPIC = 100
HOURS = Between(0, 23)
# How long before it is needed a notice still helps.
IN_TIME = timedelta(minutes=30)
KEPT_READ = timedelta(days=180)
KEPT = timedelta(days=365)
