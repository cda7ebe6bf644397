"""What everybody in a session's room is told of it at once, on commit of the change: core/realtime."""

from typing import Any
from uuid import UUID

from trellis.core.realtime import publish
from trellis.core.rendering import Milliseconds
from trellis.domain.interviews.models import Participant
from trellis.domain.interviews.rules.seats import room_of

_moment = Milliseconds().to_representation


def tell(session_id: UUID, kind: str, **facts: Any) -> None:
    """Tell the room something of this kind."""
    publish(room=room_of(session_id), message={"kind": kind, **facts})


def tell_of_participant(participant: Participant, event: str) -> None:
    """Tell that somebody `joined` or `left`, or switched the microphone (`muted`) or the `camera`."""
    tell(participant.session_id, "participant", participant=printed(participant), event=event)


def printed(participant: Participant) -> dict[str, Any]:
    """Return a participant as talent-engine-api.md prints one."""
    user = participant.user
    return {
        "id": str(participant.pk),
        "session": str(participant.session_id),
        "user_id": str(user.pk) if user else None,
        "username": user.email if user else None,
        "first_name": user.first_name if user else participant.candidate_name,
        "last_name": user.last_name if user else "",
        "candidate_email": participant.candidate_email,
        "is_muted": participant.is_muted,
        "is_camera_on": participant.is_camera_on,
        "joined_at": _moment(participant.joined_at),
        "left_at": _moment(participant.left_at),
    }
