"""Emma of Inclusive Works hires, Cam has a profile, Nora is another employer, Robin has no profile."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.jobs.factory import PRINTED
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Posting
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role

BASE = "/api/channels/"
JOBS = f"{BASE}jobs/"
BROWSE = f"{JOBS}browse/"
OWN = f"{BASE}candidate/applications/"


@pytest.fixture
def posts_alone(world: None) -> None:
    """The demo world as if nobody had published a requisition."""
    Posting.objects.of_all_tenants().exclude(requisition=None).delete()


@pytest.fixture
def cam(world: None, signed_in: SignIn) -> APIClient:
    """Cam Didate, who has applied for the oldest job."""
    return signed_in("candidate")


@pytest.fixture
def emma(world: None, signed_in: SignIn) -> APIClient:
    """Emma Ployer, owner of Inclusive Works."""
    return signed_in("employer")


@pytest.fixture
def nora(world: None, signed_in: SignIn) -> APIClient:
    """Nora of Northwind."""
    return signed_in("northwind_owner")


@pytest.fixture
def robin(world: None, signed_in: SignIn) -> APIClient:
    """Robin, who has no profile and no organization."""
    return signed_in("robin")


@pytest.fixture
def staff(world: None, signed_in: SignIn) -> APIClient:
    """Mid Level, who is staff of Inclusive Works."""
    Membership.objects.create(
        organization_id=INCLUSIVE_WORKS,
        user=User.objects.get(username="middy"),
        role=Role.STAFF,
        joined_at=timezone.now(),
    )
    return signed_in("middy")


@pytest.fixture
def job(emma: APIClient) -> str:
    """The address of an open job of Inclusive Works for which nobody has applied."""
    return f"{JOBS}{emma.post(JOBS, PRINTED).json()['id']}/"
