"""The way from a person to the rows of every table, by what the tables say of themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q, QuerySet

from trellis.core.post.sms import phone_number
from trellis.core.privacy import LIBRARIES, Nobody, Own, Privacy, Shared
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership

BATCH = 500
Model = type[models.Model]


@dataclass(frozen=True)
class Person:
    """An account, and the addresses by which rows without an account are its owner's."""

    id: int
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def reached_at(self) -> tuple[str, ...]:
        """Addresses and phone numbers."""
        return (*self.addresses, *self.phones)


def who_reads(user: User) -> Person:
    """Return the person whose data an account may be given: a phone number is nobody's until it is proven."""
    return Person(user.pk, _proven(user))


def who_goes(user: User) -> Person:
    """Return the person whose data goes with an account."""
    number = phone_number(user.phone_number)
    return Person(user.pk, _proven(user), (number,) if number else ())


def _proven(user: User) -> tuple[str, ...]:
    """Return the account's address if it is shown to be its owner's: else it may be a stranger's."""
    return (user.email,) if user.email_verified_at is not None else ()


@cache
def tables() -> tuple[tuple[Model, Privacy], ...]:
    """Return all tables and what each says; who points at another comes before it."""
    found = {
        model: model.privacy if hasattr(model, "privacy") else LIBRARIES[model._meta.label]
        for model in apps.get_models()
        if not model._meta.proxy and (hasattr(model, "privacy") or model._meta.label in LIBRARIES)
    }
    ordered: list[Model] = []
    for model in found:
        _place(model, found, ordered, ())
    return tuple((model, found[model]) for model in reversed(ordered))


def own_tables() -> Iterator[tuple[Model, Own]]:
    """Yield the tables whose rows are one person's."""
    return ((model, said) for model, said in tables() if isinstance(said, Own))


def shared_tables() -> Iterator[tuple[Model, Shared]]:
    """Yield the tables whose rows stand between people."""
    return ((model, said) for model, said in tables() if isinstance(said, Shared))


def silent_tables() -> Iterator[tuple[Model, Nobody]]:
    """Yield the tables that hold nothing of a person."""
    return ((model, said) for model, said in tables() if isinstance(said, Nobody))


def rows(model: Model) -> "QuerySet[Any]":
    """Return all rows of a table, of every tenant."""
    return model._base_manager.all()


def owned(model: Model, said: Own, person: Person) -> "QuerySet[Any]":
    """Return the rows of a table that are this person's."""
    if said.inside:
        return rows(model).filter(pk__in=list(_holding(model, person)))
    found = Q(pk__in=[])
    if said.account:
        found |= Q((said.account, person.id))
    for each in person.reached_at if said.address else ():
        found |= Q((f"{said.address}__iexact", each))
    return rows(model).filter(found)


def shared_by(model: Model, person: Person, said: Shared, ways: tuple[str, ...]) -> "QuerySet[Any]":
    """Return the rows at the end of whose `ways` the person is, each once."""
    found = Q(pk__in=[])
    for way in ways:
        if way in said.accounts:
            found |= Q((way, person.id))
        for each in person.addresses if way in said.addresses else ():
            found |= Q((f"{way}__iexact", each))
    return rows(model).filter(pk__in=rows(model).filter(found).values("pk"))


@dataclass(frozen=True)
class Circle:
    """Those who had to do with somebody: their accounts, and addresses that may be nobody's account."""

    ids: frozenset[int]
    addresses: frozenset[str]


def circle_of(person: Person) -> Circle:
    """Return who has to do with the person, or was written to in their name.

    Colleagues have, and who belongs to an organization that shares a row with the person.
    """
    own = Membership.objects.filter(user=person.id).values("organization")
    found: set[Any] = set(Membership.objects.filter(organization__in=own).values_list("user", flat=True))
    addresses: set[Any] = set()
    for model, said in shared_tables():
        together = shared_by(model, person, said, said.ways)
        for way in said.accounts:
            found |= set(together.values_list(way, flat=True))
        if any(each.name == "organization" for each in model._meta.concrete_fields):
            members = Membership.objects.filter(organization__in=together.values("organization"))
            found |= set(members.values_list("user", flat=True))
        for way in said.addresses:
            addresses |= set(together.values_list(way, flat=True))
    for invited, own_said in own_tables():
        if own_said.address:
            addresses |= set(_made_by(invited, person).values_list(own_said.address, flat=True))
    ids = frozenset(found - {None, person.id})
    addresses |= set(User.objects.filter(pk__in=ids).values_list("email", flat=True))
    return Circle(ids, frozenset(addresses - {None, *person.addresses}))


def owned_by_any(model: Model, said: Own, circle: Circle) -> "QuerySet[Any]":
    """Return the rows of a table that are these people's."""
    found = Q(pk__in=[])
    if said.account:
        found |= Q((f"{said.account}__in", circle.ids))
    if said.address:
        found |= Q((f"{said.address}__in", circle.addresses))
    return rows(model).filter(found)


def _made_by(model: Model, person: Person) -> "QuerySet[Any]":
    """Return the rows that point at the person in any way: an invitation at who sent it."""
    found = Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if field.related_model is User:
            found |= Q((field.name, person.id))
    return rows(model).filter(found)


def keyset(found: "QuerySet[Any]") -> Iterator[list[Any]]:
    """Yield rows in lists of at most BATCH: each a statement that begins where the last one ended."""
    last: Any = None
    while True:
        following = found.order_by("pk") if last is None else found.filter(pk__gt=last).order_by("pk")
        batch = list(following[:BATCH])
        if batch:
            yield batch
        if len(batch) < BATCH:
            return
        last = batch[-1].pk


def _holding(model: Model, person: Person) -> Iterator[str]:
    """Yield the keys of browser sessions that are the person's: what is in one only Django can read."""
    for batch in keyset(rows(model)):
        for session in batch:
            if Session.get_decoded(session).get("_auth_user_id") == str(person.id):
                yield session.pk


def _place(
    model: Model, found: dict[Model, Any], ordered: list[Model], on_the_way: tuple[Model, ...]
) -> None:
    """Put a table behind all that it points at."""
    if model in ordered or model in on_the_way:
        return
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model in found:
            _place(field.related_model, found, ordered, (*on_the_way, model))
    ordered.append(model)
