"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from rest_framework import exceptions

from trellis.core.http.answering import USUAL, Answers
from trellis.domain.accounts import refusals as accounts

ANSWERS = Answers(families=USUAL, singles={})
# Where a password or a token is all that says who somebody is.
OF_SIGNING_IN = ANSWERS.but(
    "enabled-talent-api.md, Response Codes",
    {
        accounts.WrongCredentials: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
        accounts.InvalidToken: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
    },
)
