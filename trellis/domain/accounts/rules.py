"""What holds of every account, whichever door or page it is written through."""

from functools import cache
from zoneinfo import available_timezones

from trellis.core.limits import Between

# Lengths count characters.
LONGEST_EMAIL = 254
LONGEST_PASSWORD = 128  # longer ones cost time to check, and are nobody's
USERNAME_LENGTH = Between(3, 150)
LONGEST_NAME_PART = 150  # of a first and of a last name
LONGEST_FULL_NAME = 200
LONGEST_GENDER = 20
LONGEST_PLACE = 200
LONGEST_ZONE_NAME = 64
LONGEST_REFRESH_TOKEN = 500
LONGEST_MAILED_TOKEN = 1000

# Files of the time zone database that are no place: the machine's own zone, and how others are made.
_NO_PLACES = frozenset({"Factory", "leapseconds", "localtime", "posixrules", "tzdata.zi"})


@cache
def zone_names() -> frozenset[str]:
    """Return the names of the timezones that a person can mean."""
    return frozenset(available_timezones() - _NO_PLACES)


def is_zone(name: str) -> bool:
    """Tell whether this is the IANA name of a timezone that a person can mean."""
    return name in zone_names()
