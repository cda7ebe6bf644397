"""What somebody switches off does not come, on that channel and of that kind; all else does."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.domain.notifications.world import NOW, person, tell, wish
from trellis.core.models import Mail, Sms
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.queries import notifications_of, preferences_of
from trellis.domain.notifications.refusals import InvalidPreferences
from trellis.domain.notifications.rules.kinds import ALWAYS, IN_APP_AT_FIRST, OFF_AT_FIRST, Channel, Kind
from trellis.domain.notifications.rules.switches import is_any_on
from trellis.domain.notifications.services import leaving, sending

pytestmark = pytest.mark.django_db
SWITCHES = [(kind, channel) for kind in Kind for channel in Channel if (kind, channel) not in ALWAYS]


class Pushed(list[Notification]):
    """What was pushed."""


@pytest.fixture(autouse=True)
def pushed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pushed]:
    """Keep what is pushed; the rest goes its way."""
    kept = Pushed()

    def send(channel: Channel, parcels: list[sending.Parcel], now: datetime) -> None:
        if channel == Channel.PUSH:
            kept.extend(row.notification for parcel in parcels for row in parcel)
        else:
            sending.send(channel, parcels, now)

    monkeypatch.setattr(leaving, "send", send)
    return kept


def nia() -> User:
    """Make somebody whom everything reaches that comes by itself."""
    found = person(phone_number="+49 30 123456")
    wish(found, {"sms_enabled": True})
    return found


def reached(user: User, pushed: Pushed) -> set[Channel]:
    """Return on which channels somebody was told something, and forget it."""
    ways = {
        Channel.IN_APP: notifications_of(user).exists(),
        Channel.EMAIL: Mail.objects.filter(to=user.email).exists(),
        Channel.PUSH: bool(pushed),
        Channel.SMS: Sms.objects.exists(),
    }
    for told in (Notification, Mail, Sms):
        told.objects.all().delete()
    pushed.clear()
    return {channel for channel, was in ways.items() if was}


def told(user: User, kind: Kind, pushed: Pushed) -> set[Channel]:
    """Tell somebody something of a kind, and return how it came."""
    tell(user, about=kind, sms="Something happened")
    return reached(user, pushed)


@pytest.mark.parametrize(("kind", "channel"), SWITCHES, ids=lambda word: str(word))
def test_a_kind_that_is_switched_off_does_not_come_that_way_and_comes_every_other(
    kind: Kind, channel: Channel, pushed: Pushed
) -> None:
    user = nia()
    wish(user, {"channels": {kind: dict.fromkeys(Channel, True)}})
    wish(user, {"types": {kind: True}, "channels": {kind: {channel: False}}})
    assert told(user, kind, pushed) == set(Channel) - {channel}
    wish(user, {"channels": {kind: {channel: True}}})
    assert told(user, kind, pushed) == set(Channel)


def test_each_kind_comes_at_first_but_news_of_courses_and_those_of_groups_in_the_app_alone(
    pushed: Pushed,
) -> None:
    user = nia()
    for kind in Kind:
        calm = {Channel.IN_APP} if kind in IN_APP_AT_FIRST else set(Channel)
        assert told(user, kind, pushed) == (set() if kind in OFF_AT_FIRST else calm), kind


def test_messages_to_phones_come_only_to_who_asks_for_them(pushed: Pushed) -> None:
    user = person(phone_number="+49 30 123456")
    assert told(user, Kind.SESSION_REMINDER, pushed) == {Channel.IN_APP, Channel.EMAIL, Channel.PUSH}


@pytest.mark.parametrize(
    ("switch", "channel"),
    [("push_enabled", Channel.PUSH), ("email_enabled", Channel.EMAIL), ("sms_enabled", Channel.SMS)],
)
def test_a_channel_that_is_closed_is_closed_for_every_kind(
    switch: str, channel: Channel, pushed: Pushed
) -> None:
    user = nia()
    wish(user, {switch: False})  # type: ignore[misc]
    for kind in Kind:
        came = told(user, kind, pushed)
        assert (channel in came) is ((kind, channel) in ALWAYS), kind


def test_a_kind_is_switched_off_and_on_as_a_whole(pushed: Pushed) -> None:
    user = nia()
    wish(user, {"types": {Kind.SELECTED: False}})
    assert told(user, Kind.SELECTED, pushed) == set()
    assert told(user, Kind.REJECTED, pushed) == set(Channel)
    wish(user, {"types": {Kind.SELECTED: True}})
    assert told(user, Kind.SELECTED, pushed) == set(Channel)


def test_switching_on_what_is_on_in_part_leaves_it_so(pushed: Pushed) -> None:
    user = nia()
    wish(user, {"channels": {Kind.SELECTED: {Channel.PUSH: False}}})
    wish(user, {"types": {Kind.SELECTED: True}})
    assert told(user, Kind.SELECTED, pushed) == set(Channel) - {Channel.PUSH}


@pytest.mark.parametrize(
    "changes",
    [{"types": {Kind.ACCOUNT_UPDATE: False}}, {"channels": {Kind.ACCOUNT_UPDATE: {Channel.EMAIL: False}}}],
)
def test_mails_of_the_account_cannot_be_switched_off(changes: dict[str, object], pushed: Pushed) -> None:
    user = nia()
    with pytest.raises(InvalidPreferences) as refused:
        wish(user, changes)  # type: ignore[arg-type]
    assert list(refused.value.errors) == list(changes)
    wish(user, {"email_enabled": False})
    assert Channel.EMAIL in told(user, Kind.ACCOUNT_UPDATE, pushed)


def test_what_is_not_in_the_list_is_kept_and_counted_nowhere() -> None:
    user = nia()
    wish(user, {"channels": {Kind.SELECTED: {Channel.IN_APP: False}}})
    assert not tell(user).is_listed
    assert not notifications_of(user).exists()


def test_who_has_said_nothing_has_no_row_and_the_same_wishes_as_who_has() -> None:
    quiet, said = preferences_of(person("quiet")), preferences_of(nia())
    assert [is_any_on(quiet, kind) for kind in Kind] == [is_any_on(said, kind) for kind in Kind]
    assert not type(quiet).objects.filter(person=quiet.person).exists()


def test_what_is_told_says_what_it_is_about_by_what_happened() -> None:
    assert tell(nia(), kind="talent.rejected", now=NOW).about == Kind.REJECTED


def test_what_happened_and_is_in_no_table_is_no_notice() -> None:
    user = nia()
    with pytest.raises(KeyError):
        tell(user, kind="talent.forgotten")
    assert not Notification.objects.exists()
