"""What comes on which channel, by what somebody has switched on and off."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from trellis.domain.notifications.rules.kinds import ALWAYS, Channel, Kind, is_on_at_first

if TYPE_CHECKING:
    from trellis.domain.notifications.models import Preferences

Switches = dict[str, dict[str, bool]]


def reaches(prefs: "Preferences", kind: Kind, channel: Channel) -> bool:
    """Tell whether notices of a kind come to somebody on a channel."""
    if (kind, channel) in ALWAYS:
        return True
    return _is_open(prefs, channel) and is_switched_on(prefs, kind, channel)


def is_switched_on(prefs: "Preferences", kind: Kind, channel: Channel) -> bool:
    """Tell how the switch of a kind on a channel stands, whether or not the channel is open at all."""
    kept: Mapping[str, bool] = prefs.kinds.get(kind, {})
    return kept.get(channel, is_on_at_first(kind, channel))


def is_any_on(prefs: "Preferences", kind: Kind) -> bool:
    """Tell whether notices of a kind come on any channel that is open."""
    return any(is_switched_on(prefs, kind, channel) for channel in Channel)


def switched(kinds: Switches, kind: Kind, channels: Mapping[Channel, bool]) -> Switches:
    """Return switches with some of a kind set anew; those that stand as at first are left out."""
    own: dict[str, bool] = {**kinds.get(kind, {}), **{str(each): on for each, on in channels.items()}}
    kept = {str(each): on for each, on in own.items() if on != is_on_at_first(kind, Channel(each))}
    others = {each: of for each, of in kinds.items() if each != kind}
    return {**others, str(kind): kept} if kept else others


def _is_open(prefs: "Preferences", channel: Channel) -> bool:
    return {
        Channel.IN_APP: True,
        Channel.EMAIL: prefs.email_enabled,
        Channel.PUSH: prefs.push_enabled,
        Channel.SMS: prefs.sms_enabled,
    }[channel]
