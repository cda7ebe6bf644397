"""Who may read whose calendar, what stands in it, and under which address."""

from trellis.core.links import link_to
from trellis.core.post import ics
from trellis.domain.accounts.models import User
from trellis.domain.calendar.models import FeedToken
from trellis.domain.mentorship.queries.bookings import calendar_entries_of


def feed_token_of(user: User) -> FeedToken | None:
    """Return the token that opens this person's feed now, if they have one."""
    return FeedToken.objects.filter(user=user, revoked_at=None).first()


def reader_of_feed(token: str) -> User | None:
    """Return whose feed this token opens; None for an unknown or revoked one, or a disabled account."""
    if "\x00" in token:  # PostgreSQL cannot even be asked for it.
        return None
    found = (
        FeedToken.objects.select_related("user")
        .filter(token=token, revoked_at=None, user__is_active=True)
        .first()
    )
    return found.user if found is not None else None


def feed(user: User) -> bytes:
    """Return all of a person's sessions as a calendar to subscribe to; no address of anybody is in it."""
    return ics.feed(calendar_entries_of(user), name="Trellis sessions")


def feed_url(token: FeedToken) -> str:
    """Return the address of a feed, for calendars that take one to subscribe to."""
    return link_to("web:calendar-feed", token=token.token)


def webcal_url(token: FeedToken) -> str:
    """Return the address that a calendar on the reader's own machine opens by itself."""
    return link_to("web:calendar-feed", token=token.token, scheme="webcal")
