"""An interview of the demo world: AppBrew talks with candidate@example.com."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from trellis.demo.tenants import APPBREW
from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import CandidateInvitation, VideoSession

INTERVIEW = UUID("5e55104a-0000-4000-8000-000000000001")
# Not the one that the document prints: a printed request creates that.
_MEETING = "meet_demo00000001"
# A demo server may stand for long.
_OPEN_FOR = timedelta(days=3650)


def load_interviews() -> None:
    """Create the session, with its candidate invited, unless it is there."""
    if VideoSession.objects.of(APPBREW).filter(pk=INTERVIEW).exists():
        return
    now, owner = timezone.now(), User.objects.get(username="mahummed")
    session = VideoSession.objects.create(
        id=INTERVIEW,
        organization_id=APPBREW,
        job_application_id="JA-20251115-0001",
        meeting_id=_MEETING,
        tags=["Technical Interview"],
        created_by=owner,
        created_at=now,
        updated_at=now,
    )
    CandidateInvitation.objects.create(
        session=session,
        email="candidate@example.com",
        name="Cam Didate",
        invited_by=owner,
        created_at=now,
        expires_at=now + _OPEN_FOR,
    )
