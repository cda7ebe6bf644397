"""Why an interview refuses: one class a reason. They know no HTTP; each door answers them once."""

from collections.abc import Sequence

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed

_MOST_NAMED = 20


class UnknownSession(Absent):
    """The tenant has no such session (any more)."""


class UnknownRecording(Absent):
    """The session has no such recording (any more)."""


class UnknownInvitation(Absent):
    """The session has no such invitation, or it was revoked."""


class NotJoined(Conflict):
    """Whose seat it is never took it."""

    sentence = "They have not joined this session."


class SessionEnded(Conflict):
    """The session is over."""

    sentence = "This session has ended."


class MeetingTaken(Invalid):
    """Another session of the tenant that is not over has this meeting_id."""

    field = "meeting_id"
    sentence = "Another session that is not over has this meeting_id."


class ScoresOffScale(Invalid):
    """The scores of these criteria are none on the scale of the session."""

    def __init__(self, criteria: Sequence[str], *, least: int, scale: int) -> None:
        sentence = f"A score is a number from {least} to {scale}."
        super().__init__({"scores": {name: [sentence] for name in criteria}}, sentence=sentence)


class ScaleTooSmall(Invalid):
    """Scores have been given that are none on this scale."""

    field = "score_scale"
    sentence = "Higher scores have been given in this session."


class SessionFull(Conflict):
    """As many have been in this session as may."""

    sentence = "As many have been in this session as may."


class NotInvited(NotAllowed):
    """The invitation by which the candidate has the seat is good no longer."""

    sentence = "This invitation does not, or no longer, admit to this session."


class TooManyInvitations(Conflict):
    """A session has as many open invitations as it may have: `most`."""

    def __init__(self, most: int) -> None:
        super().__init__(f"A session has at most {most} open invitations.")


class NotRecording(Conflict):
    """The recording is finished: it takes no more chunks."""

    sentence = "This recording is finished."


class AnotherChunk(Conflict):
    """A chunk of this number but of other content is there: two recorders, or one that began anew."""

    sentence = "A chunk of this number but of other content has arrived."


class RecordingTooLarge(Invalid):
    """With this chunk it would be larger than MAX_RECORDING_BYTES."""

    sentence = "The recording is too large."


class ChunksMissing(Invalid):
    """Chunks of these numbers have not arrived."""

    field = "chunks"

    def __init__(self, numbers: Sequence[int]) -> None:
        named = ", ".join(str(number) for number in numbers[:_MOST_NAMED])
        more = len(numbers) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        super().__init__(sentence=f"Chunks that have not arrived: {named}{rest}.")
        self.numbers = numbers


class MoreChunks(Invalid):
    """More chunks have arrived than the recorder says it has sent."""

    field = "chunks"
    sentence = "More chunks than these have arrived."
