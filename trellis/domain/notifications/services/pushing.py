"""What leaves for browsers: a job for each, which looks at what is still to be said when its turn comes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from trellis.core.links import link_to
from trellis.core.post.push import vapid
from trellis.core.post.push.sending import Answer, Browser, Outcome, ServiceBusy, send_push
from trellis.core.tasks import enqueue_all
from trellis.domain.notifications.models import Notification, PushSubscription, Waiting
from trellis.domain.notifications.queries import living_subscriptions, preferences_of
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.limits import PUSH_KEPT, PUSH_REFUSED
from trellis.domain.notifications.rules.pushes import payload_of, topic_of, urgency_of
from trellis.domain.notifications.rules.quiet import is_quiet
from trellis.domain.notifications.rules.switches import reaches


def push_later(parcels: Sequence[Sequence[Waiting]], now: datetime) -> None:
    """Have each parcel, what one person is told at once, shown on all browsers of theirs.

    Called in a transaction: nothing leaves without its commit.
    """
    from trellis.domain.notifications.tasks import push

    if not vapid.is_on():
        return
    browsers = _browsers_of({parcel[0].notification.recipient_id for parcel in parcels}, now)
    enqueue_all(
        push,
        [
            {
                "subscription_id": browser_id,
                "notification_ids": [row.notification_id for row in parcel],
                "until": _until(parcel, now).isoformat(),
            }
            for parcel in parcels
            for browser_id in browsers[parcel[0].notification.recipient_id]
        ],
    )


def push_now(
    *, subscription_id: int, notification_ids: Sequence[int], until: datetime, now: datetime
) -> None:
    """Show on a browser what its person has not read yet of these, if it comes by `until`.

    What is not theirs does not appear: the browser may be another's by now. Raises ServiceBusy where it may
    be tried again. Speaks to the outside, so it is not called in a transaction.
    """
    subscription = _subscription(subscription_id, now)
    if subscription is None or until <= now:
        return
    told = _still_told(subscription, notification_ids)
    if not told:
        return
    answer = send_push(
        Browser(subscription.endpoint, subscription.p256dh, subscription.auth),
        payload_of(told, url=_way_to(told), is_silent=is_quiet(preferences_of(subscription.person), now)),
        topic=topic_of(told),
        urgency=urgency_of(told),
        ttl=until - now,
        now=now,
    )
    _note(subscription, answer, now)


def _browsers_of(people: set[int], now: datetime) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    living = living_subscriptions(now=now).filter(person__in=people).order_by("pk")
    for person_id, browser_id in living.values_list("person_id", "pk"):
        found[person_id].append(browser_id)
    return found


def _until(parcel: Sequence[Waiting], now: datetime) -> datetime:
    """Return until when a message is of use."""
    ends = [row.expires_at or now + PUSH_KEPT for row in parcel]
    return min(max(ends), now + PUSH_KEPT)


def _subscription(subscription_id: int, now: datetime) -> PushSubscription | None:
    living = living_subscriptions(now=now).select_related("person")
    return living.filter(pk=subscription_id).first()


def _still_told(subscription: PushSubscription, notification_ids: Sequence[int]) -> list[Notification]:
    """Return what is unread and wanted, of the browser's person alone."""
    unread = Notification.objects.filter(
        pk__in=notification_ids, recipient_id=subscription.person_id, read_at=None
    )
    prefs = preferences_of(subscription.person)
    return [told for told in unread if reaches(prefs, Kind(told.about), Channel.PUSH)]


def _way_to(told: Sequence[Notification]) -> str:
    if len(told) == 1 and told[0].is_listed:
        return link_to("web:notification", public_id=told[0].public_id)
    return link_to("web:notifications")


def _note(subscription: PushSubscription, answer: Answer, now: datetime) -> None:
    """Keep what became of a message, and raise ServiceBusy where it is to be sent again."""
    # Of a browser that has subscribed anew meanwhile, this says nothing.
    this = PushSubscription.objects.filter(pk=subscription.pk, created_at=subscription.created_at)
    failed_at = subscription.failed_at
    match answer.outcome:
        case Outcome.TAKEN if failed_at is not None:
            this.update(failed_at=None)
        case Outcome.GONE:
            this.delete()
        case Outcome.LATER:
            raise ServiceBusy(answer.wait)
        case Outcome.REFUSED if failed_at is None:
            this.update(failed_at=now)
        case Outcome.REFUSED if failed_at is not None and now - failed_at > PUSH_REFUSED:
            this.delete()
