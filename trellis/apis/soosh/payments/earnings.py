"""`payments/earnings`: what a mentor has earned (soosh-api.md, section 7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.payments.input import EarningsQuery
from trellis.apis.soosh.users.base import caller_of
from trellis.core.writing.money import as_number
from trellis.domain.ledger.queries import Earnings, earnings_of
from trellis.domain.ledger.rules.months import last_months, month_of
from trellis.domain.mentorship.queries.earning import earner

_QUERY = EarningsQuery()


class MonthOutput(serializers.Serializer[Any]):
    """A month by its year and number, and what was earned in it."""

    month = serializers.CharField()
    amount = serializers.FloatField()


class CurrencyEarningsOutput(serializers.Serializer[Any]):
    """What was earned in one currency: the mentor's share, which is what the learner paid less the fee.

    `total_earnings` is the sum of the twelve months that are listed; `lifetime_earnings` is all that was
    ever earned. `pending_payout` is what is earned and not paid out yet, below zero where more was paid out
    than stayed earned; `on_hold` comes on top of it, for as long as somebody complains.
    """

    currency = serializers.CharField()
    total_earnings = serializers.FloatField()
    pending_payout = serializers.FloatField()
    on_hold = serializers.FloatField()
    lifetime_earnings = serializers.FloatField()
    this_month = serializers.FloatField()
    earnings_by_month = MonthOutput(many=True)


class EarningsOutput(CurrencyEarningsOutput):
    """The same in every currency in which something was earned, and in whose time the months are."""

    timezone = serializers.CharField()
    by_currency = CurrencyEarningsOutput(many=True)


class EarningsView(SooshView):
    """`payments/earnings`."""

    @extend_schema(operation_id="payments_earnings", parameters=[EarningsQuery], responses=EarningsOutput)
    def get(self, request: Request) -> Response:
        """Tell what one has earned, by months of one's own timezone: this month, then the eleven before.

        A session's share is earned when it has taken place. What goes back afterwards lessens the month in
        which it goes. Payouts change `pending_payout` alone. Beginners, who are no mentors, get 403.
        """
        asked, user, now = _QUERY.run_validation(request.GET), caller_of(request), timezone.now()
        own = earner(user)
        found = earnings_of(user_id=user.pk, zone=own.zone, now=now)
        shown = asked.get("currency") or own.currency
        return Response(EarningsOutput(_facts(found, shown, own.zone, now)).data)


def _facts(found: Mapping[str, Earnings], currency: str, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    months = last_months(month_of(now, zone=zone))
    nothing = Earnings(
        currency=currency,
        by_month={},
        this_month_minor=0,
        last_twelve_months_minor=0,
        lifetime_minor=0,
        available_minor=0,
        frozen_minor=0,
    )
    return {
        **_in_currency(found.get(currency, nothing), months),
        "timezone": zone.key,
        "by_currency": [_in_currency(each, months) for _, each in sorted(found.items())],
    }


def _in_currency(earned: Earnings, months: list[str]) -> dict[str, Any]:
    amounts = {
        "total_earnings": earned.last_twelve_months_minor,
        "pending_payout": earned.available_minor,
        "on_hold": earned.frozen_minor,
        "lifetime_earnings": earned.lifetime_minor,
        "this_month": earned.this_month_minor,
    }
    return {
        "currency": earned.currency,
        **{name: as_number(minor, earned.currency) for name, minor in amounts.items()},
        "earnings_by_month": [
            {"month": month, "amount": as_number(earned.by_month.get(month, 0), earned.currency)}
            for month in months
        ],
    }
