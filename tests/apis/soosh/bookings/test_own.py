"""`bookings` and `bookings/{id}`: one's own, by stage and side; nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.apis.soosh.bookings.people import API, at, client_of, create, listed
from tests.apis.soosh.bookings.sessions import session_of
from tests.apis.soosh.conftest import refused
from tests.domain.mentorship.bought import priced
from tests.domain.mentorship.world import HOUR, person
from trellis.domain.mentorship.models import Booking, ConfirmedBy, Status

pytestmark = pytest.mark.django_db(transaction=True)


def test_they_are_as_printed_with_what_is_ours_beside() -> None:
    mentor, mel = priced(rate="0"), person("mel")
    made = create(mel, mentor.public_id, at(14))["booking"]
    (own,) = listed(mel)
    assert own == made
    assert own["mentor"] == {
        "id": str(mentor.user.public_id),
        "full_name": "Mia",
        "username": "mia",
        "avatar_url": None,
    }
    assert own["mentee"]["full_name"] == "Mel"
    assert (own["role"], own["can_cancel"], own["can_reschedule"]) == ("mentee", True, True)
    assert own["cancellation_policy"] == "It can be called off at no cost."
    assert listed(mentor.user)[0]["role"] == "mentor"


def test_each_stage_has_its_word_and_is_found_by_it() -> None:
    mentor, mel = priced(), person("mel")
    soon, now = at(9), timezone.now()
    paid = {"confirmed_by": ConfirmedBy.PAYMENT, "price_minor": 7500, "expires_at": now + HOUR}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("scheduled", {}),
        ("pending_payment", {**paid, "status": Status.PENDING}),
        ("cancelled", {**paid, "status": Status.PENDING, "expires_at": now - HOUR}),
        (
            "pending_confirmation",
            {"status": Status.PENDING, "confirmed_by": "mentor", "expires_at": now + HOUR},
        ),
        ("completed", {"status": Status.COMPLETED}),
        ("cancelled", {"status": Status.CANCELLED_BY_MENTOR}),
        ("no_show", {"status": Status.NO_SHOW}),
    ]
    stored = {}
    for number, (word, fields) in enumerate(rows):
        booking = session_of(soon + number * HOUR, mentor=mentor, mentee=mel, **fields)
        stored.setdefault(word, []).append(str(booking.public_id))
    for word, ids in stored.items():
        found = listed(mel, f"?status={word}")
        assert [each["status"] for each in found] == [word] * len(ids)
        assert [each["id"] for each in found] == ids[::-1]
    coming = [each["status"] for each in listed(mel, "?upcoming=true")]
    assert coming == ["scheduled", "pending_payment", "pending_confirmation"]
    assert listed(mel, "?role=mentor") == []
    assert len(listed(mentor.user, "?role=mentor&limit=3")) == 3
    refused(client_of(mel).get(f"{API}?status=lost"), 422, "VALIDATION_ERROR")


def test_the_page_is_told_of_in_headers_and_takes_as_many_queries_for_many(
    django_assert_num_queries: Any,
) -> None:
    mentor, mel = priced(), person("mel")
    for number in range(5):
        session_of(at(9 + number), mentor=mentor, mentee=mel)
    client = client_of(mel)
    with django_assert_num_queries(3):
        response = client.get(f"{API}?limit=2&page=2")
    assert [response[f"X-{name}"] for name in ("Total-Count", "Page", "Page-Size")] == ["5", "2", "2"]
    with django_assert_num_queries(3):
        client.get(f"{API}?limit=5")


def test_where_it_is_held_is_the_mentors_own_link_while_it_is_scheduled() -> None:
    booking = session_of(timezone.now() + timedelta(hours=1), meeting_url="https://zoom.us/j/1")
    tom = booking.mentee
    assert listed(tom)[0]["meeting_url"] == "https://zoom.us/j/1"
    Booking.objects.filter(pk=booking.pk).update(status=Status.COMPLETED)
    assert (listed(tom)[0]["meeting_url"], listed(tom)[0]["meeting_id"]) == (None, None)


def test_to_others_and_to_staff_there_is_none() -> None:
    booking = session_of(timezone.now() + timedelta(hours=1))
    staff = person("ada", is_staff=True, is_superuser=True)
    for stranger in (person("sue"), staff):
        refused(client_of(stranger).get(f"{API}/{booking.public_id}"), 404, "NOT_FOUND")
        refused(client_of(stranger).post(f"{API}/{booking.public_id}/cancel"), 404, "NOT_FOUND")
    shown = client_of(booking.mentee).get(f"{API}/{booking.public_id}").json()
    assert shown["id"] == str(booking.public_id)
