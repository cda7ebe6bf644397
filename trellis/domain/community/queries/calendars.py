"""Events as calendars read them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from trellis.core.post.ics import Entry, published
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Gathering
from trellis.domain.community.queries.gatherings import link_for
from trellis.domain.community.rules.gatherings import is_off


def calendar_of(gathering: Gathering, viewer: User) -> bytes:
    """Return an event as an .ics file; the address to meet at is in it for who attends, and who organizes."""
    entry = Entry(
        uid=f"event-{gathering.public_id}@{urlsplit(settings.TRELLIS_PUBLIC_URL).hostname}",
        sequence=gathering.version - 1,
        created_at=gathering.created_at,
        updated_at=gathering.updated_at,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        summary=gathering.title,
        description=gathering.description,
        room=link_for(gathering, viewer.pk) or "",
        status="CANCELLED" if is_off(gathering) else "CONFIRMED",
    )
    return published(
        entry,
        zone=ZoneInfo(gathering.timezone),
        last_at=gathering.over_at,
        is_all_day=gathering.is_all_day,
        rule=_rule(gathering),
        place=gathering.place,
    )


def _rule(gathering: Gathering) -> Mapping[str, object] | None:
    if not gathering.frequency:
        return None
    rule: dict[str, object] = {"freq": gathering.frequency, "interval": gathering.every}
    if gathering.times is not None:
        return {**rule, "count": gathering.times}
    return {**rule, "until": _until(gathering)}


def _until(gathering: Gathering) -> date | datetime:
    """Return the end of a rule: of whole days a day, of others a moment in UTC (RFC 5545, 3.3.10)."""
    last = gathering.occurrences.order_by("starts_at").last()
    at = last.starts_at if last else gathering.starts_at
    return at.astimezone(ZoneInfo(gathering.timezone)).date() if gathering.is_all_day else at.astimezone(UTC)
