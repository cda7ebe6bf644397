"""Somebody who runs the back office."""

import pytest
from django.test import Client

from tests.browsers import sign_in
from trellis.domain.accounts.models import User


@pytest.fixture
def staff(db: None) -> User:
    """A superuser."""
    return User.objects.create_superuser("root@example.com", "root", "a password")


@pytest.fixture
def office(staff: User) -> Client:
    """A browser in which the superuser is signed in."""
    return sign_in(Client(), staff)
