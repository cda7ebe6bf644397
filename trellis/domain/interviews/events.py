"""What this app publishes. The subject is the session, of a recording the recording."""

from typing import Any, NotRequired, TypedDict

from trellis.core.events import ChangedTexts, DomainEvent, Nothing
from trellis.domain.interviews.models import Recording, VideoSession


class SessionCreated(TypedDict):
    """On which application, and in which meeting: the client's own words."""

    job_application_id: str
    meeting_id: str


class SessionChanged(TypedDict):
    """Which fields, [from, to] being personal, and which texts."""

    changes: NotRequired[dict[str, list[Any]]]
    texts: NotRequired[list[str]]


class SessionDeleted(TypedDict):
    """On which application it was."""

    job_application_id: str


class Seated(TypedDict):
    """Who came or went."""

    participant_id: str


class CandidateInvited(TypedDict):
    """By which invitation, and whether it is more than the mail again."""

    invitation_id: str
    is_new: bool


class InvitationRevoked(TypedDict):
    """Which invitation."""

    invitation_id: str


class ScorecardSaved(TypedDict):
    """Which scorecard, and how many criteria have a score."""

    scorecard_id: int
    criteria: int


class Recorded(TypedDict):
    """In which session."""

    session_id: str


class RecordingFinished(Recorded):
    """Of how many chunks, too."""

    chunks: int


class RecordingSettled(Recorded):
    """Its size in bytes, too, where there was something to put together."""

    size: NotRequired[int]


session_created = DomainEvent("video_session.created", VideoSession, Nothing, SessionCreated)
session_changed = DomainEvent("video_session.changed", VideoSession, SessionChanged, ChangedTexts)
session_ended = DomainEvent("video_session.ended", VideoSession, Nothing)
session_deleted = DomainEvent("video_session.deleted", VideoSession, Nothing, SessionDeleted)
participant_joined = DomainEvent("video_session.joined", VideoSession, Seated)
participant_left = DomainEvent("video_session.left", VideoSession, Seated)
candidate_invited = DomainEvent("video_session.candidate_invited", VideoSession, CandidateInvited)
invitation_revoked = DomainEvent("video_session.invitation_revoked", VideoSession, InvitationRevoked)
scorecard_saved = DomainEvent("video_session.scorecard_saved", VideoSession, ScorecardSaved)
recording_started = DomainEvent("recording.started", Recording, Recorded)
recording_finished = DomainEvent("recording.finished", Recording, RecordingFinished)
recording_ready = DomainEvent("recording.ready", Recording, RecordingSettled)
recording_failed = DomainEvent("recording.failed", Recording, RecordingSettled)
