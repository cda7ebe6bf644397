"""Somebody who does not type has an agent book by voice alone: book, undo, book another.

Over the real server, with the models beside it: what is said is heard, and what is answered is spoken.
"""

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from tests.journeys.people import Person
from tests.meetings import token_of
from tests.serving import Server
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Dialogue

pytestmark = pytest.mark.django_db(transaction=True)
RECORDINGS = Path(__file__).parents[1] / "intelligence" / "commands" / "recordings"
# "Schedule a session with Sarah next week.", "Undo that, please.",
# "I need another session with her on Wednesday morning.", "The second one."
BOOK, UNDO, ANOTHER, SECOND = "command-01", "command-57", "command-14", "command-58"


@pytest.fixture
def robin(world: None, models: None, server: Server) -> Iterator[Person]:
    person = Person(server, "robin@example.com")
    person.http.headers["Authorization"] = f"Bearer {token_of(User.objects.get(email=person.email))}"
    yield person
    person.http.close()


def test_a_session_is_booked_undone_and_another_booked_by_voice_alone(robin: Person) -> None:
    before = _statuses(robin)
    booked = _say(robin, BOOK)
    assert (booked["intent"], booked["action_taken"]["type"]) == ("schedule_session", "scheduled_booking")
    first = booked["action_taken"]["booking_id"]
    assert _statuses(robin)[first] == "pending_payment"

    undone = _say(robin, UNDO)
    assert undone["action_taken"]["action"]["status"] == "undone"
    assert _statuses(robin)[first] == "cancelled"

    # Her mornings are not free.
    asked = _say(robin, ANOTHER)
    assert (asked["intent"], asked["action_taken"]) == ("schedule_session", None)
    assert len(asked["choices"]) > 1
    assert set(_statuses(robin)) == {*before, first}
    _hear_to_the_end()
    chosen = _say(robin, SECOND)
    second = chosen["action_taken"]["booking_id"]
    assert _statuses(robin)[second] == "pending_payment"
    assert set(_statuses(robin)) == {*before, first, second}


def _say(person: Person, name: str) -> dict[str, Any]:
    """Say what was recorded, and hear the answer; return what it says."""
    sound = base64.b64encode((RECORDINGS / f"{name}.ogg").read_bytes()).decode()
    answer: dict[str, Any] = person.post("ai-agent/voice-command", {"audio_file": sound})
    spoken = person.http.get(answer["response_audio_url"])
    assert (spoken.status_code, spoken.headers["Content-Type"]) == (200, "audio/wav"), answer
    return answer


def _hear_to_the_end() -> None:
    """Let the question have been asked as long ago as it takes to hear it: nobody answers before that."""
    Dialogue.objects.update(asked_at=F("asked_at") - timedelta(seconds=20))


def _statuses(person: Person) -> dict[str, str]:
    """Return how the person's sessions stand."""
    return {each["id"]: each["status"] for each in person.get("bookings", limit=100)["bookings"]}
