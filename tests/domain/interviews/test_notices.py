"""What a session's room is told, word for word: browsers and clients rely on it."""

from typing import Any

import pytest
from django.utils import timezone

from tests.domain.interviews.factory import CHUNKS, OWNER, STAFF, invited, member, seat, session_of
from trellis.apis.talent_engine.video_sessions.output import ParticipantSerializer
from trellis.domain.interviews import notices
from trellis.domain.interviews.models import Participant, VideoSession
from trellis.domain.interviews.rules.seats import room_of, seat_of_invitation
from trellis.domain.interviews.services import invitations, participants, recordings, sessions

Said = list[dict[str, Any]]


@pytest.fixture
def session(world: None) -> VideoSession:
    return session_of()


@pytest.fixture
def said(session: VideoSession, monkeypatch: pytest.MonkeyPatch) -> Said:
    """What was told to the session's room."""
    messages: Said = []

    def publish(*, room: str, message: dict[str, Any]) -> None:
        assert room == room_of(session.pk)
        messages.append(message)

    monkeypatch.setattr(notices, "publish", publish)
    return messages


def test_participants(session: VideoSession, said: Said) -> None:
    now, place = timezone.now(), seat(OWNER, session)
    for _ in range(2):  # the second time nothing has changed
        participants.join(seat=place, now=now)
    for _ in range(2):
        participants.set_devices(seat=place, muted=True, now=now)
    for _ in range(2):
        participants.set_devices(seat=place, camera_on=False, now=now)
    for _ in range(2):
        participants.leave(seat=place, now=now)
    participants.join(seat=place, now=now)
    assert [message["event"] for message in said] == ["joined", "muted", "camera", "left", "joined"]
    assert all(set(message) == {"kind", "participant", "event"} for message in said)
    assert {message["kind"] for message in said} == {"participant"}
    assert said[2]["participant"]["is_muted"] is True
    assert said[2]["participant"]["is_camera_on"] is False
    assert said[3]["participant"]["left_at"] is not None


def test_who_comes_without_sound_is_told_so_at_once(session: VideoSession, said: Said) -> None:
    now, place = timezone.now(), seat(OWNER, session)
    for _ in range(2):  # the second time nothing has changed
        participants.join(seat=place, muted=True, camera_on=True, now=now)
    assert [message["event"] for message in said] == ["joined", "muted"]
    participants.set_devices(seat=place, muted=False, camera_on=False, now=now)
    assert [message["event"] for message in said[2:]] == ["muted", "camera"]


@pytest.mark.parametrize("is_candidate", [False, True])
def test_a_participant_is_told_as_the_door_prints_it(
    session: VideoSession, said: Said, is_candidate: bool
) -> None:
    place = seat_of_invitation(invited(session)) if is_candidate else seat(STAFF, session)
    participant = participants.join(seat=place, now=timezone.now())
    assert said[0]["participant"] == ParticipantSerializer(participant).data
    left = participants.leave(seat=place, now=timezone.now())
    assert said[1]["participant"] == ParticipantSerializer(left).data
    assert list(said[1]["participant"]) == list(ParticipantSerializer(left).data)


def test_the_interview_and_its_end(session: VideoSession, said: Said) -> None:
    now, owner = timezone.now(), member(OWNER)
    sessions.change_session(session=session, fields={"notes": "n"}, member=owner, now=now)
    sessions.change_session(session=session, fields={"notes": "n"}, member=owner, now=now)
    sessions.end_session(session=session, member=owner, now=now)
    sessions.delete_session(session=session, member=owner, now=now)
    ended = {"kind": "session", "event": "ended"}
    assert said == [{"kind": "interview", "event": "updated"}, ended, ended]


def test_recordings(session: VideoSession, said: Said) -> None:
    now, user = timezone.now(), member(OWNER).user
    recording = recordings.start(session=session, user=user, now=now)
    recordings.start(session=session, user=user, now=now)
    recordings.add_chunk(recording=recording, number=0, content=CHUNKS[0], now=now)
    recordings.finish(recording=recording, chunks=1, user=user, now=now)
    key = str(recording.pk)
    assert said == [
        {"kind": "recording", "event": "started", "recording": key},
        {"kind": "recording", "event": "finished", "recording": key},
    ]


def test_a_revoked_candidate_is_named_before_they_leave(session: VideoSession, said: Said) -> None:
    now, invitation = timezone.now(), invited(session)
    participants.join(seat=seat_of_invitation(invitation), now=now)
    invitations.revoke(session=session, invitation_id=invitation.pk, member=member(OWNER), now=now)
    assert said[1] == {"kind": "revoked", "email": invitation.email}
    assert said[2]["event"] == "left"
    assert Participant.objects.get().left_at == now
