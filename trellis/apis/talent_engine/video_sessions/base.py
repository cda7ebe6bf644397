"""What the views of video sessions share: finding one."""

from collections.abc import Sequence
from uuid import UUID

from rest_framework.parsers import BaseParser

from trellis.apis.talent_engine.base import MemberView, TalentEngineView
from trellis.core.http.parsers import BoundedJSONParser
from trellis.domain.interviews.models import Recording, VideoSession
from trellis.domain.interviews.queries.sessions import recording_of, session_of


class InterviewView(TalentEngineView):
    """A view of video sessions, for whomever. It takes JSON: a score is a number, which no form can say."""

    parser_classes: Sequence[type[BaseParser]] = (BoundedJSONParser,)


class SessionView(InterviewView, MemberView):
    """A view of video sessions for members of a tenant."""

    def session(self, session_id: UUID) -> VideoSession:
        """Return the tenant's session; raise UnknownSession."""
        return session_of(self.tenant_id, session_id)

    def recording(self, session_id: UUID, recording_id: UUID) -> Recording:
        """Return a recording of the tenant's session; raise UnknownRecording."""
        return recording_of(self.tenant_id, session_id, recording_id)
