"""How long somebody counts as connected."""

from datetime import timedelta

# A process says so often who has a socket in it; of one that has been silent for so long nobody is there.
SAID_AGAIN = timedelta(seconds=30)
LASTS = timedelta(seconds=75)
# After that its rows are of no use to anybody.
KEPT = timedelta(hours=1)
