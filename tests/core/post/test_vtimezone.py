"""A zone as calendars read it says what the zone itself says, at each moment."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from trellis.core.post.vtimezone import vtimezone

FIRST, LAST = datetime(2027, 3, 2, tzinfo=UTC), datetime(2029, 3, 1, tzinfo=UTC)
ZONES = (
    *("Europe/Vienna", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "Australia/Lord_Howe"),
    *("Pacific/Auckland", "America/Sao_Paulo", "Europe/London", "Asia/Kathmandu", "America/St_Johns"),
)


@pytest.mark.parametrize("name", ZONES)
def test_it_reads_as_the_zone_itself(name: str) -> None:
    zone = ZoneInfo(name)
    text = vtimezone(zone, first=FIRST, last=LAST).to_ical().decode().replace("\r\n ", "")
    read = tzical(StringIO(text)).get(name)
    hours = (FIRST + timedelta(hours=7 * number) for number in range((LAST - FIRST).days * 24 // 7))
    wall = [each.astimezone(zone).replace(tzinfo=None) for each in hours]
    wrong = [
        each
        for each in wall
        if each.replace(tzinfo=read).utcoffset() != each.replace(tzinfo=zone).utcoffset()
    ]
    assert wrong == []
