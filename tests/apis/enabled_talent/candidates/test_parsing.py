"""A resume is read in the background; what was found is kept thing by thing, as the candidate confirms it."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from rest_framework.test import APIClient

from tests.apis.enabled_talent.candidates.conftest import CAM
from tests.intelligence.resumes.pages import lines, pdf
from trellis.core.files.papers.opening import paper_of
from trellis.core.files.papers.plain import read_plain
from trellis.core.files.papers.refusals import OnlyPictures
from trellis.core.files.turns import Busy
from trellis.domain.candidates.models import CandidateProfile, ResumeReading
from trellis.domain.candidates.rules.readings import MOST_ATTEMPTS, MOST_TURNS
from trellis.domain.candidates.services import readings

_TEXT = """Cam Didate
cam@example.org | +44 20 7946 0958 | https://www.linkedin.com/in/cam-test

Skills
Welding, Bookkeeping

Experience
Clerk, Acme Ltd    03/2019 - present
• Filed 300 cases

Education
BSc Mathematics, University of Eastport    2010 - 2013

Languages
Danish (native), Frisian
English
"""


def upload(text: str = _TEXT, name: str = "resume_file") -> dict[str, Any]:
    return {name: SimpleUploadedFile("cv.txt", text.encode())}


def asked(client: APIClient, text: str = _TEXT) -> dict[str, Any]:
    response = client.post(f"{CAM}parse-resume/", upload(text), format="multipart")
    assert response.status_code == 202, response.json()
    answer: dict[str, Any] = response.json()
    return answer


def carry_out(opening: Callable[[bytes], Any] = read_plain, number: int | None = None) -> None:
    """Do what a worker does, without its child process."""
    reading = ResumeReading.objects.get()
    with patch.object(readings, "paper_of", opening):
        readings.carry_out(reading_id=reading.pk, number=number or reading.number, now=timezone.now)


def confirm(client: APIClient, *keys: str, number: int = 1, **values: dict[str, Any]) -> Any:
    fields = [
        {"key": key, **({"value": values[key.replace("/", "_")]} if key.replace("/", "_") in values else {})}
        for key in keys
    ]
    return client.post(f"{CAM}parsed-resume/", {"number": number, "fields": fields}, format="json")


@pytest.fixture
def read(cam: APIClient) -> APIClient:
    """Cam, whose resume has been read."""
    asked(cam)
    carry_out()
    return cam


def test_how_far_it_is_says_what_is_true(cam: APIClient, profile: CandidateProfile) -> None:
    status = cam.get(f"{CAM}parsing-status/").json()
    assert (status["status"], status["percentage"], status["detail"]) == (
        "no_resume",
        0,
        "There is no resume yet.",
    )
    CandidateProfile.objects.filter(pk=profile.pk).update(resume_file="a.pdf")
    assert cam.get(f"{CAM}parsing-status/").json()["status"] == "not_parsed"
    waiting = asked(cam)
    assert (waiting["status"], waiting["percentage"], waiting["stage"], waiting["found"]) == (
        "queued",
        0,
        "waiting",
        None,
    )


def test_what_was_found_is_told_with_its_places(read: APIClient) -> None:
    status = read.get(f"{CAM}parsing-status/").json()
    assert (status["status"], status["percentage"], status["stage"], status["error"]) == (
        "parsed",
        100,
        "done",
        None,
    )
    found = status["found"]
    text = read.get(f"{CAM}parsed-resume/").json()["text"]
    (email,) = found["emails"]
    assert [text[start:end] for start, end in email["spans"]] == ["cam@example.org"]
    assert [each["value"] for each in found["skills"]] == ["Welding", "Bookkeeping"]
    (job,) = found["jobs"]
    assert (job["title"]["value"], job["start"], job["end"], job["is_running"]) == (
        "Clerk",
        "2019-03",
        None,
        True,
    )
    assert (found["education"][0]["start"], found["education"][0]["end"]) == ("2010", "2013")


def test_nothing_is_kept_before_it_is_confirmed(read: APIClient, profile: CandidateProfile) -> None:
    before = read.get(f"{CAM}full/").json()
    assert read.get(f"{CAM}full/").json() == before
    assert before["resume_data"] is None
    assert "Bookkeeping" not in [each["name"] for each in before["skills"]]


def test_what_is_confirmed_is_kept_and_nothing_else(read: APIClient) -> None:
    response = confirm(read, "skills/1", "jobs/0", "education/0", "languages/0", "resume_file")
    assert response.status_code == 200, response.json()
    full = read.get(f"{CAM}full/").json()
    names = [each["name"] for each in full["skills"]]
    assert "Bookkeeping" in names
    assert [each["language"] for each in full["languages"]][-1] == "Danish"
    (course,) = [each for each in full["education"] if each["institution"] == "University of Eastport"]
    assert (course["course_name"], course["start_year"], course["end_year"]) == (
        "BSc Mathematics",
        2010,
        2013,
    )
    assert '"employer": "Acme Ltd"' in full["resume_data"]
    assert "linkedin" not in full["resume_data"]
    sent = read.get(f"{CAM}resume-file/")
    assert sent.status_code == 200
    sent.close()
    found = response.json()["found"]
    assert [each["is_confirmed"] for each in found["skills"]] == [False, True]


def test_confirmed_again_it_is_there_once(read: APIClient) -> None:
    for _ in range(2):
        assert confirm(read, "skills/1", "jobs/0", "education/0").status_code == 200
    full = read.get(f"{CAM}full/").json()
    assert full["resume_data"].count("Acme Ltd") == 1
    assert [each["name"] for each in full["skills"]].count("Bookkeeping") == 1
    assert [each["institution"] for each in full["education"]].count("University of Eastport") == 1


def test_a_thing_may_be_kept_otherwise_than_it_was_found(read: APIClient) -> None:
    response = confirm(
        read, "skills/0", "name", skills_0={"name": "Underwater welding"}, name={"last_name": "Date"}
    )
    assert response.status_code == 200, response.json()
    full = read.get(f"{CAM}full/").json()
    assert "Underwater welding" in [each["name"] for each in full["skills"]]
    assert (full["user"]["first_name"], full["user"]["last_name"]) == ("Cam", "Date")


def test_a_language_whose_level_is_not_said_asks_for_it(read: APIClient) -> None:
    response = confirm(read, "languages/1")
    assert (response.status_code, list(response.json()["fields"])) == (400, ["languages/1"])
    assert confirm(read, "languages/1", languages_1={"speaking": "basic"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"fields": [{"key": "name"}]}, "number"),
        ({"number": 1}, "fields"),
        ({"number": 1, "fields": []}, "fields"),
        ({"number": "x", "fields": [{"key": "name"}]}, "number"),
        ({"number": 1, "fields": [{"key": "skills/99"}]}, "fields"),
        ({"number": 1, "fields": [{"key": "emails/0"}]}, "fields"),
        ({"number": 1, "fields": [{"key": "skills/0", "value": "x"}]}, "fields"),
        ({"number": 1, "fields": [{"key": "skills/0", "value": {"name": "x" * 101}}]}, "fields"),
        ({"number": 1, "fields": [{"key": "jobs/0", "value": {"start": "2019-13"}}]}, "fields"),
        ({"number": 1, "fields": [{"key": "skills/0", "value": {"name": "a\x00b"}}]}, "fields"),
        ({"number": 1, "fields": "skills/0"}, "fields"),
    ],
)
def test_what_is_confirmed_wrongly_is_refused_by_name(
    read: APIClient, body: dict[str, Any], field: str
) -> None:
    response = read.post(f"{CAM}parsed-resume/", body, format="json")
    assert (response.status_code, list(response.json())) == (400, [field])
    assert read.get(CAM).json()["resume_data"] is None


def test_a_slower_reading_writes_nothing_over_a_later_one(cam: APIClient) -> None:
    asked(cam, "Skills\nPottery\n")

    def slowly(content: bytes) -> Any:
        # While A is being read, B is uploaded, read and confirmed.
        asked(cam, "Skills\nWeaving\n")
        carry_out()
        assert confirm(cam, "skills/0", number=2).status_code == 200
        return read_plain(content)

    carry_out(slowly)
    status = cam.get(f"{CAM}parsing-status/").json()
    assert (status["number"], status["found"]["skills"][0]["value"]) == (2, "Weaving")
    assert status["found"]["skills"][0]["is_confirmed"]
    assert "Weaving" in [each["name"] for each in cam.get(f"{CAM}full/").json()["skills"]]


def test_what_was_shown_of_another_resume_cannot_be_confirmed(read: APIClient) -> None:
    asked(read, "Skills\nWeaving\n")
    assert confirm(read, "skills/0").status_code == 404
    carry_out()
    response = confirm(read, "skills/0", number=1)
    assert response.status_code == 409
    assert "Weaving" not in str(read.get(f"{CAM}full/").json()["skills"])


def test_a_resume_that_cannot_be_read_says_why(cam: APIClient) -> None:
    asked(cam)

    def scanned(content: bytes) -> Any:
        raise OnlyPictures

    carry_out(scanned)
    status = cam.get(f"{CAM}parsing-status/").json()
    assert (status["status"], status["error"], status["percentage"]) == ("failed", "scanned", 100)
    assert "OCR" in status["detail"]
    assert status["found"] is None
    assert cam.get(f"{CAM}parsed-resume/").status_code == 404


@pytest.mark.parametrize(("error", "times"), [(Busy, MOST_TURNS), (RuntimeError, MOST_ATTEMPTS)])
def test_a_reading_that_fails_again_and_again_comes_to_an_end(
    cam: APIClient, error: type[Exception], times: int
) -> None:
    asked(cam)

    def failing(content: bytes) -> Any:
        raise error

    for _ in range(times - 1):
        with pytest.raises(error):
            carry_out(failing)
        assert cam.get(f"{CAM}parsing-status/").json()["status"] == "queued"
    carry_out(failing)
    assert cam.get(f"{CAM}parsing-status/").json()["error"] == "too_hard"
    carry_out()
    assert cam.get(f"{CAM}parsing-status/").json()["status"] == "failed"


@pytest.mark.parametrize("name", ["resume_file", "resume", "file"])
def test_a_resume_is_taken_by_its_usual_names(cam: APIClient, name: str) -> None:
    response = cam.post(f"{CAM}parse-resume/", upload(name=name), format="multipart")
    assert response.status_code == 202


def test_without_a_file_that_of_the_profile_is_read(cam: APIClient, profile: CandidateProfile) -> None:
    response = cam.post(f"{CAM}parse-resume/")
    assert (response.status_code, response.json()) == (400, {"resume_file": ["Upload a resume."]})
    profile.resume_file.save("document.txt", SimpleUploadedFile("a.txt", _TEXT.encode()))
    assert cam.post(f"{CAM}parse-resume/").status_code == 202
    carry_out()
    assert cam.get(f"{CAM}parsing-status/").json()["status"] == "parsed"


def test_a_word_file_behind_a_password_is_called_so(cam: APIClient) -> None:
    locked = b"\xd0\xcf\x11\xe0" + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le")
    response = cam.post(
        f"{CAM}parse-resume/", {"resume_file": SimpleUploadedFile("a.docx", locked)}, format="multipart"
    )
    assert response.status_code == 400
    assert "password" in response.json()["resume_file"][0]


def test_another_resume_takes_the_place_of_the_file_before(
    cam: APIClient, django_capture_on_commit_callbacks: Any
) -> None:
    asked(cam)
    first = ResumeReading.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        asked(cam)
    second = ResumeReading.objects.get().file.name
    assert not storages["private"].exists(first)
    assert storages["private"].exists(second)
    with django_capture_on_commit_callbacks(execute=True):
        assert cam.delete(CAM).status_code == 204
    assert not storages["private"].exists(second)
    assert not ResumeReading.objects.exists()


def test_a_pdf_is_read_in_a_child(cam: APIClient) -> None:
    content = pdf(lines("Cam Didate", "cam@example.org", "Skills", "Welding, Bookkeeping"))
    file = SimpleUploadedFile("cv.pdf", content)
    assert cam.post(f"{CAM}parse-resume/", {"file": file}, format="multipart").status_code == 202
    carry_out(paper_of)
    found = cam.get(f"{CAM}parsing-status/").json()["found"]
    assert [each["value"] for each in found["skills"]] == ["Welding", "Bookkeeping"]


def test_the_job_is_enqueued_with_the_number_of_the_reading(cam: APIClient) -> None:
    asked(cam)
    asked(cam)
    jobs = ProcrastinateJob.objects.filter(task_name="trellis.domain.candidates.tasks.read_resume")
    reading = ResumeReading.objects.get()
    assert [job.args for job in jobs.order_by("id")] == [
        {"reading_id": reading.pk, "number": number} for number in (1, 2)
    ]


def test_nobody_else_sees_what_was_found(read: APIClient, emma: APIClient, nora: APIClient) -> None:
    for address in ("parsing-status", "parsed-resume"):
        assert emma.get(f"{CAM}{address}/").status_code == 403
        assert nora.get(f"{CAM}{address}/").status_code == 404
    assert confirm(emma, "skills/0").status_code == 403
