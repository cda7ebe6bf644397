"""What soosh-api.md prints, section by section, sent to the demo world in turn."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from tests.apis.soosh.users.test_avatar import picture
from tests.apis.soosh.users.test_mentors import PRINTED as MENTOR
from tests.apis.soosh.users.test_profile import PRINTED as PROFILE
from tests.domain.payments.world import pay
from trellis.demo.messaging import load_messaging
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import issue_pair
from trellis.domain.catalog.models import Subcategory
from trellis.domain.learning.models import Opportunity
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.slots import slots_of
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.models import Payment
from trellis.domain.payments.services.confirming import look

API = "/api/v1"
SIGN_IN = {"email": "user@example.com", "password": "SecurePass123!"}


@pytest.mark.usefixtures("world")
def test_they_are_answered_as_they_should_be() -> None:
    api = APIClient()
    newcomer = {**SIGN_IN, "full_name": "John Doe", "username": "johndoe", "user_type": "beginner"}

    def sent(method: str, path: str, body: Any = None, status: int = 200, **options: Any) -> Any:
        response = getattr(api, method)(f"{API}/{path}", body, **options)
        assert response.status_code == status, (path, response.content)
        return response.json()

    # As printed it is the demo's own account; as somebody else's it makes one.
    assert set(sent("post", "auth/register", newcomer, 422)["details"]) <= {"email", "username"}
    sent("post", "auth/register", {**newcomer, "email": "new@example.com", "username": "newdoe"}, 201)
    pair = sent("post", "auth/login", SIGN_IN)
    for provider in ("google", "apple", "linkedin"):
        sent("post", f"auth/{provider}", {"token": "google_oauth_token"}, 503)
    sent("post", "auth/verify-email", {"token": "verification_token_from_email"}, 422)
    pair = sent("post", "auth/refresh-token", {"refresh_token": pair["refresh_token"]})
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access_token']}")
    sent("post", "auth/resend-verification")
    assert sent("get", "users/me")["username"] == "johndoe"
    assert sent("put", "users/me", PROFILE)["location"] == PROFILE["location"]
    assert sent("post", "users/me/avatar", {"file": picture()}, format="multipart")["avatar_url"]
    said = {"answer_text": "I'm passionate about design and technology", "answer_type": "text"}
    session = {"session_id": sent("post", "ai-profiling/start")["session_id"]}
    asked = sent("post", "ai-profiling/submit-answer", {**session, "step": 1, **said})
    assert asked["next_question"] == "What's your current skill level in design?"
    sent("post", "ai-profiling/complete", session, 422)
    sent("get", "ai-profiling/profile", status=404)
    subcategory = Subcategory.objects.get(slug="ui-ux-design").public_id
    listed = sent("get", f"opportunities?type=course&subcategory_id={subcategory}&difficulty=beginner")
    course = listed["opportunities"][0]
    assert sent("get", f"opportunities/{course['id']}")["title"] == "UI Design Fundamentals"
    assert sent("get", "opportunities/recommended")["recommendations"]
    enrolled = sent("post", f"opportunities/{course['id']}/enroll", status=201)
    assert (enrolled["payment_required"], enrolled["enrollment"]["status"]) == (True, "enrolled")
    sent("put", "users/switch-mode", {"mode": "mentor"}, 403)
    assert sent("post", "users/upgrade-to-mentor", MENTOR, 201)["user_type"] == "mid_level"
    assert sent("put", "users/switch-mode", {"mode": "mentor"})["mode"] == "mentor"


@pytest.mark.usefixtures("world")
def test_mentors_are_found_as_they_are_printed() -> None:
    api = APIClient()
    ui = Subcategory.objects.get(name="UI/UX Design")
    asked = (
        f"category_id={ui.category.public_id}&subcategory_id={ui.public_id}&skill=Figma&min_rating=4.5"
        "&max_hourly_rate=75&sort=rate"
    )
    (sarah,) = api.get(f"{API}/mentors?{asked}").json()["mentors"]
    assert sarah["user"]["full_name"] == "Sarah Johnson"
    assert (sarah["mentor_tier"], sarah["hourly_rate"], sarah["is_verified"]) == ("premium", 75, True)
    assert sarah["skills_offered"] == ["UI Design", "Figma", "Design Systems"]
    assert (sarah["bio"], sarah["years_of_experience"]) == (
        "10+ years in product design at tech companies",
        10,
    )
    detail = api.get(f"{API}/mentors/{sarah['id']}").json()
    assert detail["availability"]["timezone"] == "America/New_York"
    assert detail["reviews"][0]["review_text"] == "Amazing session! Learned so much about Figma."
    assert detail["mentor"]["terms"]["bookable"] == "both"
    user = User.objects.get(email=SIGN_IN["email"])
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_pair(user=user, now=timezone.now()).access}")
    assert api.get(f"{API}/mentors/recommended").json() == {"matches": []}
    near = api.get(f"{API}/mentors/proximity?lat=40.7&lng=-74&radius_km=50").json()
    assert near == {"mentors": []}
    both = [each["user"]["username"] for each in api.get(f"{API}/mentors?sort=rate").json()["mentors"]]
    assert both == ["middy", "sarahj"]


@pytest.mark.usefixtures("world")
def test_a_session_is_booked_listed_and_called_off_as_it_is_printed() -> None:
    api, now = APIClient(), timezone.now()
    user = User.objects.get(email=SIGN_IN["email"])
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_pair(user=user, now=now).access}")
    sarah = Mentor.objects.get(user__username="sarahj")
    day = (now + timedelta(days=3)).date()
    slot = slots_of(sarah, first=day, last=day + timedelta(days=7), now=now)[0]
    start = slot.starts_at.isoformat().replace("+00:00", "Z")
    body = {
        "mentor_user_id": str(sarah.user.public_id),
        "scheduled_at": start,
        "duration_minutes": 60,
        "timezone": "America/New_York",
        "mentee_notes": "I want to learn about design systems",
        "opportunity_id": str(Opportunity.objects.get(title="UI Design Fundamentals").public_id),
    }
    made = api.post(f"{API}/bookings/create", body).json()
    printed = {"status": "pending_payment", "scheduled_at": start, "duration_minutes": 60}
    assert made["booking"].items() >= {**printed, "amount": 75.0, "currency": "USD"}.items()
    payment = Payment.objects.get(public_id=made["payment"]["payment_id"])
    assert (made["payment"]["payment_intent_id"], made["payment"]["amount"]) == (payment.intent_id, 75.0)
    pay(payment)
    look(payment=payment, now=now)
    (booking,) = api.get(f"{API}/bookings?status=scheduled&role=mentee&upcoming=true").json()["bookings"]
    assert (booking["mentor"]["full_name"], booking["mentee"]["full_name"]) == ("Sarah Johnson", "John Doe")
    assert booking["meeting_id"] == f"soosh-session-{booking['id']}"
    assert booking["meeting_url"].startswith("http")
    assert api.get(f"{API}/bookings/{booking['id']}").json() == booking
    reason = {"cancellation_reason": "Schedule conflict"}
    answered = api.post(f"{API}/bookings/{booking['id']}/cancel", reason).json()
    assert (answered["booking"]["id"], answered["booking"]["status"]) == (booking["id"], "cancelled")
    assert answered["booking"]["cancelled_at"]
    assert answered["refund"]["amount"] == 75.0
    assert answered["refund"]["refund_id"].startswith("re_")


@pytest.mark.usefixtures("world")
def test_what_is_booked_is_paid_and_earned_as_it_is_printed() -> None:
    learner, sarah = client_of("johndoe"), Mentor.objects.get(user__username="sarahj")
    found = learner.get(f"{API}/mentors?sort=rate").json()["mentors"]
    (slot,) = [each["next_available_slot"] for each in found if each["id"] == str(sarah.public_id)]
    asked = {
        "mentor_user_id": str(sarah.user.public_id),
        "scheduled_at": slot,
        "duration_minutes": 60,
        "timezone": "America/New_York",
        "mentee_notes": "I want to learn about design systems",
    }
    booked = learner.post(f"{API}/bookings/create", asked).json()
    assert (booked["booking"]["status"], booked["booking"]["amount"]) == ("pending_payment", 75.0)
    priced = {"booking_id": booked["booking"]["id"], "amount": 75.00, "currency": "USD"}
    intent = learner.post(f"{API}/payments/create-intent", priced).json()
    assert intent["client_secret"] == booked["payment"]["client_secret"]
    assert (intent["amount"], intent["platform_fee"], intent["mentor_payout"]) == (75.0, 11.25, 63.75)
    assert learner.post(f"{API}/payments/confirm").status_code == 402
    Sandbox().pay(intent["payment_intent_id"], card="4242424242424242", key="k")
    named = {"payment_id": intent["payment_id"]}
    assert learner.post(f"{API}/payments/confirm", named).json()["status"] == "completed"
    assert APIClient().post(f"{API}/payments/webhook", {}).status_code == 400
    (paid,) = learner.get(f"{API}/payments/history").json()["payments"]
    assert (paid["id"], paid["amount"], paid["currency"]) == (intent["payment_id"], 75.0, "USD")
    assert (paid["status"], paid["booking"]["mentor_name"]) == ("completed", "Sarah Johnson")
    assert paid["receipt_url"].startswith("http")
    assert learner.get(f"{API}/payments/earnings").status_code == 403
    earned = client_of("sarahj").get(f"{API}/payments/earnings").json()
    assert earned["earnings_by_month"][0].keys() == {"month", "amount"}
    # Nothing is earned before the session.
    assert (earned["total_earnings"], earned["pending_payout"], earned["lifetime_earnings"]) == (0, 0, 0)


@pytest.mark.usefixtures("world")
def test_people_are_told_and_talk_as_it_is_printed() -> None:
    load_messaging()  # what the world tells people while it is loaded is not put back
    john, sarah = client_of("johndoe"), User.objects.get(username="sarahj")
    told = john.get(f"{API}/notifications?unread=true&type=session_reminder&limit=5").json()
    (reminder,) = told["notifications"]
    assert reminder.keys() == {"id", "type", "title", "message", "action_url", "is_read", "created_at"}
    assert (reminder["type"], reminder["title"]) == ("session_reminder", "Session in 1 hour")
    assert reminder["message"] == "Your session with Sarah Johnson starts at 2:00 PM"
    assert reminder["action_url"].startswith("soosh://")
    assert (reminder["is_read"], told["unread_count"]) == (False, 2)
    read = john.put(f"{API}/notifications/{reminder['id']}/read").json()
    assert read["notification"]["is_read"] is True
    settings = john.get(f"{API}/notifications/settings").json()
    assert settings.items() >= {"push_enabled": True, "email_enabled": True, "sms_enabled": False}.items()
    changed = john.put(f"{API}/notifications/settings", {"notification_types": {"course_update": True}})
    assert changed.json()["notification_types"]["course_update"] is True
    assert john.put(f"{API}/notifications/read-all").json()["unread_count"] == 0

    (listed,) = john.get(f"{API}/messages/conversations").json()["conversations"]
    assert (
        listed["participant"].items()
        >= {
            "id": str(sarah.public_id),
            "full_name": "Sarah Johnson",
            "user_type": "experienced",
        }.items()
    )
    assert (
        listed["last_message"].items()
        >= {
            "message_text": "Looking forward to our session!",
            "created_at": "2025-01-15T10:30:00Z",
        }.items()
    )
    assert listed["unread_count"] == 2
    heard = john.get(f"{API}/messages/conversation/{sarah.public_id}").json()
    assert heard["participant"]["full_name"] == "Sarah Johnson"
    assert (
        heard["messages"][0].items()
        >= {
            "recipient_user_id": str(sarah.public_id),
            "message_text": "Hi! Can we discuss design systems in our session?",
            "ai_generated": False,
            "is_read": True,
            "created_at": "2025-01-15T09:00:00Z",
        }.items()
    )
    assert john.get(f"{API}/messages/conversations").json()["conversations"][0]["unread_count"] == 0
    said = {"recipient_user_id": str(sarah.public_id), "message_text": "Looking forward to our session!"}
    sent = john.post(f"{API}/messages/send", said)
    assert (sent.status_code, sent.json()["message"]["is_delivered"]) == (201, True)
    assert sent.json()["message"].keys() >= {"id", "created_at"}


@pytest.mark.usefixtures("world")
def test_a_path_is_gone_as_it_is_printed() -> None:
    john = client_of("johndoe")
    (path,) = john.get(f"{API}/learning/paths").json()["learning_paths"]
    assert (path["subcategory"]["name"], path["current_step"], path["total_steps"]) == ("UI/UX Design", 3, 8)
    subcategory = Subcategory.objects.get(slug="photography-film").public_id
    begun = john.post(f"{API}/learning/paths/create", {"subcategory_id": str(subcategory)})
    assert (begun.status_code, begun.json()["current_step"]) == (201, 1)
    done = john.post(f"{API}/learning/paths/{path['id']}/complete-milestone", {"step": 3}).json()
    assert (done["milestone"]["title"], done["points_earned"]) == ("Color Theory", 50)
    assert [each["name"] for each in done["achievements_unlocked"]] == ["Design Explorer"]
    assert done["next_milestone"].keys() == {"step", "title", "estimated_duration_hours"}
    earned = john.get(f"{API}/learning/achievements").json()
    assert [each["name"] for each in earned["achievements"]] == ["Design Explorer", "On the Way"]
    assert (earned["total_points"], earned["level"], earned["next_level_points"]) == (150, 2, 250)
    (certificate,) = client_of("middy").get(f"{API}/learning/certificates").json()["certificates"]
    assert certificate.keys() == {
        *("id", "opportunity_title", "issued_at", "certificate_url", "verification_code"),
    }
    assert certificate["issued_at"] == "2025-01-14T10:00:00Z"
    assert certificate["verification_code"].startswith("SOOSH-2025-")
    courses = client_of("robin").get(f"{API}/learning/progress").json()["enrolled_courses"]
    assert {each["status"] for each in courses} == {"enrolled", "in_progress"}


@pytest.mark.usefixtures("world")
def test_an_agent_acts_as_it_is_printed() -> None:
    robin, sarah = client_of("robin"), User.objects.get(username="sarahj")
    agent, path = {"agent_name": "Soosh Assistant", "language": "en-US"}, f"{API}/ai-agent"
    switches = ("auto_schedule_enabled", "auto_respond_messages", "auto_manage_calendar")
    made = {
        **agent,
        "agent_personality": {"tone": "friendly", "verbosity": "concise"},
        "voice_id": "default",
        **dict.fromkeys(switches, True),
    }
    # The demo's Robin has it already, as it is printed.
    assert robin.post(f"{path}/create", made, format="json").status_code == 409
    assert robin.get(f"{path}/profile").json().items() >= made.items()
    assert robin.put(f"{path}/profile", made, format="json").json().items() >= made.items()
    wanted = {
        "mentor_id": str(sarah.public_id),
        "preferred_time_range": "afternoon",
        "preferred_days": ["monday", "wednesday", "friday"],
        "duration_minutes": 60,
    }
    booked = robin.post(f"{path}/schedule-session", wanted, format="json")
    assert booked.status_code == 201, booked.content
    assert booked.json()["booking"]["amount"] == 75.0
    assert set(booked.json()["ai_decision"]) >= {"selected_time", "reason"}
    assert booked.json()["voice_confirmation_sent"] is True
    message = {"recipient_user_id": str(User.objects.get(username="robin").public_id), "message_text": "Hi!"}
    sent = client_of("sarahj").post(f"{API}/messages/send", message, format="json").json()["message"]
    answered = {"message_id": sent["id"], "auto_respond": True}
    said = robin.post(f"{path}/respond-message", answered, format="json")
    assert said.status_code == 201, said.content
    actions = robin.get(f"{path}/actions-log").json()["actions"]
    assert [each["action_type"] for each in actions] == ["sent_message", "scheduled_booking"]
    assert actions[0]["action_details"].items() >= {"recipient": "Sarah Johnson"}.items()
    assert actions[1]["action_details"].items() >= {"mentor_name": "Sarah Johnson"}.items()
    assert all(set(each) >= {"id", "success", "created_at"} for each in actions)


@pytest.mark.usefixtures("world")
def test_what_somebody_has_made_is_shown_and_shared_as_it_is_printed() -> None:
    john = client_of("johndoe")
    made = john.post(f"{API}/users/resume/generate")
    resume = made.json()["resume"]
    assert made.status_code == 201
    assert resume.keys() >= {"id", "pdf_url", "json_data", "generated_at"}
    assert resume["json_data"].keys() == {"summary", "skills", "experience", "achievements"}
    assert resume["pdf_url"].startswith("http")
    body = {
        "bio": "...",
        "featured_projects": ["project_id_1", "project_id_2"],
        "custom_url": "johndoe",
    }
    created = john.post(f"{API}/users/portfolio/create", body)
    assert created.status_code == 201
    assert created.json()["ignored_projects"] == ["project_id_1", "project_id_2"]
    shown = APIClient().get(f"{API}/users/portfolio/johndoe").json()["portfolio"]
    assert (shown["custom_url"], shown["bio"], shown["featured_projects"]) == ("johndoe", "...", [])
    share = {"platforms": ["linkedin", "twitter"], "auto_generate_caption": True}
    told = john.post(f"{API}/users/portfolio/share", share).json()
    assert told.keys() == {"linkedin", "twitter"}
    for each in told.values():
        assert each.keys() >= {"post_text", "post_url", "posted"}
        assert each["post_url"].startswith("https://")


@pytest.mark.usefixtures("world")
def test_groups_and_events_are_found_as_they_are_printed() -> None:
    api, user = APIClient(), User.objects.get(email=SIGN_IN["email"])
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_pair(user=user, now=timezone.now()).access}")
    groups = api.get(f"{API}/community/groups?q=UI Design").json()["groups"]
    (group,) = (each for each in groups if each["name"] == "UI Design Enthusiasts")
    assert (group["category"], group["is_member"]) == ("Creativity & Arts", False)
    place = f"{API}/community/groups/{group['id']}"
    assert api.get(f"{place}/posts").status_code == 403
    assert api.post(f"{place}/join").json()["group"]["is_member"] is True
    assert api.post(f"{place}/posts", {"text": "Hello everybody"}).status_code == 201
    posts = api.get(f"{place}/posts").json()["posts"]
    assert posts[0]["text"] == "Hello everybody"
    titles = [each["title"] for each in api.get(f"{API}/community/events").json()["events"]]
    assert titles == ["Critique Evening", "Open Day for Newcomers"]


@pytest.mark.usefixtures("world")
def test_an_agent_hears_a_command_as_it_is_printed() -> None:
    robin, said = client_of("robin"), "Schedule a session with Sarah next week"
    answer = robin.post(f"{API}/ai-agent/voice-command", {"text": said}, format="json")
    assert answer.status_code == 200, answer.content
    heard = answer.json()
    assert (heard["transcription"], heard["intent"]) == (said, "schedule_session")
    assert heard["action_taken"]["type"] == "scheduled_booking"
    booking = robin.get(f"{API}/bookings/{heard['action_taken']['booking_id']}")
    assert booking.status_code == 200
    assert heard["response_text"].startswith("I have booked Sarah Johnson for ")
    assert f"{API}/ai-agent/speech/" in heard["response_audio_url"]


@pytest.mark.usefixtures("world")
def test_numbers_are_told_as_they_are_printed() -> None:
    john, sarah = client_of("johndoe"), client_of("sarahj")
    found = john.get(f"{API}/analytics/dashboard").json()
    printed = {"overview", "learning_progress", "earnings", "recommendations"}
    assert found.keys() == {*printed, "today", "this_week", "timezone"}
    assert found["recommendations"]["next_steps"][0] == "Complete Color Theory milestone"
    assert "Book session with Sarah Johnson" in found["recommendations"]["next_steps"]
    activities = john.get(f"{API}/analytics/activity").json()["activities"]
    milestone = next(each for each in activities if each["type"] == "milestone_completed")
    assert milestone["data"].keys() == {"milestone", "points_earned"}
    assert john.get(f"{API}/analytics/mentor-stats").status_code == 403
    assert sarah.get(f"{API}/analytics/dashboard").json()["earnings"].keys() >= {
        *("this_month", "total_sessions_given", "average_rating"),
    }
    assert sarah.get(f"{API}/analytics/mentor-stats").json()["average_rating"]
