"""What leaves for people, by channel: one message for all that they are told at once.

A parcel is what one person is told at once, as rows of what waits; those that never waited have no key.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from trellis.core.links import link_to
from trellis.core.post import mail, sms
from trellis.domain.notifications.models import Notification, Waiting
from trellis.domain.notifications.rules import moment, zone_of
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.notice import Link
from trellis.domain.notifications.rules.unsubscribing import stoppable, unsubscription_token
from trellis.domain.notifications.services.pushing import push_later

Parcel = Sequence[Waiting]
# RFC 8058: a mail program has a button of its own that sends this to the address in the header beside it.
_STOPS = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
# How many things one mail tells of.
_LISTED = 50


def send(channel: Channel, parcels: Sequence[Parcel], now: datetime) -> None:
    """Send each parcel, none of which is empty, on a channel. Called in a transaction."""
    match channel:
        case Channel.EMAIL:
            for parcel in parcels:
                _mail(parcel, now)
        case Channel.SMS:
            for parcel in parcels:
                _text(parcel, now)
        case Channel.PUSH:
            push_later(parcels, now)


def _mail(parcel: Parcel, now: datetime) -> None:
    """Mail what has something with it each for itself, and all else as one."""
    for row in parcel:
        if row.attachment is not None:
            _mail_one(row.notification, mail.Attachment(**row.attachment), now)
    rest = [row.notification for row in parcel if row.attachment is None]
    if len(rest) == 1:
        _mail_one(rest[0], None, now)
    elif rest:
        _mail_many(rest, now)


def _mail_one(told: Notification, attachment: mail.Attachment | None, now: datetime) -> None:
    context = {"title": told.title, "body": told.body, "links": _links(told)}
    _post([told], "mail", told.title, context, attachment, now)


def _mail_many(told: Sequence[Notification], now: datetime) -> None:
    reader = told[0].recipient
    title = f"{len(told)} notifications for you"
    items = [
        {
            "title": each.title,
            "body": each.body,
            "when": moment(each.created_at, zone_of(reader)),
            "links": _links(each),
        }
        for each in told[:_LISTED]
    ]
    _post(told, "summary", title, {"title": title, "items": items, "more": len(told) - len(items)}, None, now)


def _post(
    told: Sequence[Notification],
    name: str,
    subject: str,
    context: dict[str, Any],
    attachment: mail.Attachment | None,
    now: datetime,
) -> None:
    reader = told[0].recipient
    stop = _way_to_stop(told)
    context = {
        "name": reader.first_name or reader.username,
        "settings": link_to("web:notification-settings"),
        "stop": stop,
        **context,
    }
    mail.send(
        to=reader.email,
        subject=subject,
        text=render_to_string(f"notifications/{name}.txt", context),
        html=render_to_string(f"notifications/{name}.html", context),
        attachment=attachment,
        headers=_STOPS | {"List-Unsubscribe": f"<{stop}>"} if stop else None,
        now=now,
    )


def _way_to_stop(told: Sequence[Notification]) -> str:
    """Return the link that stops mails like this one; "" where they cannot be stopped."""
    kinds = stoppable([Kind(each.about) for each in told])
    if not kinds:
        return ""
    return link_to("web:unsubscribe", query={"t": unsubscription_token(told[0].recipient, kinds)})


def _links(told: Notification) -> list[Link]:
    return [Link(label, url) for label, url in told.links]


def _text(parcel: Parcel, now: datetime) -> None:
    until = [row.expires_at for row in parcel if row.expires_at is not None]
    sms.send(
        to=parcel[0].notification.recipient.phone_number,
        text="\n".join(row.text for row in parcel),
        expires_at=min(until, default=None),
        now=now,
    )
