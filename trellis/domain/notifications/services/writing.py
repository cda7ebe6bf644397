"""The rows of what people are told."""

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from trellis.core.post.mail import one_line
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification, Preferences
from trellis.domain.notifications.rules.kinds import Channel
from trellis.domain.notifications.rules.notice import Notice
from trellis.domain.notifications.rules.quiet import is_quiet
from trellis.domain.notifications.rules.switches import reaches

_COLUMNS = (
    *("public_id", "recipient_id", "kind", "about", "topic", "title", "body", "data", "links", "count"),
    *("is_listed", "is_silent", "created_at"),
)
_ROW = f"({', '.join(['%s'] * len(_COLUMNS))})"
# What is told of a topic again, before it is read, makes the row that is there as new as if it were another.
_WRITE = """
INSERT INTO notifications_notification ({columns}) VALUES {rows}
ON CONFLICT (recipient_id, kind, topic) WHERE read_at IS NULL AND NOT (topic = '')
DO UPDATE SET count = notifications_notification.count + 1, number = NULL,
    title = excluded.title, body = excluded.body, data = excluded.data, links = excluded.links,
    is_listed = excluded.is_listed, is_silent = excluded.is_silent, created_at = excluded.created_at
RETURNING *
"""


def write(
    people: Sequence[User], notice: Notice, prefs: Mapping[int, Preferences], now: datetime
) -> list[Notification]:
    """Write what each is told, and return it in the order of `people`, which is that of their keys.

    All rows are locked in this order, so that two who tell the same people never wait in a ring.
    """
    rows = [_row(person, notice, prefs[person.pk], now) for person in people]
    if not notice.topic:
        return Notification.objects.bulk_create(rows)
    written = _write_of_topic(rows)
    for row in written:
        row.recipient = prefs[row.recipient_id].person
    _say_again(written, notice)
    return written


def _row(person: User, notice: Notice, prefs: Preferences, now: datetime) -> Notification:
    return Notification(
        public_id=uuid.uuid4(),
        recipient=person,
        kind=notice.kind,
        about=notice.subject,
        topic=notice.topic,
        title=one_line(notice.title),
        body=notice.body,
        data=dict(notice.data),
        links=[[link.label, link.url] for link in notice.links],
        is_listed=reaches(prefs, notice.subject, Channel.IN_APP),
        is_silent=is_quiet(prefs, now),
        created_at=now,
    )


def _write_of_topic(rows: Sequence[Notification]) -> list[Notification]:
    if not rows:
        return []
    sql = _WRITE.format(columns=", ".join(_COLUMNS), rows=", ".join([_ROW] * len(rows)))
    values = [_value(row, column) for row in rows for column in _COLUMNS]
    return sorted(Notification.objects.raw(sql, values), key=lambda row: row.recipient_id)


def _value(row: Notification, column: str) -> object:
    value = getattr(row, column)
    return json.dumps(value) if column in {"data", "links"} else value


def _say_again(written: Sequence[Notification], notice: Notice) -> None:
    """Say of those who were told before how often it has happened."""
    by_count: dict[int, list[Notification]] = defaultdict(list)
    for row in written:
        if notice.again is not None and row.count > 1:
            by_count[row.count].append(row)
    for count, rows in by_count.items():
        title, body = notice.again(count) if notice.again else (notice.title, notice.body)
        told = Notification.objects.filter(pk__in=[row.pk for row in rows])
        told.update(title=one_line(title), body=body)
        for row in rows:
            row.title, row.body = one_line(title), body
