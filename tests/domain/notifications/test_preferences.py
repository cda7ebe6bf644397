"""How people want to be told things is kept in part and as a whole, and only what can be."""

from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.crowd import at_once
from tests.domain.notifications.world import NIGHT, NOW, person, wish
from trellis.domain.notifications.models import Preferences
from trellis.domain.notifications.queries import preferences_of
from trellis.domain.notifications.refusals import InvalidPreferences, UnknownUnsubscription
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.switches import reaches
from trellis.domain.notifications.rules.unsubscribing import stoppable, unsubscription_token
from trellis.domain.notifications.services.preferences import unsubscribe

pytestmark = pytest.mark.django_db


def test_what_is_not_said_stays() -> None:
    nia = person()
    wish(nia, {**NIGHT, "types": {Kind.SELECTED: False}})
    wish(nia, {"quiet_until": time(8)})
    wish(nia, {"digest_hour": 0, "digest_kinds": ["selected", "payout"]})
    wish(nia, {"types": {Kind.PAYOUT: False}})
    wish(nia, {})
    kept = preferences_of(nia)
    assert (kept.quiet_from, kept.quiet_until) == (time(22), time(8))
    assert (kept.digest_hour, kept.digest_kinds) == (0, ["payout", "selected"])
    off = {kind for kind in Kind if not reaches(kept, kind, Channel.EMAIL)}
    assert off == {Kind.SELECTED, Kind.PAYOUT, Kind.COURSE_UPDATE, Kind.COMMUNITY}


def test_only_what_differs_from_the_beginning_is_kept() -> None:
    nia = person()
    wish(nia, {"channels": {Kind.SELECTED: {Channel.PUSH: False, Channel.EMAIL: True}}})
    assert preferences_of(nia).kinds == {"selected": {"push": False}}
    wish(nia, {"channels": {Kind.SELECTED: {Channel.PUSH: True}}})
    assert preferences_of(nia).kinds == {}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"types": {"nonsense": True}}, {"types": "nonsense"}),
        ({"channels": {"nonsense": {"push": True}}}, {"channels": "nonsense"}),
        ({"channels": {"selected": {"pigeon": True}}}, {"channels": "selected"}),
        ({"digest_kinds": ["selected", "nonsense"]}, {"digest_kinds": "nonsense"}),
        ({"types": {"Selected\x00": True}}, {"types": "Selected\x00"}),
        ({"digest_hour": 24}, {"digest_hour": None}),
        ({"digest_hour": -1}, {"digest_hour": None}),
        ({"digest_hour": 2**63}, {"digest_hour": None}),
        ({"quiet_from": time(22)}, {"quiet_hours": None}),
        ({"quiet_from": time(22), "quiet_until": time(22)}, {"quiet_hours": None}),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(
    changes: dict[str, Any], named: dict[str, str | None]
) -> None:
    nia = person()
    with pytest.raises(InvalidPreferences) as refused:
        wish(nia, {"push_enabled": False, **changes})  # type: ignore[typeddict-item]
    ((name, inner),) = named.items()
    assert list(refused.value.errors) == [name]
    assert inner is None or list(refused.value.errors[name]) == [inner]
    assert not Preferences.objects.exists()


@pytest.mark.parametrize("half", [{"quiet_from": time(22)}, {"quiet_until": time(7)}, {"digest_hour": 24}])
def test_the_table_holds_nothing_that_cannot_be(half: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Preferences.objects.create(person=person(), **half)


@pytest.mark.django_db(transaction=True)
def test_of_changes_at_once_none_is_lost() -> None:
    nia, kinds = person(), [kind for kind in Kind if kind != Kind.ACCOUNT_UPDATE][:8]
    at_once(8, lambda number: wish(nia, {"types": {kinds[number]: False}}))
    assert set(preferences_of(nia).kinds) == set(kinds)


def test_a_press_in_a_mail_stops_mails_of_its_kind_alone_however_often_it_is_pressed() -> None:
    nia = person()
    token = unsubscription_token(nia, [Kind.SELECTED])
    for _ in range(2):
        assert unsubscribe(token=token, now=NOW) == (Kind.SELECTED,)
    kept = preferences_of(nia)
    assert not reaches(kept, Kind.SELECTED, Channel.EMAIL)
    assert reaches(kept, Kind.SELECTED, Channel.PUSH)
    assert reaches(kept, Kind.REJECTED, Channel.EMAIL)


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "a:b:c", "9" * 10_000])
def test_what_is_no_link_of_ours_stops_nothing(token: str) -> None:
    with pytest.raises(UnknownUnsubscription):
        unsubscribe(token=token, now=NOW)


def test_a_link_of_an_account_that_is_gone_stops_nothing() -> None:
    nia = person()
    token = unsubscription_token(nia, [Kind.SELECTED])
    nia.delete()
    with pytest.raises(UnknownUnsubscription):
        unsubscribe(token=token, now=NOW)


def test_no_link_stops_what_concerns_the_account() -> None:
    assert stoppable([Kind.ACCOUNT_UPDATE, Kind.SELECTED]) == (Kind.SELECTED,)
    nia = person()
    with pytest.raises(InvalidPreferences):
        unsubscribe(token=unsubscription_token(nia, [Kind.ACCOUNT_UPDATE]), now=NOW)
