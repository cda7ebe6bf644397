"""Two people with a booking, and a stranger."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.sockets import WebSocket
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.rules import token_of as link_of
from trellis.domain.guardians.services.birth_dates import say_birth_date
from trellis.domain.guardians.services.guardianships import accept, end, invite
from trellis.domain.mentorship.models import Booking, Mentor, Status


@dataclass
class Meeting:
    """A booking and everybody around it."""

    booking: Booking
    mentor: User
    mentee: User
    stranger: User

    @property
    def path(self) -> str:
        return f"/ws/meet/{self.booking.public_id}"

    @property
    def page(self) -> str:
        return f"/meet/{self.booking.public_id}"

    def change(self, **fields: Any) -> None:
        Booking.objects.filter(pk=self.booking.pk).update(**fields)

    def move(self, *, starts_in: timedelta, minutes: int = 60) -> None:
        """Have the session begin so long from now."""
        start = timezone.now() + starts_in
        end = start + timedelta(minutes=minutes)
        self.change(starts_at=start, ends_at=end, blocked_until=end)


def arrange_meeting() -> Meeting:
    """Make a confirmed session that has just begun."""
    now = timezone.now()
    mentor, mentee, stranger = (
        User.objects.create_user(
            email=f"{name.lower()}@example.com", username=name.lower(), first_name=name, last_name="Doe"
        )
        for name in ("Sarah", "Miguel", "Eve")
    )
    end = now + timedelta(minutes=55)
    booking = Booking.objects.create(
        mentor=Mentor.objects.create(user=mentor, is_approved=True, created_at=now, updated_at=now),
        mentee=mentee,
        starts_at=now - timedelta(minutes=5),
        ends_at=end,
        blocked_until=end,
        topic="How to find a first job",
        status=Status.CONFIRMED,
        expires_at=now,
        created_at=now,
        updated_at=now,
    )
    return Meeting(booking, mentor, mentee, stranger)


@dataclass
class Guarded(Meeting):
    """A booking of a minor, and who guards them."""

    guardian: User

    def let_go(self) -> None:
        """Have nobody guard the minor any more."""
        end(guardianship=Guardianship.objects.get(), actor=self.guardian, now=timezone.now())


def arrange_guarded() -> Guarded:
    """Make such a session whose mentee is ten and has a guardian."""
    meeting, now = arrange_meeting(), timezone.now()
    guardian = User.objects.create_user(
        email="gil@example.com", username="gil", first_name="Gil", last_name="Doe"
    )
    minor = meeting.mentee
    born = now.date() - timedelta(days=3700)
    say_birth_date(user=minor, birth_date=born, actor_id=minor.pk, now=now)
    asked = invite(minor=minor, email=guardian.email, actor=minor, now=now)
    accept(token=link_of(asked), user=guardian, now=now)
    return Guarded(meeting.booking, meeting.mentor, minor, meeting.stranger, guardian)


def arrange_another(meeting: Meeting) -> Meeting:
    """Make a session of the stranger with another mentor at the same time."""
    booking = Booking.objects.get(pk=meeting.booking.pk)
    person = User.objects.create_user(email="ada@example.com", username="ada", first_name="Ada")
    now = booking.created_at
    booking.pk, booking.public_id, booking.mentee = None, uuid4(), meeting.stranger
    booking.mentor = Mentor.objects.create(user=person, is_approved=True, created_at=now, updated_at=now)
    booking.save(force_insert=True)
    return Meeting(booking, person, meeting.stranger, meeting.mentor)


def session_of(user: User) -> str:
    """Sign in with a browser; return the session's key."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def open_socket(port: int, meeting: Meeting, user: User, **more: Any) -> WebSocket:
    """Open the room's WebSocket as a browser in which `user` is signed in."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(user)}"
    return WebSocket(port, meeting.path, Cookie=cookie, **more)


def enter(port: int, meeting: Meeting, user: User, *, page: str = "", **more: Any) -> WebSocket:
    """Open it and say hello."""
    socket = open_socket(port, meeting, user, **more)
    socket.until("hello")
    socket.send(type="hello", page=page or f"page of {user.username}")
    return socket


def token_of(user: User, *, age: timedelta = timedelta(0)) -> str:
    """Return an access token that was issued so long ago."""
    return access_token(user=user, now=timezone.now() - age)
