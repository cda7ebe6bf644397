"""Who is told what: the room at once, the candidate by mail, who recorded by a notification."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from trellis.core.events import Happened
from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.core.realtime import publish
from trellis.core.rendering import Milliseconds
from trellis.domain.accounts.queries import account_with
from trellis.domain.interviews.events import RecordingSettled
from trellis.domain.interviews.models import CandidateInvitation, Participant, Recording
from trellis.domain.interviews.rules.seats import invitation_token, room_of
from trellis.domain.notifications.rules import moment, zone_of
from trellis.domain.notifications.services import Link, notify
from trellis.domain.organizations.models import Membership

Settled = Happened[Recording, RecordingSettled]
_moment = Milliseconds().to_representation


def tell_of_recording(event: Settled) -> None:
    """Tell who started a recording that it can be watched."""
    ways = [Link("Watch the recording", address_of(event.subject))]
    _tell(event, "The recording is ready", "It can be watched now.", ways)


def tell_of_failure(event: Settled) -> None:
    """Tell who started a recording that nothing came of it."""
    _tell(
        event, "The recording has failed", "What the browser sent was nothing that could be kept as a video."
    )


def address_of(recording: Recording) -> str:
    """Return where members of the tenant watch it."""
    return link_to("recording-file", session_id=recording.session_id, recording_id=recording.pk)


def mail_invitation(invitation: CandidateInvitation, member: Membership, now: datetime) -> None:
    """Mail the candidate the link that lets them in."""
    tenant = member.organization.name
    context: dict[str, Any] = {
        "name": invitation.name,
        "tenant": tenant,
        "inviter": member.user.full_name or member.user.username,
        "url": link_of(invitation),
        "until": moment(invitation.expires_at, zone_of(account_with(invitation.email))),
    }
    mail.send(
        to=invitation.email,
        subject=f"{tenant} invites you to a video interview",
        text=render_to_string("interviews/invitation.txt", context),
        html=render_to_string("interviews/invitation.html", context),
        now=now,
    )


def link_of(invitation: CandidateInvitation) -> str:
    """Return the address that lets the candidate in."""
    query = {"invitation": invitation_token(invitation)}
    return link_to("web:interview", session_id=invitation.session_id, query=query)


def push(session_id: UUID, kind: str, **facts: Any) -> None:
    """Tell the room something of this kind."""
    publish(room=room_of(session_id), message={"kind": kind, **facts})


def push_participant(participant: Participant, event: str) -> None:
    """Tell that somebody `joined` or `left`, or switched the microphone (`muted`) or the `camera`."""
    push(participant.session_id, "participant", participant=printed(participant), event=event)


def printed(participant: Participant) -> dict[str, Any]:
    """Return a participant as talent-engine-api.md prints one."""
    user = participant.user
    return {
        "id": str(participant.pk),
        "session": str(participant.session_id),
        "user_id": str(user.pk) if user else None,
        "username": user.email if user else None,
        "first_name": participant.first_name,
        "last_name": participant.last_name,
        "candidate_email": participant.candidate_email,
        "is_muted": participant.is_muted,
        "is_camera_on": participant.is_camera_on,
        "joined_at": _moment(participant.joined_at),
        "left_at": _moment(participant.left_at),
    }


def _tell(event: Settled, title: str, body: str, links: Sequence[Link] = ()) -> None:
    recording = event.subject
    if recording.started_by is None:
        return
    when = moment(recording.started_at, zone_of(recording.started_by))
    notify(
        recipient=recording.started_by,
        kind=event.kind,
        title=title,
        body=f"Interview on {recording.session.job_application_id}, {when}.\n\n{body}",
        data={"session_id": event.data["session_id"], "recording_id": str(recording.pk)},
        links=links,
        now=event.now,
    )
