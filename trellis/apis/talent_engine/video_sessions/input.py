"""What is sent to make a video session, to take part in it, and to judge whom it was with."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.domain.interviews import recordings

HIGHEST_SCORE = 5
_MOST_CRITERIA, _LONGEST_CRITERION = 50, 100
_MOST_TAGS, _LONGEST_TAG = 30, 50
_LONGEST_NOTES = 10_000
SCORES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": "number", "minimum": 0, "maximum": HIGHEST_SCORE},
    "maxProperties": _MOST_CRITERIA,
}


class ScoreField(serializers.Field[Any, Any, Any, Any]):
    """A number, and no text that looks like one."""

    def to_internal_value(self, data: Any) -> int | float:
        """Return the number; raise ValidationError for anything else, and outside of 0 to 5."""
        is_number = isinstance(data, int | float) and not isinstance(data, bool)
        if not (is_number and 0 <= data <= HIGHEST_SCORE):  # NaN is not between either
            raise serializers.ValidationError(f"A score is a number from 0 to {HIGHEST_SCORE}.")
        number: int | float = data
        return number


@extend_schema_field(SCORES_SCHEMA)
class ScoresInput(serializers.DictField):
    """Scores by criterion."""

    child = ScoreField()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the scores; raise ValidationError."""
        scores: dict[str, Any] = super().to_internal_value(data)
        if len(scores) > _MOST_CRITERIA:
            raise serializers.ValidationError(f"At most {_MOST_CRITERIA} criteria.")
        if not all(_is_criterion(name) for name in scores):
            raise serializers.ValidationError(
                f"A criterion has a name of 1 to {_LONGEST_CRITERION} characters, without NUL."
            )
        return scores


class InterviewDataInput(serializers.Serializer[Any]):
    """Scores, notes and tags: what is given replaces what was, the rest stays."""

    scores = ScoresInput(required=False)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=_LONGEST_NOTES)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=_LONGEST_TAG), required=False, max_length=_MOST_TAGS
    )


class SessionInput(InterviewDataInput):
    """A new session. Without a meeting_id it gets one of its own."""

    job_application_id = serializers.CharField(max_length=50)
    meeting_id = serializers.CharField(required=False, allow_blank=True, allow_null=True, max_length=100)


class SessionKey(serializers.Serializer[Any]):
    """Which session."""

    session_id = serializers.UUIDField()


class UpdateInput(InterviewDataInput, SessionKey):
    """Which session, and what of its scores, notes and tags."""


class SeatInput(SessionKey):
    """Which seat: without `invitation` and `email` it is the caller's own."""

    email = serializers.EmailField(
        required=False, allow_null=True, max_length=254, help_text="The candidate whose seat it is."
    )
    invitation = serializers.CharField(
        required=False, allow_null=True, max_length=500, help_text="What the mailed link carries."
    )


class MuteInput(SeatInput):
    """Whether to mute."""

    mute = serializers.BooleanField()


class CameraInput(SeatInput):
    """Whether the camera is on."""

    camera_on = serializers.BooleanField()


class FinishInput(serializers.Serializer[Any]):
    """How many chunks the recorder has sent, numbered from 0."""

    chunks = serializers.IntegerField(min_value=0, max_value=recordings.MOST_CHUNKS)


class ScorecardInput(serializers.Serializer[Any]):
    """All of a scorecard: what is missing is empty."""

    scores = ScoresInput(default=dict)
    notes = serializers.CharField(default="", allow_blank=True, max_length=10_000)


class CandidateInvitationInput(serializers.Serializer[Any]):
    """Whom to invite."""

    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(required=False, allow_blank=True, max_length=150)


def _is_criterion(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_CRITERION and bool(name.strip()) and "\x00" not in name
