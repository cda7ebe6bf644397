"""Who is connected just now, and who lets others see it."""

from collections.abc import Iterable
from datetime import datetime

from trellis.domain.messaging.models import Manners, Presence
from trellis.domain.messaging.rules.presence import LASTS


def is_online(*, person_id: int, now: datetime) -> bool:
    """Tell whether somebody has a socket open, in whichever process: for ourselves, not to be shown."""
    return bool(online_among([person_id], now=now))


def online_among(people: Iterable[int], *, now: datetime) -> frozenset[int]:
    """Return which of these accounts have a socket open: for ourselves, not to be shown."""
    seen = Presence.objects.filter(person_id__in=list(people), seen_at__gt=now - LASTS)
    return frozenset(seen.values_list("person_id", flat=True))


def shown_online(people: Iterable[int], *, viewer_id: int, now: datetime) -> frozenset[int]:
    """Return whom of these accounts somebody sees online: who shows it, where they show it, too."""
    online = online_among(people, now=now)
    hidden = set(
        Manners.objects.filter(person_id__in=[*online, viewer_id], show_presence=False).values_list(
            "person_id", flat=True
        )
    )
    return online & {viewer_id} if viewer_id in hidden else online - (hidden - {viewer_id})
