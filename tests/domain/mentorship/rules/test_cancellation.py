"""What calling off gives back, to the minute and to the minor unit."""

from datetime import datetime, timedelta

import pytest

from tests.domain.mentorship.world import NINE
from trellis.domain.mentorship.models import Booking, Cancellation
from trellis.domain.mentorship.rules.cancellation import Part, amount_of, part_given_back
from trellis.domain.mentorship.rules.terms import part_of

MINUTE = timedelta(minutes=1)


def booking(**fields: object) -> Booking:
    return Booking(starts_at=NINE, **{"cancellation": Cancellation.BY_HOURS, **fields})


@pytest.mark.parametrize(
    ("now", "part"),
    [
        (NINE - timedelta(hours=24), Part.ALL),
        (NINE - timedelta(hours=24) + MINUTE, Part.HALF),
        (NINE - timedelta(hours=2), Part.HALF),
        (NINE - timedelta(hours=2) + MINUTE, Part.NOTHING),
        (NINE + MINUTE, Part.NOTHING),
    ],
    ids=["a-day", "within-a-day", "two-hours", "within-two-hours", "begun"],
)
def test_the_mentee_gets_back_what_the_hours_say_and_the_mentor_gives_all(now: datetime, part: Part) -> None:
    assert part_given_back(booking(), by_mentor=False, now=now) is part
    assert part_given_back(booking(), by_mentor=True, now=now) is Part.ALL
    assert part_given_back(booking(is_moved_by_mentor=True), by_mentor=False, now=now) is Part.ALL
    assert part_given_back(booking(cancellation=Cancellation.FREE), by_mentor=False, now=now) is Part.ALL


@pytest.mark.parametrize(
    ("paid", "currency", "half"),
    [(7500, "USD", 3750), (7501, "USD", 3751), (1, "USD", 1), (9001, "JPY", 4501), (18610, "KWD", 9310)],
    ids=lambda value: str(value),
)
def test_half_is_rounded_up_to_what_a_card_can_be_paid_back(paid: int, currency: str, half: int) -> None:
    assert amount_of(Part.HALF, paid, currency) == half
    assert amount_of(Part.ALL, paid, currency) == paid
    assert amount_of(Part.NOTHING, paid, currency) == 0


@pytest.mark.parametrize(
    ("price", "sessions", "currency"),
    [(20000, 3, "USD"), (20, 100, "USD"), (10000, 7, "JPY"), (100010, 3, "KWD")],
    ids=lambda value: str(value),
)
def test_the_parts_of_a_package_are_its_price(price: int, sessions: int, currency: str) -> None:
    left, parts = price, []
    for number in range(sessions, 0, -1):
        parts.append(part_of(unused_minor=left, sessions_left=number, currency=currency))
        left -= parts[-1]
    assert (left, sum(parts)) == (0, price)
    assert all(part % (10 if currency == "KWD" else 1) == 0 for part in parts)
