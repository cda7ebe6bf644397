"""Sessions of the demo tenants, and what browsers record."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from tests.domain.requisitions.factory import MANAGER, OTHER, OWNER, STAFF, member
from trellis.core.events import history_of
from trellis.core.files.storage import private_storage
from trellis.domain.interviews.models import CandidateInvitation, Recording, VideoSession
from trellis.domain.interviews.queries.seats import seat_of_member
from trellis.domain.interviews.rules.seats import Seat
from trellis.domain.interviews.services.files import folder_of
from trellis.domain.interviews.services.sessions import create_session

# The head of a WebM file as a recorder of a browser writes it; nothing looks further.
HEAD = bytes.fromhex(
    "1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff1549a966"
)
CHUNKS = [HEAD + b"one", b"two" * 1000, b"three"]


def session_of(by: str = OWNER, **fields: Any) -> VideoSession:
    """Open a session in the tenant of an account."""
    return create_session(
        member=member(by), job_application_id="JA-20251115-0001", fields=fields, now=timezone.now()
    )


def seat(username: str, session: VideoSession) -> Seat:
    """Return the seat of a member."""
    found = seat_of_member(user=member(username).user, session_id=session.pk)
    assert found is not None
    return found


def invited(session: VideoSession, email: str = "cara@mail.example", **fields: Any) -> CandidateInvitation:
    """Invite somebody without a mail."""
    now = timezone.now()
    given = {"name": "Cara Candidate", "created_at": now, "expires_at": now + timedelta(days=1)}
    return CandidateInvitation.objects.create(session=session, email=email, **{**given, **fields})


def files_of(recording: Recording) -> list[Path]:
    """Return the files of a recording that lie in the private storage."""
    return sorted(Path(private_storage().path(folder_of(recording.pk))).glob("*"))


def kinds(subject: VideoSession | Recording) -> list[str]:
    """Return what the record says happened to it."""
    return list(history_of(subject).values_list("kind", flat=True))


__all__ = ["MANAGER", "OTHER", "OWNER", "STAFF", "member"]
