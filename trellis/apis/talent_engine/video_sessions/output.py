"""Video sessions, and what belongs to them, as this door prints them."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema_field
from rest_framework import exceptions, serializers

from trellis.apis.talent_engine.base import DoorSerializer
from trellis.apis.talent_engine.people import Person, person_json
from trellis.apis.talent_engine.video_sessions.input import SCORES_SCHEMA
from trellis.core.rendering import Computed, Nest, compile_page
from trellis.core.rendering.rows import literal
from trellis.domain.interviews.models import (
    CandidateInvitation,
    Participant,
    Recording,
    Scorecard,
    VideoSession,
)
from trellis.domain.interviews.notices import address_of
from trellis.domain.interviews.queries.sessions import (
    FIRST_NAME,
    LAST_NAME,
    NEWEST_RECORDING,
    newest_recording,
)
from trellis.domain.organizations.queries import person_sql

RECORDINGS_BASE = literal(f"{settings.TRELLIS_PUBLIC_URL}/api/talent-engine/video-sessions/").replace(
    "{", "{{"
)


@extend_schema_field(SCORES_SCHEMA)
class Scores(serializers.JSONField):
    """Scores as they are stored."""


class FirstName(Computed):
    """The first name of an account, of a candidate the whole name that is known."""

    output = serializers.CharField()
    sql = FIRST_NAME

    def compute(self, row: Participant) -> str:
        """Return the name."""
        return row.first_name


class LastName(Computed):
    """The last name of an account."""

    output = serializers.CharField()
    sql = LAST_NAME

    def compute(self, row: Participant) -> str:
        """Return the name."""
        return row.last_name


class ParticipantSerializer(DoorSerializer):
    """Somebody in a session: a member with `user_id`, or a candidate with `candidate_email`.

    The socket of the session tells it in the same words.
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
    sql = f"{RECORDINGS_BASE} || {{id}} || '/recordings/' || {NEWEST_RECORDING} || '.webm'"

    def compute(self, row: VideoSession) -> str | None:
        """Return the address."""
        newest = newest_recording(row)
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


class ListedSessionSerializer(SessionSerializer):
    """A session with everybody who has been in it, in the order in which they came."""

    participants = Nest(ParticipantSerializer, order_by=["joined_at", "id"])

    class Meta(SessionSerializer.Meta):
        fields = [*SessionSerializer.Meta.fields, "participants"]


class SessionDetailSerializer(ListedSessionSerializer):
    """One session, with its scale: that is ours, and lists are printed in full without."""

    class Meta(ListedSessionSerializer.Meta):
        fields = [*ListedSessionSerializer.Meta.fields, "score_scale"]


def session_response(session: VideoSession) -> HttpResponse:
    """Return a session as its details are printed; raise NotFound."""
    body = SESSION.render([session.pk]).removeprefix(b"[").removesuffix(b"]")
    if not body:
        raise exceptions.NotFound  # deleted since it was looked up
    return HttpResponse(body, content_type="application/json")


class LeftOutput(serializers.Serializer[Any]):
    """What leaving answers."""

    status = serializers.CharField()


class RecordingAddress(Computed):
    """Where members of the tenant watch it, once it is ready."""

    output = serializers.URLField()
    sql = f"concat({RECORDINGS_BASE}, {{session_id}}, '/recordings/', {{id}}, '.webm')"

    def compute(self, row: Recording) -> str:
        """Return the address."""
        return address_of(row)


class RecordingSerializer(DoorSerializer):
    """A recording: `recording`, then `processing`, then `ready` or `failed`; `size` in bytes."""

    recording_url = RecordingAddress()

    class Meta:
        model = Recording
        fields = ["id", "state", "size", "started_at", "finished_at", "recording_url"]


class RecordingUrlOutput(serializers.Serializer[Any]):
    """What starting a recording answers."""

    recording_url = serializers.URLField()


class ChunkOutput(serializers.Serializer[Any]):
    """A chunk that has arrived."""

    number = serializers.IntegerField()
    size = serializers.IntegerField()


class Interviewer(Person):
    """Whose scorecard it is, with their role in the session's tenant."""

    sql = person_sql(user_id="{user_id}", organization_id="{session.organization_id}")

    def __init__(self) -> None:
        Computed.__init__(self)

    def compute(self, row: Scorecard) -> dict[str, Any] | None:
        """Return the person."""
        return person_json(row.user, row.session.organization_id)


class ScorecardSerializer(DoorSerializer):
    """One interviewer's scores and notes."""

    user = Interviewer()
    scores = Scores()

    class Meta:
        model = Scorecard
        fields = ["user", "scores", "notes", "created_at", "updated_at"]


class AveragesOutput(serializers.Serializer[Any]):
    """All scorecards of a session, and their means to two decimals; null where nobody has scored."""

    scorecards = ScorecardSerializer(many=True)
    averages = serializers.DictField(child=serializers.FloatField())
    overall = serializers.FloatField(allow_null=True)


class CandidateInvitationSerializer(DoorSerializer):
    """Who was invited. The link is in the mail alone: it proves whose address it is."""

    class Meta:
        model = CandidateInvitation
        fields = ["id", "email", "name", "created_at", "expires_at", "revoked_at"]


SESSIONS = compile_page(ListedSessionSerializer)
SESSION = compile_page(SessionDetailSerializer)
RECORDINGS = compile_page(RecordingSerializer)
SCORECARDS = compile_page(ScorecardSerializer)
INVITATIONS = compile_page(CandidateInvitationSerializer)
