"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from typing import Any

from rest_framework import exceptions

from trellis.core.http.answering import USUAL, Answers
from trellis.domain.accounts import refusals as accounts
from trellis.domain.jobs import refusals as jobs


def _with_application(refusal: Any) -> exceptions.APIException:
    """Answer 400 with the application that there is: who presses twice finds it by that."""
    error = exceptions.ValidationError()
    error.detail = {"detail": refusal.sentence, "application_id": refusal.application_id}
    return error


ANSWERS = Answers(
    families=USUAL,
    singles={"docs/decisions/enabled-talent-wording.md, Jobs": {jobs.HasApplied: _with_application}},
)
# Where a password or a token is all that says who somebody is.
OF_SIGNING_IN = ANSWERS.but(
    "enabled-talent-api.md, Response Codes",
    {
        accounts.WrongCredentials: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
        accounts.InvalidToken: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
    },
)
