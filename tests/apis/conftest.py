"""The standing cast: the demo world's people, signed in."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.approvals.models import Decision
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.requisitions.models import Requisition

SignIn = Callable[[str], APIClient]


def client_of(username: str) -> APIClient:
    """Return a client of somebody who has signed in by their password."""
    client = APIClient()
    token = access_token(user=User.objects.get(username=username), by=SignedInBy.PASSWORD, now=timezone.now())
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


@pytest.fixture
def api() -> APIClient:
    """Somebody who is not signed in."""
    return APIClient()


@pytest.fixture
def signed_in() -> SignIn:
    """Sign in by username, as with a password: `signed_in("coach_mike")`."""
    return client_of


@pytest.fixture
def no_requisitions(world: None) -> None:
    """The demo world as if nobody hired: for tests that make all the requisitions that they speak of."""
    Application.objects.of_all_tenants().delete()
    Posting.objects.of_all_tenants().delete()
    Requisition.objects.of_all_tenants().delete()
    Decision.objects.all().delete()
