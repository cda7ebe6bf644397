"""Who is looking: the account, its roles, its mentor profile."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import signed_in_by
from trellis.domain.directory.queries import roles_for
from trellis.domain.directory.rules.roles import Roles
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.mentors import mentor_of_user


@dataclass(frozen=True)
class Visitor:
    """The person who asked for the page: their account, their roles, their mentor profile."""

    user: User | None
    roles: Roles
    mentor: Mentor | None

    @property
    def role_label(self) -> str:
        """What the person is, in words."""
        if self.roles.is_mentor and self.roles.is_mentee:
            return "mentor and mentee"
        if self.roles.is_mentor:
            return "mentor"
        return "mentee" if self.roles.is_mentee else "guest"


def visitor_of(request: HttpRequest) -> Visitor:
    """Return who is looking; asked of the database once for each request."""
    known = getattr(request, "mentorship_visitor", None)
    if known is None:
        known = _look_up(request)
        request.mentorship_visitor = known  # type: ignore[attr-defined]
    return known


def forget_visitor(request: HttpRequest) -> None:
    """Ask anew next time: the person has signed in or out, or has got a mentor profile."""
    request.mentorship_visitor = None  # type: ignore[attr-defined]


def user_of(request: HttpRequest) -> User:
    """Return the signed-in account, behind `signed_in`."""
    user = visitor_of(request).user
    assert user is not None  # noqa: S101  (the decorators above have made sure)
    return user


def mentor_of(request: HttpRequest) -> Mentor:
    """Return the signed-in mentor's profile, behind `with_profile`."""
    mentor = visitor_of(request).mentor
    assert mentor is not None  # noqa: S101
    return mentor


def home_of(roles: Roles) -> str:
    """Return where somebody with these roles starts after signing in."""
    if roles.is_mentor and not roles.is_mentee:
        return reverse("web:mentor-dashboard")
    return reverse("web:mentors")


def _look_up(request: HttpRequest) -> Visitor:
    user = request.user
    if not isinstance(user, User):
        return Visitor(None, Roles(is_mentor=False, is_mentee=False), None)
    user.signed_in_by = signed_in_by(request)
    return Visitor(user, roles_for(user), mentor_of_user(user))
