"""Which notifications are asked for, and how somebody wants to be told."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from trellis.core.http.input import Input, one_of
from trellis.core.paging.headers import CountedPageQuery
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.limits import HOURS

# As much of a wrong word as is said back.
_SHOWN = 40
_CLOCK = "%H:%M"


class NotificationsQuery(CountedPageQuery, Input):
    """What is asked of the list."""

    unread = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="`true`: only what is unread."
    )
    type = serializers.ChoiceField(choices=Kind.choices, required=False)


class SwitchField(serializers.BooleanField):
    """On or off, by a word of JSON."""

    def to_internal_value(self, data: Any) -> bool:
        """Return it; raise ValidationError for what is taken for one elsewhere, such as 1 or "no"."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class _SwitchesInput(Input):
    """Some of several, by their names; a name that is none is refused."""

    def to_internal_value(self, data: Any) -> Any:
        """Return those that are sent; raise ValidationError that names what is none of them."""
        names = [name for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        if names:
            raise serializers.ValidationError({name[:_SHOWN]: [one_of(self.fields)] for name in names})
        return super().to_internal_value(data)


class KindsInput(_SwitchesInput):
    """Kinds of notices that are to come, or not, on all channels."""

    def get_fields(self) -> Any:
        """Return a switch for each kind."""
        return {kind.value: SwitchField(required=False) for kind in Kind}


class ChannelsInput(_SwitchesInput):
    """Channels on which one kind is to come, or not."""

    def get_fields(self) -> Any:
        """Return a switch for each channel."""
        return {channel.value: SwitchField(required=False) for channel in Channel}


class ChannelsOfKindsInput(_SwitchesInput):
    """Kinds, each with channels."""

    def get_fields(self) -> Any:
        """Return the channels of each kind."""
        return {kind.value: ChannelsInput(required=False) for kind in Kind}


class ClockField(serializers.TimeField):
    """A time of the day, `22:00`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format=_CLOCK, input_formats=[_CLOCK], **options)


class QuietHoursInput(Input):
    """From when until when somebody wants quiet, by their own clock; over midnight if `until` is earlier."""

    def get_fields(self) -> Any:
        """Return both, of which one has a name that Python keeps for itself."""
        return {"from": ClockField(required=False), "until": ClockField(required=False)}


class DigestInput(Input):
    """At which hour of their own day the mails of which kinds come as one."""

    hour = serializers.IntegerField(min_value=HOURS.least, max_value=HOURS.most, required=False)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=Kind.choices), max_length=len(Kind), required=False
    )


class SettingsInput(Input):
    """What is to change; what is left out stays, at every level. `channels` count over the types."""

    push_enabled = SwitchField(required=False)
    email_enabled = SwitchField(required=False)
    sms_enabled = SwitchField(required=False)
    notification_types = KindsInput(required=False)
    channels = ChannelsOfKindsInput(required=False)
    quiet_hours = QuietHoursInput(required=False, allow_null=True)
    reminders_in_quiet_hours = SwitchField(required=False)
    digest = DigestInput(required=False, allow_null=True)
