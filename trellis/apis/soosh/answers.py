"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from rest_framework import exceptions

from trellis.core.http.answering import USUAL, Answers
from trellis.domain.accounts import refusals as accounts

# Their envelope, and 422 for what is invalid, are the base view's.
ANSWERS = Answers(families=USUAL, singles={})
# Where a password or a token is all that says who somebody is.
OF_SIGNING_IN = ANSWERS.but(
    "soosh-api.md, Error responses",
    {
        accounts.WrongCredentials: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
        accounts.InvalidToken: lambda _: exceptions.AuthenticationFailed("Invalid or expired refresh token."),
    },
)
