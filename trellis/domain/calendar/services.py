"""What can happen to a person's calendar feed: its one secret address is made, changed or taken back."""

import secrets
from datetime import datetime

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.calendar.models import FeedToken
from trellis.domain.calendar.queries import feed_token_of

_BYTES = 32


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


def _new_token(user: User, now: datetime) -> FeedToken:
    return FeedToken.objects.create(user=user, token=secrets.token_urlsafe(_BYTES), created_at=now)


def _revoke(user: User, now: datetime) -> None:
    FeedToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
