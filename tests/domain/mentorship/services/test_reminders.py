"""A confirmed session is told of a day and an hour before it, once each for each time that is set."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django import app

from tests.crowd import at_once
from tests.domain.mentorship.conftest import HOUR, MIA, STARTS, TOM, MakeBooking, mail_to, publish
from trellis.core.models import Mail, Sms
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Mentor, Reminder, Status
from trellis.domain.mentorship.notices import reminders as notices
from trellis.domain.mentorship.services.reminders import send_reminders
from trellis.domain.notifications.services.preferences import set_preferences

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LONG_AGO = STARTS - 10 * DAY


@pytest.fixture
def early(make_booking: MakeBooking) -> Booking:
    """A session that was booked ten days ahead."""
    return make_booking(created_at=LONG_AGO)


def told() -> list[tuple[str, str]]:
    """Return to whom which mail went."""
    return list(Mail.objects.order_by("id").values_list("to", "subject"))


def test_both_are_reminded_a_day_and_an_hour_before_and_at_no_other_time(early: Booking) -> None:
    moment, told_at = STARTS - 30 * HOUR, []
    while moment < STARTS + HOUR:
        if send_reminders(now=moment):
            told_at.append(STARTS - moment)
        moment += 5 * MINUTE
    assert told_at == [DAY, HOUR]
    assert told() == [
        (MIA, "Your session with Tom Teak begins in a day"),
        (TOM, "Your session with Mia Moss begins in a day"),
        (MIA, "Your session with Tom Teak begins within the hour"),
        (TOM, "Your session with Mia Moss begins within the hour"),
    ]


def test_a_reminder_says_when_and_where(early: Booking) -> None:
    send_reminders(now=STARTS - HOUR)
    assert "Wednesday 9 January 2030, 01:30 to 02:30 (Asia/Kolkata time" in mail_to(TOM).text
    assert "Join the session: https://zoom.us/j/1" in mail_to(TOM).text
    assert MIA not in mail_to(TOM).text


def test_who_was_away_a_day_before_is_reminded_late_but_once(early: Booking) -> None:
    assert send_reminders(now=STARTS - 3 * HOUR) == 1
    assert send_reminders(now=STARTS - 3 * HOUR + 5 * MINUTE) == 0


def test_after_a_long_pause_there_is_one_reminder_and_not_two(early: Booking) -> None:
    assert send_reminders(now=STARTS - 30 * MINUTE) == 1
    assert Reminder.objects.get().hours_before == 1


@pytest.mark.parametrize("ahead", [timedelta(minutes=50), timedelta(hours=5), timedelta(hours=23.9)])
def test_a_session_booked_less_than_a_day_ahead_has_the_hours_reminder_alone(
    make_booking: MakeBooking, ahead: timedelta
) -> None:
    make_booking(created_at=STARTS - ahead)
    moment = STARTS - ahead
    while moment < STARTS:
        send_reminders(now=moment)
        moment += 5 * MINUTE
    assert list(Reminder.objects.values_list("hours_before", flat=True)) == [1]


def test_a_session_confirmed_or_moved_within_the_day_has_the_hours_reminder_alone(early: Booking) -> None:
    publish(events.booking_rescheduled, early, now=STARTS - 20 * HOUR)
    assert send_reminders(now=STARTS - 19 * HOUR) == 0
    assert send_reminders(now=STARTS - HOUR) == 1


def test_a_link_set_within_the_day_changes_nothing(early: Booking) -> None:
    publish(events.meeting_link_added, early, now=STARTS - 20 * HOUR)
    assert send_reminders(now=STARTS - 19 * HOUR) == 1


def test_a_session_that_is_moved_is_told_of_anew(early: Booking) -> None:
    assert send_reminders(now=STARTS - DAY) == 1
    later = STARTS + 7 * DAY
    Booking.objects.filter(pk=early.pk).update(
        starts_at=later, ends_at=later + HOUR, blocked_until=later + HOUR
    )
    assert send_reminders(now=STARTS - HOUR) == 0
    assert send_reminders(now=later - DAY) == 1
    assert send_reminders(now=later - HOUR) == 1


@pytest.mark.parametrize("status", [status for status in Status if status != Status.CONFIRMED])
def test_what_is_not_confirmed_is_not_told_of(make_booking: MakeBooking, status: str) -> None:
    make_booking(status=status, created_at=LONG_AGO)
    for before in (DAY, HOUR):
        assert send_reminders(now=STARTS - before) == 0
    assert not Mail.objects.exists()


def test_a_session_that_has_begun_is_not_told_of(early: Booking) -> None:
    assert send_reminders(now=STARTS) == 0


def test_who_has_a_phone_number_gets_a_message_as_well(early: Booking) -> None:
    User.objects.filter(email=TOM).update(phone_number="+91 98765 43210")
    set_preferences(person=User.objects.get(email=TOM), changes={"sms_enabled": True}, now=LONG_AGO)
    send_reminders(now=STARTS - HOUR)
    message = Sms.objects.get()
    assert message.to == "+919876543210"
    assert message.expires_at == STARTS
    assert message.text == (
        "Trellis: Your session with Mia Moss begins within the hour. Wednesday 9 January 2030, 01:30 to 02:30"
        " (Asia/Kolkata time; 2030-01-08 20:00 UTC). https://zoom.us/j/1"
    )


def test_a_phone_number_alone_asks_for_no_messages(early: Booking) -> None:
    User.objects.filter(email=TOM).update(phone_number="+91 98765 43210")
    send_reminders(now=STARTS - HOUR)
    assert not Sms.objects.exists()


def test_one_that_fails_holds_up_no_other_and_is_tried_again(
    make_booking: MakeBooking, early: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_booking(created_at=LONG_AGO, starts_at=STARTS + HOUR, topic="second")
    genuine = notices.tell

    def tell(side: Any, *given: Any, **more: Any) -> None:
        if side.booking.pk == early.pk and not side.is_mentor:
            raise ZeroDivisionError
        genuine(side, *given, **more)

    monkeypatch.setattr(notices, "tell", tell)
    with pytest.raises(ExceptionGroup) as raised:
        send_reminders(now=STARTS - 20 * HOUR)
    assert [type(each) for each in raised.value.exceptions] == [ZeroDivisionError]
    assert [reminder.booking.topic for reminder in Reminder.objects.all()] == ["second"]
    assert Mail.objects.count() == 2, "half a reminder is none"
    monkeypatch.undo()
    assert send_reminders(now=STARTS - 20 * HOUR) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_remind_once(early: Booking) -> None:
    made = at_once(6, lambda _: send_reminders(now=STARTS - HOUR))
    assert sum(made) == 1
    assert len(told()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_session_cancelled_at_the_same_time_is_either_told_of_before_or_not_at_all(
    early: Booking, mentor: Mentor
) -> None:
    def cancel_or_remind(number: int) -> int:
        if number:
            return send_reminders(now=STARTS - HOUR)
        with transaction.atomic():
            Booking.objects.filter(pk=early.pk).update(status=Status.CANCELLED_BY_MENTOR)
        return 0

    made = sum(at_once(4, cancel_or_remind))
    assert made in {0, 1}
    assert Mail.objects.count() == 2 * made
    assert send_reminders(now=STARTS - HOUR + MINUTE) == 0


def test_it_runs_every_five_minutes() -> None:
    (ours,) = [
        each
        for each in app.periodic_registry.periodic_tasks.values()
        if each.task.name == "trellis.domain.notifications.tasks.remind_of_sessions"
    ]
    assert ours.cron == "*/5 * * * *"
