"""Asking an adult to guard a minor, their answer, and the end of it."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing
from django.db import IntegrityError, transaction

from tests.domain.guardians.world import OF_15, OF_40, guard, minor_of, staff
from tests.domain.mentorship.world import NOW, person
from trellis.core.models import Event, Mail
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.queries import guarded_by, guardians_of, who_guards
from trellis.domain.guardians.refusals import (
    AlreadyEnded,
    AlreadyInvited,
    DeadInvitation,
    GuardianIsMinor,
    InvitationOver,
    NoMinor,
    NotTheirs,
    OwnGuardian,
    TooManyGuardians,
)
from trellis.domain.guardians.rules import LIFETIME, MOST_INVITED, Status, token_of
from trellis.domain.guardians.services.guardianships import accept, decline, end, end_as_staff, invite
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


def _ask(minor: Any, email: str = "gus@example.com", **more: Any) -> Guardianship:
    return invite(**{"minor": minor, "email": email, "actor": minor, "now": NOW, **more})


def test_the_link_is_mailed_and_makes_a_guardian_once() -> None:
    nia, gus = minor_of(), person("gus")
    asked = _ask(nia, "Dad@Example.com")
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("Dad@example.com", "Nia asks you to be their guardian on Trellis")
    token = token_of(asked)
    assert quote(token) in mail.text
    assert who_guards([nia, gus], now=NOW) == []
    made = accept(token=token, user=gus, now=NOW)
    assert (made.status, made.guardian, made.accepted_at) == (Status.ACCEPTED, gus, NOW)
    assert who_guards([nia, gus], now=NOW) == [gus]
    assert [each.minor for each in guarded_by(gus, now=NOW)] == [nia]
    for again in (gus, person("another")):
        with pytest.raises(InvitationOver, match="has been used"):
            accept(token=token, user=again, now=NOW)
    assert set(Notification.objects.values_list("recipient__username", flat=True)) == {"nia", "gus"}
    assert list(
        Event.objects.filter(kind__startswith="guardian.").order_by("id").values_list("kind", "data")
    ) == [
        ("guardian.invited", {"minor_id": nia.pk}),
        ("guardian.accepted", {"minor_id": nia.pk}),
    ]


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("the minor", OwnGuardian),
        ("another minor", GuardianIsMinor),
        ("twice", AlreadyInvited),
        ("of age", NoMinor),
        ("late", InvitationOver),
    ],
)
def test_who_cannot_accept(case: str, refusal: type[Exception]) -> None:
    nia, gus = minor_of(), person("gus")
    if case == "twice":
        guard(nia, gus)
    asked, now = _ask(nia, "other@example.com"), NOW
    who = {
        "the minor": nia,
        "another minor": person("kid", birth_date=OF_15),
    }.get(case, gus)
    if case == "of age":
        type(nia).objects.filter(pk=nia.pk).update(birth_date=None, is_active=False)
    elif case == "late":
        now = NOW + LIFETIME
    with pytest.raises(refusal):
        accept(token=token_of(asked), user=who, now=now)
    assert Guardianship.objects.get(pk=asked.pk).status == Status.INVITED


def test_an_unknown_birth_date_is_that_of_an_adult() -> None:
    nia = minor_of()
    guard(nia, person("known", birth_date=OF_40))
    guard(nia, person("unknown"))
    assert len(who_guards([nia, person("mentor")], now=NOW)) == 2


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", "é", signing.dumps("x", salt="guardians.invitation"), "x" * 900],
    ids=["empty", "nonsense", "accented", "of nobody", "long"],
)
def test_a_link_that_is_none_of_ours_leads_nowhere(token: str) -> None:
    for answer in (lambda: accept(token=token, user=person("gus"), now=NOW),):
        with pytest.raises(DeadInvitation):
            answer()
    with pytest.raises(DeadInvitation):
        decline(token=token, actor_id=None, now=NOW)


def test_to_decline_takes_no_account_and_spends_the_link() -> None:
    nia = minor_of()
    asked = _ask(nia)
    decline(token=token_of(asked), actor_id=None, now=NOW)
    with pytest.raises(InvitationOver, match="declined"):
        accept(token=token_of(asked), user=person("gus"), now=NOW)
    assert Notification.objects.get().title == "gus@example.com does not want to be your guardian"


def test_who_can_be_asked_by_whom() -> None:
    nia = minor_of()
    with pytest.raises(NoMinor):
        _ask(person("tom"))
    with pytest.raises(OwnGuardian):
        _ask(nia, "NIA@example.com")
    _ask(nia)
    with pytest.raises(AlreadyInvited):
        _ask(nia, "GUS@example.com")
    guard(nia, person("mum"))
    with pytest.raises(AlreadyInvited):
        _ask(nia, "mum@example.com")


def test_an_address_can_be_asked_again_when_the_link_is_over() -> None:
    nia = minor_of()
    first = _ask(nia)
    second = _ask(nia, now=NOW + LIFETIME)
    first.refresh_from_db()
    assert (first.status, second.status) == (Status.ENDED, Status.INVITED)


def test_there_are_so_many_at_most() -> None:
    nia = minor_of()
    for number in range(MOST_INVITED):
        _ask(nia, f"g{number}@example.com")
    with pytest.raises(TooManyGuardians):
        _ask(nia, "more@example.com")


def test_a_guardian_and_staff_end_it_and_the_minor_does_not() -> None:
    nia, gus = minor_of(), person("gus")
    first = guard(nia, gus)
    for stranger in (nia, person("eve")):
        with pytest.raises(NotTheirs):
            end(guardianship=first, actor=stranger, now=NOW)
    end(guardianship=first, actor=gus, now=NOW)
    assert who_guards([nia, gus], now=NOW) == []
    with pytest.raises(AlreadyEnded):
        end(guardianship=first, actor=gus, now=NOW)
    end_as_staff(guardianship=guard(nia, gus), actor_id=staff().pk, now=NOW)
    assert not guardians_of([nia.pk], now=NOW).exists()


def test_the_minor_withdraws_what_is_not_accepted() -> None:
    nia = minor_of()
    asked = _ask(nia)
    end(guardianship=asked, actor=nia, now=NOW)
    with pytest.raises(InvitationOver, match="withdrawn"):
        accept(token=token_of(asked), user=person("gus"), now=NOW)
    assert not Notification.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"birth_date": OF_15}])
def test_who_is_shut_out_or_turns_out_to_be_a_minor_guards_nobody(change: dict[str, Any]) -> None:
    nia, gus = minor_of(), person("gus")
    guard(nia, gus)
    type(gus).objects.filter(pk=gus.pk).update(**change)
    assert who_guards([nia, person("mentor")], now=NOW) == []


def test_at_18_nobody_guards_and_nothing_has_to_be_done() -> None:
    nia, gus = minor_of(), person("gus")
    guard(nia, gus)
    later = NOW + timedelta(days=3 * 365)
    assert who_guards([nia, gus], now=later) == []
    assert guarded_by(gus, now=later) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.ACCEPTED},
        {"status": Status.ENDED},
        {"accepted_at": NOW},
        {"status": Status.ACCEPTED, "accepted_at": NOW, "guardian": "minor"},
        {"email": "gus@example.com"},
    ],
)
def test_the_database_holds_what_must_hold(fields: dict[str, Any]) -> None:
    nia = minor_of()
    _ask(nia)
    given = {**fields, "guardian": nia} if "guardian" in fields else fields
    with pytest.raises(IntegrityError), transaction.atomic():
        Guardianship.objects.create(
            **{"minor": nia, "email": "x@example.com", "created_at": NOW, "expires_at": NOW, **given}
        )
