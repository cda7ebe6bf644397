"""Who proves that an address is theirs gets an account in which nothing of a stranger is left."""

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import InvalidVerification
from trellis.domain.accounts.services.addresses import ask_for_address, prove_address, verify_email
from trellis.domain.accounts.services.passwords import mail_reset, reset_password

pytestmark = pytest.mark.django_db


def _token(to: str) -> str:
    found = re.search(r"token=([^\s&\"]+)", Mail.objects.filter(to=to).latest("id").text)
    assert found
    return unquote(found[1])


def _by_reset(user: User, now: datetime) -> None:
    mail_reset(email=user.email, address="10.0.0.1", now=now)
    reset_password(token=_token(user.email), password="An0ther-Passw0rd", now=now)


def _by_code_or_provider(user: User, now: datetime) -> None:
    with transaction.atomic():
        prove_address(user=User.objects.get(), now=now)


@pytest.mark.parametrize("proof", [_by_reset, _by_code_or_provider])
def test_an_address_that_a_stranger_has_asked_for_takes_the_account_nowhere(
    proof: Callable[[User, datetime], None],
) -> None:
    now = timezone.now()
    user = User.objects.create_user("ann", "ann@example.com", "a stranger's")
    with transaction.atomic():
        ask_for_address(user=user, email="evil@example.com", now=now)
    proof(user, now)
    with pytest.raises(InvalidVerification):
        verify_email(token=_token("evil@example.com"), now=now)
    kept = User.objects.get()
    assert (kept.email, kept.email_verified_at is not None) == ("ann@example.com", True)
    assert not kept.check_password("a stranger's")


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(1, None), (None, 1), (90.1, 0), (0, -181), (float("nan"), 0)]
)
def test_nobody_is_in_half_a_place_or_off_the_earth(latitude: float | None, longitude: float | None) -> None:
    User.objects.create_user("ann", "ann@example.com", "x", latitude=90, longitude=-180)
    with pytest.raises(IntegrityError, match="user_on_earth"), transaction.atomic():
        User.objects.update(latitude=latitude, longitude=longitude)
