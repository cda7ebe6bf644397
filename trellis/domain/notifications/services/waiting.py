"""What is held back, and lets go when it is due: one message for all that somebody is told on a channel."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.db import transaction

from trellis.core.db.locks import try_lock
from trellis.core.rounds import each_in_turn
from trellis.domain.notifications.models import Preferences, Waiting
from trellis.domain.notifications.queries import preferences_of
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.quiet import leaves_at
from trellis.domain.notifications.rules.switches import reaches
from trellis.domain.notifications.services.sending import send

# Tells which of these people, by their keys, are there to see things in the app.
Online = Callable[[Collection[int]], Collection[int]]


def deliver_waiting(*, now: datetime, online: Online) -> int:
    """Send people what is due, and return how many messages that made.

    One whose message fails holds up nobody else: when all had their turn an ExceptionGroup is raised, and
    the next run tries those again.
    """
    due = Waiting.objects.filter(due_at__lte=now).order_by("notification__recipient_id", "channel")
    found = list(due.values_list("notification__recipient_id", "channel").distinct())
    there = online({person_id for person_id, _ in found})
    return each_in_turn(
        found,
        lambda one: _deliver(one[0], Channel(one[1]), one[0] in there, now),
        what="messages could not be written",
    )


def hold_anew(prefs: Preferences, now: datetime) -> None:
    """Let what waits for somebody leave when their changed preferences say. Called in a transaction.

    What is held for another reason than theirs leaves as it would have.
    """
    waiting = Waiting.objects.filter(notification__recipient=prefs.person, unless_online=False)
    for row in waiting.select_related("notification").select_for_update(of=("self",)).order_by("id"):
        about, channel = Kind(row.notification.about), Channel(row.channel)
        row.due_at = leaves_at(prefs, about, channel, now, needed_by=row.expires_at)
        row.save(update_fields=["due_at"])


def _deliver(person_id: int, channel: Channel, is_online: bool, now: datetime) -> int:
    """Send one person what is due on one channel, and return whether there was something.

    It is taken and written in one transaction: there is never a second message, whoever else is at it.
    """
    with transaction.atomic():
        if not try_lock("waiting", f"{person_id}:{channel}"):
            return 0
        rows = list(
            Waiting.objects.filter(notification__recipient_id=person_id, channel=channel, due_at__lte=now)
            .select_related("notification__recipient")
            .select_for_update(of=("self",))
            .order_by("notification__created_at", "notification_id")
        )
        Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()
        wanted = _wanted(rows, is_online, now)
        if wanted:
            send(channel, [wanted], now)
        return bool(wanted)


def _wanted(rows: Sequence[Waiting], is_online: bool, now: datetime) -> list[Waiting]:
    """Return what is still of use: neither read nor too late nor switched off meanwhile."""
    if not rows:
        return []
    prefs = preferences_of(rows[0].notification.recipient)
    return [
        row
        for row in rows
        if reaches(prefs, Kind(row.notification.about), Channel(row.channel))
        and not (row.unless_online and is_online)
        and not (row.expires_at is not None and row.expires_at <= now)
        # A calendar has not read it.
        and (row.notification.read_at is None or row.attachment is not None)
    ]
