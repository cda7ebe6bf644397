"""What is sent to make a video session, to take part in it, and to judge whom it was with."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.core.writing.fields import AddressField, LineField, TextField
from trellis.core.writing.texts import is_line
from trellis.domain.accounts.rules import LONGEST_EMAIL
from trellis.domain.interviews.rules import limits

SCORES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {
        "type": "number",
        "minimum": limits.LEAST_SCORE,
        "maximum": limits.SCALES.most,
        "description": "At most the session's score_scale.",
    },
    "maxProperties": limits.MOST_CRITERIA,
}


class ScoreField(serializers.Field[Any, Any, Any, Any]):
    """A number, and no text that looks like one."""

    def to_internal_value(self, data: Any) -> int | float:
        """Return the number; raise ValidationError for anything else, and for what is on no scale."""
        is_number = isinstance(data, int | float) and not isinstance(data, bool)
        # NaN is not between either.
        if not (is_number and limits.LEAST_SCORE <= data <= limits.SCALES.most):
            raise serializers.ValidationError(
                f"A score is a number from {limits.LEAST_SCORE} to the session's score_scale."
            )
        number: int | float = data
        return number


@extend_schema_field(SCORES_SCHEMA)
class ScoresInput(serializers.DictField):
    """Scores by criterion."""

    child = ScoreField()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the scores; raise ValidationError."""
        scores: dict[str, Any] = super().to_internal_value(data)
        if len(scores) > limits.MOST_CRITERIA:
            raise serializers.ValidationError(f"At most {limits.MOST_CRITERIA} criteria.")
        if not all(_is_criterion(name) for name in scores):
            raise serializers.ValidationError(
                f"A criterion has a name of 1 to {limits.LONGEST_CRITERION} characters, in one line."
            )
        return scores


class InterviewDataInput(Input):
    """Scores, notes and tags: what is given replaces what was, the rest stays."""

    scores = ScoresInput(required=False)
    notes = TextField(required=False, allow_blank=True, max_length=limits.LONGEST_NOTES)
    tags = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_TAG),
        required=False,
        max_length=limits.MOST_TAGS,
    )


class SessionChanges(InterviewDataInput):
    """The same, and the highest score that is given in this session."""

    score_scale = serializers.IntegerField(
        min_value=limits.SCALES.least, max_value=limits.SCALES.most, required=False
    )


class SessionInput(SessionChanges):
    """A new session. Without a meeting_id it gets one of its own, without a score_scale it marks to five."""

    job_application_id = LineField(max_length=limits.LONGEST_APPLICATION_ID)
    meeting_id = LineField(
        required=False, allow_blank=True, allow_null=True, max_length=limits.LONGEST_MEETING_ID
    )


class SessionKey(Input):
    """Which session."""

    session_id = serializers.UUIDField()


class UpdateInput(InterviewDataInput, SessionKey):
    """Which session, and what of its scores, notes and tags."""


class SeatInput(SessionKey):
    """Which seat: without `invitation` and `email` it is the caller's own."""

    email = AddressField(
        required=False, allow_null=True, max_length=LONGEST_EMAIL, help_text="The candidate whose seat it is."
    )
    invitation = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=limits.LONGEST_INVITATION,
        help_text="What the mailed link carries.",
    )


class MuteInput(SeatInput):
    """Whether to mute."""

    mute = serializers.BooleanField()


class CameraInput(SeatInput):
    """Whether the camera is on."""

    camera_on = serializers.BooleanField()


class FinishInput(Input):
    """How many chunks the recorder has sent, numbered from 0."""

    chunks = serializers.IntegerField(min_value=limits.CHUNKS.least, max_value=limits.CHUNKS.most)


class ScorecardInput(Input):
    """All of a scorecard: what is missing is empty."""

    scores = ScoresInput(default=dict)
    notes = TextField(default="", allow_blank=True, max_length=limits.LONGEST_NOTES)


class CandidateInvitationInput(Input):
    """Whom to invite."""

    email = AddressField(max_length=LONGEST_EMAIL)
    name = LineField(required=False, allow_blank=True, max_length=limits.LONGEST_CANDIDATE_NAME)


def _is_criterion(name: str) -> bool:
    return len(name) <= limits.LONGEST_CRITERION and is_line(name)
