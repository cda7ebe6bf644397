"""What can be asked of minors and guardians, in Python and in the SQL of what PostgreSQL renders."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import BirthDateChange, Guardianship
from trellis.domain.guardians.refusals import DeadInvitation, UnknownGuardianship
from trellis.domain.guardians.rules import (
    MAJORITY,
    Answer,
    Status,
    counts_as_minor,
    id_in,
    in_need,
    latest_birth_of_adults,
)

# Whether the account `{user}` counts as a minor, as rules.counts_as_minor says.
_IS_MINOR = (
    "({user}.birth_date IS NOT NULL"
    f" AND {{user}}.birth_date > (now() AT TIME ZONE 'UTC')::date - interval '{MAJORITY} years')"
)
_UNGUARDED = (
    "EXISTS (SELECT 1 FROM (VALUES ({one}, {other}), ({other}, {one})) AS pair (minor_id, adult_id)"
    " JOIN accounts_user AS minor ON minor.id = pair.minor_id"
    " JOIN accounts_user AS adult ON adult.id = pair.adult_id"
    " WHERE {minor_is_minor} AND NOT {adult_is_minor} AND NOT EXISTS ("
    "SELECT 1 FROM guardians_guardianship AS guards JOIN accounts_user AS guardian"
    " ON guardian.id = guards.guardian_id WHERE guards.minor_id = minor.id"
    " AND guards.status = 'accepted' AND guardian.is_active AND NOT {guardian_is_minor}))"
)


def guardians_of(minor_ids: Collection[int], *, now: datetime) -> QuerySet[Guardianship]:
    """Return the guardianships of these minors that count: accepted, by adults whose account is open."""
    adult = Q(guardian__birth_date=None) | Q(guardian__birth_date__lte=latest_birth_of_adults(now))
    accepted = Guardianship.objects.filter(minor_id__in=minor_ids, status=Status.ACCEPTED)
    return accepted.filter(adult, guardian__is_active=True).select_related("guardian").order_by("pk")


def unguarded(people: Iterable[User], *, now: datetime) -> set[int]:
    """Return the ids of those of the people who are minors, have an adult among them, and no guardian."""
    minors = {each.pk for each in in_need(list(people), now)}
    if not minors:
        return set()
    return minors - set(guardians_of(minors, now=now).values_list("minor_id", flat=True))


def who_guards(people: Iterable[User], *, now: datetime) -> list[User]:
    """Return who guards the minors of these people where an adult is among them, each once, in one order."""
    minors = [each.pk for each in in_need(list(people), now)]
    if not minors:
        return []
    found = {row.guardian_id: row.guardian for row in guardians_of(minors, now=now)}
    return [guardian for guardian in found.values() if guardian is not None]


def is_minor_sql(user: str) -> str:
    """Return the expression that tells whether an account, a row of this name, counts as a minor."""
    return _IS_MINOR.format(user=user)


def unguarded_sql(one: str, other: str) -> str:
    """Return the expression that tells whether two accounts, of these ids, lack a guardian between them."""
    names = {f"{name}_is_minor": is_minor_sql(name) for name in ("minor", "adult", "guardian")}
    return _UNGUARDED.format(one=one, other=other, **names)


def guardianships_of_minor(minor: User) -> QuerySet[Guardianship]:
    """Return who guards somebody and who is asked to, those that ended left out."""
    rows = Guardianship.objects.filter(minor=minor).exclude(status=Status.ENDED)
    return rows.select_related("minor", "guardian").order_by("pk")


def guarded_by(guardian: User, *, now: datetime) -> list[Guardianship]:
    """Return the guardianships by which somebody guards a minor who is one still."""
    rows = Guardianship.objects.filter(guardian=guardian, status=Status.ACCEPTED)
    found = rows.select_related("minor", "guardian").order_by("pk")
    return [row for row in found if counts_as_minor(row.minor, now)]


def guardianship_named_by(token: str) -> Guardianship:
    """Return the guardianship that a mailed link speaks of; raise DeadInvitation."""
    rows = Guardianship.objects.select_related("minor", "invited_by")
    found = rows.filter(public_id=id_in(token)).first()
    if found is None:
        raise DeadInvitation
    return found


def guardianship_for(user: User, public_id: UUID) -> Guardianship:
    """Return a guardianship to who is part of it; raise UnknownGuardianship."""
    found = Guardianship.objects.select_related("minor", "guardian").filter(public_id=public_id).first()
    if found is None or user.pk not in {found.minor_id, found.guardian_id}:
        raise UnknownGuardianship
    return found


def waiting_change_of(user: User) -> BirthDateChange | None:
    """Return the change of somebody's birth date that waits for staff, if one does."""
    return BirthDateChange.objects.filter(account=user, status=Answer.WAITING).first()
