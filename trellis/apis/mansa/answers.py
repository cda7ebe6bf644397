"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from rest_framework import exceptions

from trellis.core import refusals
from trellis.core.http.answering import USUAL, Answers, named
from trellis.core.http.errors import Conflict
from trellis.domain.directory import refusals as directory
from trellis.domain.mentorship import refusals as mentorship

_UNKNOWN = (
    "Email not found in database. You need to be registered in the members directory first: "
    "please contact the administrator."
)


class WrongCodeGiven(exceptions.APIException):
    """The same for every reason, and for every address."""

    status_code = 400
    default_code = "wrong_code"


def _sentence(refusal: refusals.Refusal) -> exceptions.APIException:
    return exceptions.ValidationError({"detail": refusal.sentence})


ANSWERS = Answers(
    families=USUAL,
    singles={
        "docs/decisions/login-codes.md": {
            directory.WrongCode: lambda refusal: WrongCodeGiven(refusal.sentence),
        },
        "docs/decisions/mansa-wording.md, Mentors": {
            mentorship.AlreadyMentor: _sentence,
        },
        "docs/decisions/mansa-wording.md, Bookings": {
            mentorship.AlreadyGiven: _sentence,
            mentorship.StaleVersion: lambda refusal: Conflict(
                refusal.sentence, current_version=refusal.current
            ),
            mentorship.InvalidTransition: lambda refusal: Conflict(
                refusal.sentence, current_status=refusal.current
            ),
            mentorship.TooEarly: lambda _: named("status", "The session has not begun yet."),
            mentorship.TooLate: lambda _: named("session_date", "The session has begun already."),
            mentorship.InvalidFeedback: lambda refusal: named(
                "feedback" if refusal.field == "text" else refusal.field, refusal.sentence
            ),
        },
    },
)
# Where somebody says by their address who they are.
OF_ADDRESSES = ANSWERS.but(
    "mansa-mentorship-guide.md, Common Issues",
    {directory.UnknownEmail: lambda _: exceptions.NotFound(_UNKNOWN)},
)
