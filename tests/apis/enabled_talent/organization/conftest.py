"""Who works at Inclusive Works, and who does not."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.rights import Role

ALL = "/api/organization/organizations/"


@pytest.fixture
def works(world: None) -> Organization:
    """Emma's organization."""
    return Organization.objects.get(name="Inclusive Works")


@pytest.fixture
def one(works: Organization) -> str:
    """Its address."""
    return f"{ALL}{works.number}/"


@pytest.fixture
def emma(world: None, signed_in: SignIn) -> APIClient:
    """Its owner."""
    return signed_in("employer")


@pytest.fixture
def robin(world: None, signed_in: SignIn) -> APIClient:
    """Somebody who works nowhere."""
    return signed_in("robin")


def joins(username: str, organization: Organization, role: Role, *, is_current: bool = True) -> Membership:
    """Let somebody work there."""
    return Membership.objects.create(
        organization=organization,
        user=User.objects.get(username=username),
        role=role,
        is_current=is_current,
        joined_at=timezone.now(),
    )
