"""What who follows a session is told: what happens to it, who comes, and when it begins and ends."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.apis.soosh.lines import Frame, Line, Process
from tests.meetings import Meeting, arrange_another, arrange_guarded, arrange_meeting
from trellis.apis.soosh.bookings.output import booking_json
from trellis.apis.soosh.bookings.sockets import SessionSocket
from trellis.core.events import history_of
from trellis.core.realtime import in_database, publish
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.rules.rooms import session_room
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, bookings
from trellis.web.mentorship.room.socket import MeetSocket

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def meeting() -> Meeting:
    return arrange_meeting()


async def follow(
    process: Process, meeting: Meeting, user: User, *, since: object = None, **more: Any
) -> tuple[Line, Frame]:
    """Open somebody's socket; return it with what it was greeted with."""
    line = await process.open(SessionSocket, user, since=since, booking_id=meeting.booking.public_id, **more)
    return line, await line.next()


async def enter(process: Process, meeting: Meeting, user: User) -> Line:
    """Come into the room of the meeting."""
    line = await process.open(MeetSocket, user, booking_id=meeting.booking.public_id)
    line.say(type="hello", page=f"page of {user.username}")
    return line


def request(meeting: Meeting) -> Callable[[], Booking]:
    """Make the session one that was just asked for, for the day after tomorrow; return who reads it."""
    every_day = [Window(0, 24 * 60, day_of_week=day) for day in range(7)]
    mentor = meeting.booking.mentor
    availability.set_availability(mentor=mentor, weekly=every_day, dated=None, now=timezone.now())
    start = (timezone.now() + 2 * DAY).replace(minute=0, second=0, microsecond=0)
    meeting.booking = bookings.book(
        mentor=mentor,
        mentee=meeting.stranger,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        topic="Portfolio",
        now=timezone.now(),
    )
    return lambda: Booking.objects.select_related("mentor__user", "mentee", "bundle").get(
        pk=meeting.booking.pk
    )


def test_what_happens_to_a_session_is_told_as_it_happens_and_again_to_who_was_away(meeting: Meeting) -> None:
    current, mentee = request(meeting), meeting.stranger

    def confirm() -> None:
        bookings.confirm(booking=current(), actor=meeting.mentor, version=None, now=timezone.now())

    def move() -> None:
        start = current().starts_at + timedelta(hours=3)
        bookings.reschedule(
            booking=current(),
            actor=meeting.mentor,
            version=None,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            now=timezone.now(),
        )

    def cancel() -> None:
        bookings.cancel(booking=current(), actor=mentee, version=None, now=timezone.now())

    async def story() -> None:
        async with Process() as process:
            line, hello = await follow(process, meeting, mentee)
            assert (hello["booking"]["status"], hello["phase"]) == ("pending_confirmation", "waiting")
            for change in (confirm, move, cancel):
                await in_database(change)
            live = [await line.next() for _ in range(3)]
            assert [(frame["type"], frame["by"]) for frame in live] == [
                ("session_confirmed", "mentor"),
                ("session_moved", "mentor"),
                ("session_cancelled", "mentee"),
            ]
            shown = await in_database(lambda: booking_json(current(), viewer=mentee, now=timezone.now()))
            assert live[-1]["booking"] == shown
            numbers = await in_database(lambda: list(history_of(current()).values_list("id", flat=True)))
            assert [hello["number"], *(frame["number"] for frame in live)] == numbers
            replay, _ = await follow(process, meeting, meeting.mentor, since=live[0]["number"])
            assert [(await replay.next())["type"] for _ in range(2)] == ["session_moved", "session_cancelled"]
            assert await replay.silent() == []
            lost, _ = await follow(process, meeting, mentee, since=live[-1]["number"] + 1)
            assert await lost.next() == {"type": "resync"}

    asyncio.run(story())


def test_the_clock_begins_and_ends_it(meeting: Meeting) -> None:
    meeting.move(starts_in=timedelta(hours=1))

    async def story() -> None:
        async with Process() as process:
            line, hello = await follow(process, meeting, meeting.mentee)
            assert hello["phase"] == "upcoming"
            start = timezone.now() + timedelta(seconds=0.3)
            await in_database(lambda: _tell_of(meeting, starts_at=start))
            begun = await line.next()
            assert (begun["type"], begun["phase"]) == ("session_started", "running")
            assert begun["now"] >= start.isoformat()
            end = timezone.now() + timedelta(seconds=0.3)
            await in_database(lambda: _tell_of(meeting, ends_at=end))
            over = await line.next()
            assert (over["type"], over["phase"]) == ("session_ended", "over")
            assert over["now"] >= end.isoformat()
            assert await line.silent() == []

    asyncio.run(story())


def test_one_that_is_called_off_does_not_begin(meeting: Meeting) -> None:
    other = arrange_another(meeting)
    for each in (meeting, other):
        each.move(starts_in=timedelta(hours=1))

    async def story() -> None:
        async with Process() as process:
            line, _ = await follow(process, meeting, meeting.mentee)
            later, _ = await follow(process, other, other.mentee)
            start = timezone.now() + timedelta(seconds=0.2)
            called_off = Status.CANCELLED_BY_MENTOR
            await in_database(lambda: _tell_of(meeting, starts_at=start, status=called_off))
            await in_database(lambda: _tell_of(other, starts_at=start))
            assert (await later.next())["type"] == "session_started"
            assert await line.silent() == []

    asyncio.run(story())


def _tell_of(meeting: Meeting, **changes: Any) -> None:
    """Change the session's row, and have who follows it look."""
    meeting.change(**changes)
    publish(room=session_room(meeting.booking.public_id), message={"news": "session"})


def test_one_that_is_completed_before_its_end_is_over(meeting: Meeting) -> None:
    meeting.move(starts_in=timedelta(minutes=-30), minutes=29)

    def complete() -> None:
        booking = Booking.objects.select_related("mentor__user", "mentee").get(pk=meeting.booking.pk)
        bookings.complete(booking=booking, actor=meeting.mentor, version=None, now=timezone.now())

    async def story() -> None:
        async with Process() as process:
            line, hello = await follow(process, meeting, meeting.mentee)
            assert hello["phase"] == "over"
            await in_database(complete)
            frame = await line.next()
            assert (frame["type"], frame["booking"]["status"]) == ("session_completed", "completed")
            assert await line.silent() == []

    asyncio.run(story())


def test_who_comes_into_the_room_and_goes_is_told_in_every_process(meeting: Meeting) -> None:
    async def story() -> None:
        async with Process() as one, Process() as other:
            room = await enter(one, meeting, meeting.mentor)
            await room.until("hello")
            line, _ = await follow(other, meeting, meeting.mentee)
            come = await line.next()
            mentor = {"user_id": str(meeting.mentor.public_id), "username": "sarah", "full_name": "Sarah Doe"}
            assert come == {"type": "participant_joined", "participant": {**mentor, "role": "mentor"}}
            newer = await enter(one, meeting, meeting.mentor)
            await newer.until("hello")
            assert await room.closed() == 4409
            assert await line.silent() == [], "the same person with another page"
            newer.say(type="leave")
            assert (await line.until("participant_left"))["participant"]["role"] == "mentor"

    asyncio.run(story())


def test_of_a_page_whose_process_dies_nobody_knows_after_a_while(meeting: Meeting) -> None:
    async def story() -> None:
        async with Process() as one, Process() as other:
            room = await enter(other, meeting, meeting.mentor)
            await room.until("hello")
            line, _ = await follow(
                one, meeting, meeting.mentee, clock={"silent_seconds": 0.3, "check_seconds": 0.1}
            )
            await line.until("participant_joined")
            await other.kill()
            await line.until("participant_left")

    asyncio.run(story())


def test_strangers_and_back_office_find_no_session(meeting: Meeting) -> None:
    boss = User.objects.create_superuser("boss@example.com", "boss", "a password")

    async def story() -> None:
        async with Process() as process:
            for user in (meeting.stranger, boss):
                line = await process.open(SessionSocket, user, booking_id=meeting.booking.public_id)
                assert await line.closed() == 4404
            line = await process.open(SessionSocket, meeting.mentee, booking_id=uuid4())
            assert await line.closed() == 4404

    asyncio.run(story())


def test_who_guards_a_minor_follows_and_sees_nothing_of_what_is_between_the_two() -> None:
    guarded = arrange_guarded()

    async def story() -> None:
        async with Process() as process:
            line, hello = await follow(process, guarded, guarded.guardian)
            assert hello["booking"]["role"] == "guardian"
            assert not {"mentee_notes", "amount", "cancellation_reason"} & set(hello["booking"])
            await in_database(guarded.let_go)
            assert await line.closed() == 4404

    asyncio.run(story())
