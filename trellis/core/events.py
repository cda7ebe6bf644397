"""What happened, told once: a row in the append-only record, and a Django signal to who must act.

Handlers run inside the transaction of the change, so that a chat room or a notification exists if and
only if what it follows from does. Whatever leaves the database (mail, push) is a task, enqueued in
the same transaction. docs/decisions/handlers-in-the-transaction.md says why.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from inspect import signature
from typing import Any, Generic, TypedDict, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast
from django.dispatch import Signal

from trellis.core.models import Event

Subject = TypeVar("Subject", bound=models.Model)
Data = TypeVar("Data", bound=Mapping[str, object])
Subject_co = TypeVar("Subject_co", bound=models.Model, covariant=True)
Data_co = TypeVar("Data_co", bound=Mapping[str, object], covariant=True)


Changes = dict[str, list[Any]]


class Nothing(TypedDict):
    """The data of an event that says all by its kind and subject."""


class ChangedTexts(TypedDict, total=False):
    """What is personal of a change, by field: [from, to]. The data hold [None, None] in its place."""

    changes: Changes


@dataclass(frozen=True)
class Happened(Generic[Subject_co, Data_co]):
    """What a handler gets: what happened to what, by whom and when (UTC-aware).

    `data` and `personal` hold all that a handler must know of it and cannot see on the subject.
    """

    kind: str
    subject: Subject_co
    actor_id: int | None
    data: Data_co
    tenant_id: UUID | None
    now: datetime
    personal: Mapping[str, Any] | None = None


# One whose argument is named `events` is called once for all that happened at once.
Handler = Callable[[Happened[Subject, Data]], None] | Callable[[Sequence[Happened[Subject, Data]]], None]


class DomainEvent(Signal, Generic[Subject, Data]):
    """One kind of event: what it is called, what it happens to, and what is told of it (a TypedDict).

    What is told that may be personal, free texts above all, is a TypedDict of its own: `personal`. Each app
    declares its events in `events.py`.
    """

    all: list["DomainEvent[Any, Any]"] = []

    def __init__(
        self,
        kind: str,
        subject: type[Subject],
        data: type[Data],
        personal: type[Mapping[str, object]] = Nothing,
    ) -> None:
        super().__init__()
        self.kind, self.subject, self.data, self.personal = kind, subject, data, personal
        self.handlers: list[Handler[Subject, Data]] = []
        DomainEvent.all.append(self)

    def publish(
        self,
        *,
        actor_id: int | None,
        subject: Subject,
        data: Data,
        now: datetime,
        tenant_id: UUID | None = None,
        personal: Mapping[str, object] | None = None,
    ) -> None:
        """Write the event's row, and run its handlers with what happened.

        `data` holds ids and choices, nothing personal; `personal` what can be erased. Must be called inside
        a transaction; an exception in a handler undoes the change. Raises TypeError where the event
        declares no such personal value, and where `tenant_id` is not that of a subject of a tenant.
        """
        if undeclared := set(personal or ()) - set(self.personal.__annotations__):
            raise TypeError(f"{self.kind} declares nothing personal called {', '.join(sorted(undeclared))}")
        self._tell([Happened(self.kind, subject, actor_id, data, tenant_id, now, personal or None)])

    def publish_many(
        self,
        *,
        actor_id: int | None,
        subjects: Sequence[tuple[Subject, Data]],
        now: datetime,
        tenant_id: UUID | None = None,
    ) -> None:
        """Do what `publish` does for each (subject, data), with one statement for all rows.

        Nothing of it is personal. Every handler is called once, or once for each subject, before the next
        one is.
        """
        self._tell(
            [Happened(self.kind, subject, actor_id, data, tenant_id, now) for subject, data in subjects]
        )

    def _tell(self, happened: list[Happened[Subject, Data]]) -> None:
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError(f"{self.kind} outside a transaction")
        for each in happened:
            _refuse_unless_of_its_tenant(each)
        Event.objects.bulk_create(_row(each) for each in happened)
        self.send(sender=self, events=happened)

    def record(self) -> QuerySet[Event]:
        """Return the rows of all that happened of this kind, in order."""
        return Event.objects.filter(kind=self.kind).order_by("id")

    def handled_by(self, handler: Handler[Subject, Data]) -> None:
        """Connect a handler, in the order of these calls: it is `(event)`, or `(events)`."""
        takes_all = "events" in signature(handler).parameters
        handle: Callable[..., None] = handler

        def receiver(sender: Any, *, events: list[Happened[Subject, Data]], **_: Any) -> None:
            for argument in [events] if takes_all else events:
                handle(argument)

        self.handlers.append(handler)
        self.connect(receiver, weak=False, dispatch_uid=f"{self.kind} -> {name_of(handler)}")


@dataclass(frozen=True)
class Reaction:
    """An event and what handles it, in order."""

    event: DomainEvent[Any, Any]
    handlers: tuple[Handler[Any, Any], ...]


def when(event: DomainEvent[Subject, Data], *handlers: Handler[Subject, Data]) -> Reaction:
    """Return one line of the table of reactions; handlers must fit the event's subject and data."""
    return Reaction(event, handlers)


def connect(reactions: Iterable[Reaction]) -> None:
    """Connect a table of reactions, in its order."""
    for reaction in reactions:
        for handler in reaction.handlers:
            reaction.event.handled_by(handler)


def parted(changes: Changes, *, personal: Collection[str]) -> tuple[Changes, ChangedTexts]:
    """Return changes, by field [from, to], as an event's data hold them, and what is personal of them.

    `personal` names the fields whose values are. That they changed is not: data hold [None, None] for them.
    """
    told = {name: [None, None] if name in personal else pair for name, pair in changes.items()}
    texts = {name: pair for name, pair in changes.items() if name in personal}
    return told, {"changes": texts} if texts else {}


def told_by(event: Event) -> dict[str, Any]:
    """Return all that an event still tells: its data, and what is personal of it unless it is erased."""
    personal = event.personal or {}
    told = {**event.data, **personal}
    if "changes" in told:
        told["changes"] = {**event.data.get("changes", {}), **personal.get("changes", {})}
    return told


def history_of(row: models.Model) -> QuerySet[Event]:
    """Return what happened to the row, in order: the one reader of a row's history."""
    return history_of_key(type(row), row.pk)


def history_of_key(kind: type[models.Model], key: Any) -> QuerySet[Event]:
    """Return what happened to the row of this key, in order, also to one that is gone.

    The key may be an expression that gives text, for a row of an outer query.
    """
    return Event.objects.filter(subject_type=kind._meta.label_lower, subject_id=key).order_by("id")


def forget_history(kind: type[models.Model], keys: Iterable[Any]) -> None:
    """Take what is personal out of the history of rows, also of rows that are gone."""
    subjects = [str(key) for key in keys]
    told = Event.objects.filter(subject_type=kind._meta.label_lower, subject_id__in=subjects)
    told.filter(personal__isnull=False).update(personal=None)


def forget_person(*, actor_id: int, naming: Iterable[str], most: int) -> int:
    """Take what is personal out of what somebody did, and out of what has one of the texts in it.

    At most so many events at once; return of how many.
    """
    theirs = Q(actor_id=actor_id)
    for text in naming:
        theirs |= Q(text__icontains=text)
    told = Event.objects.filter(personal__isnull=False).annotate(text=Cast("personal", models.TextField()))
    keys = list(told.filter(theirs).order_by("id").values_list("id", flat=True)[:most])
    return Event.objects.filter(pk__in=keys, personal__isnull=False).update(personal=None)


# What `changes_of` and `facts_of` give, as expressions of the record's columns.
CHANGES_SQL = (
    "coalesce({data} -> 'changes', '{{}}'::jsonb) || coalesce({personal} -> 'changes', '{{}}'::jsonb)"
)
FACTS_SQL = "({data} || coalesce({personal}, '{{}}'::jsonb)) - 'changes'"


def changes_of(event: Event) -> dict[str, Any]:
    """Return by field what changed: [from, to]; of an erased text that it did: [None, None]."""
    return _in_order(told_by(event).get("changes", {}))


def facts_of(event: Event) -> dict[str, Any]:
    """Return what else the event says; what is erased is not there."""
    return _in_order({name: value for name, value in told_by(event).items() if name != "changes"})


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values in the order in which PostgreSQL keeps the keys of an object."""
    return {name: values[name] for name in sorted(values, key=lambda name: (len(name.encode()), name))}


def name_of(handler: Handler[Any, Any]) -> str:
    """Return where a handler stands: its module and its name in it."""
    return f"{handler.__module__}.{handler.__qualname__}"


def _refuse_unless_of_its_tenant(happened: Happened[Any, Any]) -> None:
    """Raise TypeError where the subject has a tenant and the event not that one: history would miss it."""
    tenant_id = getattr(happened.subject, "organization_id", happened.tenant_id)
    if tenant_id != happened.tenant_id:
        raise TypeError(f"{happened.kind} is told of a tenant's row: say tenant_id=subject.organization_id")


def _row(happened: Happened[Any, Any]) -> Event:
    return Event(
        kind=happened.kind,
        actor_id=happened.actor_id,
        subject_type=happened.subject._meta.label_lower,
        subject_id=str(happened.subject.pk),
        tenant_id=happened.tenant_id,
        data=happened.data,
        personal=happened.personal,
        happened_at=happened.now,
    )
