"""What people report, what staff decide, and who learns of it."""

from datetime import timedelta

import pytest

from tests.crowd import at_once
from tests.domain.guardians.world import staff
from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, kinds_told, say, told
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Report, Silence
from trellis.domain.messaging.queries.moderation import around
from trellis.domain.messaging.refusals import (
    AlreadyDecided,
    NotSilenced,
    OwnMessage,
    Silenced,
    UnknownMessage,
)
from trellis.domain.messaging.rules.reports import Reason, Status
from trellis.domain.messaging.services.changing import delete_message, edit_message
from trellis.domain.messaging.services.groups import add_people, create_group, rename_group
from trellis.domain.messaging.services.reporting import dismiss, remove, remove_and_silence, report_message
from trellis.domain.messaging.services.silencing import lift, silence
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def boss() -> User:
    return staff()


@pytest.fixture
def said(ann: User, bob: User) -> Message:
    """What Bob has said to Ann."""
    return say(bob, ann, "You fool")


def report(reporter: User, message: Message, **more: str) -> Report:
    """Report a message."""
    return report_message(reporter=reporter, message=message, reason=Reason.HARASSMENT, now=NOW, **more)


def _told(user: User) -> list[str]:
    rows = Notification.objects.filter(recipient=user).exclude(kind="message.sent").order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_it_is_reported_once_and_who_wrote_it_hears_nothing(ann: User, bob: User, said: Message) -> None:
    before = len(told(bob))
    one = report(ann, said, text="Look")
    again = report(ann, said, text="Again")
    assert one == again
    assert (again.text, again.about, again.status) == ("Look", bob, Status.OPEN)
    assert _told(bob) == []
    assert len(told(bob)) == before
    event = Event.objects.get(kind="message.reported")
    assert event.data == {"message_id": str(said.pk), "kind": "harassment"}
    with pytest.raises(OwnMessage):
        report(bob, said)


def test_what_was_changed_or_taken_back_since_can_be_seen_by_staff(
    ann: User, bob: User, said: Message
) -> None:
    edit_message(person=bob, message=said, text="You friend", now=NOW)
    delete_message(person=bob, message=said, now=NOW)
    report(ann, said)
    (shown,) = around(said)
    assert shown.text == "You friend"
    assert [each.text for each in shown.former_texts.all()] == ["You fool"]


def test_staff_see_what_stands_around_it(ann: User, bob: User) -> None:
    messages = [
        say(ann if number % 3 else bob, bob if number % 3 else ann, str(number)) for number in range(15)
    ]
    assert [each.text for each in around(messages[7])] == [str(number) for number in range(2, 13)]
    assert [each.text for each in around(messages[0])] == [str(number) for number in range(6)]


def test_dismissed_it_stands_and_all_who_reported_it_are_told(ann: User, bob: User, boss: User) -> None:
    eve = person("eve")
    message = say(bob, group_of(bob, ann, eve), "You fools")
    ones, others = report(ann, message), report(eve, message)
    dismiss(report=ones, actor_id=boss.pk, now=NOW)
    for each in (ones, others):
        each.refresh_from_db()
        assert (each.status, each.decided_by, each.decided_at) == (Status.DISMISSED, boss, NOW)
    message.refresh_from_db()
    assert message.deleted_at is None
    assert [_told(user) for user in (ann, eve, bob)] == [["message.report_decided"]] * 2 + [[]]
    for act in (dismiss, remove):
        with pytest.raises(AlreadyDecided):
            act(report=others, actor_id=boss.pk, now=NOW)
    assert report(ann, message) != ones


def test_removed_it_is_gone_for_all_and_its_writer_is_told_why_not_by_whom(
    ann: User, bob: User, boss: User, said: Message
) -> None:
    made = report(ann, said)
    remove(report=made, actor_id=boss.pk, now=NOW + WEEK)
    said.refresh_from_db()
    assert said.deleted_at == NOW + WEEK
    for user in (ann, bob):
        assert kinds_told(user)[-1] == "deleted"
        assert told(user)[-1]["message"]["text"] == ""  # type: ignore[index]
    assert (_told(ann), _told(bob)) == (["message.report_decided"], ["message.removed"])
    notice = Notification.objects.get(recipient=bob, kind="message.removed")
    assert "ann" not in f"{notice.title} {notice.body} {notice.data}".lower()


def test_what_its_writer_has_deleted_is_decided_on_like_the_rest(
    ann: User, bob: User, boss: User, said: Message
) -> None:
    made = report(ann, said)
    delete_message(person=bob, message=said, now=NOW)
    remove_and_silence(report=made, lasting=WEEK, actor_id=boss.pk, now=NOW)
    made.refresh_from_db()
    assert made.status == Status.SILENCED
    assert _told(bob) == ["person.silenced"]


def test_who_is_silenced_reads_and_writes_nothing_until_it_is_over(
    ann: User, bob: User, boss: User, said: Message
) -> None:
    room = group_of(bob, ann)
    remove_and_silence(report=report(ann, said), lasting=WEEK, actor_id=boss.pk, now=NOW)
    own = say(bob, ann, "Later", now=NOW + WEEK)
    for act in (
        lambda: say(bob, ann),
        lambda: say(bob, room),
        lambda: edit_message(person=bob, message=own, text="Hm", now=NOW),
        lambda: create_group(creator=bob, title="Us", people=[ann], now=NOW),
        lambda: add_people(room=room, actor=bob, people=[person("eve")], now=NOW),
        lambda: rename_group(room=room, actor=bob, title="Fools", now=NOW),
    ):
        with pytest.raises(Silenced) as refused:
            act()
        assert "14 January 2030, 08:00 UTC" in refused.value.sentence
    delete_message(person=bob, message=own, now=NOW + WEEK)
    say(ann, bob)


def test_staff_silence_and_lift_by_themselves(bob: User, ann: User, boss: User) -> None:
    week = silence(person=bob, until=NOW + WEEK, why="Fraud", actor_id=boss.pk, now=NOW)
    ever = silence(person=bob, until=None, why="Fraud again", actor_id=boss.pk, now=NOW)
    with pytest.raises(Silenced, match="any more"):
        say(bob, ann)
    lift(silence=ever, actor_id=boss.pk, now=NOW)
    with pytest.raises(Silenced, match="until 14 January"):
        say(bob, ann)
    lift(silence=week, actor_id=boss.pk, now=NOW)
    with pytest.raises(NotSilenced):
        lift(silence=week, actor_id=boss.pk, now=NOW)
    say(bob, ann)
    assert _told(bob) == ["person.silenced"] * 2 + ["person.silence_lifted"] * 2
    assert "Fraud" in Notification.objects.filter(recipient=bob).order_by("id")[0].body


def test_a_message_that_is_gone_for_good_is_not_reported(ann: User, said: Message) -> None:
    Message.objects.filter(pk=said.pk).delete()
    with pytest.raises(UnknownMessage):
        report(ann, said)


@pytest.mark.django_db(transaction=True)
def test_however_often_at_once_it_is_one_report_and_one_decision() -> None:
    ann, bob, boss = person("ann"), person("bob"), staff()
    said = say(bob, ann, "You fool")
    assert len({made.pk for made in at_once(6, lambda _: report(ann, said))}) == 1
    made = Report.objects.get()

    def decide(number: int) -> bool:
        try:
            if number % 2:
                dismiss(report=made, actor_id=boss.pk, now=NOW)
            else:
                remove_and_silence(report=made, lasting=WEEK, actor_id=boss.pk, now=NOW)
        except AlreadyDecided:
            return False
        return True

    assert sum(at_once(4, decide)) == 1
    made.refresh_from_db()
    said.refresh_from_db()
    assert (said.deleted_at is not None) is (made.status == Status.SILENCED)
    assert Silence.objects.exists() is (made.status == Status.SILENCED)
    assert _told(ann) == ["message.report_decided"]
