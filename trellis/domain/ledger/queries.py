"""What can be asked of the ledger: what somebody has, and what they have earned.

A subtotal stands for the entries that it sums up, where there is one; without it these are read themselves.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BigIntegerField, F, Func, Q, QuerySet, Sum

from trellis.domain.ledger.models import Account, AccountKind, Entry, Seal, Subtotal
from trellis.domain.ledger.rules.months import NO_EARNINGS, by_month, last_months, month_of

# Between these two money is the payee's. What is frozen is so until a dispute takes it away.
_PAYEES = (AccountKind.EARNED, AccountKind.FROZEN)


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
    """What entries sum to: all of them, and by span (rules/months.py) those that are no payouts."""

    balance_minor: int
    spans: dict[int, int]

    def __add__(self, other: "Sums") -> "Sums":
        spans = dict(self.spans)
        for second, amount in other.spans.items():
            spans[second] = spans.get(second, 0) + amount
        return Sums(self.balance_minor + other.balance_minor, spans)


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
        currency: by_month(sum(sums.values(), _NOTHING).spans, zone=zone)
        for currency, sums in _payees_sums(user_id).items()
    }


def earnings_of(*, user_id: int, zone: tzinfo, now: datetime) -> dict[str, Earnings]:
    """Return by currency what somebody has earned; nothing of a currency in which they never did."""
    this_month = month_of(now, zone=zone)
    found: dict[str, Earnings] = {}
    for currency, sums in _payees_sums(user_id).items():
        months = by_month(sum(sums.values(), _NOTHING).spans, zone=zone)
        found[currency] = Earnings(
            currency=currency,
            by_month=months,
            this_month_minor=months.get(this_month, 0),
            last_twelve_months_minor=sum(months.get(month, 0) for month in last_months(this_month)),
            lifetime_minor=sum(months.values()),
            available_minor=sums.get(AccountKind.EARNED, _NOTHING).balance_minor,
            frozen_minor=sums.get(AccountKind.FROZEN, _NOTHING).balance_minor,
        )
    return found


def sums_of(entries: QuerySet[Entry]) -> Sums:
    """Return what these entries sum to."""
    rows = list(
        entries.order_by()
        .values(span=_Span(F("transfer__happened_at")))
        .annotate(
            total=Sum("amount_minor"), earned=Sum("amount_minor", filter=~Q(transfer__kind__in=NO_EARNINGS))
        )
        .values_list("span", "total", "earned")
    )
    return Sums(
        balance_minor=sum(int(total) for _, total, _ in rows),
        spans={span: int(earned) for span, _, earned in rows if earned is not None},
    )


def sums_on(account: Account) -> Sums:
    """Return what all entries of an account sum to."""
    kept = subtotal_of(account)
    if kept is None:
        return sums_of(account.entries.all())
    # Of what it sums up nothing can change, so that the two are of one moment, whenever it was read.
    return sums_kept(kept) + sums_of(account.entries.filter(pk__gt=kept.through_entry_id))


def sums_kept(kept: Subtotal) -> Sums:
    """Return the sums that are kept."""
    return Sums(kept.balance_minor, {int(second): amount for second, amount in kept.spans.items()})


def subtotal_of(account: Account) -> Subtotal | None:
    """Return what is kept of an account's sums, if anything is."""
    try:
        return account.subtotal
    except ObjectDoesNotExist:
        return None


def sealed_through() -> int:
    """Return the id of the last entry that is sealed, or 0. No other entry up to it will ever be there."""
    return Seal.objects.order_by("-number").values_list("last_entry_id", flat=True).first() or 0


class _Span(Func):
    """The span of a moment: rules/months.py."""

    template = (
        "(SELECT extract(epoch FROM CASE"
        # A month begins 14 hours before UTC's in the earliest zone, and 12 after it in the last.
        " WHEN date_trunc('month', given.at + interval '14 hours')"
        " = date_trunc('month', given.at - interval '12 hours')"
        " THEN date_trunc('month', given.at) + interval '15 days'"
        " ELSE date_bin('15 minutes', given.at, timestamp '2000-01-01') END)::bigint"
        " FROM (SELECT %(expressions)s AT TIME ZONE 'UTC') AS given (at))"
    )
    output_field = BigIntegerField()


_NOTHING = Sums(0, {})


def _payees_sums(user_id: int) -> dict[str, dict[AccountKind, Sums]]:
    found: dict[str, dict[AccountKind, Sums]] = {}
    for account in _accounts(user_id).filter(kind__in=_PAYEES):
        found.setdefault(account.currency, {})[AccountKind(account.kind)] = sums_on(account)
    return found


def _balance(account: Account) -> int:
    kept = subtotal_of(account)
    through, balance = (kept.through_entry_id, kept.balance_minor) if kept else (0, 0)
    tail = account.entries.filter(pk__gt=through).order_by().aggregate(total=Sum("amount_minor"))["total"]
    return balance + int(tail or 0)


def _accounts(user_id: int | None) -> QuerySet[Account]:
    theirs = (
        Account.objects.filter(user_id=user_id) if user_id else Account.objects.filter(user_id__isnull=True)
    )
    return theirs.select_related("subtotal").order_by("currency", "kind")
