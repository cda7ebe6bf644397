"""What can happen to a portfolio: it is made, said anew, taken away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from trellis.core.db.columns import write_columns
from trellis.core.db.errors import constraint_of
from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import is_reserved
from trellis.domain.portfolio import events
from trellis.domain.portfolio.models import Portfolio
from trellis.domain.portfolio.queries.portfolios import own_portfolio, portfolio_of
from trellis.domain.portfolio.refusals import AddressIsOurs, AddressIsTaken, BadAddress
from trellis.domain.portfolio.rules.names import NOT_AN_ADDRESS, is_address, may_be_addressed
from trellis.domain.portfolio.services.projects import feature

_SAID = ("bio", "custom_url", "links", "is_published")


def make_portfolio(
    *, user: User, said: Mapping[str, Any], featured: Sequence[str] | None, now: datetime
) -> tuple[Portfolio, bool, list[str]]:
    """Make somebody's portfolio, or say it anew; return it, whether it is new, and which projects are none.

    `said` are columns, of `visibility` the parts of which something is said; `featured` are ids of projects,
    None for those that stand out already. Raises BadAddress, AddressIsOurs, AddressIsTaken.
    """
    with transaction.atomic():
        lock("portfolio", user.pk)
        current = portfolio_of(user)
        columns = {name: said[name] for name in _SAID if name in said}
        columns["custom_url"] = _address(user, columns.get("custom_url") or None, current)
        columns["visibility"] = {**(current.visibility if current else {}), **said.get("visibility", {})}
        kept = _made(user, columns, now) if current is None else _changed(current, columns, now)
        ignored = [] if featured is None else feature(user=user, names=featured, now=now)
    return kept, current is None, ignored


def remove_portfolio(*, user: User, now: datetime) -> None:
    """Take somebody's portfolio away; projects and resumes stay. Raises NoPortfolio."""
    with transaction.atomic():
        lock("portfolio", user.pk)
        current = own_portfolio(user)
        events.portfolio_removed.publish(actor_id=user.pk, subject=current, data={}, now=now)
        current.delete()


def _address(user: User, wanted: str | None, current: Portfolio | None) -> str:
    """Return the name of the address: the one that is asked for, the one of now, or the username."""
    if is_reserved(user.username):
        raise AddressIsOurs
    if wanted is None:
        if current is not None:
            return current.custom_url
        if not may_be_addressed(user.username):
            raise BadAddress({"custom_url": ["Your username cannot be an address. Choose another name."]})
        return user.username
    if not (is_address(wanted) or (wanted.upper() == user.username.upper() and may_be_addressed(wanted))):
        raise BadAddress({"custom_url": [NOT_AN_ADDRESS]})
    if is_reserved(wanted):
        raise AddressIsOurs
    if User.objects.filter(username__iexact=wanted).exclude(pk=user.pk).exists():
        raise AddressIsTaken
    return wanted


def _made(user: User, columns: Mapping[str, Any], now: datetime) -> Portfolio:
    row = Portfolio(user=user, **columns, created_at=now, updated_at=now)
    _saved(lambda: row.save(force_insert=True))
    events.portfolio_made.publish(actor_id=user.pk, subject=row, data={}, now=now)
    return row


def _changed(row: Portfolio, columns: Mapping[str, Any], now: datetime) -> Portfolio:
    changes = {name: value for name, value in columns.items() if getattr(row, name) != value}
    if changes:
        _saved(lambda: write_columns(row, now, **changes))
        told: events.Changed = {"fields": sorted(changes)}
        events.portfolio_changed.publish(actor_id=row.user_id, subject=row, data=told, now=now)
    return row


def _saved(save: Any) -> None:
    """Save a row; raise AddressIsTaken where another has the address, also one that comes at this moment."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        if constraint_of(error) == "portfolio_address_any_case":
            raise AddressIsTaken from None
        raise
