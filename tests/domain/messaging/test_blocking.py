"""Who is blocked is not heard any more, in silence, wherever they try."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact

from tests.crowd import at_once, wait_for_somebody_who_waits
from tests.domain.mentorship.bought import priced
from tests.domain.mentorship.world import HOUR, NINE, NOW, book, person
from trellis.core.models import Event, Mail
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.queries.why_not import verdict_on
from trellis.domain.mentorship.refusals import NotBookable
from trellis.domain.mentorship.rules.reasons import Reason
from trellis.domain.mentorship.services.bookings import confirm, reschedule
from trellis.domain.mentorship.services.reserving import Wish, reserve
from trellis.domain.messaging.models import Block, FeedEntry, Message, Room
from trellis.domain.messaging.queries.blocking import blocks_of, is_blocked_between
from trellis.domain.messaging.queries.conversations import conversations_of
from trellis.domain.messaging.queries.feed import feed_after
from trellis.domain.messaging.queries.history import messages_of
from trellis.domain.messaging.queries.rooms import can_chat, can_chat_sql
from trellis.domain.messaging.queries.unread import unread_in
from trellis.domain.messaging.refusals import BlocksSelf, CannotAdd, CannotWrite, TooManyBlocks
from trellis.domain.messaging.rules import blocks
from trellis.domain.messaging.services import blocking
from trellis.domain.messaging.services.blocking import block, unblock
from trellis.domain.messaging.services.groups import add_people, create_group
from trellis.domain.messaging.services.sending import send_message
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


def _write(sender: User, recipient: User, text: str = "Hello") -> Message:
    return send_message(sender=sender, recipient=recipient, text=text, now=NOW)


def test_neither_writes_to_the_other_and_the_words_are_the_same(ann: User, bob: User) -> None:
    _write(bob, ann)
    block(person=ann, other=bob, now=NOW)
    words = set()
    for sender, recipient in ((bob, ann), (ann, bob)):
        with pytest.raises(CannotWrite) as refused:
            _write(sender, recipient)
        words.add(str(refused.value))
    assert words == {"You cannot write to this person."}
    unblock(person=ann, other=bob, now=NOW)
    assert _write(bob, ann, "Again").number == 2


def test_nobody_is_told(ann: User, bob: User) -> None:
    block(person=ann, other=bob, now=NOW)
    unblock(person=ann, other=bob, now=NOW)
    assert not Notification.objects.exists()
    assert not Mail.objects.exists()
    assert not FeedEntry.objects.exists()
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["person.blocked", "person.unblocked"]


def test_it_is_done_once_and_taken_back_once(ann: User, bob: User) -> None:
    one, again = (block(person=ann, other=bob, now=NOW) for _ in range(2))
    assert one == again
    assert [each.blocked for each in blocks_of(ann)] == [bob]
    assert list(blocks_of(bob)) == []
    for _ in range(2):
        unblock(person=ann, other=bob, now=NOW)
    # What the other has done to them stays.
    block(person=bob, other=ann, now=NOW)
    unblock(person=ann, other=bob, now=NOW)
    assert is_blocked_between(ann.pk, bob.pk)


def test_not_oneself_and_not_without_end(ann: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BlocksSelf):
        block(person=ann, other=ann, now=NOW)
    monkeypatch.setattr(blocking, "MOST_BLOCKS", 1)
    assert blocks.MOST_BLOCKS > 1
    block(person=ann, other=bob, now=NOW)
    with pytest.raises(TooManyBlocks):
        block(person=ann, other=person("eve"), now=NOW)


def test_they_cannot_chat_by_whichever_question(ann: User, bob: User) -> None:
    eve = person("eve")
    for other in (bob, eve):
        _write(ann, other)
    block(person=ann, other=bob, now=NOW)
    for one, other, can in ((ann, bob, False), (bob, ann, False), (ann, eve, True), (eve, bob, False)):
        assert can_chat(one_id=one.pk, other_id=other.pk, now=NOW) is can
        said = RawSQL(can_chat_sql(str(one.pk), str(other.pk)), [])
        assert User.objects.filter(Exact(said, can)).exists()


def test_neither_brings_the_other_into_a_group(ann: User, bob: User) -> None:
    eve = person("eve")
    block(person=ann, other=bob, now=NOW)
    for creator, other in ((bob, ann), (ann, bob)):
        with pytest.raises(CannotAdd):
            create_group(creator=creator, title="Us", people=[other], now=NOW)
    room = create_group(creator=bob, title="Us", people=[eve], now=NOW)
    with pytest.raises(CannotAdd):
        add_people(room=room, actor=bob, people=[ann], now=NOW)
    assert Room.objects.count() == 1


def test_in_a_group_of_others_the_blocked_one_is_not_heard(ann: User, bob: User) -> None:
    eve = person("eve")
    room = create_group(creator=eve, title="All", people=[ann, bob], now=NOW)
    earlier = send_message(sender=bob, room=room, text="Before", now=NOW)
    block(person=ann, other=bob, now=NOW)
    before = Notification.objects.filter(recipient=ann).count()
    later = send_message(sender=bob, room=room, text="After", now=NOW)
    heard = send_message(sender=eve, room=room, text="Both", now=NOW)
    seen = {user.pk: list(messages_of(room, person=user)) for user in (ann, bob, eve)}
    assert seen == {ann.pk: [heard], bob.pk: [earlier, later, heard], eve.pk: [earlier, later, heard]}
    assert unread_in(room, person_id=ann.pk) == 1
    assert [each["message"]["id"] for each in feed_after(ann.pk, 0, limit=50) if each["message"]] == [
        str(heard.pk)
    ]
    (conversation,) = conversations_of(ann)
    assert (conversation.unread_count, conversation.last_message_id) == (1, heard.pk)
    assert not Notification.objects.filter(recipient=ann, body="After").exists()
    assert Notification.objects.filter(recipient=ann).count() <= before + 1
    # Who is blocked hears the other as before: nothing tells them.
    reply = send_message(sender=ann, room=room, text="Hi", now=NOW)
    assert reply in messages_of(room, person=bob)
    unblock(person=ann, other=bob, now=NOW)
    assert later in messages_of(room, person=ann)


def test_their_devices_ask_anew_for_what_they_see(ann: User, bob: User) -> None:
    room = create_group(creator=person("eve"), title="All", people=[ann, bob], now=NOW)
    FeedEntry.objects.all().delete()
    block(person=ann, other=bob, now=NOW)
    (entry,) = FeedEntry.objects.all()
    assert (entry.person, entry.kind, entry.room) == (ann, "room", room)


@pytest.mark.parametrize("by_mentor", [True, False])
def test_neither_books_the_other_by_any_way(by_mentor: bool) -> None:
    mentor, mentee = priced(terms="both"), person("mentee")
    standing = book(mentor, mentee, NINE)
    one, other = (mentor.user, mentee) if by_mentor else (mentee, mentor.user)
    block(person=one, other=other, now=NOW)
    words = set()
    later = NINE + 3 * HOUR
    for ask in (
        lambda: book(mentor, mentee, later, description="why?"),
        lambda: reserve(mentor=mentor, mentee=mentee, wish=Wish(later, notes="why?"), now=NOW),
    ):
        with pytest.raises(NotBookable) as refused:
            ask()
        words.add(refused.value.sentence)
    assert words == {"This mentor takes no bookings at the moment."}
    for is_free in (True, False):
        verdict = verdict_on(mentor, later, asker=mentee, is_free=is_free, now=NOW)
        assert verdict.reason == Reason.NOT_BOOKABLE
        assert verdict_on(
            mentor, later, asker=person(f"other{is_free}"), is_free=is_free, now=NOW
        ).is_bookable
    # What is agreed stands, and can be moved.
    confirmed = confirm(booking=standing, actor=mentor.user, version=None, now=NOW)
    moved = reschedule(
        booking=confirmed, actor=mentee, starts_at=later, ends_at=later + HOUR, version=None, now=NOW
    )
    assert moved.starts_at == later


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("in_group", [False, True])
def test_who_writes_while_they_are_being_blocked_waits_and_is_not_heard(in_group: bool) -> None:
    ann, bob, eve = person("ann"), person("bob"), person("eve")
    room = create_group(creator=eve, title="All", people=[ann, bob], now=NOW) if in_group else None
    FeedEntry.objects.all().delete()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            block(person=ann, other=bob, now=NOW)
            writing = pool.submit(_said_in_a_thread, bob, ann, room)
            wait_for_somebody_who_waits()
        assert writing.result() == ("said" if in_group else "refused")
    assert not FeedEntry.objects.filter(person=ann, kind="message").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("in_group", [False, True])
def test_who_blocks_while_somebody_writes_waits_until_it_is_said(in_group: bool) -> None:
    ann, bob, eve = person("ann"), person("bob"), person("eve")
    room = create_group(creator=eve, title="All", people=[ann, bob], now=NOW) if in_group else None
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            recipient = None if room else ann
            said = send_message(sender=bob, room=room, recipient=recipient, text="Hello", now=NOW)
            blocking_them = pool.submit(_blocked_in_a_thread, ann, bob)
            wait_for_somebody_who_waits()
        blocking_them.result()
    heard = FeedEntry.objects.get(person=ann, message=said)
    assert not FeedEntry.objects.filter(person=ann, kind="message", number__gt=heard.number).exists()


@pytest.mark.django_db(transaction=True)
def test_all_block_and_write_at_once_and_nobody_waits_in_a_circle() -> None:
    people = [person(f"person{number}") for number in range(4)]
    create_group(creator=people[0], title="All", people=people[1:], now=NOW)
    room = Room.objects.get()

    def act(number: int) -> None:
        me, other = people[number % 4], people[(number + 1) % 4]
        for _ in range(3):
            with suppress(CannotWrite):
                _write(me, other)
            block(person=other, other=me, now=NOW)
            send_message(sender=me, room=room, text="All of you", now=NOW)
            unblock(person=other, other=me, now=NOW)

    at_once(8, act)
    assert not Block.objects.exists()
    assert [each.number for each in room.messages.order_by("number")] == list(range(1, 25))


def _said_in_a_thread(sender: User, recipient: User, room: Room | None) -> str:
    to = None if room else recipient
    try:
        send_message(sender=sender, room=room, recipient=to, text="Hello", now=NOW)
    except CannotWrite:
        return "refused"
    finally:
        connection.close()
    return "said"


def _blocked_in_a_thread(person: User, other: User) -> None:
    try:
        block(person=person, other=other, now=NOW)
    finally:
        connection.close()
