"""A mentor's profile: changing it, and how others become mentors."""

import errno
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.web.mentorship.conftest import BASE
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


PROFILE = {
    "bio": "I help.",
    "expertise": "Design,  python , design,, Hiring ",
    "job_title": "Lead",
    "company": "Acme",
    "years_of_experience": "12",
    "linkedin_url": "https://linkedin.com/in/x",
    "github_url": "github.com/x",
    "twitter_url": "",
    "availability_timezone": "Europe/London",
}


@pytest.mark.parametrize("path", ["/mentor/profile/edit", "/profile/edit"])
def test_a_mentor_changes_their_profile(as_: As, mentor: Mentor, path: str) -> None:
    given = {**PROFILE, "version": str(mentor.version)}
    response = as_("mentor").post(BASE + path, given)
    assert response["Location"] == f"{BASE}/mentor/profile/edit"
    mentor.refresh_from_db()
    assert mentor.expertise == ["Design", "python", "Hiring"]
    assert (mentor.years_of_experience, mentor.github_url) == (12, "https://github.com/x")
    page = as_("mentor").get(BASE + path).content.decode()
    assert 'value="Design, python, Hiring"' in page


def test_a_stale_profile_is_not_overwritten_unseen(as_: As, mentor: Mentor) -> None:
    client = as_("mentor")
    response = client.post(f"{BASE}/profile/edit", {**PROFILE, "version": "999"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "changed in another window" in page
    assert "I help." in page
    assert f'name="version" value="{mentor.version}"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bio", ""),
        ("bio", "x" * 5001),
        ("bio", "\x00"),
        ("expertise", ""),
        ("expertise", " , ,"),
        ("expertise", "x" * 61),
        ("expertise", ",".join(f"skill {n}" for n in range(31))),
        ("years_of_experience", "-1"),
        ("years_of_experience", "many"),
        ("linkedin_url", "javascript:alert(1)"),
        ("availability_timezone", "Mars/Base"),
        ("availability_timezone", "localtime"),
        ("availability_timezone", "Factory"),
    ],
)
def test_mistakes_in_the_profile_are_told_beside_the_field(
    as_: As, mentor: Mentor, field: str, value: str
) -> None:
    response = as_("mentor").post(f"{BASE}/profile/edit", {**PROFILE, field: value})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert f'aria-describedby="id_{field}' in response.content.decode()


def test_as_much_as_may_be_said_is_taken(as_: As, mentor: Mentor) -> None:
    areas = [f"{number:02}".ljust(60, "x") for number in range(30)]
    most = {"bio": "x" * 5000, "expertise": ", ".join(areas), "version": str(mentor.version)}
    response = as_("mentor").post(f"{BASE}/profile/edit", {**PROFILE, **most})
    assert response.status_code == 302, response.content
    mentor.refresh_from_db()
    assert (mentor.bio, mentor.expertise) == ("x" * 5000, areas)


@pytest.mark.parametrize("who", ["mentee", "neither"])
def test_others_apply_and_wait_for_approval(as_: As, people: dict[str, User], who: str) -> None:
    client = as_(who)
    assert "Apply as a mentor" in client.get(f"{BASE}/profile/edit").content.decode()
    response = client.post(f"{BASE}/profile/edit", PROFILE, follow=True)
    mentor = Mentor.objects.get(user=people[who])
    assert not mentor.is_approved
    assert "Somebody of the team looks at it" in response.content.decode()
    assert as_("nobody").get(f"{BASE}/{mentor.public_id}").status_code == 404


def test_a_mentor_by_membership_starts_with_the_profile(as_: As, people: dict[str, User]) -> None:
    client = as_("mentor")
    response = client.post(f"{BASE}/mentor/profile/edit", PROFILE)
    assert response["Location"] == f"{BASE}/mentor"
    assert "waits for approval" in client.get(f"{BASE}/mentor").content.decode()


def _picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    return SimpleUploadedFile("me.png", out.getvalue(), "image/png")


def test_a_photo_is_taken_and_shown(as_: As, mentor: Mentor) -> None:
    client = as_("mentor")
    response = client.post(f"{BASE}/profile/photo", {"photo": _picture()})
    assert response["Location"] == f"{BASE}/mentor/profile/edit"
    mentor.refresh_from_db()
    assert f'src="{mentor.photo.url}"' in client.get(f"{BASE}/{mentor.public_id}").content.decode()


def test_what_is_no_picture_is_told(as_: As, mentor: Mentor) -> None:
    upload = SimpleUploadedFile("me.png", b"<svg onload=alert(1)>", "image/png")
    response = as_("mentor").post(f"{BASE}/profile/photo", {"photo": upload})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Upload a valid image." in page
    assert f'action="{BASE}/mentor/profile/edit"' in page
    assert as_("mentor").post(f"{BASE}/profile/photo", {}).status_code == 422
    assert as_("mentee").post(f"{BASE}/profile/photo", {})["Location"] == f"{BASE}/profile/edit"


def test_where_the_disk_is_full_a_page_says_so(
    as_: As, mentor: Mentor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client = as_("mentor")
    client.raise_request_exception = False
    monkeypatch.setattr(FileSystemStorage, "_save", fail)
    response = client.post(f"{BASE}/profile/photo", {"photo": _picture()})
    assert (response.status_code, response["Retry-After"]) == (503, "1")
    assert "We are busy" in response.content.decode()
    mentor.refresh_from_db()
    assert not mentor.photo
