"""What the views of video sessions share: finding one, and what the domain's refusals become."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from rest_framework import exceptions
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from trellis.apis.talent_engine.base import Conflict, MemberView, TalentEngineView
from trellis.core.http.errors import TooLarge
from trellis.core.http.parsers import BoundedJSONParser
from trellis.domain.interviews.invitations import MOST_INVITATIONS
from trellis.domain.interviews.models import CandidateInvitation, Participant, Recording, VideoSession
from trellis.domain.interviews.refusals import (
    AnotherChunk,
    ChunksMissing,
    MeetingTaken,
    MoreChunks,
    NotInvited,
    NotRecording,
    RecordingTooLarge,
    SessionEnded,
    SessionFull,
    TooManyInvitations,
)

NOT_INVITED = "This invitation does not, or no longer, admit to this session."
_MOST_NAMED = 20
_Answer = exceptions.APIException
_ANSWERS: dict[type[Exception], Callable[[Any], _Answer]] = {
    VideoSession.DoesNotExist: lambda _: exceptions.NotFound(),
    Recording.DoesNotExist: lambda _: exceptions.NotFound(),
    CandidateInvitation.DoesNotExist: lambda _: exceptions.NotFound(),
    Participant.DoesNotExist: lambda _: Conflict("They have not joined this session."),
    SessionEnded: lambda _: Conflict("This session has ended."),
    NotInvited: lambda _: exceptions.PermissionDenied(NOT_INVITED),
    SessionFull: lambda _: Conflict("As many have been in this session as may."),
    MeetingTaken: lambda _: exceptions.ValidationError(
        {"meeting_id": ["Another session that is not over has this meeting_id."]}
    ),
    TooManyInvitations: lambda _: Conflict(f"A session has at most {MOST_INVITATIONS} open invitations."),
    NotRecording: lambda _: Conflict("This recording is finished."),
    AnotherChunk: lambda _: Conflict("A chunk of this number but of other content has arrived."),
    RecordingTooLarge: lambda _: TooLarge("The recording is too large."),
    ChunksMissing: lambda error: exceptions.ValidationError({"chunks": [_missing(error.numbers)]}),
    MoreChunks: lambda _: exceptions.ValidationError({"chunks": ["More chunks than these have arrived."]}),
}


class InterviewView(TalentEngineView):
    """A view of video sessions, for whomever. It takes JSON: a score is a number, which no form can say."""

    parser_classes: Sequence[type[BaseParser]] = (BoundedJSONParser,)

    def handle_exception(self, exc: Exception) -> Response:
        """Answer a refusal of the domain, and anything else as DRF does."""
        answer = _ANSWERS.get(type(exc))
        return super().handle_exception(answer(exc) if answer else exc)


class SessionView(InterviewView, MemberView):
    """A view of video sessions for members of a tenant."""

    def session(self, session_id: UUID) -> VideoSession:
        """Return the tenant's session; raise NotFound."""
        found = VideoSession.objects.of(self.tenant_id).filter(pk=session_id).first()
        if found is None:
            raise exceptions.NotFound
        return found

    def recording(self, session_id: UUID, recording_id: UUID) -> Recording:
        """Return a recording of the tenant's session; raise NotFound."""
        rows = Recording.objects.select_related("session")
        found = rows.filter(
            pk=recording_id, session_id=session_id, session__organization_id=self.tenant_id
        ).first()
        if found is None:
            raise exceptions.NotFound
        return found


def _missing(numbers: Any) -> str:
    named = ", ".join(str(number) for number in numbers[:_MOST_NAMED])
    more = len(numbers) - _MOST_NAMED
    return f"Chunks that have not arrived: {named}{f' and {more} more' if more > 0 else ''}."
