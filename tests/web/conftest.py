"""The demo world and somebody who runs the back office."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.browsers import sign_in
from trellis.core.models import Mail
from trellis.domain.accounts.models import User

SendMail = Callable[..., Mail]


@pytest.fixture
def staff(db: None) -> User:
    """A superuser."""
    return User.objects.create_superuser("root@example.com", "root", "a password")


@pytest.fixture
def office(staff: User) -> Client:
    """A browser in which the superuser is signed in."""
    return sign_in(Client(), staff)


@pytest.fixture
def sent_mail(db: None) -> SendMail:
    """Write a mail that was sent: `sent_mail(to=…, subject=…, …)`."""

    def send(**fields: object) -> Mail:
        when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        given = {"subject": "Hello", "text": "Hi.", "created_at": when, "sent_at": when, **fields}
        return Mail.objects.create(**given)

    return send
