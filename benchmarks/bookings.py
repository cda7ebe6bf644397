"""Bookings a second: each its own slot, and everybody the same one."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, repeat
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from benchmarks.load import Result, http_post, run
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.mentorship.models import Mentor

CLIENTS = 8
SECONDS = 5.0
_PATH = "/api/v1/mentorship/bookings/"
_MENTORS = 200
_SLOTS_A_DAY = 8


def measure(*, port: int) -> list[tuple[str, Result]]:
    """Return bookings a second on distinct slots, and answers a second on one hot slot."""
    mentors = list(Mentor.objects.order_by("pk")[: _MENTORS * CLIENTS].values_list("public_id", flat=True))
    # None of them is one of the mentors above.
    people = User.objects.order_by("-pk")[: _MENTORS * CLIENTS]
    tokens = [access_token(user=user, now=timezone.now()) for user in people]
    connection.close()
    hot = _body(str(mentors[-1]), _weekday(40), 9)

    def distinct(number: int) -> Iterator[tuple[str, bytes]]:
        mine = range(number, len(mentors), CLIENTS)
        return (
            (tokens[index], _body(str(mentors[index]), _weekday(7 + day), 9 + hour))
            for day in range(20)
            for hour in range(_SLOTS_A_DAY)
            for index in mine
        )

    def same(number: int) -> Iterator[tuple[str, bytes]]:
        return chain.from_iterable(repeat([(token, hot) for token in tokens[number::CLIENTS]]))

    return [
        ("bookings, distinct slots", _run(port, distinct, (201,))),
        ("answers, one hot slot", _run(port, same, (201, 400, 409))),
    ]


def _run(port: int, bodies: object, wanted: tuple[int, ...]) -> Result:
    return run(
        clients=CLIENTS,
        seconds=SECONDS,
        connect=lambda n: http_post(port=port, path=_PATH, bodies=bodies(n), wanted=wanted),
    )


def _weekday(days_ahead: int) -> datetime:
    """Return a weekday of the mentors' calendar; the n-th of them from today."""
    day = timezone.now().astimezone(ZoneInfo("America/New_York"))
    while days_ahead:
        day += timedelta(days=1)
        days_ahead -= day.isoweekday() <= 5
    return day


def _body(mentor: str, day: datetime, hour: int) -> bytes:
    body = {
        "mentor_id": mentor,
        "session_date": f"{day:%Y-%m-%d}",
        "start_time": f"{hour:02}:00",
        "end_time": f"{hour + 1:02}:00",
        "topic": "A session",
    }
    return json.dumps(body).encode()
