"""Which browsers somebody is told things on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.core.post.push import vapid
from trellis.core.post.push.encryption import BadKeys, read_keys
from trellis.core.post.push.endpoints import endpoint_of
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import living_sign_ins
from trellis.domain.notifications.models import PushSubscription
from trellis.domain.notifications.queries import living_subscriptions
from trellis.domain.notifications.refusals import InvalidSubscription, PushIsOff, SignInUnknown
from trellis.domain.notifications.rules.limits import LONGEST_USER_AGENT, MOST_BROWSERS

_TAKEN_OVER = ("person", "family", "p256dh", "auth", "user_agent", "created_at", "failed_at")
_UNKNOWN_SERVICE = "This is no address of a push service that we know."
_NO_KEY = "This is no key of a browser's."


def subscribe(
    *,
    person: User,
    sign_in_id: UUID | None,
    endpoint: str,
    p256dh: str,
    auth: str,
    user_agent: str = "",
    now: datetime,
) -> PushSubscription:
    """Tell somebody things on a browser for as long as they are signed in there, and return it.

    `endpoint`, `p256dh` and `auth` are what the browser says, `sign_in_id` is by which sign-in (TokenFamily)
    they are here. One that is known, of whomever, is theirs from now on: nothing of another appears there.
    Raises PushIsOff, SignInUnknown, and InvalidSubscription, which names `endpoint` or one of `keys`.
    """
    _refuse_impossible(endpoint, p256dh, auth)
    if sign_in_id is None or not living_sign_ins(now=now).filter(pk=sign_in_id, user=person).exists():
        raise SignInUnknown
    subscription = PushSubscription(
        person=person,
        family_id=sign_in_id,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        user_agent=user_agent[:LONGEST_USER_AGENT],
        created_at=now,
    )
    with transaction.atomic():
        lock("push-subscriptions", person.pk)
        PushSubscription.objects.bulk_create(
            [subscription], update_conflicts=True, unique_fields=["endpoint"], update_fields=_TAKEN_OVER
        )
        kept = PushSubscription.objects.filter(person=person)[:MOST_BROWSERS]
        PushSubscription.objects.filter(person=person).exclude(pk__in=[each.pk for each in kept]).delete()
    return subscription


def unsubscribe(*, person: User, endpoint: str) -> bool:
    """Tell somebody nothing on a browser any more; return whether they were told there until now."""
    gone, _ = PushSubscription.objects.filter(person=person, endpoint=endpoint).delete()
    return bool(gone)


def forget(*, person: User, subscription_id: int) -> bool:
    """Do the same with another browser of theirs, by its key."""
    gone, _ = PushSubscription.objects.filter(person=person, pk=subscription_id).delete()
    return bool(gone)


def remove_dead(*, now: datetime) -> int:
    """Remove browsers of sign-ins that have ended, to which nothing is sent any more; return how many."""
    living = living_subscriptions(now=now).values("pk")
    gone, _ = PushSubscription.objects.exclude(pk__in=living).delete()
    return gone


def _refuse_impossible(endpoint: str, p256dh: str, auth: str) -> None:
    if not vapid.is_on():
        raise PushIsOff
    if endpoint_of(endpoint) is None:
        raise InvalidSubscription({"endpoint": [_UNKNOWN_SERVICE]})
    try:
        read_keys(p256dh=p256dh, auth=auth)
    except BadKeys as error:
        raise InvalidSubscription({"keys": {error.field: [_NO_KEY]}}) from None
