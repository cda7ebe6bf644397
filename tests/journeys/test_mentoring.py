"""Somebody books a mentor over the real server and pays for it, and nothing is mocked.

Time does not pass in a test: a session that was booked is moved to where the clock stands.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.journeys.people import Browser, Person
from tests.serving import Server
from tests.sockets import WebSocket
from trellis.domain.mentorship.models import Booking

pytestmark = pytest.mark.django_db(transaction=True)
ZONE = ZoneInfo("America/New_York")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PRINTED = {
    "rating": 5,
    "review_text": "Excellent session! Very helpful.",
    "skills_learned": ["Design systems", "Figma components"],
}


@pytest.fixture
def people(server: Server) -> Iterator[tuple[Person, Person]]:
    """One who learns, and one who teaches for 75 dollars an hour, whatever the hour."""
    learner, teacher = (Person(server, f"{name}@x.example") for name in ("john", "sarah"))
    learner.register("John Doe", "johndoe")
    teacher.register("Sarah Johnson", "sarahj")
    teacher.put("users/me", {"timezone": ZONE.key})
    offer = {
        "user_type": "experienced",
        "mentor_bio": "10+ years in product design",
        "skills_offered": ["Figma"],
        "hourly_rate": 75.00,
    }
    teacher.post("users/upgrade-to-mentor", offer, status=201)
    hours = [{"day_of_week": day, "start_time": "00:00", "end_time": "24:00"} for day in range(7)]
    teacher.post("/api/v1/mentorship/availability/me/", {"timezone": ZONE.key, "recurring": hours})
    yield learner, teacher
    learner.http.close()
    teacher.http.close()


def test_from_a_declined_card_to_what_the_mentor_earns(server: Server, people: tuple[Person, Person]) -> None:
    learner, teacher = people
    made = _book(learner)
    with Browser(server, learner.email) as browser:
        _pay(learner, browser, made["payment"])
        _see_receipt(learner, browser, made)
    session = made["booking"]["id"]
    _come_early(learner, session)
    _meet(server, learner, teacher, session)
    _say_that_it_was_held(learner, teacher, session)
    _review(learner, session)
    earned = teacher.get("payments/earnings")
    assert (earned["total_earnings"], earned["pending_payout"], earned["currency"]) == (63.75, 63.75, "USD")
    assert earned["timezone"] == ZONE.key
    this_month = timezone.now().astimezone(ZONE).strftime("%Y-%m")
    assert earned["earnings_by_month"][0] == {"month": this_month, "amount": 63.75}
    learner.ask("GET", "payments/earnings", status=403)


def test_called_off_in_time_half_of_the_money_comes_back(
    server: Server, people: tuple[Person, Person]
) -> None:
    learner, teacher = people
    made = _book(learner)
    session, payment = made["booking"]["id"], made["payment"]
    with Browser(server, learner.email) as browser:
        browser.send(payment["payment_url"], do="pay", card="good", attempt=str(uuid4()))
    assert learner.get(f"bookings/{session}")["status"] == "scheduled"
    _move(session, timezone.now() + 5 * HOUR)
    over = learner.post(f"bookings/{session}/cancel", {"cancellation_reason": "Schedule conflict"})
    assert over["booking"]["status"] == "cancelled"
    assert over["refund"]["amount"] == 37.50
    assert over["refund"]["refund_id"]
    again = learner.post(f"bookings/{session}/cancel", {})
    assert (again["refund"]["amount"], again["refund"]["refund_id"]) == (37.50, over["refund"]["refund_id"])
    (past,) = learner.get("payments/history")["payments"]
    assert (past["amount"], past["refunded_amount"], past["booking"]["id"]) == (75.00, 37.50, session)
    # 15 % of 37.50 are 5.625: halves are rounded up, and the rest is the mentor's.
    assert teacher.get("payments/earnings")["total_earnings"] == 31.87
    learner.post(f"bookings/{session}/join", status=409)
    assert "cancelled" in teacher.mails()[0].subject


def _book(learner: Person) -> Any:
    """Book the first time that there is tomorrow or later, twice, which is once."""
    (mentor,) = learner.get("mentors", skill="figma")["mentors"]
    shown = learner.get(f"mentors/{mentor['id']}")["availability"]
    day = shown["slots"][2]
    at = datetime.fromisoformat(f"{day['date']}T{day['times'][0]}").replace(
        tzinfo=ZoneInfo(shown["timezone"])
    )
    wish = {
        "mentor_user_id": mentor["user"]["id"],
        "scheduled_at": at.isoformat(),
        "duration_minutes": 60,
        "timezone": ZONE.key,
        "mentee_notes": "I want to learn about design systems",
    }
    made = learner.post("bookings/create", wish, status=201)
    assert learner.post("bookings/create", wish)["payment"] == made["payment"]
    booking = made["booking"]
    assert (booking["status"], booking["amount"], booking["currency"]) == ("pending_payment", 75.00, "USD")
    assert made["payment"]["amount"] == 75.00
    learner.post(f"bookings/{booking['id']}/join", status=409)
    return made


def _pay(learner: Person, browser: Browser, payment: Any) -> None:
    """Try a card that is declined, then one whose bank asks for one more step, and answer it."""
    page, named = payment["payment_url"], {"payment_id": payment["payment_id"]}
    assert "Session with Sarah Johnson" in browser.get(page)
    declined = browser.send(page, status=402, do="pay", card="declined", attempt=str(uuid4()))
    assert "Your card was declined. Nothing was charged" in declined
    assert learner.post("payments/confirm", named, status=402)["error"] == "PAYMENT_REQUIRED"
    asked = browser.send(page, do="pay", card="asks", attempt=str(uuid4()))
    assert "Your bank asks" in asked
    told = learner.post("payments/confirm", named)
    assert (told["status"], told["next_action"] is not None) == ("action_required", True)
    assert "Receipt (PDF)" in browser.send(page, do="accept")
    told = learner.post("payments/confirm", named)
    assert (told["status"], told["next_action"]) == ("completed", None)
    assert learner.post("payments/confirm", named) == told


def _see_receipt(learner: Person, browser: Browser, made: Any) -> None:
    """Find the payment in the history, with its receipt, in the app and in the browser."""
    (past,) = learner.get("payments/history")["payments"]
    assert (past["status"], past["amount"]) == ("completed", 75.00)
    assert (past["booking"]["id"], past["booking"]["mentor_name"]) == (
        made["booking"]["id"],
        "Sarah Johnson",
    )
    paper = learner.http.get(f"/api/v1/payments/{past['id']}/receipt")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert browser.fetch(past["receipt_url"]).content[:5] == b"%PDF-"


def _come_early(learner: Person, session: str) -> None:
    shown = learner.get(f"bookings/{session}")
    assert (shown["status"], shown["meeting_id"]) == ("scheduled", f"soosh-session-{session}")
    early = learner.post(f"bookings/{session}/join")
    assert (early["can_join"], early["meeting_token"]) == (False, None)
    assert early["meeting_url"] == shown["meeting_url"]
    assert early["time_until_start_minutes"] > 24 * 60


def _meet(server: Server, learner: Person, teacher: Person, session: str) -> None:
    """Come in by tokens, a little before it begins, and stay until it is over."""
    _move(session, timezone.now() + 5 * MINUTE)
    with ExitStack() as stack:
        sockets = []
        for person in (learner, teacher):
            way = person.post(f"bookings/{session}/join")
            assert (way["can_join"], way["time_until_start_minutes"]) == (True, 5)
            socket = stack.enter_context(WebSocket(server.port, f"/ws/meet/{session}", Origin=None))
            socket.send(type="auth", token=way["meeting_token"])
            assert socket.until("hello")["you"]["name"] in ("John Doe", "Sarah Johnson")
            socket.send(type="hello", page=person.email)
            sockets.append(socket)
        first, second = sockets
        assert first.until("peers")["peers"][0]["page"] == teacher.email
        first.send(type="chat", text="Good morning", id="1")
        assert second.until("chat")["text"] == "Good morning"
        _move(session, timezone.now())
        for socket in sockets:
            socket.send(type="leave")
            assert socket.closed_with() == 1000


def _say_that_it_was_held(learner: Person, teacher: Person, session: str) -> None:
    early = teacher.post(f"bookings/{session}/complete", status=409)
    assert early["error"] == "CONFLICT"
    learner.post(f"bookings/{session}/review", PRINTED, status=409)
    held = Booking.objects.get(public_id=UUID(session))
    Booking.objects.filter(pk=held.pk).update(ends_at=timezone.now(), blocked_until=timezone.now())
    for person in (learner, teacher):
        assert person.post(f"bookings/{session}/complete")["booking"]["status"] == "completed"
    learner.post(f"bookings/{session}/join", status=409)


def _review(learner: Person, session: str) -> None:
    """Review the session, once whichever the door, and see it with the mentor."""
    said = learner.post(f"bookings/{session}/review", PRINTED, status=201)["review"]
    assert {name: said[name] for name in PRINTED} == PRINTED
    learner.post(f"bookings/{session}/review", PRINTED, status=409)
    learner.post(f"/api/v1/mentorship/bookings/{session}/add_feedback/", {"rating": 1}, status=400)
    (card,) = learner.get("mentors", skill="figma")["mentors"]
    assert (card["average_rating"], card["total_reviews"], card["total_sessions_completed"]) == (5.0, 1, 1)
    assert learner.get(f"mentors/{card['id']}")["reviews"] == [said]


def _move(session: str, starts_at: datetime) -> None:
    times = {"starts_at": starts_at, "ends_at": starts_at + HOUR, "blocked_until": starts_at + HOUR}
    assert Booking.objects.filter(public_id=UUID(session)).update(**times) == 1
