"""What can happen in a session. Stands in until the services of the REST side take this file's place."""

from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.realtime import publish
from trellis.domain.interviews.models import Participant
from trellis.domain.interviews.rooms import Seat, participant_of, room_of


def join(*, seat: Seat, now: datetime) -> Participant:
    """Note that the seat is taken."""
    with transaction.atomic():
        participant = participant_of(seat)
        if participant is None:
            participant = Participant.objects.create(
                session=seat.session,
                user=seat.user,
                candidate_email=seat.email,
                candidate_name=seat.name if seat.is_candidate else "",
                joined_at=now,
            )
        elif participant.left_at is None:
            return participant
        return _change(participant, "joined", left_at=None)


def leave(*, seat: Seat, now: datetime) -> Participant:
    """Note that the seat is free again."""
    return _change(_present(seat), "left", left_at=now)


def set_muted(*, seat: Seat, muted: bool, now: datetime) -> Participant:
    """Note whether the microphone is off."""
    return _change(_present(seat), "muted", is_muted=muted)


def set_camera(*, seat: Seat, is_on: bool, now: datetime) -> Participant:
    """Note whether the camera is on."""
    return _change(_present(seat), "camera", is_camera_on=is_on)


def _present(seat: Seat) -> Participant:
    participant = participant_of(seat)
    if participant is None:
        raise Participant.DoesNotExist
    return participant


@transaction.atomic
def _change(participant: Participant, event: str, **fields: Any) -> Participant:
    for name, value in fields.items():
        setattr(participant, name, value)
    participant.save(update_fields=[*fields])
    user = participant.user
    printed = {
        "id": str(participant.pk),
        "session": str(participant.session_id),
        "user_id": str(user.pk) if user else None,
        "username": user.email if user else None,
        "first_name": user.first_name if user else None,
        "last_name": user.last_name if user else None,
        "candidate_email": participant.candidate_email,
        "is_muted": participant.is_muted,
        "is_camera_on": participant.is_camera_on,
        "joined_at": participant.joined_at.isoformat(),
        "left_at": participant.left_at.isoformat() if participant.left_at else None,
    }
    message = {"kind": "participant", "participant": printed, "event": event}
    publish(room=room_of(participant.session_id), message=message)
    return participant
