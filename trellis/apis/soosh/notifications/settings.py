"""`notifications/settings`: how one wants to be told (soosh-api.md, section 9)."""

from collections.abc import Mapping
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.answers import ANSWERS
from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.notifications.input import ClockField, SettingsInput
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.views import validated
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Preferences
from trellis.domain.notifications.queries import preferences_of
from trellis.domain.notifications.refusals import InvalidPreferences
from trellis.domain.notifications.rules import zone_of
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.switches import is_any_on, is_switched_on
from trellis.domain.notifications.services.preferences import Changes, set_preferences

_NAMES = {"types": "notification_types", "digest_hour": "digest", "digest_kinds": "digest"}
_COLUMNS = ("push_enabled", "email_enabled", "sms_enabled", "reminders_in_quiet_hours")


class KindsOutput(serializers.Serializer[Any]):
    """Whether notices of a kind come at all."""

    def get_fields(self) -> Any:
        """Return one for each kind."""
        return {kind.value: serializers.BooleanField() for kind in Kind}


class ChannelsOutput(serializers.Serializer[Any]):
    """Whether notices of a kind come on a channel, where that is not switched off as a whole."""

    def get_fields(self) -> Any:
        """Return one for each channel."""
        return {channel.value: serializers.BooleanField() for channel in Channel}


class ChannelsOfKindsOutput(serializers.Serializer[Any]):
    """The channels of each kind."""

    def get_fields(self) -> Any:
        """Return those of each."""
        return {kind.value: ChannelsOutput() for kind in Kind}


class QuietHoursOutput(serializers.Serializer[Any]):
    """From when until when somebody wants quiet; `timezone` is that of their clock (`users/me`)."""

    def get_fields(self) -> Any:
        """Return the two, of which one has a name that Python keeps for itself, and the zone."""
        return {"from": ClockField(), "until": ClockField(), "timezone": serializers.CharField()}


class DigestOutput(serializers.Serializer[Any]):
    """At which hour the mails of which kinds come as one."""

    hour = serializers.IntegerField()
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=Kind.choices))


class SettingsOutput(serializers.Serializer[Any]):
    """How somebody wants to be told. A kind is off in `notification_types` where no channel has it."""

    push_enabled = serializers.BooleanField()
    email_enabled = serializers.BooleanField()
    sms_enabled = serializers.BooleanField()
    notification_types = KindsOutput()
    channels = ChannelsOfKindsOutput()
    quiet_hours = QuietHoursOutput(allow_null=True)
    reminders_in_quiet_hours = serializers.BooleanField()
    digest = DigestOutput(allow_null=True)


def _in_words_of_here(refusal: InvalidPreferences) -> serializers.ValidationError:
    """Return what cannot be by the names under which it was sent."""
    errors = dict(refusal.errors)
    return serializers.ValidationError({_NAMES.get(name, name): why for name, why in errors.items()})


class SettingsView(SooshView):
    """`notifications/settings`."""

    answers = ANSWERS.but(
        "soosh-api.md, Notifications (fields have other names than in the domain)",
        {InvalidPreferences: _in_words_of_here},
    )

    @extend_schema(responses=SettingsOutput)
    def get(self, request: Request) -> Response:
        """Show how one is told."""
        person = caller_of(request)
        return Response(_settings_json(person, preferences_of(person)))

    @extend_schema(request=SettingsInput, responses=SettingsOutput)
    def put(self, request: Request) -> Response:
        """Change what is sent; the rest stays."""
        given, person = validated(SettingsInput, request), caller_of(request)
        _refuse_digest_without_hour(given, preferences_of(person))
        changed = set_preferences(person=person, changes=_changes(given), now=timezone.now())
        return Response(_settings_json(person, changed))


def _changes(given: Mapping[str, Any]) -> Changes:
    """Return what was sent, by what the service calls it."""
    changes: dict[str, Any] = {name: given[name] for name in _COLUMNS if name in given}
    if "notification_types" in given:
        changes["types"] = given["notification_types"]
    if "channels" in given:
        changes["channels"] = given["channels"]
    if "quiet_hours" in given:
        hours = _or_none(given["quiet_hours"], "from", "until")
        changes |= {f"quiet_{end}": at for end, at in hours.items()}
    if "digest" in given:
        digest = _or_none(given["digest"], "hour")
        changes |= {f"digest_{name}": said for name, said in digest.items()}
    return cast("Changes", changes)


def _refuse_digest_without_hour(given: Mapping[str, Any], prefs: Preferences) -> None:
    """Raise ValidationError where kinds are to come at an hour that nobody has said."""
    digest = given.get("digest")
    if digest and "hour" not in digest and prefs.digest_hour is None:
        raise serializers.ValidationError({"digest": {"hour": ["This field is required."]}})


def _or_none(said: dict[str, Any] | None, *names: str) -> dict[str, Any]:
    """Return what was said, of null that these are none."""
    return dict.fromkeys(names) if said is None else said


def _settings_json(person: User, prefs: Preferences) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(prefs, name) for name in _COLUMNS}
    shown |= {
        "notification_types": {kind: is_any_on(prefs, kind) for kind in Kind},
        "channels": {
            kind: {channel: is_switched_on(prefs, kind, channel) for channel in Channel} for kind in Kind
        },
        "quiet_hours": None,
        "digest": None,
    }
    if prefs.quiet_from is not None:
        zone = str(zone_of(person))
        shown["quiet_hours"] = {"from": prefs.quiet_from, "until": prefs.quiet_until, "timezone": zone}
    if prefs.digest_hour is not None:
        shown["digest"] = {"hour": prefs.digest_hour, "kinds": sorted(prefs.digest_kinds)}
    return dict(SettingsOutput(shown).data)
