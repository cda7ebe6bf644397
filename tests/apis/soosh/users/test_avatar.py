"""`users/me/avatar`: one's own picture."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import SHOWN, refused
from tests.core.files.pictures import encoded, half_and_half
from trellis.domain.accounts.models import User

AVATAR = "/api/v1/users/me/avatar"
pytestmark = pytest.mark.django_db


def picture(name: str = "me.jpg") -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    return SimpleUploadedFile(name, encoded(half_and_half(), "JPEG", exif=exif), "text/html")


@pytest.fixture
def ann(signed_in: SignIn) -> APIClient:
    User.objects.create_user("ann", "ann@example.com", "x")
    return signed_in("ann")


def test_any_file_part_is_the_picture_cleaned_and_the_former_one_goes(
    ann: APIClient, django_capture_on_commit_callbacks: type
) -> None:
    names = []
    for part in ("file", "photo"):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            shown = ann.post(AVATAR, {part: picture()}, format="multipart")
        assert (shown.status_code, set(shown.json())) == (200, SHOWN)
        names.append(User.objects.get().avatar.name)
        assert shown.json()["avatar_url"].endswith(f"/media/{names[-1]}")
    assert [default_storage.exists(name) for name in names] == [False, True]
    with default_storage.open(names[-1]) as kept:
        assert b"taken at home" not in kept.read()


def test_none_several_and_what_is_none_are_refused(ann: APIClient) -> None:
    for sent in (
        {},
        {"avatar": "a text"},
        {"one": picture(), "two": picture()},
        {"avatar": [picture(), picture()]},
        {"avatar": SimpleUploadedFile("a.png", b"<html>", "image/png")},
    ):
        response = ann.post(AVATAR, sent, format="multipart")
        assert set(refused(response, 422, "VALIDATION_ERROR")["details"]) == {"avatar"}
    refused(ann.post(AVATAR, {"avatar": "https://example.com/a.png"}), 422, "VALIDATION_ERROR")
    assert not User.objects.get().avatar
