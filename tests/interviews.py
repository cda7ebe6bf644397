"""A tenant that interviews, its people, and a candidate with a link."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from tests.meetings import session_of, token_of
from tests.sockets import WebSocket
from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import CandidateInvitation, VideoSession
from trellis.domain.interviews.rules.seats import invitation_token
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.organizations import create_organization

PASSWORD = "correct horse battery"


@dataclass
class Interview:
    """A session and everybody around it."""

    session: VideoSession
    owner: User
    manager: User
    staff: User
    foreigner: User
    stranger: User
    invitation: CandidateInvitation

    @property
    def path(self) -> str:
        return f"/ws/talent-engine/video-sessions/{self.session.pk}"

    @property
    def page(self) -> str:
        return f"/meet/interview/{self.session.pk}"

    @property
    def token(self) -> str:
        return invitation_token(self.invitation)

    @property
    def link(self) -> str:
        return f"{self.page}?invitation={quote(self.token)}"

    def end(self) -> None:
        now = timezone.now()
        VideoSession.objects.of_all_tenants().filter(pk=self.session.pk).update(is_active=False, ended_at=now)

    def revoke(self) -> None:
        CandidateInvitation.objects.filter(pk=self.invitation.pk).update(revoked_at=timezone.now())


def person(name: str) -> User:
    return User.objects.create_user(
        email=f"{name.lower()}@example.com",
        username=name.lower(),
        password=PASSWORD,
        first_name=name,
        last_name="Doe",
    )


def arrange_interview() -> Interview:
    """Make an active session of a tenant with three members, and an invitation."""
    now = timezone.now()
    owner, manager, staff, foreigner, stranger = (
        person(name) for name in ("Olga", "Mara", "Sam", "Fred", "Eve")
    )
    tenant = create_organization(owner=owner, name="Brewers", domain="brewers.example", now=now).organization
    create_organization(owner=foreigner, name="Others", domain="others.example", now=now)
    for user, role in ((manager, Role.MANAGER), (staff, Role.STAFF)):
        Membership.objects.create(organization=tenant, user=user, role=role, joined_at=now)
    session = arrange_session(tenant)
    return Interview(session, owner, manager, staff, foreigner, stranger, invite(session, "Cara Candidate"))


def arrange_session(tenant: Organization, meeting_id: str = "meet_abc123def456") -> VideoSession:
    now = timezone.now()
    return VideoSession.objects.create(
        organization=tenant,
        job_application_id="JA-20251115-0001",
        meeting_id=meeting_id,
        scores={"technical": 4, "problemSolving": 3.5},
        notes="Strong start",
        tags=["Python"],
        created_at=now,
        updated_at=now,
    )


def invite(session: VideoSession, name: str) -> CandidateInvitation:
    now = timezone.now()
    return CandidateInvitation.objects.create(
        session=session,
        email=f"{name.split()[0]}@Mail.example",
        name=name,
        created_at=now,
        expires_at=now + timedelta(days=7),
    )


def open_as_member(port: int, interview: Interview, user: User, **more: Any) -> WebSocket:
    """Open the room's WebSocket as a browser in which `user` is signed in."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(user)}"
    return WebSocket(port, interview.path, Cookie=cookie, **more)


def listen(port: int, interview: Interview, **credentials: Any) -> WebSocket:
    """Open it as a program, with a token or an invitation, which only listens."""
    socket = WebSocket(port, interview.path, Origin=None)
    socket.send(type="auth", **credentials)
    return socket


def enter(port: int, interview: Interview, who: User | str, *, page: str = "", **state: bool) -> WebSocket:
    """Open it as a program and say hello: as a member, or with an invitation."""
    given = {"token": token_of(who)} if isinstance(who, User) else {"invitation": who}
    socket = listen(port, interview, **given)
    socket.until("hello")
    name = who.username if isinstance(who, User) else "candidate"
    socket.send(type="hello", page=page or f"page of {name}", **state)
    return socket
