"""What leaves for people at once, and what is held back for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from trellis.domain.notifications.models import Notification, Preferences, Waiting
from trellis.domain.notifications.rules.kinds import Channel
from trellis.domain.notifications.rules.notice import Notice
from trellis.domain.notifications.rules.quiet import leaves_at
from trellis.domain.notifications.rules.switches import reaches
from trellis.domain.notifications.services.sending import send


def let_leave(
    told: Sequence[Notification], notice: Notice, prefs: Mapping[int, Preferences], now: datetime
) -> None:
    """Send each on every channel on which its person wants it, or hold it until then."""
    by_channel: dict[Channel, list[list[Waiting]]] = defaultdict(list)
    held = []
    for notification in told:
        for row in _rows(notification, notice, prefs[notification.recipient_id], now):
            if row.due_at > now:
                held.append(row)
            else:
                by_channel[Channel(row.channel)].append([row])
    Waiting.objects.bulk_create(held)
    for channel, parcels in by_channel.items():
        send(channel, parcels, now)


def _rows(notification: Notification, notice: Notice, prefs: Preferences, now: datetime) -> list[Waiting]:
    """Return, for each channel on which somebody wants it, when it is due there."""
    rows = []
    for channel in Channel:
        at = notice.leaves(channel, now)
        if at is not None and reaches(prefs, notice.subject, channel):
            due_at = leaves_at(prefs, notice.subject, channel, at, needed_by=notice.needed_by)
            rows.append(_row(notification, channel, notice, due_at))
    return rows


def _row(notification: Notification, channel: Channel, notice: Notice, due_at: datetime) -> Waiting:
    is_mail, is_text = channel == Channel.EMAIL, channel == Channel.SMS
    return Waiting(
        notification=notification,
        channel=channel,
        due_at=due_at,
        expires_at=notice.sms_until or notice.needed_by if is_text else notice.needed_by,
        unless_online=notice.unless_online and is_mail,
        text=notice.sms if is_text else "",
        attachment=asdict(notice.attachment) if notice.attachment and is_mail else None,
    )
