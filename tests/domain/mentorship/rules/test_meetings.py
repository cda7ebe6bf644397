"""A meeting token opens one room, for one person, until it closes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.test import override_settings

from tests.domain.mentorship.conftest import HOUR, STARTS
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import user_of_token
from trellis.domain.accounts.services.tokens import access_token, revoke_all
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.queries.bookings import person_let_in
from trellis.domain.mentorship.rules.meetings import meeting_token

pytestmark = pytest.mark.django_db
CLOSES = STARTS + HOUR + timedelta(minutes=30)


def let_in(token: str, booking: Booking, now: object = STARTS) -> User | None:
    return person_let_in(token=token, public_id=booking.public_id, now=now)  # type: ignore[arg-type]


def test_it_names_the_person_until_the_room_has_closed(booking: Booking, mentee: User) -> None:
    token = meeting_token(booking, mentee)
    assert let_in(token, booking) == mentee
    assert let_in(token, booking, CLOSES) == mentee, "the room says that it is over, and not the token"
    assert let_in(token, booking, CLOSES + timedelta(minutes=2)) is None


def test_it_opens_no_other_room_and_is_no_access_token(booking: Booking, mentee: User) -> None:
    token = meeting_token(booking, mentee)
    assert person_let_in(token=token, public_id=uuid4(), now=STARTS) is None
    assert user_of_token(token) is None
    assert let_in(access_token(user=mentee, now=STARTS), booking) is None


def test_it_ends_with_all_sign_ins_and_with_the_account(booking: Booking, mentee: User) -> None:
    token = meeting_token(booking, mentee)
    revoke_all(user=mentee, now=STARTS)
    assert let_in(token, booking) is None
    token = meeting_token(booking, mentee)
    assert let_in(token, booking) == mentee
    User.objects.filter(pk=mentee.pk).update(is_active=False)
    assert let_in(token, booking) is None


def test_what_is_none_of_ours_is_none(booking: Booking, mentee: User) -> None:
    genuine = meeting_token(booking, mentee)
    said = signing.loads(genuine, salt="mentorship.meeting")
    others = [
        "",
        "x",
        "é",
        "x\x00",
        "." * 5000,
        genuine[:-1],
        f"{genuine}x",
        genuine.swapcase(),
        signing.dumps(said, salt="interviews.invitation"),
        signing.dumps(said, salt="mentorship.meeting", key="another secret"),
    ]
    assert [let_in(each, booking) for each in others] == [None] * len(others)
    with override_settings(SECRET_KEY="x" * 50):
        assert let_in(genuine, booking) is None
