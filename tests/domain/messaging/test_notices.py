"""What people are told of messages beside the conversation itself."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.domain.guardians.world import guard, minor_of
from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, room_of, say
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.messaging.rules.limits import MAILED_AFTER, TOLD_AT_ONCE
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.changing import delete_message, edit_message
from trellis.domain.messaging.services.places import mute
from trellis.domain.messaging.services.reading import read_up_to
from trellis.domain.messaging.services.telling import tell_later
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.services.waiting import deliver_waiting

pytestmark = pytest.mark.django_db
THEN = NOW + MAILED_AFTER


def _told(reader: User) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(recipient=reader, kind="message.sent", read_at=None)
    return [(each.title, each.body) for each in rows.order_by("pk")]


def _mailed(*online: User) -> list[str]:
    """Return the subjects of what is mailed when it is due, while these people are there."""
    deliver_waiting(now=THEN, online=lambda _: [each.pk for each in online])
    return [each.subject for each in Mail.objects.filter(subject__contains="essage").order_by("pk")]


def test_one_message_is_one_notice_and_twelve_are_one(ann: User, bob: User) -> None:
    say(ann, bob, "Are you there?\nIt is late.")
    assert _told(bob) == [("Message from Ann", "Are you there? It is late.")]
    assert _told(ann) == []
    for _ in range(11):
        say(ann, bob)
    assert _told(bob) == [("12 new messages", "The last is from Ann.")]


def test_what_is_read_is_mailed_to_nobody_and_what_follows_is_told_anew(ann: User, bob: User) -> None:
    say(ann, bob)
    read_up_to(person=bob, room=room_of(ann, bob), now=NOW)
    assert (_told(bob), _mailed()) == ([], [])
    say(ann, bob, "And now?")
    assert _told(bob) == [("Message from Ann", "And now?")]


def test_what_is_unread_is_mailed_once_and_not_to_who_is_there(ann: User, bob: User) -> None:
    for _ in range(3):
        say(ann, bob)
    say(bob, ann, "One")
    assert not Mail.objects.filter(subject__contains="essage").exists()
    assert _mailed(ann) == ["3 new messages"]


def test_what_waits_says_what_was_edited_and_not_what_was_taken_back(ann: User, bob: User) -> None:
    edit_message(person=ann, message=say(ann, bob, "Buy at 90"), text="Sell at 90", now=NOW)
    delete_message(person=bob, message=say(bob, ann, "Secret"), now=NOW)
    assert _mailed() == ["Message from Ann"]
    mail = Mail.objects.get(to=bob.email, subject="Message from Ann")
    assert ("Sell at 90" in mail.text, "Buy" in mail.text) == (True, False)
    assert not Mail.objects.filter(text__contains="Secret").exists()


def test_an_edit_of_one_message_does_not_put_its_words_into_the_notice_of_another(
    ann: User, bob: User
) -> None:
    first = say(ann, bob, "First")
    read_up_to(person=bob, room=room_of(ann, bob), now=NOW)
    say(ann, bob, "Second")
    edit_message(person=ann, message=first, text="First, mended", now=NOW)
    assert _told(bob) == [("Message from Ann", "Second")]


def test_who_has_muted_a_room_is_told_nothing_until_then(ann: User, bob: User) -> None:
    room = room_of(ann, bob)
    mute(person=bob, room=room, until=NOW + timedelta(hours=1), now=NOW)
    say(ann, bob)
    assert _told(bob) == []
    say(ann, bob, "Later", now=NOW + timedelta(hours=1))
    assert _told(bob) == [("Message from Ann", "Later")]
    mute(person=bob, room=room, until=None, now=NOW)


def test_a_group_is_named_and_of_a_guardian_it_is_not_said_that_it_is_theirs(ann: User, bob: User) -> None:
    group = group_of(ann, bob, title="Circle")
    say(ann, group)
    assert _told(bob) == [("Message from Ann in Circle", "Hello")]
    nia, gus = minor_of(), person("gus")
    guard(nia, gus)
    message = say(ann, nia)
    told = {each: Notification.objects.get(recipient=each, kind="message.sent").data for each in (nia, gus)}
    shared = {"room_id": str(message.room_id), "message_id": str(message.pk)}
    assert told == {nia: {**shared, "user_id": str(ann.public_id)}, gus: shared}


def test_the_many_people_of_a_group_are_told_by_a_job_but_for_whom_it_does_not_concern_by_then(
    ann: User, bob: User
) -> None:
    many = [person(f"p{n}") for n in range(TOLD_AT_ONCE)]
    reader, muted, deaf, rest = many[0], many[1], many[2], many[3:]
    group = group_of(ann, bob, *many)
    mute(person=muted, room=group, until=NOW + timedelta(hours=1), now=NOW)
    block(person=deaf, other=ann, now=NOW)
    message = say(ann, group)
    assert not Notification.objects.filter(kind="message.sent").exists()
    job = ProcrastinateJob.objects.get(task_name__endswith="tell_many")
    assert job.args == {"message_id": str(message.pk)}
    read_up_to(person=reader, room=group, now=NOW)
    for _ in range(2):  # a job that is taken up again
        tell_later(message_id=message.pk, now=NOW)
    told = Notification.objects.filter(kind="message.sent").values_list("recipient_id", "count")
    assert sorted(told) == sorted((each.pk, 1) for each in (bob, *rest))


def test_what_is_deleted_before_the_job_comes_is_told_to_nobody(ann: User) -> None:
    message = say(ann, group_of(ann, *(person(f"p{n}") for n in range(TOLD_AT_ONCE + 1))))
    delete_message(person=ann, message=message, now=NOW)
    tell_later(message_id=message.pk, now=NOW)
    assert not Notification.objects.filter(kind="message.sent").exists()
