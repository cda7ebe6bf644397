"""`POST bookings/{booking_id}/complete`."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.apis.soosh.bookings.sessions import ask, session_of
from tests.apis.soosh.conftest import refused
from tests.domain.mentorship.world import person
from trellis.domain.mentorship.models import CompletedBy, Status
from trellis.domain.mentorship.services.attendance import note_presence

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize("who", ["mia", "tom"])
def test_either_side_says_it_once_and_again(who: str) -> None:
    session = session_of(timezone.now() - HOUR)
    for by in (who, "mia", "tom"):
        answer = ask(session, "complete", by)
        assert answer.status_code == 200
        shown = answer.json()["booking"]
        assert (shown["id"], shown["status"]) == (str(session.public_id), "completed")
    session.mentor.refresh_from_db()
    assert session.mentor.total_sessions == 1


def test_before_its_end_it_is_too_early() -> None:
    session = session_of(timezone.now() - 59 * MINUTE)
    said = refused(ask(session, "complete", "tom"), 409, "CONFLICT")
    assert (said["message"], said["details"]) == ("This session is not over yet.", {})


@pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELLED_BY_MENTEE, Status.NO_SHOW])
def test_what_is_not_scheduled_is_a_conflict(status: Status) -> None:
    session = session_of(timezone.now() - HOUR, status=status)
    refused(ask(session, "complete", "mia"), 409, "CONFLICT")


def test_the_room_is_believed_before_a_mentor_who_was_not_there() -> None:
    session = session_of(timezone.now() - HOUR)
    note_presence(booking=session, person=session.mentee, now=session.starts_at)
    said = refused(ask(session, "complete", "mia"), 409, "CONFLICT")
    assert said["message"] == "The mentee was in the room of this session, and you were not."


def test_under_mansas_terms_it_is_the_mentors_to_say() -> None:
    session = session_of(timezone.now(), completed_by=CompletedBy.MENTOR)
    refused(ask(session, "complete", "tom"), 403, "FORBIDDEN")
    assert ask(session, "complete", "mia").status_code == 200


def test_to_all_others_there_is_none() -> None:
    session = session_of(timezone.now() - HOUR)
    person("eve")
    refused(ask(session, "complete", "eve"), 404, "NOT_FOUND")
