"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from rest_framework import exceptions

from trellis.core.http.answering import USUAL, Answers
from trellis.core.http.errors import Conflict
from trellis.domain.accounts import refusals as accounts
from trellis.domain.assistant.refusals import WrongStep
from trellis.domain.identities import refusals as identities


class UserNotFound(exceptions.NotFound):
    """There is no such person: `USER_NOT_FOUND`, where anything else that is not there is `NOT_FOUND`."""

    default_detail = "There is no such user."
    default_code = "user_not_found"


# Their envelope, and 422 for what is invalid, are the base view's.
ANSWERS = Answers(
    # A person who is absent is so in a word of their own (soosh-api.md, Error responses); the description has
    # both words wherever anything may be absent.
    families={**USUAL, accounts.UnknownAccount: lambda _: UserNotFound()},
    singles={
        "Which question waits, so that another device goes on with it": {
            WrongStep: lambda refusal: Conflict(refusal.sentence, step=refusal.step),
        },
    },
)
# Where a password or a token is all that says who somebody is.
OF_SIGNING_IN = ANSWERS.but(
    "soosh-api.md, Authentication",
    {
        accounts.WrongCredentials: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
        accounts.InvalidToken: lambda _: exceptions.AuthenticationFailed("Invalid or expired refresh token."),
        identities.InvalidIdToken: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
        identities.ClosedAccount: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
        identities.ProofNeeded: lambda refusal: Conflict(refusal.sentence, needs=["password", "code"]),
    },
)
