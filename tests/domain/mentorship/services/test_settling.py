"""What becomes of the money of a session that nobody said how it was."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.mentorship.world import mentor_of
from tests.domain.payments.world import K, assert_books_agree, balance, pay, person
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.services.attendance import note_presence
from trellis.domain.mentorship.services.completion import close_due
from trellis.domain.mentorship.services.reserving import Wish, reserve
from trellis.domain.payments.models import Refund
from trellis.domain.payments.services.confirming import look

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2030, 1, 7, 8, tzinfo=UTC)
NINE = datetime(2030, 1, 8, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CLOSES = NINE + 90 * MINUTE


@pytest.fixture
def session() -> Booking:
    """An hour at 75 dollars, which Ann has paid for."""
    mentor = mentor_of("sarah")
    Mentor.objects.filter(pk=mentor.pk).update(rate_minor=7500, terms="both")
    mentor.refresh_from_db()
    made = reserve(mentor=mentor, mentee=person("ann"), wish=Wish(NINE), now=NOW)
    assert made.payment is not None
    pay(made.payment)
    look(payment=made.payment, now=NOW)
    made.booking.refresh_from_db()
    assert made.booking.status == Status.CONFIRMED
    return made.booking


@pytest.mark.parametrize(
    ("people", "status", "share", "given_back"),
    [
        (("sarah", "ann"), Status.COMPLETED, 6375, 0),
        ((), Status.COMPLETED, 6375, 0),
        (("sarah",), Status.NO_SHOW, 6375, 0),
        (("ann",), Status.CANCELLED_BY_MENTOR, 0, 7500),
    ],
    ids=["held", "nobody known", "mentee missed", "mentor missed"],
)
def test_it_goes_by_who_was_there(
    session: Booking, people: tuple[str, ...], status: Status, share: int, given_back: int
) -> None:
    for name in people:
        note_presence(booking=session, person=User.objects.get(username=name), now=NINE + MINUTE)
    sarah = session.mentor.user
    assert (balance(K.HELD, sarah), balance(K.EARNED, sarah)) == (7500, 0)
    assert close_due(now=CLOSES) == 1
    session.refresh_from_db()
    assert session.status == status
    assert (balance(K.EARNED, sarah), balance(K.FEES)) == (share, 7500 - share - given_back)
    refunds = list(Refund.objects.values_list("amount_minor", flat=True))
    assert refunds == ([given_back] if given_back else [])
    assert_books_agree()
    assert close_due(now=CLOSES + MINUTE) == 0
