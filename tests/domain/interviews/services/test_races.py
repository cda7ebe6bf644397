"""Many at once on one session: one row, one recording, one file, and no deadlock."""

from collections import Counter

import pytest
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.interviews.factory import (
    CHUNKS,
    OWNER,
    STAFF,
    files_of,
    invited,
    kinds,
    member,
    seat,
    session_of,
)
from trellis.domain.interviews.models import (
    CandidateInvitation,
    Participant,
    Recording,
    Scorecard,
    VideoSession,
)
from trellis.domain.interviews.refusals import (
    MeetingTaken,
    NotInvited,
    NotJoined,
    SessionEnded,
    UnknownRecording,
)
from trellis.domain.interviews.rules.seats import seat_of_invitation
from trellis.domain.interviews.services import (
    assembly,
    invitations,
    participants,
    recordings,
    scorecards,
    sessions,
)

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 16


@pytest.fixture
def session(world: None) -> VideoSession:
    return session_of()


def test_one_who_joins_sixteen_times_at_once_is_one_participant(session: VideoSession) -> None:
    places = [seat(OWNER, session), seat_of_invitation(invited(session))]
    now = timezone.now()
    joined = at_once(CROWD, lambda n: participants.join(seat=places[n % 2], now=now).pk)
    assert len(set(joined)) == 2
    assert Participant.objects.count() == 2
    assert kinds(session).count("video_session.joined") == 2


def test_after_the_end_nobody_is_in_it(session: VideoSession) -> None:
    places, owner, now = [seat(OWNER, session), seat(STAFF, session)], member(OWNER), timezone.now()

    def act(number: int) -> str:
        try:
            if number == CROWD // 2:
                sessions.end_session(session=session, member=owner, now=now)
            elif number % 2:
                participants.join(seat=places[number % 4 == 1], now=now)
            else:
                participants.leave(seat=places[number % 4 == 0], now=now)
        except (SessionEnded, NotJoined) as refusal:
            return type(refusal).__name__
        return "done"

    at_once(CROWD, act)
    assert not VideoSession.objects.of(session.organization_id).get(pk=session.pk).is_active
    assert not Participant.objects.filter(left_at=None).exists()


def test_after_it_is_revoked_nobody_is_in_by_an_invitation(session: VideoSession) -> None:
    owner, now = member(OWNER), timezone.now()
    # Each has shown the link before it is revoked, and joins around that moment.
    invitation = invited(session)
    place = seat_of_invitation(invitation)

    def act(number: int) -> None:
        try:
            if number == CROWD // 2:
                invitations.revoke(session=session, invitation_id=invitation.pk, member=owner, now=now)
            else:
                participants.join(seat=place, now=now)
        except NotInvited:
            pass

    at_once(CROWD, act)
    assert not Participant.objects.filter(left_at=None).exists()
    with pytest.raises(NotInvited):
        participants.join(seat=place, now=now)


def test_one_meeting_is_opened_once(session: VideoSession) -> None:
    owner, now = member(OWNER), timezone.now()

    def open_one(number: int) -> str:
        try:
            sessions.create_session(member=owner, job_application_id="JA-1", meeting_id="meet_1", now=now)
        except MeetingTaken:
            return "taken"
        return "done"

    assert Counter(at_once(CROWD, open_one)) == {"done": 1, "taken": CROWD - 1}


def test_one_recording_is_begun_and_one_is_made_of_it(session: VideoSession) -> None:
    user, now = member(OWNER).user, timezone.now()
    keys = at_once(8, lambda n: recordings.start(session=session, user=user, now=now).pk)
    assert len(set(keys)) == 1
    recording = Recording.objects.get()

    def put(number: int) -> bool:
        place = number % len(CHUNKS)
        return recordings.add_chunk(recording=recording, number=place, content=CHUNKS[place], now=now)

    assert Counter(at_once(12, put)) == {True: len(CHUNKS), False: 12 - len(CHUNKS)}
    assert len(files_of(recording)) == len(CHUNKS)
    at_once(4, lambda n: recordings.finish(recording=recording, chunks=3, user=user, now=now))
    at_once(4, lambda n: assembly.assemble(recording_id=recording.pk, now=now))
    assert kinds(recording) == ["recording.started", "recording.finished", "recording.ready"]
    [file] = files_of(recording)
    assert file.read_bytes() == b"".join(CHUNKS)
    assert Recording.objects.get().file.name.endswith(file.name)


def test_deleting_while_chunks_come(session: VideoSession) -> None:
    owner, now = member(OWNER), timezone.now()
    recording = recordings.start(session=session, user=owner.user, now=now)

    def act(number: int) -> None:
        try:
            if number == 3:
                sessions.delete_session(session=session, member=owner, now=now)
            else:
                recordings.add_chunk(recording=recording, number=number, content=b"x", now=now)
        except UnknownRecording:
            pass

    at_once(8, act)
    assert not VideoSession.objects.of(session.organization_id).filter(pk=session.pk).exists()
    assert not Recording.objects.exists()


def test_one_address_is_invited_once(session: VideoSession) -> None:
    owner, now = member(OWNER), timezone.now()
    told = at_once(
        8, lambda n: invitations.invite(session=session, email="C@mail.example", member=owner, now=now)[1]
    )
    assert Counter(told) == {True: 1, False: 7}
    assert CandidateInvitation.objects.filter(session=session).count() == 1


def test_one_interviewer_has_one_scorecard(session: VideoSession) -> None:
    owner, now = member(OWNER), timezone.now()
    at_once(
        8,
        lambda n: scorecards.save_scorecard(
            session=session, fields={"scores": {"a": n % 5}, "notes": ""}, member=owner, now=now
        ),
    )
    assert Scorecard.objects.count() == 1


def test_switching_at_once_loses_nothing(session: VideoSession) -> None:
    place, now = seat(OWNER, session), timezone.now()
    participants.join(seat=place, now=now)

    def switch(number: int) -> None:
        if number % 2:
            participants.set_devices(seat=place, muted=True, now=now)
        else:
            participants.set_devices(seat=place, camera_on=False, now=now)

    at_once(8, switch)
    row = Participant.objects.get()
    assert (row.is_muted, row.is_camera_on) == (True, False)
