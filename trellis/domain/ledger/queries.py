"""What can be asked of the ledger: what somebody has, and what they have earned.

A subtotal stands for the entries that it sums up, where there is one; without it these are read themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import DateTimeField, F, Func, IntegerField, Max, Min, Q, QuerySet, Sum, Value

from trellis.domain.ledger.models import Account, AccountKind, Entry, Subtotal, TransferKind
from trellis.domain.ledger.rules.months import beginning_of, last_months, month_of, months_between

# Between these two money is the payee's. What is frozen is so until a dispute takes it away.
_PAYEES = (AccountKind.EARNED, AccountKind.FROZEN)
_PAYOUTS = (TransferKind.PAYOUT, TransferKind.PAYOUT_FAILED)


@dataclass(frozen=True)
class Earnings:
    """What a payee has earned in one currency, by their own months; without what was given back or lost.

    What goes back lessens the month in which it goes. A month in which nothing moved is not there. Payouts
    change `available_minor` alone, which is earned and not paid out, and below zero where more was paid out
    than stayed theirs; `frozen_minor` comes on top of it.
    """

    currency: str
    by_month: dict[str, int]
    this_month_minor: int
    last_twelve_months_minor: int
    lifetime_minor: int
    available_minor: int
    frozen_minor: int


@dataclass(frozen=True)
class Sums:
    """What entries sum to: all of them, and by month those that are no payouts."""

    balance_minor: int
    months: dict[str, int]


def balance_of(*, kind: AccountKind, user_id: int | None, currency: str) -> int:
    """Return what is on an account, in minor units; 0 where there is none."""
    return sum(map(_balance, _accounts(user_id).filter(kind=kind, currency=currency)))


def balances_of(*, user_id: int | None) -> dict[AccountKind, dict[str, int]]:
    """Return by kind and currency what is on each account of somebody, or of the house."""
    found: dict[AccountKind, dict[str, int]] = {}
    for account in _accounts(user_id):
        found.setdefault(AccountKind(account.kind), {})[account.currency] = _balance(account)
    return found


def earned_by_month(*, user_id: int, zone: tzinfo) -> dict[str, dict[str, int]]:
    """Return by currency, and by month in this zone, what somebody has earned: see Earnings."""
    return {
        currency: _joined(sums.months for _, sums in found)
        for currency, found in _payees_sums(user_id, zone).items()
    }


def earnings_of(*, user_id: int, zone: tzinfo, now: datetime) -> dict[str, Earnings]:
    """Return by currency what somebody has earned; nothing of a currency in which they never did."""
    this_month = month_of(now, zone=zone)
    found: dict[str, Earnings] = {}
    for currency, accounts in _payees_sums(user_id, zone).items():
        months = _joined(sums.months for _, sums in accounts)
        balances = {kind: sums.balance_minor for kind, sums in accounts}
        found[currency] = Earnings(
            currency=currency,
            by_month=months,
            this_month_minor=months.get(this_month, 0),
            last_twelve_months_minor=sum(months.get(month, 0) for month in last_months(this_month)),
            lifetime_minor=sum(months.values()),
            available_minor=balances.get(AccountKind.EARNED, 0),
            frozen_minor=balances.get(AccountKind.FROZEN, 0),
        )
    return found


def sums_of(entries: QuerySet[Entry], *, zone: tzinfo) -> Sums:
    """Return what these entries sum to."""
    span = entries.order_by().aggregate(first=Min("transfer__happened_at"), last=Max("transfer__happened_at"))
    if span["first"] is None:
        return Sums(balance_minor=0, months={})
    months = months_between(month_of(span["first"], zone=zone), month_of(span["last"], zone=zone))
    rows = (
        entries.order_by()
        .values(place=_place(months, zone))
        .annotate(
            total=Sum("amount_minor"), earned=Sum("amount_minor", filter=~Q(transfer__kind__in=_PAYOUTS))
        )
        .values_list("place", "total", "earned")
    )
    found = list(rows)
    return Sums(
        balance_minor=sum(int(total) for _, total, _ in found),
        months={months[place - 1]: int(earned) for place, _, earned in found if earned is not None},
    )


def _place(months: list[str], zone: tzinfo) -> Func:
    """Return in which of these months an entry's transfer happened, from 1 on.

    When they begin is reckoned here: PostgreSQL's list of zones may be another than that of accounts.
    """
    beginnings = [beginning_of(month, zone=zone) for month in months]
    return Func(
        F("transfer__happened_at"),
        Value(beginnings, output_field=ArrayField(DateTimeField())),
        function="width_bucket",
        output_field=IntegerField(),
    )


def added(one: Sums, other: Sums) -> Sums:
    """Return what two sums are together."""
    return Sums(one.balance_minor + other.balance_minor, _joined([one.months, other.months]))


def _payees_sums(user_id: int, zone: tzinfo) -> dict[str, list[tuple[AccountKind, Sums]]]:
    found: dict[str, list[tuple[AccountKind, Sums]]] = {}
    for account in _accounts(user_id).filter(kind__in=_PAYEES):
        found.setdefault(account.currency, []).append((AccountKind(account.kind), _sums(account, zone)))
    return found


def _sums(account: Account, zone: tzinfo) -> Sums:
    kept = subtotal_of(account)
    if kept is None or kept.zone != str(zone):
        return sums_of(account.entries.all(), zone=zone)
    # Of what it sums up nothing can change, so that the two are of one moment, whenever it was read.
    return added(
        Sums(kept.balance_minor, kept.months), sums_of(_behind(account, kept.through_entry_id), zone=zone)
    )


def _balance(account: Account) -> int:
    kept = subtotal_of(account)
    through, balance = (kept.through_entry_id, kept.balance_minor) if kept else (0, 0)
    tail = _behind(account, through).aggregate(total=Sum("amount_minor"))["total"]
    return balance + int(tail or 0)


def subtotal_of(account: Account) -> Subtotal | None:
    """Return what is kept of an account's sums, if anything is."""
    try:
        return account.subtotal
    except ObjectDoesNotExist:
        return None


def _accounts(user_id: int | None) -> QuerySet[Account]:
    theirs = (
        Account.objects.filter(user_id=user_id) if user_id else Account.objects.filter(user_id__isnull=True)
    )
    return theirs.select_related("subtotal").order_by("currency", "kind")


def _behind(account: Account, entry_id: int) -> QuerySet[Entry]:
    return account.entries.filter(pk__gt=entry_id).order_by()


def _joined(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Return the months of all parts in their order, summed up."""
    found: dict[str, int] = {}
    for part in parts:
        for month, amount in part.items():
            found[month] = found.get(month, 0) + amount
    return dict(sorted(found.items()))
