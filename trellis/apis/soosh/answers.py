"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from django.conf import settings
from rest_framework import exceptions
from rest_framework.serializers import DateTimeField

from trellis.core.http.answering import USUAL, Answers, named
from trellis.core.http.errors import Conflict
from trellis.domain.accounts import refusals as accounts
from trellis.domain.assistant import refusals as assistant
from trellis.domain.identities import refusals as identities
from trellis.domain.jobs import refusals as jobs
from trellis.domain.learning import refusals as learning
from trellis.domain.mentorship import refusals as mentorship
from trellis.domain.payments.gateways import refusals as gateways


class UserNotFound(exceptions.NotFound):
    """There is no such person: `USER_NOT_FOUND`, where anything else that is not there is `NOT_FOUND`."""

    default_detail = "There is no such user."
    default_code = "user_not_found"


def _book(refusal: learning.BookedWithMentor) -> exceptions.APIException:
    """Answer 422 with the mentor's id, and where the mentor is found."""
    key = str(refusal.mentor_id)
    address = f"{settings.TRELLIS_PUBLIC_URL}/api/v1/mentors/{key}"
    return exceptions.ValidationError(
        {"opportunity_id": [refusal.sentence], "mentor_id": [key], "mentor_url": [address]}
    )


def _decided(refusal: assistant.Decided) -> exceptions.APIException:
    """Answer 409 with how the proposal ended, and the one that took its place."""
    newer = {"proposal_id": str(refusal.newer)} if refusal.newer else {}
    return Conflict(refusal.sentence, outcome=str(refusal.outcome), **newer)


def _nothing_free(refusal: assistant.NothingFree) -> exceptions.APIException:
    """Answer 409 with the nearest times that can be booked."""
    times = [
        {"scheduled_at": DateTimeField().to_representation(at), "duration_minutes": minutes}
        for at, minutes in refusal.alternatives
    ]
    return Conflict(refusal.sentence, alternatives=times)


# Their envelope, and 422 for what is invalid, are the base view's.
ANSWERS = Answers(
    # A person who is absent is so in a word of their own (soosh-api.md, Error responses); the description has
    # both words wherever anything may be absent.
    families={**USUAL, accounts.UnknownAccount: lambda _: UserNotFound()},
    singles={
        "Which question waits, so that another device goes on with it": {
            assistant.WrongStep: lambda refusal: Conflict(refusal.sentence, step=refusal.step),
        },
        "docs/decisions/agent.md": {
            assistant.Decided: _decided,
            assistant.Changed: lambda refusal: Conflict(refusal.sentence, proposal_id=str(refusal.newer)),
            assistant.NothingFree: _nothing_free,
        },
        "soosh-api.md, Bookings (fields have other names than in the domain)": {
            mentorship.NotBookable: lambda refusal: named("scheduled_at", refusal.sentence),
            mentorship.OwnSession: lambda refusal: named("mentor_user_id", refusal.sentence),
        },
        "Stripe, Webhooks (what its signature does not fit is 400)": {
            gateways.BadSignature: lambda refusal: exceptions.ParseError(refusal.sentence),
        },
        "docs/decisions/sessions.md": {
            mentorship.TooEarly: lambda _: Conflict("This session is not over yet."),
            mentorship.TooLate: lambda _: Conflict("This session has begun already."),
        },
        "soosh-api.md, Opportunities (a mentorship is booked, not enrolled in)": {
            learning.BookedWithMentor: _book,
        },
        "soosh-api.md, Opportunities (a job is applied for with a profile of Enabled Talent)": {
            jobs.ProfileMissing: lambda refusal: named("candidate_profile", refusal.sentence),
            jobs.ApplicationsClosed: lambda refusal: named("opportunity_id", refusal.sentence),
            jobs.HasApplied: lambda refusal: exceptions.ValidationError(
                {"opportunity_id": [refusal.sentence], "application_id": [str(refusal.application_id)]}
            ),
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
