"""What somebody says of their agent, and what they ask of it."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from trellis.apis.soosh.notifications.input import SwitchField
from trellis.apis.soosh.users.input import ZoneField
from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery
from trellis.core.writing.currencies import CURRENCIES
from trellis.core.writing.fields import LineField
from trellis.core.writing.money import in_minor_units
from trellis.domain.accounts.rules import LONGEST_ZONE_NAME, NOT_A_TIMEZONE, is_zone
from trellis.domain.assistant.rules import limits
from trellis.domain.assistant.rules.choosing import PartOfDay, Weekday
from trellis.domain.assistant.rules.manners import (
    NOT_A_LANGUAGE,
    NOT_A_VOICE,
    Tone,
    Verbosity,
    is_language,
    is_voice,
)
from trellis.domain.mentorship.rules.limits import ASKED_MINUTES, CURRENCY_LETTERS
from trellis.domain.mentorship.rules.rates import NOT_A_CURRENCY

_NOT_SO_MUCH = "This is no amount of that currency, or too much."
_OF_WHAT = "Say money_per_week, too: another currency is another limit."
_AS_THEY_ARE = ("auto_schedule_enabled", "auto_respond_messages", "auto_manage_calendar")


class PersonalityInput(Input):
    """How the agent speaks."""

    tone = serializers.ChoiceField(choices=Tone.choices, required=False)
    verbosity = serializers.ChoiceField(choices=Verbosity.choices, required=False)


class LimitsInput(Input):
    """How far the agent may go by itself. `people` null is everybody."""

    acts_per_day = serializers.IntegerField(
        min_value=limits.ACTS_A_DAY.least, max_value=limits.ACTS_A_DAY.most, required=False
    )
    money_per_week = serializers.DecimalField(
        max_digits=limits.MONEY_DIGITS,
        decimal_places=limits.MONEY_DECIMALS,
        min_value=limits.LEAST_MONEY,
        required=False,
    )
    currency = LineField(max_length=CURRENCY_LETTERS, required=False)
    hours_per_week = serializers.IntegerField(
        min_value=limits.HOURS_A_WEEK.least, max_value=limits.HOURS_A_WEEK.most, required=False
    )
    people = serializers.ListField(
        child=serializers.UUIDField(), max_length=limits.MOST_PEOPLE, required=False, allow_null=True
    )

    def validate_currency(self, code: str) -> str:
        """Return the code in capitals; raise ValidationError."""
        if code.upper() not in CURRENCIES:
            raise serializers.ValidationError(NOT_A_CURRENCY)
        return code.upper()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a currency of nothing."""
        if "currency" in attrs and "money_per_week" not in attrs:
            raise serializers.ValidationError({"money_per_week": [_OF_WHAT]})
        return attrs


class OwnAgentInput(Input):
    """What is to hold of an agent; what is left out stays, in a new one as usual."""

    agent_name = LineField(max_length=limits.LONGEST_AGENT_NAME, required=False)
    agent_personality = PersonalityInput(required=False)
    voice_id = LineField(max_length=limits.LONGEST_VOICE, required=False)
    language = LineField(max_length=limits.LONGEST_LANGUAGE, required=False)
    auto_schedule_enabled = SwitchField(required=False)
    auto_respond_messages = SwitchField(required=False)
    auto_manage_calendar = SwitchField(required=False)
    limits = LimitsInput(required=False)

    def validate_voice_id(self, name: str) -> str:
        """Return it; raise ValidationError."""
        if not is_voice(name):
            raise serializers.ValidationError(NOT_A_VOICE)
        return name

    def validate_language(self, tag: str) -> str:
        """Return it; raise ValidationError."""
        if not is_language(tag):
            raise serializers.ValidationError(NOT_A_LANGUAGE)
        return tag


class ScheduleInput(Input):
    """With whom a session is wanted, and when, by one's own clock."""

    mentor_id = serializers.UUIDField(help_text="The mentor's id, or that of their account.")
    preferred_time_range = serializers.ChoiceField(
        choices=PartOfDay.choices, required=False, allow_null=True, default=None
    )
    preferred_days = serializers.ListField(
        child=serializers.ChoiceField(choices=Weekday.choices),
        max_length=limits.SESSION_DAYS.most,
        required=False,
        help_text="Any, where none is named.",
    )
    duration_minutes = serializers.IntegerField(
        min_value=ASKED_MINUTES.least,
        max_value=ASKED_MINUTES.most,
        required=False,
        help_text="Without it as long as the mentor's sessions are.",
    )
    timezone = ZoneField(
        max_length=LONGEST_ZONE_NAME,
        required=False,
        help_text="By whose clock days and times are meant, if nothing else is known.",
    )

    def validate_timezone(self, value: str) -> str:
        """Return the zone's name; raise ValidationError."""
        if not is_zone(value):
            raise serializers.ValidationError(NOT_A_TIMEZONE)
        return value


class RespondInput(Input):
    """Which message is to be answered, and whether the answer may be sent unread."""

    message_id = serializers.UUIDField()
    auto_respond = SwitchField(required=False, default=False)


class ApprovalInput(Input):
    """What is approved: the fingerprint of the proposal that was read."""

    fingerprint = LineField(max_length=limits.FINGERPRINT_LETTERS)


class ActionsQuery(CountedPageQuery, Input):
    """Which page."""


class ProposalsQuery(CountedPageQuery, Input):
    """Which page, and whether of all proposals, or of those that wait."""

    status = serializers.ChoiceField(choices=[("open", "open")], required=False)


def columns_of(given: dict[str, Any], *, currency: str) -> dict[str, Any]:
    """Return what was said of an agent as its columns; amounts are of `currency` unless they say otherwise.

    Raises ValidationError.
    """
    columns = {name: given[name] for name in (*_AS_THEY_ARE, "voice_id", "language") if name in given}
    columns |= given.get("agent_personality") or {}
    if "agent_name" in given:
        columns["name"] = given["agent_name"]
    return {**columns, **_bounds(given.get("limits") or {}, currency)}


def _bounds(given: dict[str, Any], currency: str) -> dict[str, Any]:
    names = {
        "acts_per_day": "most_acts_a_day",
        "hours_per_week": "most_hours_a_week",
        "people": "people",
    }
    columns = {column: given[name] for name, column in names.items() if name in given}
    if "money_per_week" in given:
        code = given.get("currency", currency)
        columns |= {"most_money_minor": _minor(given["money_per_week"], code), "money_currency": code}
    return columns


def _minor(amount: Decimal, currency: str) -> int:
    minor = in_minor_units(amount, currency)
    if minor is None or minor > limits.MOST_MONEY_MINOR:
        raise serializers.ValidationError({"limits": {"money_per_week": [_NOT_SO_MUCH]}})
    return minor
