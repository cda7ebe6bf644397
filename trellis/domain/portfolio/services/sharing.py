"""Sharing a portfolio: whoever posts for people does, or people are given what to post themselves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trellis.core.post.social import has_poster, page_to_post
from trellis.core.tasks import enqueue
from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.portfolio import events
from trellis.domain.portfolio.models import Share
from trellis.domain.portfolio.queries.portfolios import SeenPortfolio, portfolio_of, seen_by
from trellis.domain.portfolio.refusals import BadCaption, NothingToShare
from trellis.domain.portfolio.rules.captions import caption_of, fits, post_of, room_for
from trellis.domain.portfolio.rules.choices import ShareState
from trellis.domain.portfolio.rules.seeing import is_open


def share_portfolio(
    *, user: User, platforms: Sequence[str], caption: str | None, now: datetime
) -> list[Share]:
    """Share somebody's portfolio on each platform once, with this caption, or for None with one that is made.

    What is posted for them waits for its job. Raises NothingToShare, TooMany, and BadCaption for one that is
    too long.
    """
    portfolio = portfolio_of(user)
    if portfolio is None:
        raise NothingToShare
    if not is_open(portfolio, now=now):
        raise NothingToShare("Nobody else can see your portfolio.")
    take({"portfolio_share": str(user.pk)})
    seen = seen_by(portfolio, None, now=now)
    captions = {each: _caption(seen, each, caption) for each in dict.fromkeys(platforms)}
    with transaction.atomic():
        return [_shared(seen, platform, said, now) for platform, said in captions.items()]


def _caption(seen: SeenPortfolio, platform: str, given: str | None) -> str:
    if given is None:
        return caption_of(
            platform=platform,
            skills=seen.skills or [],
            projects=[each.title for each in seen.featured or seen.projects or []],
            completed=[each.title for each in seen.certificates or []],
            url=seen.address,
        )
    if not fits(given, platform=platform, url=seen.address):
        most = room_for(platform, seen.address)
        raise BadCaption({"caption": [f"At {platform} this may have {most} characters beside the address."]})
    return given


def _shared(seen: SeenPortfolio, platform: str, caption: str, now: datetime) -> Share:
    waits = has_poster(platform)
    row = Share.objects.create(
        user=seen.owner,
        platform=platform,
        state=ShareState.WAITING if waits else ShareState.OFFERED,
        text=post_of(caption, seen.address),
        post_url=page_to_post(platform=platform, text=caption, url=seen.address),
        created_at=now,
    )
    events.portfolio_shared.publish(actor_id=row.user_id, subject=row, data={}, now=now)
    if waits:
        from trellis.domain.portfolio.tasks import post_share

        enqueue(post_share, share_id=row.pk)
    return row
