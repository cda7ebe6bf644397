"""Any file may be sent along: what it is its content says, and what we did not make anew stays inert."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.serializers import ValidationError

from tests.core.files.films import film
from tests.core.files.pictures import encoded, half_and_half, jpeg_that_says, transparent_png
from trellis.core.files.attachments import LARGEST_ATTACHMENT, LONGEST_NAME, OPAQUE, Attached, AttachmentField
from trellis.core.files.attachments import name_for_people as named
from trellis.domain.messaging.rules.attachments import is_inert

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(document.domain)</script>"


def attach(content: bytes, name: str = "a.bin", content_type: str = "application/x-said") -> Attached:
    """Return what is kept of an upload."""
    return AttachmentField().run_validation(SimpleUploadedFile(name, content, content_type))


def zipped() -> bytes:
    """Return a small archive that would be large."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(5_000_000))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (SVG, "a.svg", "text/plain"),
        (HTML, "a.png", "text/plain"),
        (b"%PDF-1.7 <script>", "a.html", "application/pdf"),
        (b"MZ\x90\x00\x03", "a.jpg", OPAQUE),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.wav", "audio/wav"),
        (b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00M4A mp42isom\x00", "a.mp4", "audio/mp4"),
        (zipped(), "a.zip", "application/zip"),
    ],
    ids=["svg", "html as png", "pdf", "program", "sound", "sound in a film's box", "zip bomb"],
)
def test_what_we_do_not_make_anew_is_kept_as_it_is_and_is_no_picture_to_show(
    content: bytes, name: str, kind: str
) -> None:
    kept = attach(content, name, "image/png")
    assert (kept.media_type, kept.name, kept.file.read()) == (kind, name, content)
    assert not is_inert(kept.media_type)


@pytest.mark.parametrize(("form", "suffix"), [("WEBP", ".jpg"), ("PNG", ".jpg"), ("GIF", ".jpg")])
def test_pictures_are_drawn_anew_under_the_name_of_what_they_are(form: str, suffix: str) -> None:
    hidden = encoded(half_and_half(), form) + HTML
    kept = attach(hidden, "holiday.html", "text/html")
    content = kept.file.read()
    assert (kept.name, kept.media_type) == (f"holiday{suffix}", "image/jpeg")
    assert is_inert(kept.media_type)
    assert b"script" not in content
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (64, 32)


def test_films_are_cleaned_and_not_shown_by_browsers_as_pages() -> None:
    kept = attach(film(), "a.exe")
    assert (kept.name, kept.media_type) == ("a.mp4", "video/mp4")
    assert not is_inert(kept.media_type)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (jpeg_that_says(30_000, 30_000), "too_large"),
        (transparent_png(9_000), "too_large"),
        (b"\x89PNG\r\n\x1a\n<html>", "invalid_image"),
        (bytes(LARGEST_ATTACHMENT + 1), "too_large"),
        (b"", "empty"),
    ],
    ids=["says to be huge", "is huge when read", "begins as a picture", "too large", "nothing"],
)
def test_it_refuses_what_would_be_too_much_and_what_is_broken(content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        attach(content)
    (detail,) = refused.value.detail
    assert getattr(detail, "code", "") == code


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("C:\\temp\\a.txt", "C: temp a.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\x00\n\tb.txt", "a b.txt"),
        ("\ud800.txt", "txt"),
        ("", "file"),
        ("....", "file"),
        ("x" * 10_000 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
        ("a." + "y" * 1_000, "a." + "y" * (LONGEST_NAME - 2)),
        ("Zoë 王.pdf", "Zoë 王.pdf"),
    ],
)
def test_a_name_is_one_line_that_can_be_stored_and_shown(given: str, shown: Any) -> None:
    assert named(given) == shown
    named(given).encode()
