"""An event is written with its change, acted on with its change, and never rewritten."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.core.rendering.toy.models import Publisher
from trellis.core.events import DomainEvent, connect, event_table, history_of, history_of_key
from trellis.core.models import Event

NOW = dt.datetime(2030, 5, 5, 12, tzinfo=dt.UTC)


@pytest.fixture
def opened() -> Iterator[DomainEvent]:
    """A kind of event that exists in one test only."""
    event = DomainEvent("house_opened")
    yield event
    DomainEvent.all.remove(event)


@pytest.fixture
def house(db: None) -> Publisher:
    return Publisher.objects.create(name="House")


def publish(event: DomainEvent, subject: Publisher, **more: Any) -> None:
    event.publish(**{"actor_id": 7, "subject": subject, "now": NOW, **more})


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused_and_nothing_is_written_or_run(opened: DomainEvent) -> None:
    ran: list[Any] = []
    opened.handled_by(lambda **given: ran.append(given))
    with pytest.raises(transaction.TransactionManagementError, match="house_opened"):
        publish(opened, Publisher(name="House"))
    assert not Event.objects.exists()
    assert not ran


def test_the_row_tells_what_happened_to_what_by_whom_and_when(opened: DomainEvent, house: Publisher) -> None:
    tenant = uuid.uuid4()
    publish(opened, house, tenant_id=tenant, data={"from": "ü", "to": [1, None]})
    row = Event.objects.get()
    assert (row.kind, row.actor_id, row.happened_at, row.tenant_id) == ("house_opened", 7, NOW, tenant)
    assert (row.subject_type, row.subject_id) == ("toy.publisher", str(house.pk))
    assert row.data == {"from": "ü", "to": [1, None]}


def test_actor_tenant_and_data_may_be_absent(opened: DomainEvent, house: Publisher) -> None:
    publish(opened, house, actor_id=None)
    row = Event.objects.get()
    assert (row.actor_id, row.tenant_id, row.data) == (None, None, {})


def test_a_handler_of_many_is_called_once_and_another_for_each(opened: DomainEvent, house: Publisher) -> None:
    other, called = Publisher.objects.create(name="Other"), []

    def all_of_them(*, subjects: list[Publisher], now: dt.datetime) -> None:
        called.append((subjects, now))

    def each(*, subject: Publisher, now: dt.datetime) -> None:
        called.append((subject, now))

    opened.handled_by(all_of_them)
    opened.handled_by(each)
    opened.publish_many(actor_id=7, subjects=[(house, {}), (other, {"n": 2})], now=NOW)
    assert called == [([house, other], NOW), (house, NOW), (other, NOW)]
    assert [row.data for row in Event.objects.order_by("pk")] == [{}, {"n": 2}]


def test_handlers_run_in_their_order_with_the_subject_and_the_time(
    opened: DomainEvent, house: Publisher
) -> None:
    ran: list[Any] = []

    def first(*, subject: Publisher, now: dt.datetime) -> None:
        assert Event.objects.filter(kind="house_opened").exists()
        ran.append(("first", subject, now))

    def second(*, subject: Publisher, now: dt.datetime) -> None:
        ran.append(("second", subject, now))

    connect({opened: [first, second]})
    publish(opened, house)
    assert ran == [("first", house, NOW), ("second", house, NOW)]


def test_an_event_runs_no_handlers_of_another(opened: DomainEvent, house: Publisher) -> None:
    other = DomainEvent("house_closed")
    try:
        other.handled_by(lambda **given: pytest.fail("handled"))
        publish(opened, house)
    finally:
        DomainEvent.all.remove(other)


@pytest.mark.django_db(transaction=True)
def test_a_failing_handler_undoes_the_change_the_row_and_what_handlers_before_it_did(
    opened: DomainEvent,
) -> None:
    def first(*, subject: Publisher, now: dt.datetime) -> None:
        Publisher.objects.create(name="By the first handler")

    def second(*, subject: Publisher, now: dt.datetime) -> None:
        raise ZeroDivisionError

    connect({opened: [first, second]})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(opened, Publisher.objects.create(name="House"))
    assert not Publisher.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_after_its_event_leaves_no_row(opened: DomainEvent) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(opened, Publisher.objects.create(name="House"))
        raise ZeroDivisionError
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_event SET kind = 'other'",
        "UPDATE core_event SET data = data",
        "DELETE FROM core_event",
        "DELETE FROM core_event WHERE kind = 'house_opened'",
    ],
)
def test_raw_sql_cannot_rewrite_what_happened(opened: DomainEvent, house: Publisher, statement: str) -> None:
    publish(opened, house)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.get().kind == "house_opened"


def test_neither_can_the_orm(opened: DomainEvent, house: Publisher) -> None:
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


def test_what_happened_outlives_its_subject(opened: DomainEvent, house: Publisher) -> None:
    key = str(house.pk)
    publish(opened, house)
    house.delete()
    assert Event.objects.get().subject_id == key


def test_the_table_of_events_names_each_handler(opened: DomainEvent) -> None:
    opened.handled_by(connect)
    assert ("house_opened", ["trellis.core.events.connect"]) in event_table()
    assert event_table() == sorted(event_table())


def test_a_rows_history_is_what_happened_to_it_in_order(opened: DomainEvent, house: Publisher) -> None:
    other = Publisher.objects.create(name="Other")
    for number, subject in enumerate([house, other, house]):
        publish(opened, subject, data={"n": number})
    assert [event.data for event in history_of(house)] == [{"n": 0}, {"n": 2}]
    key = house.pk
    house.delete()
    assert [event.data for event in history_of_key(Publisher, key)] == [{"n": 0}, {"n": 2}]
