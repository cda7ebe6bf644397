"""What can happen to a video session itself."""

import secrets
import string
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from trellis.core.db.errors import constraint_of
from trellis.core.events import Data, DomainEvent, Nothing, parted
from trellis.core.tasks import enqueue
from trellis.domain.interviews import events
from trellis.domain.interviews.models import Participant, Recording, VideoSession
from trellis.domain.interviews.notices import push
from trellis.domain.interviews.queries.sessions import scorecards_of
from trellis.domain.interviews.refusals import (
    MeetingTaken,
    ScaleTooSmall,
    ScoresOffScale,
    SessionEnded,
    UnknownSession,
)
from trellis.domain.interviews.rules.limits import USUAL_SCALE
from trellis.domain.interviews.rules.scores import refuse_off_scale
from trellis.domain.jobs.queries.applications import numbered
from trellis.domain.organizations.models import Membership

# What somebody changes of a session; nothing else is the client's to set.
CHANGEABLE = ("score_scale", "scores", "notes", "tags")
# May say too much of a person for the append-only record, which tells only that they changed.
_TEXTS = ("notes", "tags")
_MEETING_LETTERS = string.ascii_lowercase + string.digits
_MEETING_LENGTH = 12


def create_session(
    *,
    member: Membership,
    job_application_id: str,
    meeting_id: str = "",
    fields: dict[str, Any] | None = None,
    now: datetime,
) -> VideoSession:
    """Open a session; without a `meeting_id` it gets one of its own. Raises MeetingTaken, ScoresOffScale.

    `fields` are some of CHANGEABLE.
    """
    given: Any = fields or {}
    refuse_off_scale(given.get("scores", {}), scale=given.get("score_scale", USUAL_SCALE))
    try:
        with transaction.atomic():
            session = VideoSession.objects.create(
                organization=member.organization,
                job_application_id=job_application_id,
                application=numbered(member, job_application_id),
                meeting_id=meeting_id or new_meeting_id(),
                created_by=member.user,
                created_at=now,
                updated_at=now,
                **given,
            )
            told = events.SessionCreated(job_application_id=job_application_id, meeting_id=session.meeting_id)
            _publish(events.session_created, session, Nothing(), member, now, told)
    except IntegrityError as error:
        if constraint_of(error) == "video_session_meeting_once":
            raise MeetingTaken from None
        raise
    return session


def change_session(
    *, session: VideoSession, fields: dict[str, Any], member: Membership, now: datetime
) -> VideoSession:
    """Change some of CHANGEABLE, also after the end. Raises UnknownSession, ScoresOffScale, ScaleTooSmall."""
    with transaction.atomic():
        row = locked_session(session, even_ended=True)
        changed = [name for name in CHANGEABLE if name in fields and fields[name] != getattr(row, name)]
        if not changed:
            return row
        changes = {name: [getattr(row, name), fields[name]] for name in changed if name not in _TEXTS}
        texts = [name for name in changed if name in _TEXTS]
        for name in changed:
            setattr(row, name, fields[name])
        _refuse_off_scale(row, fields)
        row.updated_at = now
        row.save(update_fields=[*changed, "updated_at"])
        changes, scores = parted(changes, personal={"scores"})
        told: events.SessionChanged = {}
        if changes:
            told["changes"] = changes
        if texts:
            told["texts"] = texts
        _publish(events.session_changed, row, told, member, now, scores)
        push(row.pk, "interview", event="updated")
    return row


def _refuse_off_scale(session: VideoSession, fields: Mapping[str, Any]) -> None:
    """Raise ScoresOffScale, or ScaleTooSmall where it is the new scale that scores do not fit on."""
    if "scores" in fields or "score_scale" not in fields:
        refuse_off_scale(session.scores, scale=session.score_scale)
    cards = scorecards_of(session).values_list("scores", flat=True) if "score_scale" in fields else []
    for scores in (session.scores, *cards):
        try:
            refuse_off_scale(scores, scale=session.score_scale)
        except ScoresOffScale:
            raise ScaleTooSmall from None


def end_session(*, session: VideoSession, member: Membership, now: datetime) -> VideoSession:
    """End it: who is in it has left. A recording that runs may still be uploaded. Raises SessionEnded."""
    with transaction.atomic():
        row = locked_session(session)
        row.is_active, row.ended_at, row.updated_at = False, now, now
        row.save(update_fields=["is_active", "ended_at", "updated_at"])
        present = Participant.objects.filter(session=row, left_at=None)
        # One by one in the order of keys, as everybody locks who locks several.
        keys = present.select_for_update().order_by("pk").values_list("pk", flat=True)
        Participant.objects.filter(pk__in=list(keys)).update(left_at=now)
        _publish(events.session_ended, row, Nothing(), member, now)
        push(row.pk, "session", event="ended")
    return row


def delete_session(*, session: VideoSession, member: Membership, now: datetime) -> None:
    """Remove it for good, with its participants, scorecards and recordings, files and all.

    Raises UnknownSession.
    """
    from trellis.domain.interviews.tasks import remove_recording_files

    with transaction.atomic():
        row = locked_session(session, even_ended=True)
        # Nobody may add a chunk while they go.
        recordings = list(Recording.objects.select_for_update().filter(session=row).order_by("pk"))
        told = events.SessionDeleted(job_application_id=row.job_application_id)
        _publish(events.session_deleted, row, Nothing(), member, now, told)
        push(row.pk, "session", event="ended")
        for recording in recordings:
            enqueue(remove_recording_files, recording_id=str(recording.pk))
        row.delete()


def locked_session(session: VideoSession, *, even_ended: bool = False) -> VideoSession:
    """Return the session as it is now, locked: whoever adds something to it waits here.

    Raises UnknownSession, and SessionEnded unless `even_ended`.
    """
    rows = VideoSession.objects.of(session.organization_id)
    row = rows.select_for_update().filter(pk=session.pk).first()
    if row is None:
        raise UnknownSession
    if not (row.is_active or even_ended):
        raise SessionEnded
    return row


def new_meeting_id() -> str:
    """Return `meet_` and 12 random letters and digits."""
    return "meet_" + "".join(secrets.choice(_MEETING_LETTERS) for _ in range(_MEETING_LENGTH))


def _publish(
    event: DomainEvent[VideoSession, Data],
    session: VideoSession,
    data: Data,
    member: Membership,
    now: datetime,
    personal: Mapping[str, object] | None = None,
) -> None:
    event.publish(
        actor_id=member.user_id,
        subject=session,
        now=now,
        tenant_id=session.organization_id,
        data=data,
        personal=personal,
    )
