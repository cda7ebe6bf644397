"""What is to be paid, and which payment is meant."""

from typing import Any

from rest_framework import serializers

from trellis.apis.soosh.mentors.terms import RateField
from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery
from trellis.core.writing.currencies import CURRENCIES
from trellis.core.writing.fields import LineField
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.rates import NOT_A_CURRENCY
from trellis.domain.payments.rules.limits import LONGEST_GATEWAY_ID

_ONE = "Name a booking or an enrolment, and not both."


class IntentInput(Input):
    """What is to be paid: `amount` and `currency` may be left out, and are the server's otherwise, too."""

    booking_id = serializers.UUIDField(required=False)
    enrollment_id = serializers.UUIDField(required=False)
    amount = RateField(required=False)
    currency = LineField(max_length=limits.CURRENCY_LETTERS, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse none and both."""
        if ("booking_id" in attrs) == ("enrollment_id" in attrs):
            raise serializers.ValidationError({"booking_id": [_ONE]})
        return attrs


class ConfirmInput(Input):
    """Which payment; without a body it is the only one that is open."""

    payment_id = serializers.UUIDField(required=False)
    payment_intent_id = LineField(max_length=LONGEST_GATEWAY_ID, required=False)


class HistoryQuery(CountedPageQuery, Input):
    """Which page."""


class EarningsQuery(Input):
    """In which currency; the usual one is that of the mentor's own rate."""

    currency = LineField(max_length=limits.CURRENCY_LETTERS, required=False)

    def validate_currency(self, code: str) -> str:
        """Return the code in capitals; raise ValidationError for what is none."""
        if code.upper() not in CURRENCIES:
            raise serializers.ValidationError(NOT_A_CURRENCY)
        return code.upper()
