"""Jobs of requisitions: everybody browses and applies, and who hires changes them where they are."""

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.channels.conftest import BROWSE, JOBS
from tests.domain.requisitions.factory import job_of
from trellis.domain.jobs.models import Posting
from trellis.domain.requisitions.models import Requisition

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def job() -> Requisition:
    """One of AppBrew's."""
    return job_of(title="Lift Mechanic", job_type="freelance", location_type="on_site")


@pytest.fixture
def address(job: Requisition) -> str:
    """Where its posting is."""
    return f"{JOBS}{Posting.objects.of(job.organization_id).get(requisition=job).pk}/"


def test_they_are_browsed_and_applied_for_like_others(
    api: APIClient, cam: APIClient, job: Requisition, address: str
) -> None:
    (found,) = api.get(BROWSE, {"q": "lift mechanic", "job_type": 7, "workplace_type": 1}).json()
    assert (found["title"], found["organization"]["name"], found["user"]) == (
        "Lift Mechanic",
        "AppBrew",
        None,
    )
    assert cam.post(f"{address}apply/").status_code == 201
    job.refresh_from_db()
    assert job.num_of_applications == 1


def test_they_are_changed_in_the_talent_engine_alone(
    signed_in: SignIn, job: Requisition, address: str
) -> None:
    owner = signed_in("mahummed")
    for answer in (owner.patch(address, {"title": "Another"}), owner.delete(address)):
        assert answer.status_code == 403
        assert answer.json()["detail"] == (
            f"This job is that of requisition {job.code}: change it in the Talent Engine."
        )
