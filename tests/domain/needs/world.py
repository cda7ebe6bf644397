"""A candidate who has applied, an employer, and interviews of that application."""

from django.utils import timezone

from tests.domain.jobs.factory import candidate, employer, job
from trellis.domain.interviews.models import VideoSession
from trellis.domain.interviews.queries.seats import seat_of_member
from trellis.domain.interviews.rules.seats import Seat
from trellis.domain.interviews.services.sessions import create_session
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.services.applying import apply
from trellis.domain.needs.models import NeedTask
from trellis.domain.needs.services import sharing, wishes
from trellis.domain.organizations.models import Membership


def applied() -> tuple[Application, Membership]:
    """Let somebody apply; return the application and the membership of who hires."""
    owner = employer()
    return apply(user=candidate(), posting=job(owner), now=timezone.now()), owner


def shared(application: Application, type: str = "captions") -> NeedTask:
    """Share a need of the candidate's with the application."""
    user = application.candidate
    assert user is not None
    need, _ = wishes.say(user=user, type=type, now=timezone.now())
    task, _ = sharing.share(application=application, user=user, need_id=need.pk, now=timezone.now())
    return task


def session_of(application: Application, member: Membership) -> VideoSession:
    """Open the room of an interview of the application."""
    return create_session(member=member, job_application_id=application.number, now=timezone.now())


def seat(session: VideoSession, member: Membership) -> Seat:
    """Return the seat of a member."""
    found = seat_of_member(user=member.user, session_id=session.pk)
    assert found is not None
    return found
