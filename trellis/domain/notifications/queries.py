"""What can be asked of notices."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import living_sign_ins
from trellis.domain.notifications.models import Notification, Preferences, PushSubscription
from trellis.domain.notifications.refusals import UnknownNotification
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.rules.quiet import is_quiet


def notifications_of(
    person: User, *, unread: bool | None = None, about: Kind | None = None
) -> QuerySet[Notification]:
    """Return somebody's list, newest first: all, what is read or is not; of one kind, or of all."""
    found = Notification.objects.filter(recipient=person, is_listed=True)
    if unread is not None:
        found = found.filter(read_at__isnull=unread)
    return found if about is None else found.filter(about=about)


def unread_first(person: User) -> QuerySet[Notification]:
    """Return somebody's list with what is unread before all else, and the newest first in both."""
    is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    return notifications_of(person).order_by(is_read, "-created_at", "-id")


def notification_of(person: User, *, public_id: UUID) -> Notification:
    """Return one of somebody's list; raise UnknownNotification."""
    found = notifications_of(person).filter(public_id=public_id).first()
    if found is None:
        raise UnknownNotification
    return found


def unread_count(person: User) -> int:
    """Return how many of somebody's list are unread."""
    return notifications_of(person, unread=True).count()


def after(person_id: int, number: int, limit: int) -> Sequence[Notification]:
    """Return the first of somebody's notifications with a higher number, in order.

    Those that have none yet are given one by services/numbering.py, which is asked before.
    """
    found = Notification.objects.filter(recipient_id=person_id, is_listed=True, number__gt=number)
    return list(found.order_by("number")[:limit])


def number_of(person_id: int, public_id: UUID) -> int | None:
    """Return the number of one of somebody's notifications; None where it has none, or is unknown.

    Also of one that was told again since: what came between the first time and the last is not known by it.
    """
    found = Notification.objects.filter(recipient_id=person_id, public_id=public_id, is_listed=True, count=1)
    return found.values_list("number", flat=True).first()


def preferences_of(person: User) -> Preferences:
    """Return how somebody wants to be told things: what they have said, or what holds for all at first."""
    return preferences_of_all([person])[person.pk]


def preferences_of_all(people: Collection[User]) -> dict[int, Preferences]:
    """Return by account how each wants to be told things, with one query for all."""
    said = Preferences.objects.in_bulk([person.pk for person in people])
    found = {person.pk: said.get(person.pk) or Preferences() for person in people}
    for person in people:
        found[person.pk].person = person
    return found


def is_silent_for(person: User, at: datetime) -> bool:
    """Tell whether somebody wants quiet at a moment."""
    return is_quiet(preferences_of(person), at)


def living_subscriptions(*, now: datetime) -> QuerySet[PushSubscription]:
    """Return the browsers that are told things: those of sign-ins that have not ended."""
    return PushSubscription.objects.filter(family__in=living_sign_ins(now=now))


def subscriptions_of(person: User, *, now: datetime) -> QuerySet[PushSubscription]:
    """Return the browsers on which somebody is told things, newest first."""
    return living_subscriptions(now=now).filter(person=person)
