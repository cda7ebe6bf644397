"""Posting what somebody has shared, by whoever posts for people: by a job, outside of transactions."""

from datetime import datetime
from typing import Literal

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.locks import locked
from trellis.core.post import social
from trellis.domain.portfolio import events
from trellis.domain.portfolio.models import Share
from trellis.domain.portfolio.queries.portfolios import portfolio_of
from trellis.domain.portfolio.rules.choices import ShareState
from trellis.domain.portfolio.rules.names import address_of
from trellis.domain.portfolio.rules.seeing import is_open


def post_waiting(*, share_id: int, is_last_try: bool, now: datetime) -> None:
    """Have what waits posted, once; what is refused has failed, and so has what cannot be had the last time.

    Raises what of social.LATER happens before that. A crash between the yes and the note of it sends the
    same key again.
    """
    with locked("share", share_id):
        share = Share.objects.select_related("user").filter(pk=share_id, state=ShareState.WAITING).first()
        portfolio = None if share is None else portfolio_of(share.user)
        if share is None:
            return
        if portfolio is None or not is_open(portfolio, now=now) or not social.has_poster(share.platform):
            _settle(share, "failed", now=now)
            return
        what = social.Post(share.platform, share.text, address_of(portfolio), str(share.public_id))
        try:
            post_url = social.post(what)
        except social.PosterRefused:
            _settle(share, "failed", now=now)
        except social.LATER:
            if not is_last_try:
                raise
            _settle(share, "failed", now=now)
        else:
            _settle(share, "posted", post_url=post_url, now=now)


def _settle(
    share: Share, state: Literal["posted", "failed"], *, post_url: str | None = None, now: datetime
) -> None:
    """Note how it went; where it failed the page on which somebody posts it themselves stays."""
    with transaction.atomic():
        is_posted = state == "posted"
        kept = share.post_url if post_url is None else post_url
        set_columns(share, state=state, post_url=kept, posted_at=now if is_posted else None)
        events.share_settled.publish(actor_id=None, subject=share, data={"status": state}, now=now)
