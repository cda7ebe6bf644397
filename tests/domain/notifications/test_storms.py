"""What happens again before it is read is one notice, which says how often."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.crowd import at_once
from tests.domain.notifications.world import NOW, let_go, person, subjects, tell, wish
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.queries import notifications_of, unread_count
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.services import Notice, notify_all
from trellis.domain.notifications.services.changing import say_anew, take_back
from trellis.domain.notifications.services.reading import mark_read, mark_topic_read

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ROOM = "room:1"


def again(count: int) -> tuple[str, str]:
    return f"{count} new messages", "They wait for you."


def message(user: User, minute: int = 0, topic: str = ROOM) -> Notification:
    return tell(
        user,
        "New message",
        kind="message.sent",
        topic=topic,
        again=again,
        now=NOW + minute * MINUTE,
        data={"number": minute},
    )


def test_a_storm_is_one_notice_and_one_mail() -> None:
    nia = person()
    for minute in range(12):
        message(nia, minute)
    told = notifications_of(nia).get()
    assert (told.title, told.body, told.count) == ("12 new messages", "They wait for you.", 12)
    assert (told.created_at, told.data) == (NOW + 11 * MINUTE, {"number": 11})
    assert subjects(nia) == ["New message"]
    assert unread_count(nia) == 1


def test_another_topic_kind_or_person_is_another_notice() -> None:
    nia, gus = person(), person("gus")
    message(nia)
    message(nia, topic="room:2")
    message(gus)
    tell(nia, topic=ROOM)
    assert Notification.objects.filter(count=1).count() == 4


def test_what_has_no_topic_is_told_each_time() -> None:
    nia = person()
    tell(nia)
    tell(nia)
    assert notifications_of(nia).count() == 2
    assert len(subjects(nia)) == 2


def test_once_it_is_read_the_next_is_a_notice_of_its_own_with_a_mail() -> None:
    nia = person()
    message(nia)
    mark_topic_read(person_id=nia.pk, topic=ROOM, now=NOW)
    assert message(nia, 1).count == 1
    assert notifications_of(nia).count() == 2
    assert subjects(nia) == ["New message", "New message"]


def test_a_mail_that_waits_says_what_it_is_when_it_leaves() -> None:
    nia = person()
    for minute in range(3):
        tell(
            nia,
            "New message",
            kind="message.sent",
            topic=ROOM,
            again=again,
            now=NOW + minute * MINUTE,
            mail_at=NOW + (10 + minute) * MINUTE,
        )
    assert let_go(NOW + 10 * MINUTE) == 1
    assert subjects(nia) == ["3 new messages"]


def test_it_goes_on_where_it_is_not_in_the_list_until_it_is_seen_elsewhere() -> None:
    nia = person()
    wish(nia, {"channels": {Kind.MESSAGE_RECEIVED: {Channel.IN_APP: False}}})
    assert [message(nia, minute).count for minute in range(2)] == [1, 2]
    assert mark_topic_read(person_id=nia.pk, topic=ROOM, now=NOW) == 1
    assert message(nia, 3).count == 1


def test_many_are_told_with_as_many_statements_as_few(
    django_assert_num_queries: pytest.fixture,  # type: ignore[valid-type]
) -> None:
    people = [person(f"reader{number}") for number in range(30)]
    notice = Notice(
        kind="message.sent",
        title="New message",
        body="Hello",
        topic=ROOM,
        again=again,
        mail_at=NOW + 10 * MINUTE,
        unless_online=True,
    )
    for person_ in people:
        wish(person_, {"push_enabled": False})
    with transaction.atomic(), django_assert_num_queries(4):
        told = notify_all(recipients=[*people, people[0]], notice=notice, now=NOW)
    assert [each.recipient_id for each in told] == [each.pk for each in people]
    message(people[3])
    with transaction.atomic(), django_assert_num_queries(5):
        told = notify_all(recipients=people, notice=notice, now=NOW)
    assert {each.title for each in told} == {"2 new messages", "3 new messages"}


def test_nobody_may_be_told_something() -> None:
    with transaction.atomic():
        assert notify_all(recipients=[], notice=Notice("message.sent", "", ""), now=NOW) == []


def test_what_is_said_otherwise_is_told_otherwise_while_it_is_unread() -> None:
    nia, gus, read = person(), person("gus"), person("read")
    for user in (nia, gus, read):
        tell(user, "New message", kind="message.sent", topic=ROOM, data={"message_id": "7"})
    tell(gus, "New message", kind="message.sent", topic=ROOM, data={"message_id": "8"})
    mark_read(person=read, public_id=notifications_of(read).get().public_id, now=NOW)
    with transaction.atomic():
        assert say_anew(topic=ROOM, title="New message", body="Edited", only={"message_id": "7"}) == 1
    assert [notifications_of(user).get().body for user in (nia, gus, read)] == [
        "Edited",
        "It did.",
        "It did.",
    ]


def test_what_is_taken_back_is_gone_with_the_mail_that_waits() -> None:
    nia = person()
    tell(nia, kind="message.sent", topic=ROOM, data={"message_id": "7"}, mail_at=NOW + 10 * MINUTE)
    with transaction.atomic():
        assert take_back(topic=ROOM, only={"message_id": "8"}) == 0
        assert take_back(topic=ROOM, only={"message_id": "7"}) == 1
    assert not Notification.objects.exists()
    assert let_go(NOW + 10 * MINUTE) == 0


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_make_one_notice_that_counts_them_all() -> None:
    nia = person()
    counts = at_once(16, lambda number: message(nia, number).count)
    assert sorted(counts) == list(range(1, 17))
    told = Notification.objects.get()
    assert (told.count, told.title) == (16, "16 new messages")
    assert subjects(nia) == ["New message"]


@pytest.mark.django_db(transaction=True)
def test_who_reads_while_others_tell_loses_nothing() -> None:
    nia = person()

    def act(number: int) -> int:
        if number % 4:
            message(nia, number)
            return 0
        return mark_topic_read(person_id=nia.pk, topic=ROOM, now=NOW)

    at_once(16, act)
    assert sum(Notification.objects.values_list("count", flat=True)) == 12
    assert Notification.objects.filter(read_at=None).count() <= 1
