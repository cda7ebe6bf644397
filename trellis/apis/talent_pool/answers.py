"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from rest_framework import exceptions

from trellis.core.http.answering import USUAL, Answers
from trellis.core.paging.whole import TooManyWholeLists
from trellis.domain.scouting import refusals as scouting
from trellis.domain.scouting.models import Talent


class Refused(exceptions.APIException):
    """A refusal in the words and shape that the document prints: `{"error": "…"}`."""

    def __init__(self, sentence: str, *, status: int) -> None:
        super().__init__({"error": sentence})
        self.status_code = status


def _onboarded(refusal: scouting.AlreadyOnboarded) -> Refused:
    what = "a talent" if refusal.kind is Talent else "a mentor"
    return Refused(f"You are already {what}.", status=400)


def _judged(refusal: scouting.AlreadyJudged) -> Refused:
    return Refused(f"This mentor has already {refusal.verdict} this talent.", status=400)


def _no_rejection(_: scouting.NoRejection) -> Refused:
    return Refused("This mentor has not rejected this talent.", status=404)


def _too_many_lists(refusal: TooManyWholeLists) -> exceptions.APIException:
    return exceptions.Throttled(refusal.wait, detail=refusal.sentence)


def _no_pair(_: scouting.NoCoach | scouting.NoTalent) -> Refused:
    return Refused("Mentor or Talent user not found.", status=404)


ANSWERS = Answers(
    families=USUAL,
    singles={
        "an addition, in the shape of talent-pool-api.md": {scouting.AlreadyOnboarded: _onboarded},
        "docs/decisions/whole-lists.md": {TooManyWholeLists: _too_many_lists},
        "docs/decisions/talent-pool-wording.md": {scouting.AlreadyJudged: _judged},
    },
)
# Addresses name one or the other.
OF_NAMED = ANSWERS.but(
    "talent-pool-api.md, Not Found",
    {
        scouting.NoCoach: lambda _: Refused("Mentor user not found.", status=404),
        scouting.NoTalent: lambda _: exceptions.NotFound("Talent user not found"),
    },
)
# A body names both; which of them there is not, the document does not say.
OF_PAIRS = ANSWERS.but(
    "talent-pool-api.md, Not Found of select and reject; an addition is worded so, too",
    {
        scouting.NoCoach: _no_pair,
        scouting.NoTalent: _no_pair,
        scouting.NoRejection: _no_rejection,
    },
)
OF_OWN_PROFILE = ANSWERS.but(
    "additions, as the document refuses the pool to who is no mentor",
    {
        scouting.NoCoach: lambda _: Refused("Only mentors have this profile.", status=403),
        scouting.NoTalent: lambda _: Refused("Only talents have this profile.", status=403),
    },
)
# Only talents have posts of their own.
OF_OWN_POSTS = ANSWERS.but(
    "an addition, as the document refuses the pool to who is no mentor",
    {scouting.NoTalent: lambda _: Refused("Only talents can have posts.", status=403)},
)
