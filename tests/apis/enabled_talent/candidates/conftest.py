"""People who look for work, and who hires: Cam has applied to Emma's organization, and to no other."""

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.candidates.applicants import applied, employed, noted_people
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries import profiles

BASE = "/api/candidates/"
CAM = f"{BASE}profiles/cam-didate/"


@pytest.fixture
def has_applied(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cam has applied to where Emma works; nobody has to Nora's."""
    monkeypatch.setattr(profiles, "APPLICANTS", [noted_people])
    member = employed("employer")
    applied("candidate", member.organization, noted_by=member.user)
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
