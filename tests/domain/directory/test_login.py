"""Signing in by e-mail address: alone where the contract is open, with a code in production."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count, product
from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.utils import timezone

from tests.codes import mailed_code, other_than
from tests.crowd import at_once
from trellis.core.models import Event, Mail
from trellis.core.throttling import TooMany
from trellis.domain.accounts.models import TokenFamily, User
from trellis.domain.accounts.queries import read_access_token, user_of
from trellis.domain.accounts.refusals import InvalidToken
from trellis.domain.accounts.services.accounts import register
from trellis.domain.accounts.services.tokens import rotate
from trellis.domain.directory.models import DirectoryEntry, DirectoryImport, LoginCode
from trellis.domain.directory.refusals import CodeNeeded, UnknownEmail, WrongCode
from trellis.domain.directory.services.codes import code_of
from trellis.domain.directory.services.login import log_in, request_code, verify_code
from trellis.domain.directory.tasks import remove_old_login_codes, send_login_code

NOW = datetime(2030, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(settings: Any) -> None:
    """The contract as production has it."""
    settings.TRELLIS_OPEN_CONTRACT = False
    settings.IS_PRODUCTION = True


def _entry(email: str = "mona@example.com", **fields: Any) -> DirectoryEntry:
    names = {"first_name": "Mona", "last_name": "Mentor", "phone": "+1 5", "membershiptype": "mentor"}
    return DirectoryEntry.objects.create(email=email, **{**names, **fields})


def _code_for(email: str = "mona@example.com", *, now: datetime | None = None) -> str:
    """Ask for a code, do the worker's part, and read the mail; "" where there is none."""
    request_code(email=email, now=now or timezone.now())
    return mailed_code(email)


def _guess(code: str, *, email: str = "mona@example.com", times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongCode):
            verify_code(email=email, code=other_than(code), now=timezone.now())


# --- The address alone ------------------------------------------------------------------------------


def test_the_first_login_makes_the_account_of_the_member() -> None:
    entry = _entry()
    pair = log_in(email="MONA@example.com", now=NOW)
    user = User.objects.get()
    assert pair.user == user
    assert (user.email, user.full_name, user.username) == ("mona@example.com", "Mona Mentor", "mona")
    assert (user.phone_number, user.email_verified_at) == ("+1 5", NOW)
    assert not user.has_usable_password()
    entry.refresh_from_db()
    assert entry.user == user
    event = Event.objects.get()
    assert (event.kind, event.actor_id) == ("user.registered", user.pk)


def test_the_second_login_finds_the_account_and_leaves_its_name_alone() -> None:
    entry = _entry()
    first = log_in(email=entry.email, now=NOW).user
    DirectoryEntry.objects.update(first_name="Ramona")
    second = log_in(email=entry.email, now=NOW).user
    assert (second, second.first_name) == (first, "Mona")
    assert second.last_login is not None


def test_somebody_with_an_account_needs_no_member_but_is_linked_to_theirs() -> None:
    user = User.objects.create_user("ann", "Ann@example.com")
    assert log_in(email="ann@EXAMPLE.com", now=NOW).user == user
    entry = _entry("ann@example.com")
    log_in(email="ann@example.com", now=NOW)
    entry.refresh_from_db()
    assert entry.user == user
    user.refresh_from_db()
    # Nobody has shown that the address is theirs.
    assert user.email_verified_at is None


@pytest.mark.parametrize(
    "email",
    ["nobody@example.com", "gone@example.com", "shut@example.com", "moved@example.com", "no address",
     "", "\x00@example.com", "a@\ud800.com", "a" * 250 + "@example.com"],
)  # fmt: skip
def test_who_is_unknown_ended_or_disabled_gets_nothing(email: str) -> None:
    _entry("gone@example.com", is_active=False)
    _entry("shut@example.com")
    User.objects.create_user("shut", "shut@example.com", is_active=False)
    # The address that signs in is the account's own, not one written into the directory later.
    _entry("moved@example.com", user=User.objects.create_user("new", "new@example.com"))
    with pytest.raises(UnknownEmail):
        log_in(email=email, now=NOW)
    assert User.objects.count() == 2
    assert not TokenFamily.objects.exists()


def test_usernames_are_made_unique_and_plain() -> None:
    User.objects.create_user("MONA", "other@example.com")
    for email in ("mona@example.com", "mona@example.org", "o'neil+x@example.com", "x@example.com"):
        _entry(email)
    names = [
        log_in(email=entry.email, now=NOW).user.username for entry in DirectoryEntry.objects.order_by("email")
    ]
    assert re.fullmatch(r"mona-[0-9a-f]{8}", names[0])
    assert re.fullmatch(r"mona-[0-9a-f]{8}", names[1])
    assert names[2] == "oneil+x"
    assert re.fullmatch(r"x-[0-9a-f]{8}", names[3])


@pytest.mark.django_db(transaction=True)
def test_16_first_logins_at_once_make_one_account() -> None:
    _entry()
    users = at_once(16, lambda _: log_in(email="mona@example.com", now=NOW).user.pk)
    assert len(set(users)) == 1
    assert (User.objects.count(), TokenFamily.objects.count()) == (1, 16)
    assert Event.objects.filter(kind="user.registered").count() == 1
    assert DirectoryEntry.objects.get().user_id == users[0]


@pytest.mark.django_db(transaction=True)
def test_16_members_with_one_name_at_once_get_16_accounts() -> None:
    for number in range(16):
        _entry(f"mona@{number}.example.com")
    users = at_once(16, lambda number: log_in(email=f"mona@{number}.example.com", now=NOW).user.username)
    assert len(set(users)) == 16


@pytest.mark.django_db(transaction=True)
def test_registering_and_a_first_login_at_once_make_one_account() -> None:
    for round_ in range(8):
        email = f"mona{round_}@example.com"
        _entry(email)

        def go(number: int, email: str = email) -> None:
            if number:
                log_in(email=email, now=NOW)
                return
            try:
                register(
                    email=email, password="SecurePass123!", full_name="Eve", username=email.replace("@", "."),
                    journey="beginner", now=NOW,
                )  # fmt: skip
            except Exception as error:
                assert type(error).__name__ == "InvalidAccount"

        at_once(4, go)
        assert User.objects.filter(email=email).count() == 1


@pytest.mark.usefixtures("closed")
def test_where_the_contract_is_closed_an_address_alone_opens_nothing() -> None:
    _entry()
    with pytest.raises(CodeNeeded):
        log_in(email="mona@example.com", now=NOW)
    assert not User.objects.exists()


def test_in_production_an_address_alone_never_opens_an_account_of_staff(settings: Any) -> None:
    User.objects.create_superuser("root@example.com", "root", "pass")
    log_in(email="root@example.com", now=NOW)
    settings.IS_PRODUCTION = True
    with pytest.raises(CodeNeeded):
        log_in(email="root@example.com", now=NOW)


# --- Codes -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("closed")
def test_the_code_in_the_mail_signs_in_once() -> None:
    _entry()
    code = _code_for("Mona@Example.com")
    mail = Mail.objects.get()
    assert mail.to == "mona@example.com"
    assert code in mail.html
    assert code not in mail.subject
    assert code not in LoginCode.objects.get().seed
    pair = verify_code(email="MONA@example.com", code=code, now=timezone.now())
    assert pair.user.email == "mona@example.com"
    with pytest.raises(WrongCode):
        verify_code(email="mona@example.com", code=code, now=timezone.now())


@pytest.mark.usefixtures("closed")
def test_a_code_expires() -> None:
    _entry()
    code = _code_for()
    with pytest.raises(WrongCode):
        verify_code(email="mona@example.com", code=code, now=timezone.now() + timedelta(minutes=10))
    verify_code(email="mona@example.com", code=code, now=timezone.now() + timedelta(minutes=9))


@pytest.mark.usefixtures("closed")
def test_who_asks_again_gets_the_same_code_again_which_lives_longer() -> None:
    _entry()
    now = timezone.now()
    first = _code_for(now=now - timedelta(minutes=9))
    LoginCode.objects.update(mailed_at=now - timedelta(minutes=2))
    assert _code_for("MONA@example.com", now=now) == first
    assert (Mail.objects.count(), LoginCode.objects.count()) == (2, 1)
    verify_code(email="mona@example.com", code=first, now=now + timedelta(minutes=9))


@pytest.mark.usefixtures("closed")
def test_a_used_code_and_one_of_an_hour_ago_are_followed_by_another() -> None:
    _entry()
    now = timezone.now()
    first = _code_for()
    verify_code(email="mona@example.com", code=first, now=now)
    second = _code_for()
    LoginCode.objects.filter(used_at=None).update(created_at=now - timedelta(minutes=61))
    third = _code_for()
    assert LoginCode.objects.count() == 3
    # The older of two open ones is still good: nobody's asking voids what another holds.
    verify_code(email="mona@example.com", code=second, now=now)
    with pytest.raises(WrongCode):
        verify_code(email="mona@example.com", code=third, now=now)


@pytest.mark.usefixtures("closed")
@pytest.mark.django_db(transaction=True)
def test_16_who_ask_at_once_ask_for_one_code() -> None:
    _entry()
    at_once(16, lambda _: request_code(email="mona@example.com", now=timezone.now()))
    assert LoginCode.objects.count() == 1


@pytest.mark.usefixtures("closed")
def test_a_code_is_for_its_address() -> None:
    _entry()
    _entry("mel@example.com")
    code = _code_for()
    _code_for("mel@example.com")
    LoginCode.objects.filter(email="mel@example.com").update(seed="x")
    with pytest.raises(WrongCode):
        verify_code(email="mel@example.com", code=code, now=timezone.now())


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("wrong", [10, 49, 60, 99])
def test_a_right_code_gets_in_after_many_wrong_ones(wrong: int) -> None:
    _entry()
    code = _code_for()
    _guess(code, times=wrong)
    verify_code(email="mona@example.com", code=code, now=timezone.now())


@pytest.mark.usefixtures("closed")
def test_after_100_wrong_tries_a_short_code_is_void_and_the_next_is_long_and_gets_in() -> None:
    _entry()
    short = _code_for()
    _guess(short, times=100)
    with pytest.raises(WrongCode):
        verify_code(email="mona@example.com", code=short, now=timezone.now())
    long = _code_for()
    assert re.fullmatch("[0-9A-Z]{4}-[0-9A-Z]{4}", long)
    _guess(long, times=60)
    verify_code(email="mona@example.com", code=long, now=timezone.now())


@pytest.mark.usefixtures("closed")
def test_from_50_wrong_tries_in_a_day_on_codes_are_long() -> None:
    _entry()
    _guess(_code_for(), times=50)
    row = LoginCode.objects.get()
    for age, is_long in ((timedelta(hours=23), True), (timedelta(hours=26), False)):
        LoginCode.objects.exclude(pk=row.pk).delete()
        LoginCode.objects.update(created_at=timezone.now() - age)
        assert ("-" in _code_for()) is is_long


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("spoken", [str, str.lower, lambda code: code.replace("-", ""),
                                    lambda code: code.replace("-", " "),
                                    lambda code: code.replace("0", "o").replace("1", "l"),
                                    lambda code: code.replace("0", "O").replace("1", "I")])  # fmt: skip
def test_a_long_code_may_be_typed_as_it_is_read(spoken: Callable[[str], str]) -> None:
    _entry()
    before = timezone.now() - timedelta(hours=2)
    LoginCode.objects.create(email="mona@example.com", tries=50, created_at=before, expires_at=before)
    request_code(email="mona@example.com", now=timezone.now())
    # A code with a digit of each kind that is misread.
    row = LoginCode.objects.get(is_long=True)
    for number in count():
        row.seed = f"{number}"
        if {"0", "1"} <= set(code_of(row)):
            break
    row.save()
    verify_code(email="mona@example.com", code=spoken(mailed_code("mona@example.com")), now=timezone.now())


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("email", ["mona@example.com", "nobody@example.com"])
def test_an_inbox_that_is_nobodys_counts_like_any_other(email: str) -> None:
    _entry()
    _guess(_code_for(email) or "000000", email=email, times=50)
    _code_for(email)
    assert [row.is_long for row in LoginCode.objects.order_by("id")] == [False, True]


@pytest.mark.usefixtures("closed")
def test_one_row_takes_any_number_of_wrong_tries() -> None:
    _entry()
    code = _code_for()
    LoginCode.objects.update(tries=10_000, is_long=True)
    _guess(code, times=2)
    assert LoginCode.objects.get().tries == 10_000


@pytest.mark.usefixtures("closed")
def test_right_codes_count_as_no_wrong_ones() -> None:
    _entry()
    for _ in range(12):
        verify_code(email="mona@example.com", code=_code_for(), now=timezone.now())
    assert set(LoginCode.objects.values_list("tries", flat=True)) == {0}


@pytest.mark.usefixtures("closed")
def test_the_code_mailed_last_works_on_while_no_more_are_sent(settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "login_code_of": [(1, 3600)]}
    _entry()
    now = timezone.now()
    code = _code_for()
    LoginCode.objects.update(created_at=now - timedelta(minutes=40), expires_at=now - timedelta(minutes=30))
    with pytest.raises(TooMany):
        request_code(email="mona@example.com", address="10.0.0.9", now=now)
    verify_code(email="mona@example.com", code=code, now=now + timedelta(minutes=9))


@pytest.mark.usefixtures("closed")
def test_from_an_address_that_guesses_at_many_inboxes_short_codes_are_taken_no_more(settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "login_code_short": [(3, 86400)]}
    _entry()
    short = _code_for()
    for number in range(4):
        with pytest.raises(WrongCode):
            verify_code(email=f"{number}@example.com", code="000000", address="10.0.0.1", now=timezone.now())
    with pytest.raises(WrongCode):
        verify_code(email="mona@example.com", code=short, address="10.0.0.1", now=timezone.now())
    request_code(email="mona@example.com", address="10.0.0.1", now=timezone.now())
    long = mailed_code("mona@example.com")
    assert "-" in long
    verify_code(email="mona@example.com", code=long, address="10.0.0.1", now=timezone.now())


@pytest.mark.usefixtures("closed")
@pytest.mark.django_db(transaction=True)
def test_32_uses_of_a_code_at_once_give_one_sign_in() -> None:
    _entry()
    for _ in range(3):
        TokenFamily.objects.all().delete()
        code = _code_for()

        def use(_: int, code: str = code) -> bool:
            try:
                verify_code(email="mona@example.com", code=code, now=timezone.now())
            except WrongCode:
                return False
            return True

        assert Counter(at_once(32, use)) == {True: 1, False: 31}
        assert TokenFamily.objects.count() == 1


@pytest.mark.usefixtures("closed")
@pytest.mark.django_db(transaction=True)
def test_32_wrong_tries_at_once_are_all_counted() -> None:
    _entry()
    code = _code_for()

    def guess(_: int) -> None:
        with pytest.raises(WrongCode):
            verify_code(email="mona@example.com", code=other_than(code), now=timezone.now())

    at_once(32, guess)
    assert LoginCode.objects.get().tries == 32
    verify_code(email="mona@example.com", code=code, now=timezone.now())


@pytest.mark.usefixtures("closed")
def test_nobody_shut_out_gets_a_code_or_can_use_one() -> None:
    user = User.objects.create_user("shut", "shut@example.com")
    code = _code_for("shut@example.com")
    User.objects.update(is_active=False)
    with pytest.raises(WrongCode):
        verify_code(email=user.email, code=code, now=timezone.now())
    Mail.objects.all().delete()
    for email in ("shut@example.com", "nobody@example.com"):
        assert _code_for(email) == ""
        for digits in ("000000", ""):
            with pytest.raises(WrongCode):
                verify_code(email=email, code=digits, now=timezone.now())


@pytest.mark.usefixtures("closed")
def test_the_mail_leaves_once_and_not_when_it_is_late() -> None:
    _entry()
    _code_for()
    send_login_code(login_code_id=LoginCode.objects.get().pk)
    assert Mail.objects.count() == 1
    LoginCode.objects.all().delete()
    Mail.objects.all().delete()
    assert _code_for(now=timezone.now() - timedelta(minutes=11)) == ""


@pytest.mark.usefixtures("closed")
def test_a_code_proves_the_address_and_shuts_out_who_registered_it_unproven() -> None:
    stranger = register(
        email="mona@example.com", password="SecurePass123!", full_name="Eve", username="eve",
        journey="beginner", now=timezone.now(),
    )  # fmt: skip
    _entry()
    code = _code_for()
    assert User.objects.get().email_verified_at is None
    pair = verify_code(email="mona@example.com", code=code, now=timezone.now())
    user = User.objects.get()
    assert user.email_verified_at is not None
    assert not is_password_usable(user.password)
    assert Event.objects.filter(kind="user.email_verified").count() == 1
    with pytest.raises(InvalidToken):
        user_of(read_access_token(stranger.access))
    with pytest.raises(InvalidToken):
        rotate(refresh_token=stranger.refresh, now=timezone.now())
    assert user_of(read_access_token(pair.access)) == user
    assert DirectoryEntry.objects.get().user == user


@pytest.mark.usefixtures("closed")
def test_a_code_for_an_account_that_is_proven_leaves_its_password_and_sessions() -> None:
    before = register(
        email="mona@example.com", password="SecurePass123!", full_name="Mona", username="mona",
        journey="beginner", now=timezone.now(),
    )  # fmt: skip
    User.objects.update(email_verified_at=NOW)
    verify_code(email="mona@example.com", code=_code_for(), now=timezone.now())
    user = user_of(read_access_token(before.access))
    assert user.check_password("SecurePass123!")
    assert user.email_verified_at == NOW


@pytest.mark.usefixtures("closed")
def test_codes_for_one_inbox_and_from_one_network_address_are_limited(settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {
        **settings.RATE_LIMITS,
        "login_code_from": [(7, 3600)],
        "login_code_try": [(2, 600)],
    }
    # Letters that PostgreSQL may hold for equal are one inbox.
    spellings = ["".join(each) for each in product("mM", "iI\u0131", "kK\u212a")]
    asked = 0
    for name in spellings:
        try:
            request_code(email=f"{name}@example.com", address="10.0.0.1", now=timezone.now())
        except TooMany as error:
            assert error.wait > 0
        else:
            asked += 1
    assert asked == 5
    request_code(email="mik@example.com", address="10.0.0.2", now=timezone.now())
    request_code(email="a@example.com", address="10.0.0.1", now=timezone.now())
    request_code(email="b@example.com", address="10.0.0.1", now=timezone.now())
    with pytest.raises(TooMany):
        request_code(email="c@example.com", address="10.0.0.1", now=timezone.now())
    request_code(email="c@example.com", address="10.0.0.2", now=timezone.now())
    for error in (WrongCode, WrongCode, TooMany):
        with pytest.raises(error):
            verify_code(email="d@example.com", code="000000", address="10.0.0.1", now=timezone.now())


def test_what_is_old_is_cleared_away() -> None:
    staff = User.objects.create_user("staff", "staff@example.com")
    for age in (timedelta(hours=26), timedelta(hours=2)):
        when = timezone.now() - age
        LoginCode.objects.create(email="a@b.io", created_at=when, expires_at=when)
        DirectoryImport.objects.create(uploaded_by=staff, file_name="x", text="x", created_at=when)
    remove_old_login_codes(timestamp=0)
    assert (LoginCode.objects.count(), DirectoryImport.objects.count()) == (1, 1)
