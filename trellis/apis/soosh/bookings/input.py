"""What is sent to book a session, and to call one off."""

import re
from datetime import datetime
from typing import Any

from rest_framework import serializers

from trellis.apis.soosh.mentors.terms import RateField
from trellis.apis.soosh.users.input import ZoneField
from trellis.core.http.input import Input
from trellis.core.writing.currencies import CURRENCIES
from trellis.core.writing.fields import LineField, TextField
from trellis.core.writing.moments import MomentField
from trellis.domain.accounts.rules import LONGEST_ZONE_NAME, NOT_A_TIMEZONE, is_zone
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.rates import NOT_A_CURRENCY

_OFFSET = re.compile(r"(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$")
_SAY_THE_OFFSET = "Say the offset from UTC, too, or Z for UTC itself: 2030-01-16T14:00:00Z."


class StartField(MomentField):
    """When a session begins, with its offset: a wall clock's time may be another moment, or two."""

    def to_internal_value(self, value: Any) -> datetime:
        """Return the moment in UTC; raise ValidationError."""
        if isinstance(value, str) and "T" in value.upper() and not _OFFSET.search(value.strip()):
            raise serializers.ValidationError(_SAY_THE_OFFSET, code="no_offset")
        return super().to_internal_value(value)


class BookedSessionInput(Input):
    """A session that somebody wants. The server prices it: another `amount` or `currency` is refused."""

    mentor_user_id = serializers.UUIDField(help_text="The mentor's own id is taken, too.")
    scheduled_at = StartField()
    duration_minutes = serializers.IntegerField(
        min_value=limits.ASKED_MINUTES.least,
        max_value=limits.ASKED_MINUTES.most,
        required=False,
        help_text="Without it as long as such a session lasts.",
    )
    timezone = ZoneField(
        max_length=LONGEST_ZONE_NAME,
        required=False,
        help_text="By whose clock somebody asks: mails tell it then, if nothing else is known.",
    )
    mentee_notes = TextField(
        max_length=limits.LONGEST_DESCRIPTION, required=False, allow_blank=True, default=""
    )
    opportunity_id = serializers.UUIDField(required=False, allow_null=True)
    package_id = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="Buys this package of the mentor's, or takes a session of the one that was bought.",
    )
    new_package = serializers.BooleanField(
        required=False, default=False, help_text="Buy the package though there is an earlier one."
    )
    free_talk = serializers.BooleanField(
        required=False, default=False, help_text="The mentor's free first talk, which they confirm."
    )
    amount = RateField(required=False, allow_null=True)
    currency = LineField(max_length=limits.CURRENCY_LETTERS, required=False, allow_blank=True, default="")

    def validate_timezone(self, value: str) -> str:
        """Return the zone's name; raise ValidationError."""
        if not is_zone(value):
            raise serializers.ValidationError(NOT_A_TIMEZONE)
        return value

    def validate_currency(self, value: str) -> str:
        """Return the code; raise ValidationError."""
        code = value.upper()
        if code and code not in CURRENCIES:
            raise serializers.ValidationError(NOT_A_CURRENCY)
        return code


class CancellationInput(Input):
    """Why a session is called off."""

    cancellation_reason = TextField(
        max_length=limits.LONGEST_REASON, required=False, allow_blank=True, default=""
    )
