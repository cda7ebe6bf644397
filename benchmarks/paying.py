"""Bookings a second: a session of SOOSH with an intent of the sandbox, beside one of Mansa, which is free.

Each is a time of its own, and nobody does the jobs meanwhile.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from benchmarks.load import Result, http_post, run
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.mentorship.models import Mentor, Terms
from trellis.domain.payments.models import Payment
from trellis.domain.payments.models.sandbox import SandboxIntent

CLIENTS = 8
SECONDS = 6.0
ROUNDS = 3
# Of mentors and mentees, one for each round: nobody holds more than five times that are not paid for.
CROWDS = 12
_CROWD = 400
_HOURS = range(9, 14)
_PRICE_MINOR = 7500
_ZONE = ZoneInfo("America/New_York")
_Body = Callable[[str, datetime], dict[str, object]]


def measure(*, port: int, first: int = 0) -> list[tuple[str, Result]]:
    """Return bookings a second through either door, of each the round in the middle; they take turns.

    Each round is another crowd's, from the n-th on.
    """
    pairs = list(zip(_tokens(), _mentors(), strict=True))
    connection.close()
    doors = {
        "SOOSH, with an intent": ("/api/v1/bookings/create", _priced),
        "Mansa, without": ("/api/v1/mentorship/bookings/", _free),
    }
    results: dict[str, list[Result]] = {title: [] for title in doors}
    for number in range(ROUNDS * len(doors)):
        title = list(doors)[number % len(doors)]
        path, body = doors[title]
        start = (first + number) * _CROWD
        results[title].append(_round(port, path, pairs[start : start + _CROWD], body))
    _refuse_unless_all_have_intents()
    return [(title, sorted(found, key=_per_second)[len(found) // 2]) for title, found in results.items()]


def _mentors() -> list[str]:
    keys = list(Mentor.objects.order_by("pk")[: CROWDS * _CROWD].values_list("pk", flat=True))
    ours = Mentor.objects.filter(pk__in=keys)
    ours.update(rate_minor=_PRICE_MINOR, currency="USD", terms=Terms.BOTH)
    return [str(public_id) for public_id in ours.order_by("pk").values_list("public_id", flat=True)]


def _tokens() -> list[str]:
    # None of them is one of the mentors above.
    people = User.objects.order_by("-pk")[: CROWDS * _CROWD]
    return [access_token(user=user, now=timezone.now()) for user in people]


def _round(port: int, path: str, pairs: list[tuple[str, str]], body: _Body) -> Result:
    day = _weekday(7)

    # One for all clients: one that has a web process to itself would use up its own.
    bodies = iter(
        [
            (token, json.dumps(body(mentor, day.replace(hour=hour))).encode())
            for hour in _HOURS
            for token, mentor in pairs
        ]
    )
    return run(
        clients=CLIENTS,
        seconds=SECONDS,
        connect=lambda _: http_post(port=port, path=path, bodies=bodies, wanted=(201,)),
    )


def _refuse_unless_all_have_intents() -> None:
    made, asked = SandboxIntent.objects.count(), Payment.objects.exclude(intent_id="").count()
    connection.close()
    if not made or made != asked:
        raise AssertionError(f"{made} intents were made for {asked} payments")


def _per_second(result: Result) -> float:
    return result.per_second


def _weekday(days_ahead: int) -> datetime:
    """Return the n-th weekday from today of the mentors' calendar."""
    day = timezone.now().astimezone(_ZONE).replace(minute=0, second=0, microsecond=0)
    while days_ahead:
        day += timedelta(days=1)
        days_ahead -= day.isoweekday() <= 5
    return day


def _priced(mentor: str, starts_at: datetime) -> dict[str, object]:
    return {
        "mentor_user_id": mentor,
        "scheduled_at": starts_at.isoformat(),
        "duration_minutes": 60,
        "amount": _PRICE_MINOR / 100,
    }


def _free(mentor: str, starts_at: datetime) -> dict[str, object]:
    return {
        "mentor_id": mentor,
        "session_date": f"{starts_at:%Y-%m-%d}",
        "start_time": f"{starts_at:%H:%M}",
        "end_time": f"{starts_at + timedelta(hours=1):%H:%M}",
        "topic": "A session",
    }
