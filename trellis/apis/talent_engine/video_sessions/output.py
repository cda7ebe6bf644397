"""How video sessions and their participants are printed, and what of a session can be written."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema_field
from rest_framework import exceptions, serializers

from trellis.apis.talent_engine.base import DoorSerializer
from trellis.core.rendering import Computed, Nest, compile_page
from trellis.core.rendering.rows import literal
from trellis.domain.interviews.models import Participant, Recording, VideoSession
from trellis.domain.interviews.notices import address_of

HIGHEST_SCORE = 5
_MOST_CRITERIA, _LONGEST_CRITERION = 50, 100
_MOST_TAGS, _LONGEST_TAG = 30, 50
_LONGEST_NOTES = 10_000
_SCORES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": "number", "minimum": 0, "maximum": HIGHEST_SCORE},
    "maxProperties": _MOST_CRITERIA,
}
RECORDINGS_BASE = literal(f"{settings.TRELLIS_PUBLIC_URL}/api/talent-engine/video-sessions/").replace(
    "{", "{{"
)
# What recording_url shows: the newest that is, or will be, to be watched.
_SHOWN = [state for state in Recording.State.values if state != Recording.State.FAILED]


@extend_schema_field(_SCORES_SCHEMA)
class Scores(serializers.JSONField):
    """Scores as they are stored."""


class ScoreField(serializers.Field[Any, Any, Any, Any]):
    """A number, and no text that looks like one."""

    def to_internal_value(self, data: Any) -> int | float:
        """Return the number; raise ValidationError for anything else, and outside of 0 to 5."""
        is_number = isinstance(data, int | float) and not isinstance(data, bool)
        if not (is_number and 0 <= data <= HIGHEST_SCORE):  # NaN is not between either
            raise serializers.ValidationError(f"A score is a number from 0 to {HIGHEST_SCORE}.")
        number: int | float = data
        return number


@extend_schema_field(_SCORES_SCHEMA)
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


class FirstName(Computed):
    """The first name of an account, of a candidate the whole name that is known."""

    output = serializers.CharField()
    sql = "CASE WHEN {user_id} IS NULL THEN {candidate_name} ELSE {user.first_name} END"

    def compute(self, row: Participant) -> str:
        """Return the name."""
        return row.user.first_name if row.user else row.candidate_name


class LastName(Computed):
    """The last name of an account."""

    output = serializers.CharField()
    sql = "CASE WHEN {user_id} IS NULL THEN '' ELSE {user.last_name} END"

    def compute(self, row: Participant) -> str:
        """Return the name."""
        return row.user.last_name if row.user else ""


class ParticipantSerializer(DoorSerializer):
    """Somebody in a session: a member with `user_id`, or a candidate with `candidate_email`.

    domain/interviews/pushes.py tells it to the room in the same words.
    """

    session = serializers.UUIDField(source="session_id")
    user_id = serializers.CharField(allow_null=True, read_only=True)
    username = serializers.EmailField(source="user.email", allow_null=True, read_only=True)
    first_name = FirstName()
    last_name = LastName()

    class Meta:
        model = Participant
        fields = [
            "id",
            "session",
            "user_id",
            "username",
            "first_name",
            "last_name",
            "candidate_email",
            "is_muted",
            "is_camera_on",
            "joined_at",
            "left_at",
        ]


class RecordingUrl(Computed):
    """Where members of the tenant watch the newest recording; null without one."""

    output = serializers.URLField(allow_null=True)
    sql = """
        SELECT concat(BASE, taken.session_id, '/recordings/', taken.id, '.webm')
        FROM interviews_recording AS taken
        WHERE taken.session_id = {id} AND taken.state <> 'failed'
        ORDER BY taken.started_at DESC, taken.id DESC LIMIT 1
    """.replace("BASE", RECORDINGS_BASE)

    def compute(self, row: VideoSession) -> str | None:
        """Return the address."""
        newest = row.recordings.filter(state__in=_SHOWN).order_by("-started_at", "-id").first()
        return address_of(newest) if newest else None


class SessionSerializer(DoorSerializer):
    """A session as it is printed when it has been created."""

    tenant_id = serializers.UUIDField(source="organization_id")
    scores = Scores()
    tags = serializers.ListField(child=serializers.CharField())
    recording_url = RecordingUrl()

    class Meta:
        model = VideoSession
        fields = [
            "id",
            "job_application_id",
            "tenant_id",
            "meeting_id",
            "is_active",
            "scores",
            "notes",
            "tags",
            "created_at",
            "ended_at",
            "recording_url",
        ]


class SessionDetailSerializer(SessionSerializer):
    """A session with everybody who has been in it, in the order in which they came."""

    participants = Nest(ParticipantSerializer, order_by=["joined_at", "id"])

    class Meta(SessionSerializer.Meta):
        fields = [*SessionSerializer.Meta.fields, "participants"]


SESSIONS = compile_page(SessionDetailSerializer)


def session_response(session: VideoSession) -> HttpResponse:
    """Return a session as its details are printed; raise NotFound."""
    body = SESSIONS.render([session.pk]).removeprefix(b"[").removesuffix(b"]")
    if not body:
        raise exceptions.NotFound  # deleted since it was looked up
    return HttpResponse(body, content_type="application/json")


def _is_criterion(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_CRITERION and bool(name.strip()) and "\x00" not in name
