"""Why an interview refuses: one class a reason. They know no HTTP; each door answers them once."""

from collections.abc import Sequence


class SessionEnded(Exception):
    """The session is over."""


class MeetingTaken(Exception):
    """Another session of the tenant that is not over has this meeting_id."""


class SessionFull(Exception):
    """As many have been in this session as may."""


class NotInvited(Exception):
    """The invitation by which the candidate has the seat is good no longer."""


class TooManyInvitations(Exception):
    """A session has at most MOST_INVITATIONS open invitations."""


class NotRecording(Exception):
    """The recording is finished: it takes no more chunks."""


class AnotherChunk(Exception):
    """A chunk of this number but of other content is there: two recorders, or one that began anew."""


class RecordingTooLarge(Exception):
    """With this chunk it would be larger than MAX_RECORDING_BYTES."""


class ChunksMissing(Exception):
    """Chunks of these numbers have not arrived."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


class MoreChunks(Exception):
    """More chunks have arrived than the recorder says it has sent."""
