"""The base view of the Mansa door, and the one place where the domain's refusals become answers."""

from collections.abc import Callable
from typing import Any

from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.core.http.views import ApiView, NothingHere
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import refusals


class MansaView(ApiView):
    """Every view of this door (mansa-mentorship-guide.md): signed in, unless a view says otherwise."""

    rate_scope: str | None = "mansa"

    def handle_exception(self, exc: Exception) -> Response:
        """Answer a refusal of the domain as `as_answer` has it, and anything else as DRF does."""
        known = as_answer(exc) if isinstance(exc, refusals.MentorshipError) else exc
        return super().handle_exception(known)


class PublicMansaView(MansaView):
    """What may be read without an account: the mentors and their free times. A token is read all the same."""

    permission_classes = (AllowAny,)


class NotFoundView(NothingHere, MansaView):
    """Any URL of this door that no document names."""


class Conflict(exceptions.APIException):
    """What was asked for was possible once; somebody else was faster, or the state is another by now."""

    status_code = 409
    default_code = "conflict"

    def __init__(self, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.detail: Any = {"detail": sentence, **facts}


def caller_of(request: Request) -> User:
    """Return the account that is signed in."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user


_Answer = exceptions.APIException
_TAKEN = {
    "mentor": "This time has just been taken. Please choose another one.",
    "mentee": "You have another session at this time.",
}
# An error of a subclass (TooEarly) is answered by its own line, which therefore stands first.
_ANSWERS: dict[type[refusals.MentorshipError], Callable[[Any], _Answer]] = {
    refusals.AlreadyMentor: lambda _: _refused("You already have a mentor profile."),
    refusals.AlreadyGiven: lambda _: _refused("You have given feedback on this session already."),
    refusals.InvalidProfile: lambda error: exceptions.ValidationError(error.errors),
    refusals.StaleVersion: lambda error: Conflict(
        "This has been changed in the meantime.", current_version=error.current
    ),
    refusals.SlotTaken: lambda error: Conflict(_TAKEN[error.whose]),
    refusals.OwnSession: lambda _: _named("mentor_id", "You cannot book a session with yourself."),
    refusals.NotBookable: lambda error: _named("start_time", error.reason),
    refusals.NotParticipant: lambda _: exceptions.NotFound(),
    refusals.NotAllowed: lambda _: exceptions.PermissionDenied(),
    refusals.TooEarly: lambda _: _named("status", "The session has not begun yet."),
    refusals.TooLate: lambda _: _named("session_date", "The session has begun already."),
    refusals.InvalidTransition: lambda error: Conflict(
        f"This cannot be done with a session that is {error.current}.", current_status=error.current
    ),
    refusals.InvalidLink: lambda error: _named("meeting_link", str(error)),
    refusals.InvalidFeedback: lambda error: _named(
        "feedback" if error.field == "text" else error.field, error.reason
    ),
}


def as_answer(error: refusals.MentorshipError) -> exceptions.APIException | refusals.MentorshipError:
    """Return what a client is told of `error`; what has no line is returned as it is, a fault of ours.

    InvalidWindow has none: which of the request's lists it speaks of, its view alone knows. Nor has
    TooManyBookings: what was done too often is a 429 at every door (core/http/views.py).
    """
    answer = next((make for kind, make in _ANSWERS.items() if isinstance(error, kind)), None)
    return answer(error) if answer is not None else error


def _refused(sentence: str) -> exceptions.APIException:
    return exceptions.ValidationError({"detail": sentence})


def _named(field: str, sentence: str) -> exceptions.APIException:
    return exceptions.ValidationError({field: [sentence]})
