"""Signing up and choosing a new password, where several do so at once."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from tests.crowd import at_once
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import InvalidAccount, InvalidReset
from trellis.domain.accounts.services import passwords, signup

NOW = datetime(2030, 1, 1, tzinfo=UTC)
PASSWORD = "A-l0ng-Passw0rd"


def _sign_up(email: str, **more: str) -> User:
    return signup.sign_up(
        email=email, password=PASSWORD, first_name="Ann", address="10.0.0.1", now=NOW, **more
    )


@pytest.mark.django_db(transaction=True)
def test_of_many_who_sign_up_with_one_address_at_once_one_gets_it() -> None:
    def attempt(number: int) -> str:
        try:
            _sign_up("ann@example.com" if number % 2 else "ANN@example.com")
        except InvalidAccount as refused:
            return ",".join(refused.errors)
        return "made"

    assert Counter(at_once(8, attempt)) == {"made": 1, "email": 7}
    assert (User.objects.count(), Mail.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_many_of_one_name_are_called_differently_and_each_has_a_code() -> None:
    at_once(8, lambda number: _sign_up(f"ann@{number}.example").pk)
    users = User.objects.all()
    assert len({user.username for user in users}) == 8
    assert len({user.referral_code for user in users}) == 8
    assert all(len(user.referral_code) == 12 for user in users)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_one_link_at_once_one_chooses_the_password() -> None:
    user = User.objects.create_user("ann", "ann@example.com", PASSWORD)
    passwords.mail_reset(email=user.email, address="10.0.0.1", now=NOW)
    lines = Mail.objects.get().text.splitlines()
    token = next(line for line in lines if line.count(":") == 2 and "/" not in line)

    def attempt(number: int) -> int | None:
        try:
            passwords.reset_password(token=token, password=f"An0ther-Passw0rd-{number}", now=NOW)
        except InvalidReset:
            return None
        return number

    (winner,) = (number for number in at_once(8, attempt) if number is not None)
    user.refresh_from_db()
    assert user.check_password(f"An0ther-Passw0rd-{winner}")


@pytest.mark.django_db
def test_who_goes_is_counted_for_nobody_and_takes_nobody_along() -> None:
    ann = _sign_up("ann@example.com")
    ben = _sign_up("ben@example.com", referral_code=ann.referral_code)
    assert ben.referred_by == ann
    ann.delete()
    ben.refresh_from_db()
    assert ben.referred_by is None
