"""Being in a session: joining, leaving, microphone and camera. The door and the room's socket call these."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from trellis.core.events import DomainEvent
from trellis.domain.interviews import events
from trellis.domain.interviews.models import CandidateInvitation, Participant, VideoSession
from trellis.domain.interviews.notices import push_participant
from trellis.domain.interviews.queries.seats import participant_of
from trellis.domain.interviews.refusals import NotInvited, NotJoined, SessionEnded, SessionFull
from trellis.domain.interviews.rules.limits import LONGEST_CANDIDATE_NAME, MOST_PARTICIPANTS
from trellis.domain.interviews.rules.seats import Seat
from trellis.domain.interviews.services.sessions import locked_session
from trellis.domain.interviews.services.starting import refuse_unprepared


def join(
    *, seat: Seat, muted: bool | None = None, camera_on: bool | None = None, now: datetime
) -> Participant:
    """Take the seat; who has it already keeps it, who has left comes back.

    `muted` and `camera_on` say with what they come; None leaves it as it was. Raises SessionEnded,
    SessionFull, NotInvited, UnknownSession where it has gone meanwhile, and NeedsOpen for who comes first
    while something is open that the candidate needs.
    """
    with transaction.atomic():
        session = locked_session(seat.session)
        _refuse_uninvited(seat, now)
        participant = participant_of(seat, _locked())
        if participant is None or participant.left_at is not None:
            refuse_unprepared(session, is_told=seat.user is not None or seat.invitation_id is not None)
            participant = _seated(session, seat, participant, now)
            _publish(events.participant_joined, participant, seat, now)
            push_participant(participant, "joined")
        _switch(participant, muted=muted, camera_on=camera_on)
    return participant


def leave(*, seat: Seat, now: datetime) -> Participant:
    """Note that the seat is free; who has left already stays gone.

    Raises SessionEnded, and NotJoined for who never joined.
    """
    with transaction.atomic():
        participant = _present(seat)
        if participant.left_at is None:
            participant.left_at = now
            participant.save(update_fields=["left_at"])
            _publish(events.participant_left, participant, seat, now)
            push_participant(participant, "left")
    return participant


def set_devices(
    *, seat: Seat, muted: bool | None = None, camera_on: bool | None = None, now: datetime
) -> Participant:
    """Note whether the microphone is off and the camera on; None leaves it as it was.

    Raises what `leave` raises.
    """
    with transaction.atomic():
        participant = _present(seat)
        _switch(participant, muted=muted, camera_on=camera_on)
    return participant


def _refuse_uninvited(seat: Seat, now: datetime) -> None:
    # The seat was looked up before the session was locked; revoking locks it too.
    if seat.invitation_id is None:
        return
    valid = CandidateInvitation.objects.filter(pk=seat.invitation_id, revoked_at=None, expires_at__gt=now)
    if not valid.exists():
        raise NotInvited


def _seated(session: VideoSession, seat: Seat, gone: Participant | None, now: datetime) -> Participant:
    if gone is None:
        return _newcomer(session, seat, now)
    gone.left_at = None
    gone.save(update_fields=["left_at"])
    return gone


def _switch(participant: Participant, *, muted: bool | None, camera_on: bool | None) -> None:
    """Write down what has been switched, and tell the room of each."""
    if muted is not None and participant.is_muted != muted:
        participant.is_muted = muted
        participant.save(update_fields=["is_muted"])
        push_participant(participant, "muted")
    if camera_on is not None and participant.is_camera_on != camera_on:
        participant.is_camera_on = camera_on
        participant.save(update_fields=["is_camera_on"])
        push_participant(participant, "camera")


def _newcomer(session: VideoSession, seat: Seat, now: datetime) -> Participant:
    if session.participants.count() >= MOST_PARTICIPANTS:
        raise SessionFull
    return Participant.objects.create(
        session=session,
        user=seat.user,
        candidate_email=seat.email,
        candidate_name=seat.name[:LONGEST_CANDIDATE_NAME] if seat.is_candidate else "",
        joined_at=now,
    )


def _present(seat: Seat) -> Participant:
    participant = participant_of(seat, _locked())
    if participant is None:
        raise NotJoined
    if not participant.session.is_active:
        raise SessionEnded
    return participant


def _locked() -> QuerySet[Participant]:
    return Participant.objects.select_for_update(of=("self",)).select_related("user", "session")


def _publish(
    event: DomainEvent[VideoSession, events.Seated], participant: Participant, seat: Seat, now: datetime
) -> None:
    event.publish(
        actor_id=seat.user.pk if seat.user else None,
        subject=seat.session,
        now=now,
        tenant_id=seat.session.organization_id,
        data={"participant_id": str(participant.pk)},
    )
