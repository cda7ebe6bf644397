"""Somebody of 14 meets a mentor over the real server, as soon as a guardian takes part. Nothing is mocked."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.journeys.people import Browser, Person
from tests.serving import Server
from tests.sockets import WebSocket
from trellis.domain.mentorship.models import Booking

pytestmark = pytest.mark.django_db(transaction=True)
ZONE = ZoneInfo("America/New_York")
YOUNG = f"{timezone.now().year - 14}-01-02"


@pytest.fixture
def people(server: Server) -> Iterator[tuple[Person, Person, Person]]:
    """Who learns, who teaches for nothing, and who has not heard of it yet."""
    mina, sarah, gil = (Person(server, f"{name}@x.example") for name in ("mina", "sarah", "gil"))
    mina.register("Mina Young", "mina")
    sarah.register("Sarah Johnson", "sarahj")
    sarah.put("users/me", {"timezone": ZONE.key})
    offer = {"user_type": "experienced", "mentor_bio": "Ten years of design", "skills_offered": ["Figma"]}
    sarah.post("users/upgrade-to-mentor", offer, status=201)
    hours = [{"day_of_week": day, "start_time": "00:00", "end_time": "24:00"} for day in range(7)]
    sarah.post("/api/v1/mentorship/availability/me/", {"timezone": ZONE.key, "recurring": hours})
    yield mina, sarah, gil
    for person in (mina, sarah, gil):
        person.http.close()


def test_a_minor_meets_a_mentor_once_a_guardian_joins(
    server: Server, people: tuple[Person, Person, Person]
) -> None:
    mina, sarah, gil = people
    assert mina.put("users/me", {"birth_date": YOUNG})["birth_date"] == YOUNG
    wish = _wish(mina)
    refused = mina.post("bookings/create", wish, status=403)
    assert "Invite a parent or guardian" in refused["message"]
    assert mina.put("users/me", {"birth_date": "1990-01-01"})["birth_date"] == YOUNG
    mina.post("bookings/create", wish, status=403)

    with Browser(server, mina.email) as browser:
        assert gil.email in browser.send("/guardians/", email=gil.email)
    accept(server, gil, of="Mina Young")
    made = mina.post("bookings/create", wish, status=201)
    session = made["booking"]["id"]
    assert (made["payment"], made["booking"]["status"]) == (None, "scheduled")
    assert "Mina Young has a session with Sarah Johnson" in gil.mails()[0].subject
    sarah.ask("PUT", f"bookings/{session}/meeting-link", {"meeting_link": "https://zoom.us/j/1"}, status=422)
    with Browser(server, gil.email) as browser:
        assert f"/meet/{session}" in browser.get("/guardians/")
    _meet(server, session, mina, sarah, gil)


def _wish(mina: Person) -> dict[str, Any]:
    (mentor,) = mina.get("mentors", skill="figma")["mentors"]
    shown = mina.get(f"mentors/{mentor['id']}")["availability"]
    day = shown["slots"][2]
    at = datetime.fromisoformat(f"{day['date']}T{day['times'][0]}")
    return {
        "mentor_user_id": mentor["user"]["id"],
        "scheduled_at": at.replace(tzinfo=ZoneInfo(shown["timezone"])).isoformat(),
        "duration_minutes": 60,
    }


def accept(server: Server, gil: Person, *, of: str) -> None:
    """Follow the link in the mail, with an account that is made for it, and press the button."""
    found = re.search(r"/guardians/invitations/\?token=(\S+)", gil.mails()[0].text)
    assert found
    token = unquote(found[1])
    asked = gil.http.get("/guardians/invitations/", params={"token": token})
    assert (asked.status_code, f"Be the guardian of {of}" in unescape(asked.text)) == (200, True)
    gil.register("Gil Young", "gil")
    with Browser(server, gil.email) as browser:
        done = browser.send("/guardians/invitations/", status=200, token=token, answer="yes")
        assert f"You are the guardian of {of}" in done
        browser.send("/guardians/invitations/", status=409, token=token, answer="yes")


def _meet(server: Server, session: str, mina: Person, sarah: Person, gil: Person) -> None:
    starts_at = timezone.now() + timedelta(minutes=5)
    ends_at = starts_at + timedelta(hours=1)
    times = {"starts_at": starts_at, "ends_at": ends_at, "blocked_until": ends_at}
    assert Booking.objects.filter(public_id=UUID(session)).update(**times) == 1
    with ExitStack() as stack:

        def come(person: Person) -> WebSocket:
            way = person.post(f"bookings/{session}/join")
            socket = stack.enter_context(WebSocket(server.port, f"/ws/meet/{session}", Origin=None))
            socket.send(type="auth", token=way["meeting_token"])
            assert socket.until("hello")["guarded"] is True
            socket.send(type="hello", page=person.email)
            return socket

        minor, mentor = come(mina), come(sarah)
        mentor.send(type="chat", text="Are you there?", id="1")
        assert mentor.receive()["code"] == "alone"
        guardian = come(gil)
        assert {each["page"] for each in minor.until("peers")["peers"]} == {sarah.email, gil.email}
        mentor.until("peers")
        mentor.send(type="chat", text="Good morning", id="2")
        assert minor.until("chat")["text"] == guardian.until("chat")["text"] == "Good morning"
