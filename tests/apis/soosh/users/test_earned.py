"""What somebody has earned here stands in their resume, and as far as they say in their portfolio."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from tests.apis.soosh.conftest import refused
from tests.apis.soosh.users.shown import USERS, person, portfolio
from tests.domain.credentials.world import finished
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Subcategory
from trellis.domain.credentials.models import Badge
from trellis.domain.learning.models import CompletedMilestone, LearningPath

pytestmark = pytest.mark.django_db
PARTS = ("achievements", "certificates", "badges")


@pytest.fixture
def ann() -> APIClient:
    client = person("ann")
    finished(User.objects.get(username="ann"), title="Knots")
    return client


def _seen(client: APIClient) -> dict[str, Any]:
    shown: dict[str, Any] = client.get(f"{USERS}/portfolio/ann").json()["portfolio"]
    return shown


def test_a_course_that_is_done_is_told_of_with_its_certificate(ann: APIClient) -> None:
    resume = ann.post(f"{USERS}/resume/generate").json()["resume"]
    said = resume["json_data"]
    assert said["summary"] == "Has completed Knots on Trellis."
    (course,) = said["experience"]
    assert (course["title"], course["type"], course["duration"]) == ("Completed Knots", "course", "1 day")
    assert {"title": "Knots", "type": "certificate", "date": "2027-03-02", "issuer": "Trellis"} in said[
        "achievements"
    ]
    (certificate,) = ann.get(f"{USERS}/resume/{resume['id']}/json-resume").json()["certificates"]
    assert certificate["url"].endswith(f"/verify/{Badge.objects.get().code}")


def test_it_is_in_the_portfolio_for_whom_it_is(ann: APIClient) -> None:
    portfolio(ann)
    assert [_seen(APIClient())[part] for part in PARTS] == [None, None, None]
    (certificate,) = _seen(person("bob"))["certificates"]
    assert certificate.items() >= {"title": "Knots", "kind": "course", "issuer": "Trellis"}.items()
    portfolio(ann, 200, visibility=dict.fromkeys(PARTS, "public"))
    stranger = _seen(APIClient())
    assert stranger["certificates"] == [certificate]
    assert stranger["badges"] == []  # certificates are a part of their own
    told = ann.post(f"{USERS}/portfolio/share", {"platforms": ["linkedin"]}, format="json").json()
    assert told["linkedin"]["post_text"].startswith("I have completed Knots.")


def test_what_is_revoked_is_not_told_of_any_more(ann: APIClient) -> None:
    portfolio(ann, visibility={"certificates": "public"})
    Badge.objects.update(state="revoked", ended_at="2027-04-01T00:00:00Z", is_shown=False)
    assert _seen(APIClient())["certificates"] == []


def test_a_caption_tells_nothing_that_others_do_not_see(ann: APIClient) -> None:
    portfolio(ann)
    told = ann.post(f"{USERS}/portfolio/share", {"platforms": ["linkedin"]}, format="json").json()
    assert "Knots" not in str(told)


@pytest.mark.usefixtures("world")
def test_milestones_and_achievements_stand_in_it(api: APIClient) -> None:
    john = client_of("johndoe")
    path = LearningPath.objects.select_related("template").get(user__username="johndoe")
    done = CompletedMilestone.objects.filter(path=path).count()
    said = john.post(f"{USERS}/resume/generate").json()["resume"]["json_data"]
    name = Subcategory.objects.get(pk=path.subcategory_id).name
    sentence = f"Has reached {done} of {path.template.total_steps} milestones in {name} on Trellis."
    assert sentence in said["summary"]
    kinds = {each["type"]: each["title"] for each in said["experience"]}
    assert kinds["learning_path"] == f"Learning path {name}: {done} of {path.template.total_steps} milestones"
    assert all(each["issuer"] == "Trellis" for each in said["achievements"])
    refused(api.get(f"{USERS}/portfolio/johndoe"), 404, "NOT_FOUND")
