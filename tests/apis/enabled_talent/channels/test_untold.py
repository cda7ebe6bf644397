"""What a candidate has not been told shows nowhere: not in what they read, nor in its date, tag or order."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.apis.enabled_talent.channels.conftest import BROWSE, OWN
from trellis.domain.accounts.models import User
from trellis.domain.jobs import notices
from trellis.domain.jobs.models import Application
from trellis.domain.notifications.models import Notification

PROFILE = "/api/candidates/profiles/cam-didate/"
SESSIONS = "/api/talent-engine/video-sessions/"
TAGS = ("ETag", "Last-Modified", "Link", "Content-Length")


@pytest.fixture
def made(cam: APIClient, job: str) -> dict[str, Any]:
    """Cam's application for the job."""
    body: dict[str, Any] = cam.post(f"{job}apply/").json()
    return body


def read_by(cam: APIClient, job: str, made: dict[str, Any]) -> list[Any]:
    """Return all that Cam reads of the job and the application: over the API, on the page, and the bell."""
    place = f"{job}applications/{made['id']}/"
    answers = [
        cam.get(each) for each in (OWN, f"{OWN}?stage=applied", job, BROWSE, f"{place}needs/", PROFILE)
    ]
    user = User.objects.get(username="candidate")
    page = Client()
    page.force_login(user)
    told = Notification.objects.filter(recipient=user).order_by("pk")
    return [
        *((each.status_code, each.content, [each.get(name) for name in TAGS]) for each in answers),
        page.get(f"/jobs/{made['job']['id']}/apply").content.partition(b"<main")[2].partition(b"<form")[0],
        list(told.values_list("kind", "title")),
    ]


def test_what_an_organization_does_for_itself_changes_nothing_for_the_candidate(
    cam: APIClient, emma: APIClient, job: str, made: dict[str, Any]
) -> None:
    before = read_by(cam, job, made)
    done = [
        emma.get(f"{job}applications/"),
        emma.get(PROFILE),
        emma.post(f"{PROFILE}create-notes/", {"note": "Reject?"}),
        emma.post(SESSIONS, {"job_application_id": made["number"]}),
        emma.post(f"{job}rank-candidates/"),
        emma.get(f"{job}ranking-data/"),
        emma.post(f"{job}applications/{made['id']}/decision/", {"decision": "perhaps"}),
    ]
    assert [each.status_code for each in done] == [200, 200, 201, 201, 200, 200, 400]
    assert read_by(cam, job, made) == before


def test_a_decision_that_cannot_be_told_is_not_made(
    cam: APIClient, emma: APIClient, job: str, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_by(cam, job, made)

    def broken(**_: Any) -> None:
        raise RuntimeError("nobody is told")

    monkeypatch.setattr(notices, "notify", broken)
    emma.raise_request_exception = False
    assert emma.post(f"{job}applications/{made['id']}/decision/", {"decision": "rejected"}).status_code == 500
    assert read_by(cam, job, made) == before
    assert Application.unscoped.get(pk=made["id"]).version == 1
    monkeypatch.undo()
    assert emma.post(f"{job}applications/{made['id']}/decision/", {"decision": "rejected"}).status_code == 200
    assert read_by(cam, job, made) != before
