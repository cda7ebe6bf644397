"""What holds of every account, whichever door or page it is written through."""

from functools import cache
from zoneinfo import available_timezones

LONGEST_ZONE_NAME = 64

# Files of the time zone database that are no place: the machine's own zone, and how others are made.
_NO_PLACES = frozenset({"Factory", "leapseconds", "localtime", "posixrules", "tzdata.zi"})


@cache
def zone_names() -> frozenset[str]:
    """Return the names of the timezones that a person can mean."""
    return frozenset(available_timezones() - _NO_PLACES)


def is_zone(name: str) -> bool:
    """Tell whether this is the IANA name of a timezone that a person can mean."""
    return name in zone_names()
