"""What happens here when something happens elsewhere."""

from datetime import datetime

from trellis.domain.messaging.services import open_private_room
from trellis.domain.scouting.models import Decision


def open_room_for_selection(*, subject: Decision, now: datetime) -> None:
    """Let the coach and the talent they selected talk."""
    open_private_room(one_id=subject.coach.user_id, other_id=subject.talent.user_id, now=now)
