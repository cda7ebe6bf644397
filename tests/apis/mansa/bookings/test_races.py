"""Many at once over HTTP: one has the slot, the others are told so."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.mansa.conftest import BOOKINGS, Sessions, moved_to, of, wish
from tests.crowd import at_once
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.mentorship.models import Booking, Mentor

pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    CROWD = 64

    def _crowd(self) -> list[str]:
        users = User.objects.bulk_create(
            User(username=f"crowd{n}", email=f"crowd{n}@example.com") for n in range(self.CROWD)
        )
        return [f"Bearer {access_token(user=user, now=timezone.now())}" for user in users]

    def test_one_of_64_gets_the_slot(self, sarah: Mentor) -> None:
        tokens, asked = self._crowd(), wish(sarah)

        def ask(number: int) -> int:
            client = APIClient(HTTP_AUTHORIZATION=tokens[number])
            return int(client.post(BOOKINGS, asked).status_code)

        codes = at_once(self.CROWD, ask)
        assert codes.count(201) == 1
        assert codes.count(409) == self.CROWD - 1
        assert Booking.objects.count() == 1

    def test_one_of_many_confirmations_counts(self, sarah: Mentor, sessions: Sessions) -> None:
        booking = sessions.make()
        token = f"Bearer {access_token(user=sarah.user, now=timezone.now())}"

        def confirm(_: int) -> int:
            client = APIClient(HTTP_AUTHORIZATION=token)
            return int(client.patch(of(booking, "update_status"), {"status": "confirmed"}).status_code)

        codes = at_once(16, confirm)
        assert sorted(codes) == [200] + [409] * 15

    def test_one_of_many_moves_to_the_same_time(self, sarah: Mentor, sessions: Sessions) -> None:
        tokens = self._crowd()[:6]
        bookings = [sessions.make(f"crowd{n}", hour=hour) for n, hour in enumerate((9, 10, 11, 14, 15))]

        def move(number: int) -> int:
            client = APIClient(HTTP_AUTHORIZATION=tokens[number])
            address = of(bookings[number], "reschedule")
            return int(client.patch(address, moved_to("16:00", "17:00")).status_code)

        assert sorted(at_once(len(bookings), move)) == [200, 409, 409, 409, 409]
