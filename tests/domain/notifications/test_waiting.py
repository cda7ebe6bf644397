"""What is held back comes when it should, once, as one message, and nothing of it is lost."""

import smtplib
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend

from tests.crowd import at_once
from tests.domain.notifications.world import NIGHT, NOW, let_go, person, subjects, tell, wish
from trellis.core.models import Mail, Sms
from trellis.core.post import mail
from trellis.core.post.mail import Attachment
from trellis.domain.notifications.models import Waiting
from trellis.domain.notifications.queries import notifications_of
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.services import sending
from trellis.domain.notifications.services.reading import mark_read

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
# 07:00 in Berlin, after the night that begins at 21:00 UTC.
SEVEN = datetime(2027, 3, 9, 6, tzinfo=UTC)
ELEVEN = SEVEN - 8 * HOUR


def test_of_ten_events_in_a_night_nine_are_one_message_and_the_reminder_comes_in_time() -> None:
    nia = person(zone="Europe/Berlin", phone_number="+49 30 123456")
    wish(nia, {**NIGHT, "sms_enabled": True})
    for number in range(9):
        tell(nia, f"Event {number}", now=ELEVEN + number * 30 * MINUTE)
    session = SEVEN + 15 * MINUTE
    reminder = {"kind": "booking.reminder", "needed_by": session, "sms": "Soon"}
    assert subjects(nia) == []
    tell(nia, "Your session begins within the hour", now=session - HOUR, **reminder)
    assert subjects(nia) == ["Your session begins within the hour"]
    assert Sms.objects.get().text == "Soon"

    listed = list(notifications_of(nia))
    assert [each.title for each in listed[1:]] == [f"Event {number}" for number in reversed(range(9))]
    assert listed[-1].created_at == ELEVEN
    assert all(each.is_silent for each in listed)

    assert let_go(SEVEN - MINUTE) == 0
    # By mail and by push.
    assert let_go(SEVEN) == 2
    assert let_go(SEVEN + MINUTE) == 0
    assert subjects(nia)[1:] == ["9 notifications for you"]
    told = Mail.objects.get(subject="9 notifications for you")
    for number in range(9):
        assert f"* Event {number}\n" in told.text
        assert f">Event {number}</h2>" in told.html
    assert "Monday 8 March 2027, 23:00 (Europe/Berlin time; 2027-03-08 22:00 UTC)" in told.text
    assert not Waiting.objects.exists()


@pytest.mark.parametrize(("clock", "held"), [((22, 30), 1), ((23, 30), 1), ((5, 59), 1), ((6, 0), 0)])
def test_a_night_in_berlin_holds_what_comes_in_it(clock: tuple[int, int], held: int) -> None:
    nia = person(zone="Europe/Berlin")
    wish(nia, NIGHT)
    tell(nia, now=datetime(2027, 3, 8, *clock, tzinfo=UTC))
    assert len(subjects(nia)) == 1 - held
    assert Waiting.objects.filter(channel=Channel.EMAIL).count() == held


def test_one_thing_that_waited_comes_as_itself_with_what_goes_with_it() -> None:
    nia = person()
    wish(nia, NIGHT)
    date = Attachment("session.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR")
    tell(nia, "Booked", now=NOW + 11 * HOUR, attachment=date)
    tell(nia, "One more", now=NOW + 11 * HOUR)
    let_go(NOW + 19 * HOUR)
    assert subjects(nia) == ["Booked", "One more"]
    sent = Mail.objects.get(subject="Booked")
    assert (sent.attachment_name, sent.attachment) == ("session.ics", "BEGIN:VCALENDAR")


def test_what_was_read_meanwhile_is_left_out_but_for_what_a_calendar_must_know() -> None:
    nia = person()
    wish(nia, NIGHT)
    at = NOW + 11 * HOUR
    date = Attachment("session.ics", "text/calendar; method=CANCEL", "BEGIN:VCALENDAR")
    read = [tell(nia, "Read", now=at), tell(nia, "Cancelled", now=at, attachment=date)]
    tell(nia, "Unread", now=at)
    for each in read:
        mark_read(person=nia, public_id=each.public_id, now=at)
    let_go(NOW + 19 * HOUR)
    assert subjects(nia) == ["Cancelled", "Unread"]


def test_what_is_switched_off_meanwhile_does_not_come_any_more() -> None:
    nia = person()
    wish(nia, NIGHT)
    tell(nia, "Off", now=NOW + 11 * HOUR)
    tell(nia, "On", now=NOW + 11 * HOUR, kind="talent.rejected")
    wish(nia, {"channels": {Kind.SELECTED: {Channel.EMAIL: False}}}, NOW + 12 * HOUR)
    let_go(NOW + 19 * HOUR)
    assert subjects(nia) == ["On"]


def test_who_ends_their_quiet_hours_gets_what_waits() -> None:
    nia = person()
    wish(nia, NIGHT)
    tell(nia, now=NOW + 11 * HOUR)
    wish(nia, {"quiet_from": None, "quiet_until": None}, NOW + 12 * HOUR)
    let_go(NOW + 12 * HOUR)
    assert subjects(nia) == ["Something happened"]


def test_what_can_be_of_no_use_any_more_is_in_the_list_alone() -> None:
    nia = person(phone_number="+49 30 123456")
    wish(nia, {**NIGHT, "sms_enabled": True, "reminders_in_quiet_hours": False})
    session = NOW + 13 * HOUR
    tell(nia, now=session - HOUR, kind="booking.reminder", needed_by=session, sms="Soon")
    assert let_go(NOW + 19 * HOUR) == 0
    assert not Mail.objects.exists()
    assert not Sms.objects.exists()
    assert not Waiting.objects.exists()
    assert notifications_of(nia).count() == 1


def test_several_messages_to_a_phone_come_as_one() -> None:
    nia = person(phone_number="+49 30 123456")
    wish(nia, {**NIGHT, "sms_enabled": True})
    for number in (1, 2):
        until = NOW + (20 + number) * HOUR
        tell(nia, now=NOW + 11 * HOUR, kind="booking.reminder", needed_by=until, sms=f"Session {number}")
    let_go(NOW + 19 * HOUR)
    told = Sms.objects.get()
    assert (told.text, told.expires_at) == ("Session 1\nSession 2", NOW + 21 * HOUR)


def test_a_digest_comes_once_a_day_at_its_hour_of_new_york() -> None:
    nia = person(zone="America/New_York")
    wish(nia, {"digest_hour": 8, "digest_kinds": [Kind.SELECTED]})
    came, at = [], datetime(2027, 3, 12, 20, tzinfo=UTC)
    while at < datetime(2027, 3, 15, 20, tzinfo=UTC):
        if (at.hour, at.minute) in {(20, 0), (22, 0)}:
            tell(nia, f"At {at:%d %H}", now=at)
        before = len(subjects(nia))
        let_go(at)
        came += [f"{at:%d %H:%M}"] * (len(subjects(nia)) - before)
        at += 30 * MINUTE
    assert came == ["13 13:00", "14 12:00", "15 12:00"]
    assert subjects(nia) == ["2 notifications for you"] * 3


class RefusesOne(EmailBackend):
    """A mail server that will not have mail for somebody."""

    refused = "reader3@example.com"

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if self.refused in message.to:
                raise smtplib.SMTPRecipientsRefused({self.refused: (450, b"later")})
        return super().send_messages(messages)


@pytest.mark.django_db(transaction=True)
def test_of_a_digest_to_fifty_one_refused_mail_comes_later_and_the_others_once(settings: Any) -> None:
    settings.MAIL_IS_SENT, settings.MAIL_FROM = True, "no-reply@trellis.example"
    readers = [person(f"reader{number}") for number in range(1, 51)]
    for reader in readers:
        wish(reader, {"digest_hour": 8, "digest_kinds": [Kind.SELECTED]})
        tell(reader)
    assert let_go(NOW + 20 * HOUR) == 50
    assert let_go(NOW + 20 * HOUR) == 0

    def work() -> list[Exception]:
        refused = []
        for key in Mail.objects.order_by("id").values_list("pk", flat=True):
            try:
                mail.deliver(mail_id=key)
            except smtplib.SMTPException as error:
                refused.append(error)
        return refused

    settings.EMAIL_BACKEND = f"{__name__}.RefusesOne"
    assert [len(work()), len(work())] == [1, 1]
    assert len(django_mail.outbox) == 49
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert work() == []
    assert sorted(each.to[0] for each in django_mail.outbox) == sorted(each.email for each in readers)


def test_one_whose_message_cannot_be_written_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = [person(f"reader{number}") for number in range(3)]
    for reader in readers:
        wish(reader, {**NIGHT, "push_enabled": False})
        tell(reader, now=NOW + 11 * HOUR)
    genuine = sending.mail.send

    def send(*, to: str, **given: Any) -> Mail:
        if to == readers[1].email:
            raise ZeroDivisionError
        return genuine(to=to, **given)

    monkeypatch.setattr(sending.mail, "send", send)
    with pytest.raises(ExceptionGroup):
        let_go(NOW + 19 * HOUR)
    assert [len(subjects(reader)) for reader in readers] == [1, 0, 1]
    monkeypatch.undo()
    assert let_go(NOW + 19 * HOUR) == 1
    assert [len(subjects(reader)) for reader in readers] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_what_is_due_once() -> None:
    readers = [person(f"reader{number}") for number in range(4)]
    for reader in readers:
        wish(reader, {**NIGHT, "push_enabled": False})
        for number in range(3):
            tell(reader, f"Event {number}", now=NOW + 11 * HOUR)
    made = at_once(4, lambda _: let_go(NOW + 19 * HOUR))
    assert sum(made) == 4
    assert [subjects(reader) for reader in readers] == [["3 notifications for you"]] * 4


def test_a_mail_for_later_is_not_sent_to_who_has_read_it_or_is_there_to() -> None:
    people = [person(name) for name in ("away", "reader", "there")]
    later = {"kind": "message.sent", "mail_at": NOW + 10 * MINUTE, "unless_online": True}
    told = [tell(each, topic="room:1", **later) for each in people]
    mark_read(person=people[1], public_id=told[1].public_id, now=NOW)
    let_go(NOW + 9 * MINUTE)
    assert [subjects(each) for each in people] == [[], [], []]
    let_go(NOW + 10 * MINUTE, online={people[2].pk})
    assert [subjects(each) for each in people] == [["Something happened"], [], []]
    assert not Waiting.objects.exists()


def test_a_mail_for_later_waits_for_the_end_of_quiet_too() -> None:
    nia = person()
    wish(nia, {"quiet_from": time(12, 5), "quiet_until": time(13)})
    tell(nia, kind="message.sent", mail_at=NOW + 10 * MINUTE)
    let_go(NOW + 59 * MINUTE)
    assert subjects(nia) == []
    let_go(NOW + HOUR)
    assert subjects(nia) == ["Something happened"]


def test_of_very_much_a_mail_names_the_first_and_says_how_many_more() -> None:
    nia = person()
    wish(nia, {**NIGHT, "push_enabled": False})
    for number in range(53):
        tell(nia, f"Event {number}", now=NOW + 11 * HOUR)
    let_go(NOW + 19 * HOUR)
    told = Mail.objects.get()
    assert told.subject == "53 notifications for you"
    assert "* Event 49\n" in told.text
    assert "Event 50" not in told.text
    assert "… and 3 more" in told.text
    assert "… and 3 more" in told.html


def test_what_people_write_is_no_markup_in_a_mail_of_several() -> None:
    nia = person()
    wish(nia, NIGHT)
    for _ in range(2):
        tell(nia, "<script>alert(1)</script>", body="<img src=x onerror=y>", now=NOW + 11 * HOUR)
    let_go(NOW + 19 * HOUR)
    html = Mail.objects.get().html
    assert "<script>" not in html
    assert "<img" not in html
