"""Who may read whose calendar: one secret address a person, which they can change or take back."""

import secrets
from datetime import datetime

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.core.links import link_to
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import FeedToken

_BYTES = 32


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


def create_feed_token(*, user: User, now: datetime) -> FeedToken:
    """Return the person's token, making one if they have none; many callers at once get the same."""
    with transaction.atomic():
        lock("feed", user.pk)
        return feed_token_of(user) or _new_token(user, now)


def rotate_feed_token(*, user: User, now: datetime) -> FeedToken:
    """Give the person a new token; the address they had opens nothing any more."""
    with transaction.atomic():
        lock("feed", user.pk)
        _revoke(user, now)
        return _new_token(user, now)


def revoke_feed_token(*, user: User, now: datetime) -> None:
    """Close the person's feed."""
    with transaction.atomic():
        lock("feed", user.pk)
        _revoke(user, now)


def feed_url(token: FeedToken) -> str:
    """Return the address of a feed, for calendars that take one to subscribe to."""
    return link_to("web:calendar-feed", token=token.token)


def webcal_url(token: FeedToken) -> str:
    """Return the address that a calendar on the reader's own machine opens by itself."""
    return link_to("web:calendar-feed", token=token.token, scheme="webcal")


def _new_token(user: User, now: datetime) -> FeedToken:
    return FeedToken.objects.create(user=user, token=secrets.token_urlsafe(_BYTES), created_at=now)


def _revoke(user: User, now: datetime) -> None:
    FeedToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
