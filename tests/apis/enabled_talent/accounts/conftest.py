"""A browser, and somebody with an account and a password."""

import pytest
from rest_framework.test import APIClient

from trellis.domain.accounts.models import User

EMAIL, PASSWORD = "ann@example.com", "A-l0ng-Passw0rd"


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann", EMAIL, PASSWORD, first_name="Ann", last_name="Able")


@pytest.fixture
def browser() -> APIClient:
    """Keeps cookies, and is asked for what every browser is: the CSRF token too."""
    return APIClient(enforce_csrf_checks=True)
