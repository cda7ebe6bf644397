"""How many files, for how long, and which of them a browser may show."""

from datetime import timedelta

from trellis.core.files.attachments import REDRAWN

FOLDER = "attachments"  # of the private storage
LONGEST_TYPE = 100  # letters of a media type
MOST_UNSENT = 50  # files of one person that wait for a message
UNSENT_FOR = timedelta(hours=24)


def is_inert(media_type: str) -> bool:
    """Tell whether a browser may show it: pictures that we have drawn anew, and nothing else."""
    return media_type in REDRAWN.values()
