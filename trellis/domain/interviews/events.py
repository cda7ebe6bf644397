"""What this app publishes. The subject is the session, of a recording the recording."""

from trellis.core.events import DomainEvent

session_created = DomainEvent("video_session.created")
session_changed = DomainEvent("video_session.changed")
session_ended = DomainEvent("video_session.ended")
session_deleted = DomainEvent("video_session.deleted")
participant_joined = DomainEvent("video_session.joined")
participant_left = DomainEvent("video_session.left")
candidate_invited = DomainEvent("video_session.candidate_invited")
invitation_revoked = DomainEvent("video_session.invitation_revoked")
scorecard_saved = DomainEvent("video_session.scorecard_saved")
recording_started = DomainEvent("recording.started")
recording_finished = DomainEvent("recording.finished")
recording_ready = DomainEvent("recording.ready")
recording_failed = DomainEvent("recording.failed")
