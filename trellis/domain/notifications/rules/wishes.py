"""What somebody may ask for of notices, and what then stands."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any, TypedDict

from trellis.domain.notifications.refusals import InvalidPreferences
from trellis.domain.notifications.rules.kinds import ALWAYS, Channel, Kind
from trellis.domain.notifications.rules.limits import HOURS
from trellis.domain.notifications.rules.switches import Switches, is_any_on, switched

if TYPE_CHECKING:
    from trellis.domain.notifications.models import Preferences

NO_KIND = "There is no such kind of notification."
NO_CHANNEL = "Notifications do not come this way."
ALWAYS_TOLD = "What concerns your account is always told by mail."
TWO_ENDS = "Quiet hours begin at one time and end at another one."
NO_HOUR = f"An hour of the day is a whole number from {HOURS.least} to {HOURS.most}."


class Changes(TypedDict, total=False):
    """What is to be otherwise; all else stays as it is.

    `types` switches kinds on or off on all channels, `channels` on single ones. Quiet hours have both ends or
    none; without an hour there is no digest.
    """

    push_enabled: bool
    email_enabled: bool
    sms_enabled: bool
    types: Mapping[str, bool]
    channels: Mapping[str, Mapping[str, bool]]
    quiet_from: time | None
    quiet_until: time | None
    reminders_in_quiet_hours: bool
    digest_hour: int | None
    digest_kinds: Sequence[str]


_COLUMNS = (
    *("push_enabled", "email_enabled", "sms_enabled", "quiet_from", "quiet_until"),
    *("reminders_in_quiet_hours", "digest_hour"),
)


def wished(prefs: "Preferences", changes: Changes) -> dict[str, Any]:
    """Return what the columns of preferences are to hold, of those that change.

    Raises InvalidPreferences, which names each change that cannot be.
    """
    refuse_impossible(prefs, changes)
    values: dict[str, Any] = {name: changes[name] for name in _COLUMNS if name in changes}  # type: ignore[literal-required]
    if "digest_kinds" in changes:
        values["digest_kinds"] = [kind for kind in Kind if kind in changes["digest_kinds"]]
    if "types" in changes or "channels" in changes:
        values["kinds"] = _switches(prefs, changes)
    return values


def refuse_impossible(prefs: "Preferences", changes: Changes) -> None:
    """Raise InvalidPreferences where there is no such kind, channel or hour, or quiet has one end alone."""
    found: dict[str, Any] = {
        "types": _faults_of_types(changes.get("types", {})),
        "channels": _faults_of_channels(changes.get("channels", {})),
        "digest_kinds": {kind: [NO_KIND] for kind in changes.get("digest_kinds", ()) if kind not in Kind},
        "digest_hour": _faults_of_hour(changes.get("digest_hour")),
        "quiet_hours": _faults_of_quiet(prefs, changes),
    }
    if errors := {name: faults for name, faults in found.items() if faults}:
        raise InvalidPreferences(errors)


def _faults_of_types(types: Mapping[str, bool]) -> dict[str, list[str]]:
    faults = {kind: [NO_KIND] for kind in types if kind not in Kind}
    always = {str(kind): [ALWAYS_TOLD] for kind, _ in ALWAYS if types.get(kind) is False}
    return {**faults, **always}


def _faults_of_channels(wanted: Mapping[str, Mapping[str, bool]]) -> dict[str, Any]:
    faults = {kind: _faults_of(kind, channels) for kind, channels in wanted.items()}
    return {kind: found for kind, found in faults.items() if found}


def _faults_of(kind: str, channels: Mapping[str, bool]) -> list[str] | dict[str, list[str]]:
    if kind not in Kind:
        return [NO_KIND]
    faults = {channel: [NO_CHANNEL] for channel in channels if channel not in Channel}
    always = {str(on): [ALWAYS_TOLD] for told, on in ALWAYS if told == kind and channels.get(on) is False}
    return {**faults, **always}


def _faults_of_hour(hour: int | None) -> list[str]:
    return [] if hour is None or HOURS.least <= hour <= HOURS.most else [NO_HOUR]


def _faults_of_quiet(prefs: "Preferences", changes: Changes) -> list[str]:
    first = changes.get("quiet_from", prefs.quiet_from)
    last = changes.get("quiet_until", prefs.quiet_until)
    are_none = first is None and last is None
    return [] if are_none or (first is not None and last is not None and first != last) else [TWO_ENDS]


def _switches(prefs: "Preferences", changes: Changes) -> Switches:
    kinds: Switches = dict(prefs.kinds)
    for kind, on in changes.get("types", {}).items():
        # One that is on for some channels stays so: that was chosen more closely.
        if not on or not is_any_on(prefs, Kind(kind)):
            kinds = switched(kinds, Kind(kind), dict.fromkeys(Channel, on))
    for kind, channels in changes.get("channels", {}).items():
        wanted = {Channel(channel): on for channel, on in channels.items()}
        kinds = switched(kinds, Kind(kind), wanted)
    return kinds
