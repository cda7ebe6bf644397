"""Editing and taking back, for 15 minutes, everywhere."""

from datetime import timedelta

import pytest

from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import kinds_told, room_of, say, told, unread
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import FormerText, Message
from trellis.domain.messaging.queries.history import message_for
from trellis.domain.messaging.refusals import (
    CannotWrite,
    NothingSaid,
    NotTheirMessage,
    TooLate,
    UnknownMessage,
)
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.changing import delete_as_staff, delete_message, edit_message
from trellis.domain.messaging.services.reading import read_up_to
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db
IN_TIME = NOW + timedelta(minutes=14, seconds=59)
TOO_LATE = NOW + timedelta(minutes=15, seconds=1)


@pytest.fixture
def message(ann: User, bob: User) -> Message:
    return say(ann, bob, "Helo")


def test_what_is_edited_in_time_says_so_everywhere(message: Message, ann: User, bob: User) -> None:
    edited = edit_message(person=ann, message=message, text="Hello", now=IN_TIME)
    assert (edited.text, edited.edited_at, edited.number) == ("Hello", IN_TIME, 1)
    for reader in (ann, bob):
        first, second = told(reader)
        assert (first["kind"], second["kind"]) == ("message", "edited")
        # Who comes late is told of the first what it says by now.
        assert first["message"] == second["message"]
        assert second["message"] is not None
        assert second["message"]["text"] == "Hello"
    assert Notification.objects.get(recipient=bob).body == "Hello"
    assert FormerText.objects.get().text == "Helo"


def test_what_stays_the_same_is_no_edit(message: Message, ann: User, bob: User) -> None:
    assert edit_message(person=ann, message=message, text="Helo", now=IN_TIME).edited_at is None
    assert kinds_told(bob) == ["message"]


def test_what_is_taken_back_in_time_is_shown_nowhere(message: Message, ann: User, bob: User) -> None:
    delete_message(person=ann, message=message, now=IN_TIME)
    # Sent twice, it is done once.
    delete_message(person=ann, message=message, now=TOO_LATE)
    first, second = told(bob)
    assert (first["kind"], second["kind"]) == ("message", "deleted")
    for each in (first["message"], second["message"]):
        assert each is not None
        assert (each["text"], each["is_deleted"]) == ("", True)
    assert unread(bob) == {str(message.room_id): 0}
    assert not Notification.objects.filter(body__contains="Helo").exists()


def test_later_neither_can_be_done(message: Message, ann: User) -> None:
    with pytest.raises(TooLate):
        edit_message(person=ann, message=message, text="Hello", now=TOO_LATE)
    with pytest.raises(TooLate):
        delete_message(person=ann, message=message, now=TOO_LATE)
    message.refresh_from_db()
    assert (message.text, message.deleted_at) == ("Helo", None)


def test_nobody_changes_what_another_said(message: Message, bob: User) -> None:
    with pytest.raises(NotTheirMessage):
        edit_message(person=bob, message=message, text="I owe you", now=NOW)
    with pytest.raises(NotTheirMessage):
        delete_message(person=bob, message=message, now=NOW)
    with pytest.raises(UnknownMessage):
        message_for(person=person("eve"), message_id=message.pk)


def test_what_is_gone_is_not_edited_and_a_text_is_not_edited_away(message: Message, ann: User) -> None:
    with pytest.raises(NothingSaid):
        edit_message(person=ann, message=message, text=" \n", now=NOW)
    delete_message(person=ann, message=message, now=NOW)
    with pytest.raises(TooLate):
        edit_message(person=ann, message=message, text="Back again", now=NOW)


def test_who_is_blocked_can_take_back_and_not_go_on_writing(message: Message, ann: User, bob: User) -> None:
    block(person=bob, other=ann, now=NOW)
    with pytest.raises(CannotWrite):
        edit_message(person=ann, message=message, text="Read this!", now=NOW)
    delete_message(person=ann, message=message, now=NOW)
    assert kinds_told(bob) == ["message", "deleted"]


def test_an_edit_does_not_make_read_what_was_not_nor_unread_what_was(
    message: Message, ann: User, bob: User
) -> None:
    read_up_to(person=bob, room=room_of(ann, bob), now=NOW)
    edit_message(person=ann, message=message, text="Hello", now=IN_TIME)
    assert unread(bob) == {str(message.room_id): 0}
    assert [each["is_read"] for each in told(bob) if each["message"]] == [True, True]


def test_staff_take_away_whenever_it_was_said_and_once(message: Message, ann: User, bob: User) -> None:
    boss = person("boss")
    for _ in range(2):
        delete_as_staff(message=message, actor_id=boss.pk, now=TOO_LATE)
    assert (kinds_told(ann), kinds_told(bob)) == (["message", "deleted"],) * 2
