"""`ai-agent/schedule-session`, proposals, undoing and the log, from outside."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.apis.soosh.ai_agent.people import PRINTED, QUIET, Person
from tests.apis.soosh.bookings.people import at
from tests.apis.soosh.conftest import refused
from tests.crowd import at_once
from tests.domain.mentorship.bought import hold, priced
from tests.domain.mentorship.world import mentor_of, person
from trellis.apis.soosh.ai_agent.output import action_json
from trellis.domain.assistant.models import Action
from trellis.domain.assistant.rules.acts import UNDO_FOR, ActKind
from trellis.domain.assistant.services.acting import propose_or_act
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.services.terms import set_terms
from trellis.domain.payments.models import Payment

pytestmark = pytest.mark.django_db
DAYS = ["monday", "wednesday", "friday"]


def asked(mentor: Mentor, **changes: Any) -> dict[str, Any]:
    """Return the printed body."""
    return {
        "mentor_id": str(mentor.public_id),
        "preferred_time_range": "afternoon",
        "preferred_days": DAYS,
        "duration_minutes": 60,
        **changes,
    }


def test_it_books_a_time_as_asked_for_and_answers_as_printed() -> None:
    robin, mentor = Person(), priced()
    made = robin.ask("post", "schedule-session", asked(mentor), status=201)
    booking = made["booking"]
    assert booking == robin.client.get(f"/api/v1/bookings/{booking['id']}").json()
    assert (booking["status"], booking["amount"]) == ("pending_payment", 75.0)
    start = datetime.fromisoformat(booking["scheduled_at"])
    assert made["ai_decision"]["selected_time"] == booking["scheduled_at"]
    assert start.hour in range(12, 17)
    assert start.strftime("%A").lower() in DAYS
    assert "afternoon sessions on Monday, Wednesday or Friday" in made["ai_decision"]["reason"]
    assert made["ai_decision"]["not_had"] == []
    assert made["voice_confirmation_sent"] is True
    told = robin.client.get("/api/v1/notifications").json()["notifications"]
    assert [each["title"] for each in told] == ["Soosh Assistant has booked a session"]
    # Its time is held; nobody was asked for money yet, and nothing moved.
    payment = Payment.objects.get()
    assert (payment.intent_id, payment.received_minor) == ("", 0)
    (action,) = robin.log()
    assert action.items() >= {"action_type": "scheduled_booking", "success": True, "by_itself": True}.items()
    details = {"mentor_name": "Mia", "scheduled_at": start.isoformat(), "booking_id": booking["id"]}
    assert action["action_details"].items() >= details.items()


def test_sent_again_with_its_key_it_is_one_session() -> None:
    robin, mentor = Person(), priced()
    first, second = (
        robin.answer("post", "schedule-session", asked(mentor), **{"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert (first.status_code, second.json()) == (201, first.json())
    assert Booking.objects.count() == 1


def test_a_mentor_who_takes_nothing_is_booked_at_once_by_the_id_of_the_account() -> None:
    robin, mentor = Person(), mentor_of("mona")
    body = {"mentor_id": str(mentor.user.public_id)}
    assert robin.ask("post", "schedule-session", body, status=201)["booking"]["status"] == "scheduled"


def test_without_leave_it_is_a_proposal_that_is_approved_once() -> None:
    robin, mentor = Person(settings={**PRINTED, **QUIET}), priced()
    made = robin.ask("post", "schedule-session", asked(mentor), status=202)
    proposal = made["proposal"]
    assert (made["booking"], made["voice_confirmation_sent"]) == (None, False)
    assert (proposal["kind"], proposal["amount"], proposal["status"]) == ("schedule_session", 75.0, "open")
    assert proposal["content"]["starts_at"].startswith(made["ai_decision"]["selected_time"][:16])
    assert "It costs 75.00 USD." in proposal["preview"]
    assert not Booking.objects.exists()
    assert robin.ask("get", "proposals?status=open")["proposals"] == [proposal]
    path = f"proposals/{proposal['id']}/approve"
    refused(robin.answer("post", path, {}), 422, "VALIDATION_ERROR")
    refused(robin.answer("post", path, {"fingerprint": "f" * 64}), 409, "CONFLICT")
    done = robin.ask("post", path, {"fingerprint": proposal["fingerprint"]})
    assert done["booking"]["status"] == "pending_payment"
    assert done["action"]["by_itself"] is False
    spent = refused(robin.answer("post", path, {"fingerprint": proposal["fingerprint"]}), 409, "CONFLICT")
    assert spent["details"] == {"outcome": "approved"}
    assert Booking.objects.count() == 1
    assert robin.ask("get", "proposals?status=open")["proposals"] == []
    assert robin.ask("get", "proposals")["proposals"][0]["status"] == "approved"


def test_a_price_that_has_changed_is_proposed_anew_and_a_no_is_a_no() -> None:
    robin, mentor = Person(settings={**PRINTED, **QUIET}), priced()
    old = robin.ask("post", "schedule-session", asked(mentor), status=202)["proposal"]
    set_terms(mentor=mentor, changes={"hourly_rate": Decimal(90)}, now=timezone.now())
    late = robin.answer("post", f"proposals/{old['id']}/approve", {"fingerprint": old["fingerprint"]})
    newer = refused(late, 409, "CONFLICT")["details"]["proposal_id"]
    (waiting,) = robin.ask("get", "proposals?status=open")["proposals"]
    assert (waiting["id"], waiting["amount"]) == (newer, 90.0)
    assert robin.ask("post", f"proposals/{newer}/decline")["proposal"]["status"] == "declined"
    late = robin.answer("post", f"proposals/{newer}/approve", {"fingerprint": waiting["fingerprint"]})
    assert refused(late, 409, "CONFLICT")["details"] == {"outcome": "declined"}
    assert not Booking.objects.exists()


def test_what_is_not_as_asked_for_is_proposed_and_says_what_could_not_be_had() -> None:
    robin, mentor = Person(), priced()
    body = asked(mentor, preferred_time_range="evening")
    made = robin.ask("post", "schedule-session", body, status=202)
    assert made["ai_decision"]["not_had"] == ["Nothing is free in the evening."]
    assert made["proposal"]["why"] == "This is not what you asked for, but the nearest there is."


def test_where_nothing_is_free_the_nearest_times_are_told() -> None:
    robin, mentor = Person(), priced()
    body = asked(mentor, duration_minutes=45)
    told = refused(robin.answer("post", "schedule-session", body), 409, "CONFLICT")
    assert "no free time of 45 minutes" in told["message"]
    nearest = told["details"]["alternatives"]
    assert [each["duration_minutes"] for each in nearest] == [60, 60, 60]
    hold(mentor, person("mel"), datetime.fromisoformat(nearest[0]["scheduled_at"]), now=timezone.now())
    again = refused(robin.answer("post", "schedule-session", body), 409, "CONFLICT")
    assert again["details"]["alternatives"][0] == nearest[1]
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mentor_id": "mia"}, "mentor_id"),
        ({"mentor_id": None}, "mentor_id"),
        ({"preferred_time_range": "night"}, "preferred_time_range"),
        ({"preferred_days": "monday"}, "preferred_days"),
        ({"preferred_days": ["monday", "someday"]}, "preferred_days"),
        ({"preferred_days": ["monday"] * 8}, "preferred_days"),
        ({"duration_minutes": 0}, "duration_minutes"),
        ({"duration_minutes": "long"}, "duration_minutes"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused_by_its_name(changes: dict[str, Any], field: str) -> None:
    robin, mentor = Person(), priced()
    answer = robin.answer("post", "schedule-session", asked(mentor, **changes))
    assert set(refused(answer, 422, "VALIDATION_ERROR")["details"]) == {field}


def test_nobody_is_booked_who_is_not_there() -> None:
    robin = Person()
    refused(robin.answer("post", "schedule-session", {"mentor_id": str(uuid4())}), 404, "USER_NOT_FOUND")


def test_it_is_undone_within_the_half_minute_and_twice_is_once() -> None:
    robin, mentor = Person(), priced()
    action = robin.ask("post", "schedule-session", asked(mentor), status=201)["action"]
    made, until = (datetime.fromisoformat(action[name]) for name in ("created_at", "undo_until"))
    assert until - made == UNDO_FOR
    first = robin.ask("post", f"actions/{action['id']}/undo")
    assert robin.ask("post", f"actions/{action['id']}/undo") == first
    assert (first["action"]["status"], first["action"]["success"]) == ("undone", True)
    assert Booking.objects.get().status == Status.CANCELLED_BY_MENTEE
    refused(Person("alex").answer("post", f"actions/{action['id']}/undo"), 404, "NOT_FOUND")


def test_after_the_half_minute_it_is_too_late_to_undo() -> None:
    robin = Person()
    robin.ask("post", "schedule-session", asked(priced()), status=201)
    action = Action.objects.get()
    assert action.undo_until is not None
    Action.objects.update(undo_until=action.undo_until - timedelta(seconds=31))
    refused(robin.answer("post", f"actions/{action.public_id}/undo"), 409, "CONFLICT")
    assert robin.log()[0]["undone_at"] is None


def test_the_log_comes_in_pages_with_what_failed_and_costs_as_much_whatever_is_in_it(
    django_assert_num_queries: Any,
) -> None:
    robin, mentor = Person(settings={**PRINTED, **QUIET}), priced()
    start = at(14)
    for name in ("mel", "tom"):
        made = robin.ask("post", "schedule-session", asked(mentor), status=202)["proposal"]
        start = datetime.fromisoformat(made["content"]["starts_at"])
        hold(mentor, person(name), start, now=timezone.now())
        path = f"proposals/{made['id']}/approve"
        refused(robin.answer("post", path, {"fingerprint": made["fingerprint"]}), 409, "CONFLICT")
    with django_assert_num_queries(5):
        answer = robin.answer("get", "actions-log?page=2&limit=1")
    (failed,) = answer.json()["actions"]
    assert (failed["success"], failed["status"]) == (False, "failed")
    assert failed["reason"] == "This time has just been taken. Please choose another one."
    assert (answer["X-Total-Count"], answer["X-Page"], answer["X-Page-Size"]) == ("2", "2", "1")
    with django_assert_num_queries(4):
        robin.ask("get", "proposals")
    refused(robin.answer("get", "proposals?status=closed"), 422, "VALIDATION_ERROR")
    assert Person("alex").log() == []


def test_the_log_is_rendered_as_its_serializer_says() -> None:
    robin, mentor = Person(), priced()
    robin.ask("post", "schedule-session", asked(mentor), status=201)
    booking = hold(mentor_of("mona"), robin.user, at(10, days=5), now=timezone.now()).booking
    details = {"booking_id": str(booking.public_id)}
    waiting = propose_or_act(user=robin.user, kind=ActKind.CANCEL, details=details, now=timezone.now())
    assert isinstance(waiting, Action)
    rows = Action.objects.order_by("-pk")
    shown = robin.log()
    assert shown == [action_json(each) for each in rows]
    assert [each["success"] for each in shown] == [None, True]


def test_who_wants_no_notices_of_it_is_not_said_to_have_one() -> None:
    robin, mentor = Person(), priced()
    switches = {"channels": {"booking_confirmed": {"in_app": False}}}
    assert robin.client.put("/api/v1/notifications/settings", switches, format="json").status_code == 200
    made = robin.ask("post", "schedule-session", asked(mentor), status=201)
    assert made["voice_confirmation_sent"] is False


@pytest.mark.parametrize("verb", ["approve", "decline"])
def test_decisions_and_undoing_sent_again_with_their_key_are_answered_again(verb: str) -> None:
    robin, mentor = Person(settings={**PRINTED, **QUIET}), priced()
    proposal = robin.ask("post", "schedule-session", asked(mentor), status=202)["proposal"]
    body = {"fingerprint": proposal["fingerprint"]} if verb == "approve" else {}
    path = f"proposals/{proposal['id']}/{verb}"
    first, second = (robin.answer("post", path, body, **{"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, second["Idempotency-Replayed"]) == (200, "true")
    assert first.json() == second.json()
    if verb == "approve":
        undo = f"actions/{first.json()['action']['id']}/undo"
        first, second = (robin.answer("post", undo, **{"Idempotency-Key": "u"}) for _ in range(2))
        assert (first.status_code, second["Idempotency-Replayed"]) == (200, "true")


@pytest.mark.django_db(transaction=True)
def test_agents_who_want_the_same_time_at_once_get_one_each() -> None:
    mentor, people = priced(), [Person(name) for name in ("robin", "alex", "kim")]
    body = asked(mentor)

    def want(number: int) -> str:
        made = people[number].ask("post", "schedule-session", body, status=201)
        return str(made["booking"]["scheduled_at"])

    assert len(set(at_once(3, want))) == 3
