"""An event is written with its change, acted on with its change, and never rewritten."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.dispatch import Signal, receiver

from tests.core.rendering.toy.models import Publisher
from trellis.core.events import (
    ChangedTexts,
    DomainEvent,
    Happened,
    connect,
    history_of,
    history_of_key,
    parted,
    told_by,
    when,
)
from trellis.core.models import Event

Anything = dict[str, Any]


class Personal(ChangedTexts, total=False):
    """What may be personal of it."""

    name: str


Opened = DomainEvent[Publisher, Anything]
HouseOpened = Happened[Publisher, Anything]
NOW = dt.datetime(2030, 5, 5, 12, tzinfo=dt.UTC)


@pytest.fixture
def opened() -> Iterator[Opened]:
    """A kind of event that exists in one test only."""
    event = DomainEvent("house_opened", Publisher, Anything, Personal)
    yield event
    DomainEvent.all.remove(event)


@pytest.fixture
def house(db: None) -> Publisher:
    return Publisher.objects.create(name="House")


def publish(event: Opened, subject: Publisher, **more: Any) -> None:
    event.publish(**{"actor_id": 7, "subject": subject, "data": {}, "now": NOW, **more})


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused_and_nothing_is_written_or_run(opened: Opened) -> None:
    ran: list[Any] = []
    opened.handled_by(lambda event: ran.append(event))
    with pytest.raises(transaction.TransactionManagementError, match="house_opened"):
        publish(opened, Publisher(name="House"))
    assert not Event.objects.exists()
    assert not ran


def test_the_row_tells_what_happened_to_what_by_whom_and_when(opened: Opened, house: Publisher) -> None:
    tenant = uuid.uuid4()
    publish(opened, house, tenant_id=tenant, data={"from": "ü", "to": [1, None]})
    row = Event.objects.get()
    assert (row.kind, row.actor_id, row.happened_at, row.tenant_id) == ("house_opened", 7, NOW, tenant)
    assert (row.subject_type, row.subject_id) == ("toy.publisher", str(house.pk))
    assert row.data == {"from": "ü", "to": [1, None]}


def test_actor_tenant_and_data_may_be_absent(opened: Opened, house: Publisher) -> None:
    publish(opened, house, actor_id=None)
    row = Event.objects.get()
    assert (row.actor_id, row.tenant_id, row.data) == (None, None, {})


@pytest.mark.parametrize("told", [None, uuid.UUID(int=2)])
def test_of_a_tenants_row_it_is_told_in_that_tenant_alone(
    opened: Opened, house: Publisher, told: uuid.UUID | None
) -> None:
    house.organization_id = uuid.UUID(int=1)  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="house_opened is told of a tenant's row"):
        publish(opened, house, tenant_id=told)
    assert not Event.objects.exists()
    publish(opened, house, tenant_id=uuid.UUID(int=1))
    assert Event.objects.get().tenant_id == uuid.UUID(int=1)


def test_a_handler_of_many_is_called_once_and_another_for_each(opened: Opened, house: Publisher) -> None:
    other, called = Publisher.objects.create(name="Other"), []

    def all_of_them(events: Sequence[HouseOpened]) -> None:
        called.append([event.subject for event in events])

    def each(event: HouseOpened) -> None:
        called.append((event.subject, event.data))

    opened.handled_by(all_of_them)
    opened.handled_by(each)
    opened.publish_many(actor_id=7, subjects=[(house, {}), (other, {"n": 2})], now=NOW)
    assert called == [[house, other], (house, {}), (other, {"n": 2})]
    assert [row.data for row in Event.objects.order_by("pk")] == [{}, {"n": 2}]


def test_handlers_run_in_their_order_and_get_what_happened(opened: Opened, house: Publisher) -> None:
    ran: list[Any] = []

    def first(event: HouseOpened) -> None:
        assert Event.objects.filter(kind="house_opened").exists()
        ran.append(("first", event))

    def second(event: HouseOpened) -> None:
        ran.append(("second", event))

    connect([when(opened, first, second)])
    tenant = uuid.uuid4()
    publish(opened, house, tenant_id=tenant, data={"n": 1})
    happened = Happened("house_opened", house, 7, {"n": 1}, tenant, NOW)
    assert ran == [("first", happened), ("second", happened)]


def test_what_happened_cannot_be_changed_by_a_handler_for_the_next(opened: Opened, house: Publisher) -> None:
    def first(event: HouseOpened) -> None:
        event.actor_id = None  # type: ignore[misc]

    connect([when(opened, first)])
    with pytest.raises(FrozenInstanceError):
        publish(opened, house)


def test_each_event_is_a_signal_of_django_that_any_receiver_hears(opened: Opened, house: Publisher) -> None:
    heard: list[Any] = []

    @receiver(opened)
    def hear(sender: Any, signal: Signal, events: list[HouseOpened], **_: Any) -> None:
        heard.append((sender, signal, events))

    publish(opened, house)
    assert isinstance(opened, Signal)
    assert heard == [(opened, opened, [Happened("house_opened", house, 7, {}, None, NOW)])]


def test_an_event_runs_no_handlers_of_another(opened: Opened, house: Publisher) -> None:
    other = DomainEvent("house_closed", Publisher, Anything)
    try:
        other.handled_by(lambda event: pytest.fail("handled"))
        publish(opened, house)
    finally:
        DomainEvent.all.remove(other)


@pytest.mark.django_db(transaction=True)
def test_a_failing_handler_undoes_the_change_the_row_and_what_handlers_before_it_did(
    opened: Opened,
) -> None:
    def first(event: HouseOpened) -> None:
        Publisher.objects.create(name="By the first handler")

    def second(event: HouseOpened) -> None:
        raise ZeroDivisionError

    connect([when(opened, first, second)])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(opened, Publisher.objects.create(name="House"))
    assert not Publisher.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_after_its_event_leaves_no_row(opened: Opened) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(opened, Publisher.objects.create(name="House"))
        raise ZeroDivisionError
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_event SET kind = 'other'",
        "UPDATE core_event SET data = data",
        "UPDATE core_event SET personal = personal",
        """UPDATE core_event SET personal = '{"name": "Other"}'""",
        "UPDATE core_event SET personal = '{}'",
        "UPDATE core_event SET personal = 'null'",
        "UPDATE core_event SET id = id + 1, personal = NULL",
        "UPDATE core_event SET kind = 'other', personal = NULL",
        "UPDATE core_event SET actor_id = 8, personal = NULL",
        "UPDATE core_event SET actor_id = NULL, personal = NULL",
        "UPDATE core_event SET subject_type = 'other', personal = NULL",
        "UPDATE core_event SET subject_id = '0', personal = NULL",
        "UPDATE core_event SET tenant_id = gen_random_uuid(), personal = NULL",
        "UPDATE core_event SET data = data || personal, personal = NULL",
        """UPDATE core_event SET data = '{"n": 1.0}', personal = NULL""",
        "UPDATE core_event SET happened_at = happened_at + interval '1 us', personal = NULL",
        "DELETE FROM core_event",
        "DELETE FROM core_event WHERE kind = 'house_opened'",
    ],
)
def test_raw_sql_cannot_rewrite_what_happened(opened: Opened, house: Publisher, statement: str) -> None:
    publish(opened, house, data={"n": 1}, personal={"name": "Ann"})
    before = Event.objects.values().get()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.values().get() == before


def test_what_is_personal_can_be_erased_once_and_nothing_with_it(opened: Opened, house: Publisher) -> None:
    publish(opened, house, data={"n": 1}, personal={"name": "Ann"})
    before = Event.objects.values().get()
    assert (before["data"], before["personal"]) == ({"n": 1}, {"name": "Ann"})
    assert Event.objects.filter(personal__isnull=False).update(personal=None) == 1
    assert Event.objects.values().get() == {**before, "personal": None}
    for personal in (None, {"name": "Ann"}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.update(personal=personal)


def test_handlers_get_what_is_personal_too(opened: Opened, house: Publisher) -> None:
    heard: list[Any] = []
    opened.handled_by(lambda event: heard.append(event.personal))
    publish(opened, house, personal={"name": "Ann"})
    publish(opened, house, personal={})
    publish(opened, house)
    assert heard == [{"name": "Ann"}, None, None]
    assert Event.objects.filter(personal__isnull=True).count() == 2


def test_an_event_tells_nothing_personal_that_it_does_not_declare(opened: Opened, house: Publisher) -> None:
    with pytest.raises(TypeError, match="house_opened declares nothing personal called phone"):
        publish(opened, house, personal={"name": "Ann", "phone": "1"})
    assert not Event.objects.exists()


def test_changes_are_parted_into_what_stays_and_what_can_be_erased(opened: Opened, house: Publisher) -> None:
    changes = {"status": ["draft", "open"], "title": ["Old", "New"]}
    told, personal = parted(changes, personal={"title", "reason"})
    assert told == {"status": ["draft", "open"], "title": [None, None]}
    assert personal == {"changes": {"title": ["Old", "New"]}}
    assert parted({"status": ["draft", "open"]}, personal={"title"})[1] == {}
    publish(opened, house, data={"n": 1, "changes": told}, personal=personal)
    assert told_by(Event.objects.get()) == {"n": 1, "changes": changes}
    Event.objects.update(personal=None)
    assert told_by(Event.objects.get()) == {"n": 1, "changes": told}


def test_neither_can_the_orm(opened: Opened, house: Publisher) -> None:
    publish(opened, house)
    row = Event.objects.get()
    row.kind = "other"
    for change in (row.save, row.delete, Event.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert Event.objects.get().kind == "house_opened"


def test_the_application_cannot_take_the_guard_away(db: None) -> None:
    for statement in (
        "ALTER TABLE core_event DISABLE TRIGGER core_event_append_only",
        "DROP TRIGGER core_event_append_only ON core_event",
        "SET LOCAL session_replication_role = replica",
    ):
        with (
            pytest.raises(DatabaseError, match=r"must be owner|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_what_happened_outlives_its_subject(opened: Opened, house: Publisher) -> None:
    key = str(house.pk)
    publish(opened, house)
    house.delete()
    assert Event.objects.get().subject_id == key


def test_a_rows_history_is_what_happened_to_it_in_order(opened: Opened, house: Publisher) -> None:
    other = Publisher.objects.create(name="Other")
    for number, subject in enumerate([house, other, house]):
        publish(opened, subject, data={"n": number})
    assert [event.data for event in history_of(house)] == [{"n": 0}, {"n": 2}]
    key = house.pk
    house.delete()
    assert [event.data for event in history_of_key(Publisher, key)] == [{"n": 0}, {"n": 2}]
