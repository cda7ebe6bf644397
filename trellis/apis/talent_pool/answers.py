"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from rest_framework import exceptions

from trellis.core.http.answering import USUAL, Answers
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


ANSWERS = Answers(
    families=USUAL,
    singles={
        "an addition, in the shape of talent-pool-api.md": {scouting.AlreadyOnboarded: _onboarded},
        "docs/decisions/talent-pool-wording.md": {scouting.AlreadyJudged: _judged},
    },
)
