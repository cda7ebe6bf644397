"""What is not there yet says so in a sentence; what was sent wrongly is told first."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tests.apis.enabled_talent.candidates.conftest import BASE, CAM
from trellis.domain.candidates.models import CandidateProfile

ASKED = [f"{BASE}career-coach/", f"{BASE}prompt/"]


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize("word", ["message", "prompt", "query"])
def test_a_question_is_taken_by_its_usual_names(cam: APIClient, address: str, word: str) -> None:
    response = cam.post(address, {word: "How do I begin?"})
    assert (response.status_code, list(response.json())) == (503, ["detail"])
    assert response.json()["detail"].endswith("is not available yet.")
    assert int(response["Retry-After"]) > 60


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize(
    "body", [{}, {"message": ""}, {"message": 5 * ["x"]}, {"message": "x" * 5001}, {"query": ""}]
)
def test_a_question_that_is_none_is_refused_by_name(
    cam: APIClient, address: str, body: dict[str, Any]
) -> None:
    response = cam.post(address, body)
    assert (response.status_code, list(response.json())) == (400, ["message"])


@pytest.mark.parametrize("name", ["resume_file", "resume", "file"])
def test_a_resume_is_not_read_yet_and_not_kept(cam: APIClient, profile: CandidateProfile, name: str) -> None:
    form = {name: SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    response = cam.post(f"{CAM}parse-resume/", form, format="multipart")
    assert response.status_code == 503
    assert "not available yet" in response.json()["detail"]
    profile.refresh_from_db()
    assert not profile.resume_file


def test_without_a_resume_there_is_nothing_to_read(cam: APIClient) -> None:
    response = cam.post(f"{CAM}parse-resume/")
    assert (response.status_code, response.json()) == (400, {"resume_file": ["Upload a resume."]})


def test_how_far_it_is_says_what_is_true(cam: APIClient, profile: CandidateProfile) -> None:
    assert cam.get(f"{CAM}parsing-status/").json() == {
        "status": "no_resume",
        "percentage": 0,
        "detail": "There is no resume yet.",
    }
    CandidateProfile.objects.filter(pk=profile.pk).update(resume_file="a.pdf")
    assert cam.get(f"{CAM}parsing-status/").json()["status"] == "not_parsed"
    assert cam.post(f"{CAM}parse-resume/").status_code == 503
    assert cam.get(CAM).json()["resume_data"] is None


def test_what_no_document_names_is_a_404_of_this_door(cam: APIClient) -> None:
    response = cam.get(f"{BASE}no/such/thing")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
