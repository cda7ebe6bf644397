"""The callers of SOOSH."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.casts import Cast
from tests.apis.conftest import SignIn
from tests.apis.soosh.bookings.sessions import session_of
from tests.domain.credentials.world import complete
from tests.domain.payments.payers import asked, with_card
from trellis.config.permissions.soosh import MATRIX
from trellis.core.files.attachments import Attached
from trellis.demo.accounts import DEMO_PASSWORD
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import issue_pair
from trellis.domain.assistant.services import profiling
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.community.services.attending import attend
from trellis.domain.community.services.groups import found_group, join
from trellis.domain.community.services.posting import write_post
from trellis.domain.community.services.scheduling import plan_gathering
from trellis.domain.credentials.models import Badge
from trellis.domain.learning.models import Enrollment, LearningPath, Opportunity
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.learning.services.paying import pay_for
from trellis.domain.mentorship.models import Booking, Bundle, Mentor
from trellis.domain.mentorship.services.next_slots import next_slot_of
from trellis.domain.messaging.services.attachments import add_attachment
from trellis.domain.messaging.services.groups import create_group
from trellis.domain.messaging.services.sending import send_message
from trellis.domain.notifications.services import notify
from trellis.domain.payments.models import Payment
from trellis.domain.payments.services.opening import ask_gateway
from trellis.domain.portfolio.services.portfolios import make_portfolio
from trellis.domain.portfolio.services.projects import add_project
from trellis.domain.portfolio.services.resumes import generate_resume
from trellis.domain.profiles.services.writing import write

_BROWSER = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/any",
    "keys": {"p256dh": "any", "auth": "any"},
}


def cast(signed_in: SignIn) -> Cast:
    """Return the callers, and what they send."""
    user = User.objects.get(username="johndoe")
    refresh = issue_pair(user=user, now=timezone.now()).refresh
    session = profiling.start(user=user, now=timezone.now())
    said = {"passions": [], "skills": [], "goals": None, "time_commitment": None, "learning_style": None}
    write(user=user, said=said, evidence={}, derived=None, by="owner", now=timezone.now())
    paid, owed = _paid_by(user), asked(user)
    return Cast(
        matrix=MATRIX,
        # No model runs beside these tests, and there is no key for push services.
        not_yet=frozenset(
            {"GET ai-profiling/questions/<session_id>/<step>", "POST notifications/push/subscriptions"}
        ),
        clients=dict(zip(MATRIX.callers, (signed_in("johndoe"), APIClient()), strict=True)),
        queries={
            "GET credentials/sources": "?kind=review",
            "GET mentors/<mentor_id>/why-not": "?at=2030-01-08T09:00:00Z",
            "GET messages/search": "?q=session",
        },
        rows={
            "mentor_id": Mentor.objects.get(user__username="sarahj").public_id,
            "category_id": Category.objects.get(slug="creativity-arts").public_id,
            "booking_id": _booked_by(user).public_id,
            "bundle_id": _buying(user).public_id,
            "opportunity_id": (enrolled := _enrolled_in(user)).opportunity.public_id,
            "enrollment_id": enrolled.public_id,
            "path_id": LearningPath.objects.get(user=user).public_id,
            # Not paid, so that no paper is made.
            "payment_id": owed.public_id,
            "badge_id": _certified(user).public_id,
            "session_id": session.public_id,
            # Nobody's: the account is of another type, for which there are none.
            **dict.fromkeys(("proposal_id", "action_id", "spoken_id"), uuid4()),
            "step": 1,
            **_talking(user),
            **_shown(user),
            **_in_a_group(user),
        },
        bodies={
            "POST auth/register": lambda rows: {
                "email": "any@any.example",
                "password": "An0ther-Passw0rd",
                "full_name": "Any Body",
                "username": "anybody",
            },
            "POST auth/login": lambda rows: {"email": user.email, "password": DEMO_PASSWORD},
            "POST auth/refresh-token": lambda rows: {"refresh_token": refresh},
            # Set up or not, a token is asked for first.
            **dict.fromkeys(("POST auth/google", "POST auth/apple", "POST auth/linkedin"), lambda rows: {}),
            "POST auth/verify-email": lambda rows: {"token": "any"},
            "POST auth/resend-verification": lambda rows: {"email": user.email},
            "POST ai-profiling/start": lambda rows: {},
            "POST ai-profiling/submit-answer": lambda rows: {
                "session_id": str(session.public_id),
                "step": 1,
                "answer_text": "I'm passionate about design and technology",
                "answer_type": "text",
            },
            "POST ai-profiling/complete": lambda rows: {"session_id": str(session.public_id)},
            "PUT ai-profiling/profile": lambda rows: {"time_commitment": "weekends"},
            "PUT users/me": lambda rows: {"bio": "Aspiring UI designer"},
            "POST users/upgrade-to-mentor": lambda rows: {"user_type": "mid_level"},
            "PUT mentors/me/terms": lambda rows: {"bookable": "free"},
            "PUT bookings/<booking_id>/meeting-link": lambda rows: {"meeting_link": "https://zoom.us/j/1"},
            # A first talk costs nothing, so that no gateway is asked in what a test undoes.
            "POST bookings/create": lambda rows: {
                "mentor_user_id": str(rows["mentor_id"]),
                "scheduled_at": _free_time().isoformat(),
                "free_talk": True,
            },
            "POST bookings/<booking_id>/cancel": lambda rows: {"cancellation_reason": "Schedule conflict"},
            "POST bookings/<booking_id>/review": lambda rows: {"rating": 5},
            "PUT opportunities/<opportunity_id>/rating": lambda rows: {"rating": 5},
            "POST learning/paths/create": lambda rows: {
                "subcategory_id": str(Subcategory.objects.get(slug="dance").public_id)
            },
            "POST learning/paths/<path_id>/complete-milestone": lambda rows: {"step": 3},
            "PUT learning/progress/<enrollment_id>": lambda rows: {"minutes_spent": 5},
            "POST payments/create-intent": lambda rows: {"enrollment_id": str(paid.subject_id)},
            "POST payments/confirm": lambda rows: {"payment_id": str(paid.public_id)},
            "POST credentials/badges": lambda rows: {"kind": "review", "source_id": str(rows["badge_id"])},
            "PUT credentials/badges/<badge_id>": lambda rows: {"is_shown": True},
            "PUT users/switch-mode": lambda rows: {"mode": "mentor"},
            "PUT notifications/settings": lambda rows: {"push_enabled": False},
            "POST notifications/push/subscriptions": lambda rows: _BROWSER,
            "DELETE notifications/push/subscriptions": lambda rows: {"endpoint": _BROWSER["endpoint"]},
            "POST messages/send": lambda rows: {
                "recipient_user_id": str(rows["user_id"]),
                "message_text": "Looking forward to our session!",
            },
            "POST messages/conversations/<conversation_id>/messages": lambda rows: {"message_text": "Hi!"},
            **dict.fromkeys(
                (
                    "PUT messages/conversations/<conversation_id>/mute",
                    "PUT messages/conversation/<user_id>/mute",
                ),
                lambda rows: {"until": None},
            ),
            "PUT messages/<message_id>": lambda rows: {"message_text": "Hello!"},
            "POST messages/<message_id>/report": lambda rows: {"reason": "spam"},
            "PUT messages/settings": lambda rows: {"read_receipts": False},
            "POST messages/groups": lambda rows: {"title": "Design", "user_ids": [str(rows["user_id"])]},
            "PUT messages/groups/<conversation_id>": lambda rows: {"title": "Designers"},
            "POST messages/groups/<conversation_id>/members": lambda rows: {
                "user_ids": [str(rows["user_id"])]
            },
            "POST messages/blocks": lambda rows: {"user_id": str(rows["user_id"])},
            "POST ai-agent/create": lambda rows: {"agent_name": "Soosh Assistant"},
            "PUT ai-agent/profile": lambda rows: {"language": "en-US"},
            "POST ai-agent/schedule-session": lambda rows: {"mentor_id": str(rows["mentor_id"])},
            "POST ai-agent/respond-message": lambda rows: {"message_id": str(rows["message_id"])},
            "POST ai-agent/proposals/<proposal_id>/approve": lambda rows: {"fingerprint": "any"},
            "POST users/resume/import": lambda rows: {"basics": {"name": "John Doe"}},
            "POST users/portfolio/create": lambda rows: {"bio": "Designer", "custom_url": "johndoe"},
            "POST users/portfolio/share": lambda rows: {"platforms": ["linkedin", "twitter"]},
            **dict.fromkeys(
                ("POST users/projects", "PUT users/projects/<project_id>"), lambda rows: {"title": "An app"}
            ),
            "PUT users/projects/order": lambda rows: {"project_ids": [str(rows["project_id"])]},
            "POST community/groups": lambda rows: {"name": "Typographers"},
            "PUT community/groups/<group_id>": lambda rows: {"description": "For all who draw letters."},
            "PUT community/groups/<group_id>/members/<user_id>": lambda rows: {"role": "moderator"},
            "POST community/groups/<group_id>/bans": lambda rows: {"user_id": str(rows["user_id"])},
            "POST community/groups/<group_id>/posts": lambda rows: {"text": "Hello!"},
            "PUT community/posts/<post_id>": lambda rows: {"text": "Hello again!"},
            "POST community/posts/<post_id>/comments": lambda rows: {"text": "Welcome!"},
            "PUT community/posts/<post_id>/reaction": lambda rows: {"reaction": "like"},
            "POST community/posts/<post_id>/remove": lambda rows: {"reason": "Off topic"},
            "POST community/posts/<post_id>/reports": lambda rows: {"reason": "spam"},
            "POST community/events": lambda rows: _event(str(rows["group_id"])),
            "PUT community/events/<event_id>": lambda rows: {"capacity": 5},
            "POST ai-agent/voice-command": lambda rows: {"text": "Read my messages"},
        },
    )


def _enrolled_in(user: User) -> Enrollment:
    row = Opportunity.objects.get(title="Accessible Web Pages")
    made, _ = enroll(user=user, opportunity_id=row.public_id, now=timezone.now())
    return made


def _certified(user: User) -> Badge:
    """Have somebody's course be done, so that they have a certificate."""
    return complete(Enrollment.objects.get(user=user, opportunity__title="Accessible Web Pages"))


def _paid_by(user: User) -> Payment:
    """Return what somebody has paid: nothing is asked of the gateway any more."""
    now, row = timezone.now(), Opportunity.objects.get(title="UI Design Fundamentals")
    enrollment, _ = enroll(user=user, opportunity_id=row.public_id, now=now)
    payment, _ = pay_for(user=user, enrollment_id=enrollment.public_id, now=now)
    return with_card(ask_gateway(payment=payment, now=now))


def _booked_by(user: User) -> Booking:
    sarah, soon = Mentor.objects.get(user__username="sarahj"), timezone.now() + timedelta(minutes=5)
    return session_of(soon, mentor=sarah, mentee=user)


def _talking(user: User) -> dict[str, Any]:
    """Return what somebody talks in, with whom, and what they have said, uploaded and been told."""
    now, sarah = timezone.now(), User.objects.get(username="sarahj")
    told = notify(recipient=user, kind="talent.selected", title="Told", body="", data={}, now=now)
    attached = Attached(ContentFile(b"x", "x.txt"), "x.txt", "application/octet-stream")
    return {
        "user_id": sarah.public_id,
        "conversation_id": create_group(creator=user, title="Design", people=[sarah], now=now).pk,
        "message_id": send_message(sender=user, recipient=sarah, text="Hi!", now=now).pk,
        "attachment_id": add_attachment(uploader=user, attached=attached, now=now).pk,
        "notification_id": told.public_id,
    }


def _shown(user: User) -> dict[str, Any]:
    """Return what somebody shows of themselves: its paper is set already."""
    now = timezone.now()
    project = add_project(user=user, fields={"title": "An app"}, now=now)
    make_portfolio(user=user, said={"bio": "Designer"}, featured=None, now=now)
    resume, _ = generate_resume(user=user, now=now)
    resume.pdf.save("resume.pdf", ContentFile(b"%PDF-1.7"))
    return {"project_id": project.public_id, "resume_id": resume.public_id, "username": user.username}


def _in_a_group(user: User) -> dict[str, Any]:
    """Return a group whose admin somebody is, with another in it, what they wrote there, and an event."""
    now, sarah = timezone.now(), User.objects.get(username="sarahj")
    group = found_group(founder=user, name="Lettering", now=now)
    join(group=group, person=sarah, now=now)
    begins = now + timedelta(days=7)
    said = {
        "title": "Lettering evening",
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=1),
        "timezone": "UTC",
    }
    gathering = plan_gathering(group=group, actor=user, said=said, now=now)
    attend(gathering=gathering, person=user, now=now)
    return {
        "group_id": group.public_id,
        "post_id": write_post(group=group, author=user, text="Hi!", now=now).public_id,
        "event_id": gathering.public_id,
    }


def _event(group_id: str) -> dict[str, Any]:
    begins = timezone.now() + timedelta(days=3)
    return {
        "group_id": group_id,
        "title": "Another evening",
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=1)).isoformat(),
        "timezone": "Europe/Vienna",
    }


def _free_time() -> datetime:
    slot = next_slot_of(Mentor.objects.get(user__username="sarahj"), now=timezone.now())
    assert slot is not None
    return slot


def _buying(user: User) -> Bundle:
    """Write down a package that nobody has paid for."""
    now = timezone.now()
    return Bundle.objects.create(
        mentor=Mentor.objects.get(user__username="sarahj"),
        mentee=user,
        package_id=uuid4(),
        sessions=5,
        session_minutes=60,
        price_minor=34000,
        currency="USD",
        sessions_left=4,
        unused_minor=27200,
        valid_until=now + timedelta(days=180),
        created_at=now,
        updated_at=now,
    )
