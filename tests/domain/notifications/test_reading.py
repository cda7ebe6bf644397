"""What is read is read on every device, once, and counts are those of the rows."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.crowd import at_once
from tests.domain.notifications.world import NOW, person, tell
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.queries import notifications_of, unread_count
from trellis.domain.notifications.refusals import UnknownNotification
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.services import keeping, reading, telling
from trellis.domain.notifications.services.reading import mark_all_read, mark_read

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Return what is sent to rooms from here on."""
    sent: list[tuple[str, Any]] = []
    monkeypatch.setattr(reading, "publish", lambda *, room, message: sent.append((room, message)))
    monkeypatch.setattr(
        telling, "publish_to", lambda rooms, message: sent.extend((room, message) for room in rooms)
    )
    return sent


def test_one_is_read_once_and_stays_as_it_was_read(published: list[Any]) -> None:
    nia = person()
    told = tell(nia)
    tell(nia)
    assert mark_read(person=nia, public_id=told.public_id, now=NOW).read_at == NOW
    assert mark_read(person=nia, public_id=told.public_id, now=NOW + DAY).read_at == NOW
    assert unread_count(nia) == 1
    room = f"person:{nia.pk}"
    assert published == [
        *[(room, {"news": "notifications"})] * 2,
        (room, {"news": "notifications", "read": [str(told.public_id)]}),
    ]


def test_anothers_is_unknown_and_stays_unread() -> None:
    told = tell(person())
    gus = person("gus")
    for public_id in (told.public_id, uuid4()):
        with pytest.raises(UnknownNotification):
            mark_read(person=gus, public_id=public_id, now=NOW)
    assert Notification.objects.get().read_at is None


def test_all_are_read_or_those_of_a_kind() -> None:
    nia, gus = person(), person("gus")
    for user in (nia, gus):
        tell(user)
        tell(user, kind="talent.rejected")
    assert mark_all_read(person=nia, kind=Kind.SELECTED, now=NOW) == 1
    assert mark_all_read(person=nia, now=NOW) == 1
    assert mark_all_read(person=nia, now=NOW) == 0
    assert (unread_count(nia), unread_count(gus)) == (0, 2)


def test_the_list_is_of_what_is_asked_for_newest_first_also_within_one_moment() -> None:
    nia = person()
    told = [tell(nia, str(number)) for number in range(3)]
    mark_read(person=nia, public_id=told[1].public_id, now=NOW)
    titles = {
        wanted: [each.title for each in notifications_of(nia, unread=wanted)]
        for wanted in (None, True, False)
    }
    assert titles == {None: ["2", "1", "0"], True: ["2", "0"], False: ["1"]}
    assert not notifications_of(nia, about=Kind.PAYOUT).exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_read_at_once_read_each_once() -> None:
    nia = person()
    for _ in range(6):
        tell(nia)
    read = at_once(8, lambda _: mark_all_read(person=nia, now=NOW))
    assert sum(read) == 6


def test_what_was_read_goes_after_half_a_year_and_all_else_after_a_year() -> None:
    nia = person()
    ages = [(10, True), (179, True), (181, True), (181, False), (364, False), (366, False)]
    for age, is_read in ages:
        told = tell(nia, f"{age} {is_read}", now=NOW - age * DAY)
        Notification.objects.filter(pk=told.pk, public_id=told.public_id).update(
            read_at=NOW - DAY if is_read else None
        )
    assert [keeping.remove_old(now=NOW, most=1) for _ in range(3)] == [1, 1, 0]
    kept = Notification.objects.order_by("id").values_list("title", flat=True)
    assert list(kept) == ["10 True", "179 True", "181 False", "364 False"]
