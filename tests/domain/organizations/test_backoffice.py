"""A picture that staff upload is made anew, as everybody's is."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import ExifTags, Image

from tests.browsers import sign_in
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.services.organizations import create_organization

pytestmark = pytest.mark.django_db
SECRET = "Greenwich"


@pytest.fixture
def organization() -> Organization:
    owner = User.objects.create_superuser("ada@example.com", "ada", "a password")
    return create_organization(owner=owner, name="Ada", domain="ada.example", now=timezone.now()).organization


def _upload(organization: Organization, content: bytes) -> HttpResponse:
    return sign_in(Client(), User.objects.get()).post(
        f"/admin/organizations/organization/{organization.pk}/change/",
        {
            "name": organization.name,
            "domain": organization.domain,
            "logo": SimpleUploadedFile("me.jpg", content, "image/jpeg"),
        },
    )


def test_where_a_logo_was_taken_is_gone(organization: Organization, media_root: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = SECRET
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 28.0, 40.0)
    original = BytesIO()
    Image.new("RGB", (64, 32), "red").save(original, "JPEG", exif=exif)
    assert SECRET.encode() in original.getvalue()

    assert _upload(organization, original.getvalue()).status_code == 302
    organization.refresh_from_db()
    assert organization.logo.name.endswith(".jpg")
    kept = (media_root / organization.logo.name).read_bytes()
    assert SECRET.encode() not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.size == (32, 64), "upright"


def test_what_is_no_picture_is_told_at_the_field(organization: Organization, media_root: Path) -> None:
    response = _upload(organization, b"<svg onload=alert(1)>")
    assert response.status_code == 200
    assert "The file is not a JPEG, PNG, WebP or GIF picture." in response.content.decode()
    organization.refresh_from_db()
    assert not organization.logo
    assert not media_root.exists()
