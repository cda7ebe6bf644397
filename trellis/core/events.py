"""What happened, told once: a row in the append-only record, and a Django signal to who must act.

Handlers run inside the transaction of the change, so that a chat room or a notification exists if and
only if what it follows from does. Whatever leaves the database (mail, push) is a task, enqueued in
the same transaction. docs/decisions/handlers-in-the-transaction.md says why.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from inspect import signature
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from trellis.core.models import Event

Handler = Callable[..., None]


class DomainEvent(Signal):
    """One kind of event. Each app declares its own in `events.py`."""

    all: list["DomainEvent"] = []

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.handlers: list[Handler] = []
        DomainEvent.all.append(self)

    def publish(
        self,
        *,
        actor_id: int | None,
        subject: models.Model,
        now: datetime,
        tenant_id: UUID | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        """Write the event's row and run its handlers with the subject and `now` (UTC-aware).

        Must be called inside a transaction; an exception in a handler undoes the change.
        """
        self.publish_many(actor_id=actor_id, subjects=[(subject, data or {})], now=now, tenant_id=tenant_id)

    def publish_many(
        self,
        *,
        actor_id: int | None,
        subjects: Sequence[tuple[models.Model, dict[str, Any]]],
        now: datetime,
        tenant_id: UUID | None = None,
    ) -> None:
        """Do what `publish` does for each (subject, data), with one statement for all rows.

        Every handler is called once, or once for each subject, before the next one is.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError(f"{self.kind} outside a transaction")
        Event.objects.bulk_create(
            Event(
                kind=self.kind,
                actor_id=actor_id,
                subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk),
                tenant_id=tenant_id,
                data=data,
                happened_at=now,
            )
            for subject, data in subjects
        )
        self.send(sender=self, subjects=[subject for subject, _ in subjects], now=now)

    def record(self) -> QuerySet[Event]:
        """Return the rows of all that happened of this kind, in order."""
        return Event.objects.filter(kind=self.kind).order_by("id")

    def handled_by(self, handler: Handler) -> None:
        """Connect a handler, in the order of these calls.

        It is `(*, subject, now)`, or `(*, subjects, now)` where what happened to many at once is said
        or done once.
        """
        takes_all = "subjects" in signature(handler).parameters

        def receiver(sender: Any, *, subjects: list[models.Model], now: datetime, **_: Any) -> None:
            if takes_all:
                handler(subjects=subjects, now=now)
                return
            for subject in subjects:
                handler(subject=subject, now=now)

        self.handlers.append(handler)
        name = f"{handler.__module__}.{handler.__qualname__}"
        self.connect(receiver, weak=False, dispatch_uid=f"{self.kind} -> {name}")


def history_of(row: models.Model) -> QuerySet[Event]:
    """Return what happened to the row, in order: the one reader of a row's history."""
    return history_of_key(type(row), row.pk)


def history_of_key(kind: type[models.Model], key: Any) -> QuerySet[Event]:
    """Return what happened to the row of this key, in order, also to one that is gone.

    The key may be an expression that gives text, for a row of an outer query.
    """
    return Event.objects.filter(subject_type=kind._meta.label_lower, subject_id=key).order_by("id")


def connect(table: dict[DomainEvent, list[Handler]]) -> None:
    """Connect a table event -> handlers, in its order."""
    for event, handlers in table.items():
        for handler in handlers:
            event.handled_by(handler)


def event_table() -> list[tuple[str, list[str]]]:
    """Return every event with the names of its handlers: what a verb sets off, for the docs."""
    return sorted(
        (event.kind, [f"{h.__module__}.{h.__qualname__}" for h in event.handlers])
        for event in DomainEvent.all
    )
