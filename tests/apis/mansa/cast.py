"""The callers of Mansa: Sarah is the mentor, John Doe asked her for a session."""

from rest_framework.test import APIClient

from tests.apis.casts import Cast
from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import Sessions, wish
from trellis.config.permissions.mansa import MATRIX
from trellis.domain.mentorship.models import Mentor

_USERNAMES = ("sarahj", "johndoe", "middy", "candidate")


def cast(signed_in: SignIn) -> Cast:
    """Return the callers, with a confirmed session of the mentor and the mentee."""
    sessions = Sessions(Mentor.objects.select_related("user").get(user__username="sarahj"))
    booking = sessions.make("johndoe", status="confirmed")
    moved = wish(sessions.mentor, start_time="11:00", end_time="12:00")
    clients = [*(signed_in(username) for username in _USERNAMES), APIClient()]
    email = {"email": "user@example.com"}
    return Cast(
        matrix=MATRIX,
        clients=dict(zip(MATRIX.callers, clients, strict=True)),
        rows={"mentor_id": sessions.mentor.public_id, "booking_id": booking.public_id},
        queries={"GET mentors/<mentor_id>/why-not/": "?at=2030-01-08T09:00:00Z"},
        bodies={
            "POST mentors/create_profile/": lambda rows: {"expertise": ["Any"]},
            "PATCH mentors/<mentor_id>/update_profile/": lambda rows: {"bio": "Any"},
            "POST mentors/<mentor_id>/upload_photo/": lambda rows: {},
            "POST availability/me/": lambda rows: {"recurring": []},
            "PUT availability/me/": lambda rows: {"recurring": []},
            "POST bookings/": lambda rows: moved,
            "PATCH bookings/<booking_id>/update_status/": lambda rows: {
                "status": "cancelled",
                "reason": "Any",
            },
            "PATCH bookings/<booking_id>/add_meeting_link/": lambda rows: {
                "meeting_link": "https://meet.example/any"
            },
            "POST bookings/<booking_id>/add_feedback/": lambda rows: {"rating": 5},
            "PATCH bookings/<booking_id>/reschedule/": lambda rows: moved,
            "POST /api/users/email-login/": lambda rows: email,
            "POST /api/users/email-login/verify/": lambda rows: {**email, "code": "123456"},
        },
    )
