"""People who look for work, and who hires: Cam has applied to Emma's organization, and to no other."""

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.candidates.applicants import applied, employed
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile

BASE = "/api/candidates/"
CAM = f"{BASE}profiles/cam-didate/"


@pytest.fixture
def has_applied(world: None) -> None:
    """Cam has applied to where Emma works; nobody has to Nora's."""
    applied("candidate", employed("employer"))
    employed("northwind_owner")


@pytest.fixture
def cam(world: None, signed_in: SignIn) -> APIClient:
    """Cam Didate."""
    return signed_in("candidate")


@pytest.fixture
def emma(has_applied: None, signed_in: SignIn) -> APIClient:
    """Emma Ployer, to whose organization Cam has applied."""
    return signed_in("employer")


@pytest.fixture
def nora(has_applied: None, signed_in: SignIn) -> APIClient:
    """Nora of Northwind, to which nobody has applied."""
    return signed_in("northwind_owner")


@pytest.fixture
def robin(world: None, signed_in: SignIn) -> APIClient:
    """Robin, who has no profile."""
    return signed_in("robin")


@pytest.fixture
def profile(world: None) -> CandidateProfile:
    """Cam's profile."""
    return User.objects.get(username="candidate").candidate_profile
