"""What the list of mentors is narrowed to, and how it is ordered."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rest_framework import serializers

from trellis.apis.soosh.users.input import ZoneField
from trellis.core.http.input import Input
from trellis.core.writing.currencies import CURRENCIES
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import LONGEST_ZONE_NAME, NOT_A_TIMEZONE, is_zone
from trellis.domain.mentorship.queries.browsing import SORTS, Wanted
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.rates import CURRENCY, NOT_A_CURRENCY
from trellis.domain.mentorship.rules.slots import midnight


class AmountField(serializers.DecimalField):
    """An amount or an average, of whatever decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=limits.ASKED_DIGITS, decimal_places=limits.ASKED_DECIMALS, **options)


class MentorsQuery(Input):
    """What the list of mentors is narrowed to, and how it is ordered."""

    category_id = serializers.UUIDField(required=False)
    subcategory_id = serializers.UUIDField(required=False)
    skill = serializers.CharField(
        max_length=limits.LONGEST_AREA,
        required=False,
        allow_blank=True,
        help_text="One whole skill, whatever its case and accents.",
    )
    min_rating = AmountField(
        min_value=limits.AVERAGES.least,
        max_value=limits.AVERAGES.most,
        required=False,
        help_text="Mentors whom nobody has rated are left out.",
    )
    max_hourly_rate = AmountField(
        min_value=limits.LEAST_RATE,
        required=False,
        help_text="In `currency`; rates in others are not compared.",
    )
    currency = serializers.CharField(
        max_length=limits.CURRENCY_LETTERS,
        required=False,
        allow_blank=True,
        default=CURRENCY,
        help_text="Of the rates that are compared, in `max_hourly_rate` and in the order of rates.",
    )
    available_now = serializers.BooleanField(
        required=False, default=False, help_text="Who can be booked for a time of today."
    )
    timezone = ZoneField(
        max_length=LONGEST_ZONE_NAME,
        required=False,
        help_text="Whose today it is: without it the account's, or UTC.",
    )
    sort = serializers.ChoiceField(choices=SORTS, required=False, allow_blank=True)

    def validate_currency(self, value: str) -> str:
        """Return the code; raise ValidationError."""
        code = value.upper() or CURRENCY
        if code not in CURRENCIES:
            raise serializers.ValidationError(NOT_A_CURRENCY)
        return code

    def validate_timezone(self, value: str) -> str:
        """Return the zone's name; raise ValidationError."""
        if not is_zone(value):
            raise serializers.ValidationError(NOT_A_TIMEZONE)
        return value


def wanted(asked: dict[str, Any], *, viewer: User | None, now: datetime) -> Wanted:
    """Return what the query asks for."""
    given = {name: asked[name] for name in ("category_id", "subcategory_id") if asked.get(name)}
    if skill := asked.get("skill", "").strip():
        given["skill"] = skill
    if asked.get("min_rating"):  # everybody has nothing at least
        given["min_rating"] = asked["min_rating"]
    if asked.get("max_hourly_rate") is not None:
        given["max_hourly_rate"] = asked["max_hourly_rate"]
    if asked["available_now"]:
        known = viewer.known_timezone if viewer is not None else ""
        given["before"] = _end_of_today(asked.get("timezone") or known or "UTC", now)
    return Wanted(**given, currency=asked["currency"], sort=asked.get("sort") or "rating")


def _end_of_today(zone: str, now: datetime) -> datetime:
    return midnight(now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1), zone)
