"""A meeting token opens the room for a program, and who was in the room is kept."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.meetings import Meeting, arrange_another, token_of
from tests.web.mentorship.room.wires import HELLO, Wire
from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Attendance, Booking, Status
from trellis.domain.mentorship.rules.meetings import meeting_token
from trellis.web.mentorship.room import socket as rooms

pytestmark = pytest.mark.django_db(transaction=True)


def _auth(token: str) -> dict[str, str]:
    return {"type": "auth", "token": token}


def _token(meeting: Meeting, person: User) -> str:
    return meeting_token(Booking.objects.get(pk=meeting.booking.pk), person)


def _rows() -> list[tuple[str, Any, Any]]:
    return list(Attendance.objects.values_list("person__username", "first_seen_at", "last_seen_at"))


def test_a_meeting_token_says_who_it_is(meeting: Meeting) -> None:
    wire = Wire(meeting, saying=(_auth(_token(meeting, meeting.mentee)), {"type": "leave"}))
    assert asyncio.run(wire.run(None)) == 1000
    assert wire.said[0]["you"] == {"name": "Miguel Doe", "role": "mentee"}


def test_one_of_another_room_or_of_somebody_whose_sign_ins_have_ended_opens_nothing(meeting: Meeting) -> None:
    elsewhere = arrange_another(meeting)
    tokens = [
        _token(elsewhere, meeting.stranger),
        _token(elsewhere, elsewhere.mentor),
        _token(meeting, meeting.mentee),
    ]
    User.objects.filter(pk=meeting.mentee.pk).update(token_generation=1)
    for token in tokens:
        assert asyncio.run(Wire(meeting, saying=(_auth(token), HELLO)).run(None)) == 4401
    assert not Attendance.objects.exists()


def test_a_token_for_somebody_without_a_seat_finds_no_room(meeting: Meeting) -> None:
    wire = Wire(meeting, saying=(_auth(_token(meeting, meeting.stranger)), HELLO))
    assert asyncio.run(wire.run(None)) == 4404


def test_when_the_room_closes_it_is_said_to_be_over(meeting: Meeting) -> None:
    wire = Wire(meeting, saying=(_auth(_token(meeting, meeting.mentee)), HELLO))
    meeting_over = lambda: meeting.move(starts_in=timedelta(minutes=-91))  # noqa: E731
    assert asyncio.run(wire.run(meeting_over)) == 4403
    assert wire.sent[-1]["reason"] == "over"


def test_who_enters_is_noted_until_they_leave(meeting: Meeting) -> None:
    before = timezone.now()
    wire = Wire(meeting, saying=(_auth(token_of(meeting.mentor)), HELLO, {"type": "leave"}))
    asyncio.run(wire.run(None))
    ((who, first, last),) = _rows()
    assert who == "sarah"
    assert before <= first < last <= timezone.now()


def test_who_only_looks_in_has_not_come(meeting: Meeting) -> None:
    wire = Wire(meeting, saying=(_auth(token_of(meeting.mentor)), {"type": "ping"}, {"type": "leave"}))
    assert asyncio.run(wire.run(None)) == 1000
    assert not Attendance.objects.exists()


def test_whoever_stays_is_noted_anew_now_and_then(meeting: Meeting) -> None:
    def noted_anew() -> bool:
        return Attendance.objects.filter(last_seen_at__gt=timezone.now() - timedelta(seconds=5)).exists()

    def long_ago() -> None:
        assert wait_until(Attendance.objects.exists, timeout=10)
        past = timezone.now() - timedelta(hours=1)
        Attendance.objects.update(first_seen_at=past, last_seen_at=past)
        assert wait_until(noted_anew, timeout=10)
        meeting.change(status=Status.CANCELLED_BY_MENTEE)

    wire = Wire(meeting, saying=(_auth(token_of(meeting.mentor)), HELLO), noted_seconds=0.1)
    assert asyncio.run(wire.run(long_ago)) == 4403


def test_checks_between_write_nothing(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[str] = []
    monkeypatch.setattr(rooms, "note_presence", lambda person, **_: noted.append(person.username))
    wire = Wire(meeting, saying=(_auth(token_of(meeting.mentor)), HELLO))

    def some_checks() -> None:
        assert wait_until(lambda: len(noted) == 1, timeout=10)
        assert not wait_until(lambda: len(noted) > 1, timeout=0.5)
        meeting.change(status=Status.CANCELLED_BY_MENTEE)

    asyncio.run(wire.run(some_checks))
    assert noted == ["sarah", "sarah"], "on entering and on leaving"


def test_an_arrival_that_cannot_be_noted_is_noted_at_the_next_check(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(meeting, saying=(_auth(token_of(meeting.mentor)), HELLO))
    note, tries = rooms.note_presence, []

    def fail_first(**told: Any) -> None:
        tries.append(told)
        if len(tries) == 1:
            raise OperationalError
        note(**told)

    def noted_later() -> None:
        assert wait_until(Attendance.objects.exists, timeout=10)
        meeting.change(status=Status.CANCELLED_BY_MENTEE)

    monkeypatch.setattr(rooms, "note_presence", fail_first)
    assert asyncio.run(wire.run(noted_later)) == 4403


def test_a_departure_that_cannot_be_noted_ends_the_socket_all_the_same(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(meeting, saying=(_auth(token_of(meeting.mentor)), HELLO))

    def fail(**_: Any) -> None:
        raise ZeroDivisionError

    def break_down() -> None:
        assert wait_until(Attendance.objects.exists, timeout=10)
        monkeypatch.setattr(rooms, "note_presence", fail)
        meeting.change(status=Status.CANCELLED_BY_MENTEE)

    assert asyncio.run(wire.run(break_down)) == 4403
