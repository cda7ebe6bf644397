"""How somebody wants to be told things, as they fill it in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from trellis.domain.notifications.models import Preferences
from trellis.domain.notifications.refusals import InvalidPreferences
from trellis.domain.notifications.rules.kinds import ALWAYS, Channel, Kind
from trellis.domain.notifications.rules.limits import HOURS
from trellis.domain.notifications.rules.switches import is_switched_on
from trellis.domain.notifications.services.preferences import Changes
from trellis.web.components.forms import Styled

GROUPS: Mapping[str, tuple[Kind, ...]] = {
    "Sessions": (
        *(Kind.SESSION_REMINDER, Kind.BOOKING_REQUESTED, Kind.BOOKING_CONFIRMED, Kind.BOOKING_CHANGED),
        *(Kind.BOOKING_CANCELLED, Kind.SESSION_COMPLETED),
    ),
    "Money": (Kind.PAYMENT_SUCCESS, Kind.PAYMENT_REFUNDED, Kind.PAYMENT_PROBLEM, Kind.PAYOUT),
    "People": (
        Kind.MESSAGE_RECEIVED,
        Kind.SELECTED,
        Kind.REJECTED,
        Kind.COMMUNITY,
        Kind.EVENT_UPDATE,
        Kind.GUARDIAN_UPDATE,
    ),
    "Learning": (Kind.ACHIEVEMENT_UNLOCKED, Kind.COURSE_UPDATE),
    "Work": (
        *(Kind.APPLICATION_UPDATE, Kind.APPLICATION_RECEIVED, Kind.APPROVAL_NEEDED, Kind.APPROVAL_DECIDED),
        *(Kind.NEED_UPDATE, Kind.RECORDING_READY),
    ),
    "You": (Kind.ACCOUNT_UPDATE,),
}
_WAYS = {Channel.IN_APP: "List", Channel.EMAIL: "Mail", Channel.PUSH: "Browser", Channel.SMS: "Text message"}
# Nothing else is sent to phones.
_BY_PHONE = frozenset({Kind.SESSION_REMINDER})
_FIELDS_OF = {"quiet_hours": "quiet_from", "types": "on", "channels": "on", "digest_kinds": "digest"}


class Check(forms.CheckboxInput):
    """A box to tick, which is no wide field."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "told-check__box"})


class Clock(forms.TimeInput):
    """A time of the day, as browsers let people pick one."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"step": "60"})


class WishesForm(Styled):
    """All of it. `on` has `kind.channel` of each box that is ticked, `digest` the kinds of the daily mail."""

    email_enabled = forms.BooleanField(label="By mail", required=False, widget=Check())
    push_enabled = forms.BooleanField(label="In browsers that you choose", required=False, widget=Check())
    sms_enabled = forms.BooleanField(label="By text message", required=False, widget=Check())
    quiet_from = forms.TimeField(
        label="From", required=False, widget=Clock(), error_messages={"invalid": "Enter a time like 22:00."}
    )
    quiet_until = forms.TimeField(
        label="Until", required=False, widget=Clock(), error_messages={"invalid": "Enter a time like 07:00."}
    )
    reminders_in_quiet_hours = forms.BooleanField(
        label="Remind me of a session all the same, if it would be too late afterwards",
        required=False,
        widget=Check(),
    )
    digest_hour = forms.TypedChoiceField(
        label="A daily mail at",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "No daily mail"), *((hour, f"{hour:02}:00") for hour in range(HOURS.most + 1))],
    )
    on = forms.MultipleChoiceField(
        required=False, choices=[(f"{kind}.{channel}", "") for kind in Kind for channel in Channel]
    )
    digest = forms.MultipleChoiceField(required=False, choices=Kind.choices)

    @classmethod
    def of(cls, prefs: Preferences) -> "WishesForm":
        """Return the form as these preferences fill it in."""
        plain = ("email_enabled", "push_enabled", "sms_enabled", "quiet_from", "quiet_until")
        values = {name: getattr(prefs, name) for name in (*plain, "reminders_in_quiet_hours", "digest_hour")}
        on = [f"{kind}.{way}" for kind in Kind for way in Channel if is_switched_on(prefs, kind, way)]
        return cls(initial={**values, "on": on, "digest": list(prefs.digest_kinds)})

    def changes(self) -> Changes:
        """Return what was filled in. A box that is not shown, or cannot be changed, changes nothing."""
        given, on = self.cleaned_data, set(self.cleaned_data["on"])
        channels = {
            str(kind): {
                str(channel): f"{kind}.{channel}" in on for channel in Channel if _is_shown(kind, channel)
            }
            for kind in Kind
        }
        return Changes(
            email_enabled=given["email_enabled"],
            push_enabled=given["push_enabled"],
            sms_enabled=given["sms_enabled"],
            quiet_from=given["quiet_from"],
            quiet_until=given["quiet_until"],
            reminders_in_quiet_hours=given["reminders_in_quiet_hours"],
            digest_hour=given["digest_hour"],
            digest_kinds=given["digest"],
            channels=channels,
        )

    def add_refusal(self, refusal: InvalidPreferences) -> None:
        """Say at its field what cannot be so."""
        for name, sentences in refusal.errors.items():
            self.add_error(_FIELDS_OF.get(name, name), list(_texts(sentences)))

    def groups(self) -> list[dict[str, Any]]:
        """Return the rows of the table by what they are about, each with its boxes by channel."""
        on, digest = set(self["on"].value() or ()), set(self["digest"].value() or ())
        return [
            {"title": title, "rows": [_row(kind, on, digest) for kind in kinds]}
            for title, kinds in GROUPS.items()
        ]


def _row(kind: Kind, on: set[str], digest: set[str]) -> dict[str, Any]:
    return {
        "kind": kind,
        "boxes": [_box(kind, channel, on) for channel in Channel],
        "is_in_digest": kind in digest,
        "can_be_in_digest": (kind, Channel.EMAIL) not in ALWAYS,
    }


def _box(kind: Kind, channel: Channel, on: set[str]) -> dict[str, Any]:
    value, is_always = f"{kind}.{channel}", (kind, channel) in ALWAYS
    return {
        "label": _WAYS[channel],
        "value": value,
        "is_on": is_always or value in on,
        "is_always": is_always,
        "is_there": is_always or _is_shown(kind, channel),
    }


def _is_shown(kind: Kind, channel: Channel) -> bool:
    return (kind, channel) not in ALWAYS and (channel != Channel.SMS or kind in _BY_PHONE)


def _texts(sentences: Any) -> Iterable[str]:
    """Give the sentences of an error, however deep they stand."""
    if isinstance(sentences, Mapping):
        for each in sentences.values():
            yield from _texts(each)
    elif isinstance(sentences, str):
        yield sentences
    else:
        yield from map(str, sentences)
