"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from rest_framework import exceptions

from trellis.core import refusals
from trellis.core.http.answering import (
    Answers,
    absent,
    conflict,
    declined,
    invalid,
    not_allowed,
    too_many,
    unavailable,
)
from trellis.domain.accounts import refusals as accounts

# Their envelope, and 422 for what is invalid, are the base view's.
ANSWERS = Answers(
    families={
        refusals.Absent: absent,
        refusals.NotAllowed: not_allowed,
        refusals.Stale: conflict,
        refusals.Conflict: conflict,
        refusals.Invalid: invalid,
        refusals.TooMany: too_many,
        refusals.NotYet: conflict,
        refusals.Declined: declined,
        refusals.Unavailable: unavailable,
    },
    singles={
        "soosh-api.md, Error responses": {
            accounts.WrongCredentials: lambda refusal: exceptions.AuthenticationFailed(refusal.sentence),
            accounts.InvalidToken: lambda _: exceptions.AuthenticationFailed(
                "Invalid or expired refresh token."
            ),
        },
    },
)
