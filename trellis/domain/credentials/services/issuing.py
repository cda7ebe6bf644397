"""How a badge comes to be: once for what it is of, with a code and a number that are drawn."""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from trellis.domain.accounts.models import User
from trellis.domain.credentials import events
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.sources import Provable
from trellis.domain.credentials.rules.choices import State
from trellis.domain.credentials.rules.codes import drawn_code
from trellis.domain.credentials.rules.limits import BITS, DRAWN

_TRIES = 5


def issue(*, user: User, of: Provable, is_shown: bool, now: datetime) -> tuple[Badge, bool]:
    """Issue a badge of something; return it, and whether it is new.

    What has a badge already that is not withdrawn keeps that one.
    """
    with transaction.atomic():
        for _ in range(_TRIES):
            before = list(Badge.objects.filter(user=user, kind=of.kind, source=of.source))
            for found in before:
                if found.state != State.WITHDRAWN:
                    return found, False
            made = write_badge(user=user, of=of, is_shown=is_shown, now=now)
            if made is not None:
                data: events.Issued = {"kind": made.kind, "is_first": not before}
                events.badge_issued.publish(actor_id=user.pk, subject=made, data=data, now=now)
                return made, True
    raise RuntimeError("no code or number is free")


def write_badge(*, user: User, of: Provable, is_shown: bool, now: datetime) -> Badge | None:
    """Write the row, and tell nobody; None where somebody was faster, or the same was drawn twice."""
    with suppress(IntegrityError), transaction.atomic():
        return Badge.objects.create(**_said(user, of, now), is_shown=is_shown)
    return None


def _said(user: User, of: Provable, now: datetime) -> dict[str, object]:
    place, number = _free_place()
    return {
        "code": drawn_code(now.year),
        "user": user,
        "kind": of.kind,
        "source": of.source,
        "by": of.by,
        "by_name": of.by_name,
        "achievement_id": of.achievement_id,
        "recipient_name": user.full_name or user.username,
        "title": of.title,
        "text": of.text,
        "level": of.level,
        "minutes": of.minutes,
        "started_on": of.started_on,
        "earned_on": of.earned_on,
        # To the second, as documents have it.
        "issued_at": now.replace(microsecond=0),
        "status_list": place,
        "status_index": number,
    }


def _free_place() -> tuple[int, int]:
    """Return a list and a number in it that no badge has: drawn, so that neighbours say nothing."""
    newest = Badge.objects.aggregate(newest=Max("status_list"))["newest"] or 1
    drawn = list(_drawn())
    there = Badge.objects.filter(status_list=newest, status_index__in=drawn)
    taken = set(there.values_list("status_index", flat=True))
    free = next((number for number in drawn if number not in taken), None)
    return (newest, free) if free is not None else (newest + 1, drawn[0])


def _drawn() -> Iterator[int]:
    return (secrets.randbelow(BITS) for _ in range(DRAWN))
